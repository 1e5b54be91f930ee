// What dh_symdemote honours, option by option, on a build tree that leaks.

import Foundation
import TestSupport
import Testing

@Suite struct DebhelperOptionTests {
  /// A copy of a package's build folder.
  private struct Tree {
    let folder: TemporaryFolder
    var source: URL { folder.file("leaky-1.0") }
    var program: URL { source.appendingPathComponent("debian/leaky/usr/bin/leaky") }
    var alias: URL { source.appendingPathComponent("debian/leaky/usr/bin/leaky-alias") }
    let library: URL

    /// The tree of the build without symdemote, whose files still leak.
    init() throws {
      folder = try TemporaryFolder()
      let copy = folder.file("leaky-1.0")
      try mustRun("cp", ["-a", try DebhelperBuild.leaking.get().source.path, copy.path])
      library = copy.appendingPathComponent(
        "debian/libleaky1/\(try DebhelperBuild.libraryPlace())")
    }

    /// Replaces or adds a file of the debian folder; nil removes it.
    func write(_ text: String?, to name: String) throws {
      let file = source.appendingPathComponent("debian/\(name)")
      if let text {
        try Data(text.utf8).write(to: file)
      } else {
        try FileManager.default.removeItem(at: file)
      }
    }

    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> RunResult {
      try TestSupport.run(
        "dh_symdemote", arguments,
        environment: try DebhelperBuild.environment().merging(environment) { $1 },
        directory: source)
    }

    /// Which of the two are demoted; the names of both must tell the same.
    func demoted() throws -> [String] {
      var names: [String] = []
      #expect(try exportedNames(program) == exportedNames(alias))
      if try exportedNames(program).isDisjoint(with: LeakySample.leaked) { names.append("leaky") }
      if try exportedNames(library) == LeakySample.interface { names.append("libleaky1") }
      return names
    }
  }

  @Test(arguments: [
    ([], ["leaky", "libleaky1"]),
    (["-a"], ["leaky", "libleaky1"]),
    (["-i"], []),
    (["-pleaky"], ["leaky"]),
    (["-plibleaky1"], ["libleaky1"]),
    (["-Nleaky"], ["libleaky1"]),
    (["-Nlibleaky1"], ["leaky"]),
    (["-Xlibleaky.so"], ["leaky"]),
    (["-Xusr/bin"], ["libleaky1"]),
    (["--exclude=usr/bin", "-Xlibleaky"], []),
    (["--no-act"], []),
  ])
  func choiceOfPackagesAndFiles(_ options: [String], _ demoted: [String]) throws {
    let tree = try Tree()
    let result = try run(
      "dh_symdemote", options, environment: try DebhelperBuild.environment(),
      directory: tree.source)
    #expect(result.succeeded, "\(result.errors)")
    #expect(result.output == "")
    #expect(try tree.demoted() == demoted)
  }

  @Test func excludingOneNameOfAFileExcludesTheFile() throws {
    let tree = try Tree()
    let result = try tree.run("-Xleaky-alias")
    #expect(result.succeeded)
    #expect(result.errors.contains("usr/bin/leaky is left as it is"))
    #expect(try tree.demoted() == ["libleaky1"])
  }

  @Test func buildOptionTurnsItOff() throws {
    let tree = try Tree()
    let result = try tree.run(environment: ["DEB_BUILD_OPTIONS": "parallel=2 nosymdemote"])
    #expect(result.succeeded && result.output == "" && result.errors == "")
    #expect(try tree.demoted() == [])
    let other = try tree.run(environment: ["DEB_BUILD_OPTIONS": "nostrip noautodbgsym"])
    #expect(other.succeeded)
    #expect(try tree.demoted() == ["leaky", "libleaky1"])
  }

  @Test func noActShowsWhatWouldBecome() throws {
    let tree = try Tree()
    let before = try FileIdentity(tree.program)
    let result = try tree.run("--no-act", "-v")
    #expect(result.succeeded, "\(result.errors)")
    #expect(result.output.contains("\tsymdemote apply --policy=debian/leaky.symdemote"))
    #expect(result.output.contains("-T tally_add"))
    #expect(try tree.demoted() == [])
    #expect(try FileIdentity(tree.program) == before)
  }

  @Test func secondRunChangesNothing() throws {
    let tree = try Tree()
    #expect(try tree.run().succeeded)
    let before = try (FileIdentity(tree.program), FileIdentity(tree.library))
    let again = try tree.run("-v")
    #expect(again.succeeded && again.output.contains("nothing to do"))
    #expect(try before == (FileIdentity(tree.program), FileIdentity(tree.library)))
    #expect(try FileIdentity(tree.alias).inode == before.0.inode)
  }

  @Test func restOfTheLineGoesToSymdemote() throws {
    let tree = try Tree()
    #expect(try tree.run("--", "--keep=tally_twice", "--jobs=1").succeeded)
    #expect(try exportedNames(tree.program).intersection(LeakySample.leaked) == ["tally_twice"])
    #expect(
      try exportedNames(tree.library) == LeakySample.interface.union(["tally_twice"]))
  }

  @Test func librariesAreTriedInTheProgramsThatAreNamed() throws {
    let tree = try Tree()
    try tree.write("all\n", to: "libleaky1.symdemote")
    let result = try tree.run("-plibleaky1", "-v", "--", "--in=debian/leaky/usr/bin/leaky")
    #expect(result.succeeded)
    #expect(try exportedNames(tree.library) == ["leaky_count"], "the program needs it")
  }

  @Test func withoutAPolicyNothingHappens() throws {
    let tree = try Tree()
    try tree.write(nil, to: "leaky.symdemote")
    let result = try tree.run("-v", "--", "--all")
    #expect(result.succeeded && !result.output.contains("debian/leaky/"))
    #expect(try tree.demoted() == ["libleaky1"])
    // debian/symdemote is the first package's.
    try tree.write("demote tally_*\n", to: "symdemote")
    try tree.write(nil, to: "libleaky1.symdemote")
    let other = try Tree()
    try other.write("demote tally_*\n", to: "symdemote")
    try other.write(nil, to: "libleaky1.symdemote")
    try other.write(nil, to: "leaky.symdemote")
    #expect(try other.run().succeeded)
    #expect(try other.demoted() == ["libleaky1"])
  }

  @Test func refusalsEndTheBuildAsTheyEndedSymdemote() throws {
    let tree = try Tree()
    try tree.write("demote _IO_stdin_used\n", to: "leaky.symdemote")
    let refused = try tree.run()
    #expect(refused.status == 3)
    #expect(refused.errors.contains("runtime-lookup"))
    #expect(refused.errors.contains("exit status 3 on leaky, by debian/leaky.symdemote"))
    #expect(try tree.demoted() == ["libleaky1"], "the package before it was done")

    try tree.write("demand everything\n", to: "leaky.symdemote")
    let wrong = try tree.run()
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("debian/leaky.symdemote:1"))
    let asked = try tree.run("--no-act", "-v")
    #expect(asked.status == 2)
  }

  @Test func aNameOutsideThePackageIsRefused() throws {
    let tree = try Tree()
    try mustRun("ln", [tree.library.path, tree.folder.file("elsewhere.so").path])
    let result = try tree.run("-plibleaky1")
    #expect(result.status == 3)
    #expect(result.errors.contains("hard links"))
    #expect(try tree.demoted() == [])
    // Below fakeroot, where only an edit in place keeps what it knows, both names get it.
    #expect(try tree.run("-plibleaky1", environment: ["FAKEROOTKEY": "1"]).succeeded)
    #expect(try exportedNames(tree.folder.file("elsewhere.so")) == LeakySample.interface)
  }
}
