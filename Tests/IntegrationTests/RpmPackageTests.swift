// RPM packages whose build has symdemote in it.

import Foundation
import TestSupport
import Testing

@Suite struct RpmPackageTests {
  @Test func exportsAreGoneAndTheInterfaceStays() throws {
    let build = try RpmBuild.demoted.get()
    try LeakySample.expectDemoted(program: build.program, library: try build.library())
    let alias = build.tree.appendingPathComponent("usr/bin/leaky-alias")
    #expect(try FileIdentity(alias).inode == FileIdentity(build.program).inode)
  }

  @Test func withoutItTheyAreThere() throws {
    let build = try RpmBuild.leaking.get()
    try LeakySample.expectLeaking(program: build.program, library: try build.library())
    #expect(!build.result.errors.contains("brp-symdemote"))
  }

  @Test(arguments: ["leaky", "libleaky1"])
  func providesAndRequiresAreTheSame(_ package: String) throws {
    let (demoted, leaking) = try (RpmBuild.demoted.get(), RpmBuild.leaking.get())
    for query in ["--provides", "--requires"] {
      let answers = try demoted.answers(query, of: package)
      #expect(try answers == leaking.answers(query, of: package))
      #expect(
        answers.contains { $0.hasPrefix("libleaky.so.1") }
          == ((query == "--provides") == (package == "libleaky1")))
    }
  }

  /// A version that no symbol has any more is still defined, and others may ask for it.
  @Test func versionsStayProvided() throws {
    func edit(_ sources: URL) throws {
      let spec = sources.appendingPathComponent("leaky.spec")
      try String(contentsOf: spec, encoding: .utf8)
        .replacingOccurrences(
          of: "LIBDIR=%{_libdir}\n\n", with: "LDFLAGS=-Wl,--default-symver LIBDIR=%{_libdir}\n\n"
        )
        .write(to: spec, atomically: true, encoding: .utf8)
      try Data("demote *\n".utf8).write(to: sources.appendingPathComponent("leaky.symdemote"))
    }
    let (demoted, leaking) = try (
      RpmBuild(edit: edit), RpmBuild(["--without", "symdemote"], edit: edit)
    )
    #expect(try exportedNames(demoted.library()).isDisjoint(with: LeakySample.interface))
    #expect(try exportedNames(leaking.library()).isSuperset(of: LeakySample.interface))
    let provided = try demoted.answers("--provides", of: "libleaky1")
    #expect(provided.contains { $0.hasPrefix("libleaky.so.1(libleaky.so.1)") })
    #expect(try provided == leaking.answers("--provides", of: "libleaky1"))
    let required = try demoted.answers("--requires", of: "leaky")
    #expect(required.contains { $0.hasPrefix("libleaky.so.1(libleaky.so.1)") })
    #expect(try required == leaking.answers("--requires", of: "leaky"))
  }

  /// The hexadecimal digits of a file's build-id.
  private func buildID(_ file: URL) throws -> String {
    let lines = try mustRun("readelf", ["-nW", file.path]).split(separator: "\n")
    let line = try #require(lines.first { $0.contains("Build ID:") })
    return String(try #require(line.split(separator: " ").last))
  }

  @Test(arguments: [("leaky", "tally_add"), ("libleaky1", "tally_twice")])
  func debugInformationBelongsToTheFiles(_ package: String, _ function: String) throws {
    let build = try RpmBuild.demoted.get()
    let file = package == "leaky" ? build.program : try build.library()
    let identity = try buildID(file)
    #expect(
      try build.answers("--provides", of: "leaky-debuginfo")
        .contains("debuginfo(build-id) = \(identity)"))

    let places = build.tree.appendingPathComponent("usr/lib/debug")
    let debugFile = places.appendingPathComponent(
      ".build-id/\(identity.prefix(2))/\(identity.dropFirst(2)).debug")
    #expect(try buildID(debugFile) == identity)
    let answer = try mustRun(
      "gdb",
      [
        "-nx", "-batch", "-iex", "set debug-file-directory \(places.path)",
        "-ex", "info line \(function)", file.path,
      ])
    #expect(answer.contains("tally.c\" starts"))

    let folder = try TemporaryFolder()
    let joined = folder.file("joined")
    try mustRun("eu-unstrip", ["-o", joined.path, file.path, debugFile.path])
    #expect(try mustRun("nm", [joined.path]).contains(" \(function)\n"))

    // The id was computed from the edited file: another content, another id.
    let leaking = try RpmBuild.leaking.get()
    let other = package == "leaky" ? leaking.program : try leaking.library()
    #expect(try buildID(other) != identity)
  }

  @Test func anotherFolderMakesTheSameFiles() throws {
    let (first, second) = try (RpmBuild.demoted.get(), RpmBuild())
    for (one, other) in [
      (first.program, second.program), (try first.library(), try second.library()),
    ] {
      #expect(try Data(contentsOf: one) == Data(contentsOf: other))
    }
  }

  /// A distribution's way: the packages name a policy, and the end of every %install looks for it.
  @Test func distributionsRunItAfterEveryInstallation() throws {
    let macros = """
      %__spec_install_post %{symdemote_install_post}\\
      %{?__debug_package:%{__debug_install_post}}\\
      %{__arch_install_post}\\
      %{__os_install_post}\\
      %{nil}

      """
    func edit(_ sources: URL, _ line: String) throws {
      let spec = sources.appendingPathComponent("leaky.spec")
      try String(contentsOf: spec, encoding: .utf8)
        .replacingOccurrences(of: "%symdemote --policy=%{SOURCE1}\n", with: "")
        .replacingOccurrences(of: "%debug_package\n", with: "%debug_package\n\(line)\n")
        .write(to: spec, atomically: true, encoding: .utf8)
    }
    let willing = try RpmBuild(macros: macros) {
      try edit($0, "%global symdemote_options --policy=%{SOURCE1}")
    }
    try LeakySample.expectDemoted(program: willing.program, library: try willing.library())
    #expect(
      try Data(contentsOf: willing.program)
        == Data(contentsOf: RpmBuild.demoted.get().program))
    let other = try RpmBuild(macros: macros) { try edit($0, "") }
    try LeakySample.expectLeaking(program: other.program, library: try other.library())
  }

  @Test func refusalsEndTheBuild() throws {
    let build = try RpmBuild(fails: true) { sources in
      try Data("demote _IO_stdin_used\n".utf8)
        .write(to: sources.appendingPathComponent("leaky.symdemote"))
    }
    #expect(build.result.status == 1)
    #expect(build.result.errors.contains("runtime-lookup"))
    #expect(build.result.errors.contains("(%install)"))
  }
}
