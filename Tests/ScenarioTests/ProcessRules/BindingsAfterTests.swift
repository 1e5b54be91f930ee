// `bindings --after` and `--changes` foretell what the loader does once `apply` has done its part.

import Foundation
import TestSupport
import Testing

@Suite struct BindingsAfterTests {
  private let copies: TwoCopies

  init() throws {
    copies = try TwoCopies(
      in: try Workshop(), as: .pie,
      librarySource: TwoCopies.librarySource
        + "__attribute__((weak)) int maybe(void);\nint library_maybe(void) { return !!maybe; }\n")
  }

  private var folder: URL { copies.workshop.folder.url }

  /// What the loader binds when it starts the program, and what it complains of.
  private func loaderLines() throws -> [BindingLine] {
    var errors = ""
    let log = try LoaderLog { variables in
      let settings = ["LD_TRACE_LOADED_OBJECTS": "1", "LD_WARN": "yes", "LD_BIND_NOW": "1"]
      let words = variables.merging(settings) { $1 }.map { "\($0)=\($1)" } + ["./program"]
      let result = try run("env", ["-i"] + words, directory: folder)
      errors = result.output + result.errors
    }
    let bindings = log.messages.compactMap(BindingLine.init).filter(\.isBinding)
    let complaints = errors.split(separator: "\n").map(String.init).compactMap(BindingLine.init)
    return (bindings + complaints).filter { $0.referrer != "linux-vdso.so.1" }
  }

  private func bindings(_ words: String..., status: Int32 = 0) throws -> [String] {
    let result = try run(
      toolPath, ["bindings", "--format=ld-debug", "./program"] + words, directory: folder)
    #expect(result.status == status, "\(result.errors)")
    return result.output.split(separator: "\n").map(String.init)
  }

  @Test(arguments: [["--demote=shared_*"], ["--demote=*", "--force"]])
  func theLoaderDoesWhatWasForetold(_ selection: [String]) throws {
    let before = try loaderLines()
    #expect(Comparison(model: try bindings().compactMap(BindingLine.init), loader: before).isEmpty)
    let foretold = try run(
      toolPath, ["bindings", "--after", "--format=ld-debug", "./program"] + selection,
      directory: folder)
    #expect(foretold.status == 0)
    let changes = try run(
      toolPath, ["bindings", "--changes", "--format=ld-debug", "./program"] + selection,
      directory: folder)
    #expect(changes.status == 1)

    try mustRun(toolPath, ["apply"] + selection + ["./program"], directory: folder)
    let after = try loaderLines()
    let model = foretold.output.split(separator: "\n").map(String.init)
    let difference = Comparison(model: model.compactMap(BindingLine.init), loader: after)
    #expect(difference.isEmpty, "\(difference)")

    let real = Comparison(model: before, loader: after)
    #expect(!real.isEmpty)
    let lines = changes.output.split(separator: "\n")
    func told(_ sign: String) -> [BindingLine] {
      lines.filter { $0.hasPrefix(sign) }.compactMap { BindingLine(String($0.dropFirst())) }
    }
    #expect(told("-").sorted() == real.extra.sorted())
    #expect(told("+").sorted() == real.missing.sorted())
    // The process is now as it was foretold, without any further demotion.
    #expect(try bindings().sorted() == model.sorted())
  }

  @Test func changesAreFindings() throws {
    #expect(try bindings("--changes", "--demote=shared_function", status: 1).count == 2)
    #expect(try bindings("--changes", "--demote=main", status: 0) == [])
    #expect(try bindings("--changes", "--demote=kept_callbac?", status: 0) == [])
    let text = try run(
      toolPath, ["bindings", "--changes", "--demote=main", "./program"], directory: folder)
    #expect(text.output == "no binding changes\n")
  }

  @Test func itRefusesWhatApplyWouldRefuse() throws {
    for option in ["--after", "--changes"] {
      let refusal = try run(
        toolPath, ["bindings", option, "--demote=kept_callback", "./program"], directory: folder)
      #expect(refusal.status == 3)
      #expect(refusal.errors.contains("[needed]"))
      #expect(refusal.output == "")
    }
    _ = try bindings("--changes", "--demote=kept_callback", "--force", status: 1)
  }

  @Test func usage() throws {
    let before = try FileIdentity(copies.program)
    let wrong = [
      ["--demote=main"], ["--all"], ["--keep=main"], ["--after"], ["--changes"],
      ["--after", "--changes"], ["--in=./program", "--changes", "--all"],
      ["--no-process", "--changes", "--all"], ["--changes", "--all", "./program"],
    ]
    for words in wrong {
      let result = try run(toolPath, ["bindings", "./program"] + words, directory: folder)
      #expect(result.status == 2, "\(words)")
      #expect(result.output == "", "\(words)")
      #expect(result.errors.hasPrefix("symdemote: "), "\(words)")
      #expect(result.errors.contains("bindings --help"), "\(words)")
    }
    #expect(try FileIdentity(copies.program) == before)
    _ = try bindings("--after", "--changes", "--demote=shared_function", status: 1)
  }
}
