// `policy --emit`: names that are not made of letters come through every form as they are, or are
// an error.

import Foundation
import TestSupport
import Testing

@Suite struct PolicyEmissionNameTests {
  /// What some form has no way to say.
  private static let unsayable: [(name: String, forms: Set<String>)] = [
    ("na me", ["list"]), ("tab\tbed", ["list"]), ("line\nfeed", ["list", "version-script"]),
    ("quo\"te", ["version-script"]), ("st*ar", ["version-script"]), ("wh?at", ["version-script"]),
    ("a[1]", ["version-script"]),
  ]
  private static let odd = [
    "plain", "gr\u{fc}n", "\u{65e5}\u{672c}", "a$b", "$ab", "~W", "a~W", "1st", ".dot", "a+b",
    "a:b",
    "a::b", "a,b", "f(int)", "a#b", "#a", "a;b", "a{b", "a}b", "a=b", "a/b", "a/", "a-b", "a!b",
    "!a",
    "a^b", "a<b>", "a\\b", "a\\", "a]b", "a%b", "a&b", "a'b", "a|b", "a`b", "global", "local",
    "extern", "include", "re:x", "c++:x", "from:x", "ver:x",
  ]

  /// Functions with these names, and one that nobody keeps.
  private func source(_ names: [String]) -> String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    func literal(_ text: String) -> String {
      quoted(text).replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    }
    let lines = (names + ["leak"]).map { name in
      let name = quoted(name)
      return ".globl \(name)\n.type \(name), @function\n\(name): ret\n.size \(name), 1\n"
    }
    return "__asm__(\(literal(".text\n" + lines.joined())));\n"
  }

  /// What `file` exports; nm parts names at their spaces.
  private func names(_ file: URL) throws -> Set<String> {
    struct Output: Decodable {
      struct File: Decodable {
        struct Export: Decodable { let name: String }
        let exports: [Export]
      }
      let files: [File]
    }
    let output = try mustRun(toolPath, ["exports", "--format=json", file.path])
    let files = try JSONDecoder().decode(Output.self, from: Data(output.utf8)).files
    return Set(files.flatMap(\.exports).map(\.name))
  }

  @Test(arguments: Linker.allCases)
  func everyLinkerReadsThemAsTheyAre(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let symbols = Self.odd + ["na me", "tab\tbed"]
    let library = try workshop.library("libfirst.so", source(symbols))
    let script = try mustRun(
      toolPath, ["policy", "--emit=version-script", "--demote=leak", library.path])
    let again = try workshop.library(
      "libagain.so", source(symbols), [try workshop.script(script, named: "again.map")])
    // gold exports names of its own.
    let exported = try names(library)
    #expect(exported.isSuperset(of: symbols) && exported.contains("leak"))
    #expect(try names(again) == exported.subtracting(["leak"]), "\(script)")
    let program = try workshop.program(source(symbols) + "int main(void) { return 0; }\n")
    let list = try mustRun(
      toolPath, ["policy", "--emit=dynamic-list", "--demote=leak", program.path])
    let relinked = try link(
      source(symbols) + "int main(void) { return 0; }\n", to: "again", in: workshop.folder,
      by: linker,
      as: .pie, [try workshop.script(list, named: "again.list", option: "--dynamic-list")])
    #expect(try names(relinked).isSuperset(of: symbols), "\(list)")
    #expect(try !exportedNames(relinked).contains("leak"))
  }

  @Test func theListReadsThemAsTheyAre() throws {
    let workshop = try Workshop()
    let symbols = Self.odd + ["st*ar", "wh?at", "a[1]", "quo\"te"]
    let library = try workshop.library("libfirst.so", source(symbols))
    let text = try mustRun(toolPath, ["policy", "--emit=list", "--demote=leak", library.path])
    #expect(text.contains("\ngr\u{fc}n\n"))
    let list = try workshop.folder.write(text, to: "again.list")
    try mustRun(
      toolPath, ["apply", "--strict", "--all", "--keep-list=list:\(list.path)", library.path])
    #expect(try names(library) == Set(symbols), "\(text)")
  }

  @Test func whatCannotBeSaidIsNamed() throws {
    for (name, forms) in Self.unsayable {
      let workshop = try Workshop()
      let library = try workshop.library("libfirst.so", source([name]))
      for form in ["list", "version-script"] {
        let result = try symdemote("policy", "--emit=\(form)", "--demote=leak", library.path)
        #expect(result.status == (forms.contains(form) ? 2 : 0), "\(name) \(form): \(result)")
        guard forms.contains(form) else { continue }
        #expect(result.errors.contains("a \(form) has no way to say the name '"))
        #expect(result.output.isEmpty)
      }
    }
  }

  /// A form is text, and so is JSON: bytes that are none would come out as others.
  @Test(arguments: ["list", "version-script"])
  func namesThatAreNoTextAreAnError(_ form: String) throws {
    let workshop = try Workshop()
    for (name, status) in [("gr\\303\\274n", Int32(0)), ("gr\\374n", 2)] {
      let word = "\\\"\(name)\\\""
      let library = try workshop.library(
        "libfirst.so",
        "__asm__(\".globl \(word)\\n.type \(word), @function\\n\(word): ret\\n\");\n"
          + "int leak(void) { return 1; }\n")
      let result = try symdemote("policy", "--emit=\(form)", "--demote=leak", library.path)
      #expect(result.status == status, "\(result)")
      #expect(result.errors.contains("has no way to say the name 'gr\u{fffd}n'") == (status == 2))
    }
  }
}
