// A source package whose build has symdemote in it: what the binary packages export, and that nothing
// else about them changes.

import Foundation
import TestSupport
import Testing

@Suite struct DebhelperPackageTests {
  @Test func exportsAreGoneAndTheInterfaceStays() throws {
    let build = try DebhelperBuild.demoted.get()
    try LeakySample.expectDemoted(program: try build.program(), library: try build.library())
    for file in [try build.program(), try build.library()] {
      #expect(try symdemote("verify", file.path).succeeded)
    }
  }

  @Test func withoutItTheyAreThere() throws {
    let build = try DebhelperBuild.leaking.get()
    try LeakySample.expectLeaking(program: try build.program(), library: try build.library())
  }

  @Test func symbolsFileListsTheInterface() throws {
    let (demoted, leaking) = try (DebhelperBuild.demoted.get(), DebhelperBuild.leaking.get())
    let source = try String(
      contentsOf: demoted.source.appendingPathComponent("debian/libleaky1.symbols"),
      encoding: .utf8)
    #expect(try demoted.control("symbols", of: "libleaky1") == source)
    let grown = try leaking.control("symbols", of: "libleaky1")
    #expect(grown.contains(" tally_add@Base 1.0\n"))
    #expect(leaking.log.contains("some new symbols appeared in the symbols file"))
    // What depends on the packages, and on what they depend, is not touched.
    for package in ["libleaky1", "leaky"] {
      #expect(
        try demoted.control("control", of: package) == leaking.control("control", of: package))
    }
  }

  @Test func itRunsBeforeWhatLooksAtTheFiles() throws {
    let log = try DebhelperBuild.demoted.get().log
    let steps = log.split(separator: "\n").filter { $0.hasPrefix("   dh_") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    let own = try #require(steps.firstIndex(of: "dh_symdemote"))
    #expect(steps.firstIndex(of: "dh_fixperms").map { $0 < own } == true)
    for later in ["dh_dwz", "dh_strip", "dh_makeshlibs", "dh_shlibdeps"] {
      #expect(steps.firstIndex(of: later).map { $0 > own } == true, "\(later)")
    }
  }

  @Test func hardLinksStayLinks() throws {
    let program = try DebhelperBuild.demoted.get().program()
    let alias = program.deletingLastPathComponent().appendingPathComponent("leaky-alias")
    #expect(try FileIdentity(alias).inode == FileIdentity(program).inode)
    // The static programs beside them are as they were.
    for name in ["leaky-static", "leaky-static-pie"] {
      let path = program.deletingLastPathComponent().appendingPathComponent(name).path
      #expect(
        try mustRun(path) == LeakySample.captured, "one copy is all that a static program has")
    }
  }

  @Test func lintianSaysNothingNew() throws {
    let before = try DebhelperBuild.leaking.get().lintian()
    let after = try DebhelperBuild.demoted.get().lintian()
    #expect(!before.isEmpty, "lintian looked at something")
    #expect(after.subtracting(before) == [])
  }

  @Test func anotherFolderAndUserMakeTheSamePackages() throws {
    let first = try DebhelperBuild.demoted.get().archives()
    let second = try DebhelperBuild(
      ["DEB_BUILD_OPTIONS": "parallel=1"], named: "somewhere-else", as: "nobody"
    ).archives()
    #expect(first.count == 4)
    #expect(first == second)
    #expect(try first != DebhelperBuild.leaking.get().archives())
  }

  /// Below fakeroot the owners of files are known by their inodes.
  @Test func ownersThatFakerootMadeUpStay() throws {
    let build = try DebhelperBuild([:], as: "nobody") { source in
      let control = source.appendingPathComponent("debian/control")
      try String(contentsOf: control, encoding: .utf8)
        .replacingOccurrences(
          of: "Rules-Requires-Root: no", with: "Rules-Requires-Root: binary-targets"
        )
        .write(to: control, atomically: true, encoding: .utf8)
      let rules = try FileHandle(forWritingTo: source.appendingPathComponent("debian/rules"))
      try rules.seekToEnd()
      try rules.write(
        contentsOf: Data(
          "\nexecute_after_dh_fixperms:\n\tchown games:games debian/leaky/usr/bin/leaky\n".utf8))
      try rules.close()
    }
    try LeakySample.expectDemoted(program: try build.program(), library: try build.library())
    let list = try mustRun("dpkg-deb", ["-c", try build.archive("leaky").path])
    let line = try #require(list.split(separator: "\n").first { $0.hasSuffix("usr/bin/leaky") })
    #expect(line.contains("games/games"))
    let libraries = try mustRun("dpkg-deb", ["-c", try build.archive("libleaky1").path])
    #expect(libraries.split(separator: "\n").allSatisfy { $0.contains("root/root") })
  }
}
