// `audit --explain`: the whole story of one name, before and after.

import Foundation
import TestSupport
import Testing

@Suite struct ExplainTests {
  /// The parts of a story: before, and after if there is one.
  private func story(_ arguments: String..., status: Int32, directory: URL? = nil) throws
    -> [String]
  {
    let result = try run(toolPath, ["audit"] + arguments, directory: directory)
    #expect(result.status == status, "\(result.errors)")
    return result.output.components(separatedBy: "\nafter ")
  }

  @Test func beforeAndAfterTheCure() throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let folder = copies.workshop.folder.url
    let parts = try story(
      "--explain=shared_function", "./program", status: 1, directory: folder)
    try #require(parts.count == 2)
    let library = copies.library.path
    #expect(parts[0].hasPrefix("shared_function is defined by\n  ./program "))
    #expect(parts[0].contains("=> ./program\n") && !parts[0].contains("=> \(library)"))
    #expect(parts[1].hasPrefix("symdemote apply --demote-from=\(library) ./program:\n"))
    #expect(parts[1].contains("has it as a local symbol"))
    #expect(parts[1].contains("=> \(library)\n") && !parts[1].contains("=> ./program"))
  }

  @Test func aSelectionIsWhatItIsComparedWith() throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let program = copies.program.path
    let other = try story("--explain=shared_function", "--demote=shared_data", program, status: 1)
    #expect(other.count == 2 && other[1].contains("=> \(program)\n"))
    let own = try story("--explain=shared_function", "--demote=shared_*", program, status: 1)
    #expect(own[1].contains("=> \(copies.library.path)\n"))
  }

  @Test func aNameThatIsInOrder() throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let parts = try story("--explain=kept_callback", copies.program.path, status: 0)
    #expect(parts.count == 1 && parts[0].contains("=> \(copies.program.path)\n"))
    let unknown = try symdemote("audit", "--explain=no_such_name", copies.program.path)
    #expect(unknown.status == 2 && unknown.errors.contains("no_such_name"))
  }

  /// Why an object before the winner did not win.
  @Test func versions() throws {
    let workshop = try Workshop()
    let old = try workshop.script("OLD { one; };", named: "old")
    let new = try workshop.script("NEW { one; };", named: "new")
    let library = try workshop.library("libone.so", "int one(void) { return 1; }", [new])
    let user = try workshop.library(
      "libuser.so", "int one(void); int use(void) { return one(); }", needing: [library])
    let program = try workshop.program(
      "int one(void) { return 2; } int use(void); int main(void) { return use(); }",
      needing: [user], [old])
    #expect(try run(program.path).status == 1)
    for name in ["one", "one@NEW", "one@@NEW"] {
      let parts = try story("--explain=\(name)", program.path, status: 0)
      #expect(parts[0].contains("has it in another version: OLD"))
      #expect(parts[0].contains("=> \(library.path)\n"))
    }
    let elsewhere = try story("--explain=one@OLD", program.path, status: 0)
    #expect(!elsewhere[0].contains("one@@NEW"))
  }

  @Test func copiedData() throws {
    let parts = try story("--explain=stdout", try Fixture.program.get().file.path, status: 0)
    #expect(parts[0].contains("to copy its data"))
    #expect(parts[0].contains("has it, and is passed over"))
  }

  @Test func storiesForMachines() throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let result = try symdemote(
      "audit", "--format=json", "--explain=shared_function", copies.program.path)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let file = try #require((report["files"] as? [[String: Any]])?.first)
    func definers(_ key: String) -> [String?] {
      let searches = (file[key] as? [String: Any])?["searches"] as? [[String: Any]] ?? []
      return searches.map { $0["definer"] as? String }
    }
    #expect(definers("before") == [copies.program.path])
    #expect(definers("after").contains(copies.library.path))
    #expect((file["after_commands"] as? [String])?.count == 1)
  }

  @Test func whatItDoesNotGoWith() throws {
    let program = "/usr/bin/env"
    for option in ["--ld-debug=/dev/null", "--with=/usr/lib"] {
      #expect(try symdemote("audit", "--explain=x", option, program).status == 2)
    }
  }
}
