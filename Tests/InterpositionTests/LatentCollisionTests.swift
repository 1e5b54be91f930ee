// What a library would lose if it were opened, and what plugins could not do without.

import Foundation
import LoaderModel
import TestSupport
import Testing

@testable import Interposition

@Suite struct LatentCollisionTests {
  private static let calls = """
    int one(void) { return 1; } int two(void) { return 2; } int three(void) { return 3; }
    int all(void) { return one() + two() + three(); }

    """

  private func world(
    program: String = functions("one", "two"), _ library: String = Self.calls,
    _ options: [String] = []
  ) throws -> World {
    let world = try World()
    try world.add("program", program + "int main(void) { return 0; }", as: .pie, ["-rdynamic"])
    try world.add("libc.so.6", URL(fileURLWithPath: "/usr/lib/x86_64-linux-gnu/libc.so.6"))
    try world.add("driver.so", library, options)
    return world
  }

  private func collision(_ world: World) throws -> LatentCollision? {
    let shared = sharedNames(of: try world.file("driver.so"), with: try world.file("program"))
    var judge = try #require(LatentJudge(try world.evidence([])))
    return judge.collision(shared, soname: Array("driver.so".utf8))
  }

  @Test func whatBothDefineIsTheProgrammes() throws {
    let collision = try #require(try collision(try world()))
    #expect(collision.names.strings == ["one", "two"])
    #expect(collision.ownReferenceCount == 2 && collision.family == nil)
    #expect(try self.collision(try world(program: functions("other"))) == nil)
  }

  @Test func aLibraryThatBindsItselfHasOnlyItsUsersToLoseTo() throws {
    for options in [["-Wl,-Bsymbolic"], ["-fvisibility=protected"]] {
      let collision = try #require(try collision(try world(Self.calls, options)))
      #expect(collision.names.strings == ["one", "two"] && collision.ownReferenceCount == 0)
    }
    #expect(try collision(try world(Self.calls, ["-fvisibility=hidden"])) == nil)
  }

  /// The name is asked for in the version that the library gives it.
  @Test func versionsDecide() throws {
    let folder = try TemporaryFolder()
    let script = "-Wl,--version-script=\(try folder.write("V1 { *; };", to: "map").path)"
    let other = "-Wl,--version-script=\(try folder.write("V2 { *; };", to: "other").path)"
    let unversioned = try #require(try collision(try world(Self.calls, [script])))
    #expect(unversioned.names.count == 2)
    func versioned(_ options: String) throws -> LatentCollision? {
      let world = try World()
      try world.add(
        "program", functions("one") + "int main(void) { return 0; }", as: .pie,
        ["-rdynamic", options])
      try world.add("driver.so", Self.calls, [script])
      return try collision(world)
    }
    #expect(try versioned(script) != nil)
    #expect(try versioned(other) == nil)
  }

  @Test func dullNamesAreLeftOut() throws {
    let dull = functions("malloc", "xmalloc", "getsubopt", "_init_mine")
    let collision = try #require(try collision(try world(program: dull, dull, ["-w"])))
    #expect(collision.names.strings == ["_init_mine"])
  }

  // MARK: Plugins

  private func demands(_ world: World, _ names: [String]) throws -> PluginDemands {
    let program = try world.file("program")
    let files = try names.map { (try world.file($0), $0) }
    // The candidates are not in the process.
    let evidence = try world.evidence([])
    let residents = ProcessEvidence(
      objects: evidence.objects.filter { object in
        !names.contains(String(decoding: object.fileName, as: UTF8.self))
      }, program: evidence.program, references: [])
    return PluginDemands(
      files.map { PluginCandidate($0, fileName: Array($1.utf8), program: program) },
      sharing: files.map { sharedNames(of: $0.0, with: program) }, in: residents)
  }

  private func asks(_ demands: PluginDemands, _ name: String) -> Int? {
    demands.asker(of: Array(name.utf8)[...])
  }

  @Test func aPluginWantsWhatNobodyElseHas() throws {
    let world = try World()
    try world.add(
      "program", functions("one", "two", "three") + "int main(void) { return 0; }",
      as: .pie, ["-rdynamic"])
    let source = "int one(void), two(void); int run(void) { return one() + two(); }"
    try world.add("plugin.so", source)
    let plugin = try demands(world, ["plugin.so"])
    #expect(asks(plugin, "one") == 0 && asks(plugin, "two") == 0 && asks(plugin, "three") == nil)
  }

  @Test func aUserOfALibraryDoesNotCountOnTheProgram() throws {
    let world = try world()
    try world.add(
      "libuser.so", "int one(void); int run(void) { return one(); }",
      needs: ["driver.so"])
    #expect(asks(try demands(world, ["driver.so", "libuser.so"]), "one") == nil)
    // Of a library that is in the process already, neither.
    #expect(asks(try demands(world, ["libuser.so"]), "one") == nil)
  }

  @Test func aLibraryElsewhereIsNoHelp() throws {
    let world = try World()
    try world.add(
      "program", functions("one") + "int main(void) { return 0; }", as: .pie,
      ["-rdynamic"])
    try world.add("libone.so", functions("one"))
    try world.add("plugin.so", "int one(void); int run(void) { return one(); }")
    #expect(asks(try demands(world, ["libone.so", "plugin.so"]), "one") == 1)
  }
}
