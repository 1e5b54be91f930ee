// Who binds to a symbol, and to what it would if the symbol were demoted.

import Foundation
import TestSupport
import Testing

@Suite struct ExplainProcessTests {
  /// Two libraries refer to the program's `shared`: one has its own, the other needs another's.
  private func twoLibraries(_ options: [String] = []) throws -> (
    workshop: Workshop, program: URL, own: URL, user: URL
  ) {
    let workshop = try Workshop()
    let own = try workshop.library(
      "libown.so",
      """
      __attribute__((noipa)) int shared(void) { return 2; }
      int own(void) { return shared(); }
      """, options)
    let user = try workshop.library(
      "libuser.so", "int shared(void);\nint (*pointer)(void) = shared;\n", options)
    let program = try workshop.program(
      """
      __attribute__((noipa)) int shared(void) { return 1; }
      int only(void) { return 3; }
      int own(void);
      int main(void) { return own(); }
      """, needing: [own, user], options)
    return (workshop, program, own, user)
  }

  @Test(arguments: [["--demote=shared"], []])
  func whoBindsAndToWhatThen(_ options: [String]) throws {
    let (workshop, program, own, user) = try twoLibraries()
    _ = workshop
    let symbol = try Explanation(["shared"] + options + [program.path]).symbol()
    #expect(symbol.outcome == (options.isEmpty ? "unselected" : "demoted"))
    #expect(
      symbol.references == [
        .init(object: user.path, kinds: ["address"], before: program.path, after: [own.path]),
        .init(object: own.path, kinds: ["call"], before: program.path, after: [own.path]),
      ])
    #expect(symbol.definitions == ["\(own.path) shared next"])
    // The model's word is held against the process.
    try demote(in: program, "--demote=shared")
    #expect(try run(program.path).status == 2)

    let text = try symdemote("explain", "own", "--in=\(program.path)", own.path).output
    #expect(text.contains("process   \(program.path)\n          who refers to it"))
    #expect(text.contains("  program  call  libown.so -> nothing\n"))
  }

  @Test func nobodyDoes() throws {
    let (workshop, program, _, _) = try twoLibraries()
    _ = workshop
    let symbol = try Explanation("only", program.path).symbol()
    #expect(symbol.references.isEmpty && symbol.definitions.isEmpty)
    let text = try symdemote("explain", "only", program.path).output
    #expect(text.contains("no object refers to it; ") && text.contains("no other object defines"))
  }

  /// A lookup that is known to happen, and calls that were not made yet.
  @Test func lookupsAndCallsToCome() throws {
    let (workshop, program, own, _) = try twoLibraries(["-Wl,-z,lazy"])
    _ = workshop
    let looked = try Explanation("only", "--dlsym=only", program.path).symbol()
    #expect(
      looked.references == [
        .init(object: program.path, kinds: ["dlsym"], before: program.path, after: [nil])
      ])
    #expect(looked.keepers == ["needed"])
    let lazy = try Explanation("shared", "--lazy", program.path).symbol()
    #expect(
      lazy.references.contains {
        $0.object == own.path && $0.kinds == ["call, not made yet"] && $0.after == [own.path]
      })
  }

  /// The file's own references may have gone elsewhere; a demotion brings them home.
  @Test func referencesThatComeHome() throws {
    let (workshop, program, own, _) = try twoLibraries()
    _ = workshop
    let symbol = try Explanation("shared", "--in=\(program.path)", own.path).symbol()
    #expect(
      symbol.references == [
        .init(object: own.path, kinds: ["call"], before: program.path, after: [own.path])
      ])
    #expect(symbol.definitions == ["\(program.path) shared next"])
  }

  @Test func aProgramThatDoesNotLoadTheFile() throws {
    let (workshop, program, _, _) = try twoLibraries()
    let stranger = try workshop.library("libstranger.so", "int strange(void) { return 1; }\n")
    let result = try symdemote("explain", "strange", "--in=\(program.path)", stranger.path)
    #expect(result.status == 0)
    #expect(result.output.contains("\(program.path)\n          does not load the file\n"))
    let alone = try symdemote("explain", "strange", stranger.path)
    #expect(alone.output.contains("process   none is looked at; name a program"))
  }

  /// A screen of text: nothing wider than a hundred columns, every question in its place.
  @Test func aScreenOfText() throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let folder = copies.workshop.folder.url
    let result = try symdemote(
      "explain", "kept_callback", "--all", "./program", directory: folder)
    #expect(result.status == 0 && result.errors == "")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= 100 } && lines.count <= 24)
    let labels = lines.filter { $0.first != " " }.map { $0.prefix(10).filter { $0 != " " } }
    #expect(labels == ["symbol", "outcome", "clauses", "rules", "process", "todemote"])
    #expect(lines.contains("            libreal.so  call  program -> nothing"))
    #expect(result.output.contains("which leaves references without a definition: libreal.so\n"))
  }
}
