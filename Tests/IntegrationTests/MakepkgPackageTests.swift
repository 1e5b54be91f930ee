// Arch packages whose tidying has symdemote in it.

import Foundation
import TestSupport
import Testing

@Suite struct MakepkgPackageTests {
  @Test func exportsAreGoneAndTheInterfaceStays() throws {
    let build = try MakepkgBuild.demoted.get()
    try LeakySample.expectDemoted(program: build.program, library: build.library)
    #expect(build.result.output.contains("  -> Demoting leaked symbols..."))
  }

  @Test func withoutItTheyAreThere() throws {
    let build = try MakepkgBuild.leaking.get()
    try LeakySample.expectLeaking(program: build.program, library: build.library)
    #expect(!build.result.output.contains("Demoting"))
  }

  @Test func configurationAndPKGBUILDTurnItOff() throws {
    let configuration = "OPTIONS+=('!symdemote')\n"
    let off = try MakepkgBuild(configuration: configuration)
    try LeakySample.expectLeaking(program: off.program, library: off.library)
    // The PKGBUILD has the last word, and may as well name it.
    let on = try MakepkgBuild(adding: "options=(symdemote)\n", configuration: configuration)
    try LeakySample.expectDemoted(program: on.program, library: on.library)
  }

  @Test func packagesWithoutAPolicyAreLeftAlone() throws {
    let build = try MakepkgBuild { package in
      try FileManager.default.removeItem(at: package.appendingPathComponent("leaky.symdemote"))
      let recipe = package.appendingPathComponent("PKGBUILD")
      try String(contentsOf: recipe, encoding: .utf8)
        .replacingOccurrences(of: " leaky.symdemote ", with: " ")
        .replacingOccurrences(of: "(SKIP SKIP SKIP)", with: "(SKIP SKIP)")
        .write(to: recipe, atomically: true, encoding: .utf8)
    }
    #expect(try exportedNames(build.program).isSuperset(of: LeakySample.leaked))
    #expect(try exportedNames(build.library) == LeakySample.interface)
  }

  /// Packages are made below fakeroot, which knows owners by inodes.
  @Test func ownersAndHardLinksStay() throws {
    let archive = try #require(try MakepkgBuild.demoted.get().archives()["leaky"])
    let lines = try mustRun("tar", ["-tvf", archive.path]).split(separator: "\n")
    let program = try #require(lines.first { $0.hasSuffix("usr/bin/leaky") })
    #expect(program.hasPrefix("-rwxr-xr-x games/games"))
    #expect(lines.contains { $0.hasSuffix("usr/bin/leaky-alias link to usr/bin/leaky") })
    let others = lines.filter { !$0.contains("usr/bin/leaky") }
    #expect(!others.isEmpty && others.allSatisfy { $0.contains(" root/root ") })
  }

  @Test func optionsOfThePKGBUILDAreHandedOver() throws {
    let build = try MakepkgBuild(adding: "_symdemote_options=(--keep=tally_twice)\n")
    #expect(try exportedNames(build.program).intersection(LeakySample.leaked) == ["tally_twice"])
    #expect(try exportedNames(build.library) == LeakySample.interface.union(["tally_twice"]))
    // A package() that sets it can name what lies in the build tree.
    let late = try MakepkgBuild { package in
      try Data("[usr/bin/leaky]\nkeep leaky_*\n".utf8)
        .write(to: package.appendingPathComponent("leaky.symdemote"))
      let recipe = package.appendingPathComponent("PKGBUILD")
      try String(contentsOf: recipe, encoding: .utf8)
        .replacingOccurrences(
          of: "package_leaky() {\n",
          with: """
            package_leaky() {
              _symdemote_options=("--demote-from=$srcdir/leaky-1.0/libtally.a")

            """
        )
        .write(to: recipe, atomically: true, encoding: .utf8)
    }
    try LeakySample.expectDemoted(program: late.program, library: late.library)
  }

  @Test func debugPackagesFit() throws {
    let build = try MakepkgBuild(configuration: "OPTIONS+=(debug)\nDEBUG_CFLAGS=-g\n")
    try LeakySample.expectDemoted(program: build.program, library: build.library)
    let debug = build.tree("leaky-debug").appendingPathComponent("usr/lib/debug")
    let answer = { (folder: URL) in
      try mustRun(
        "gdb",
        [
          "-nx", "-batch", "-iex", "set debug-file-directory \(folder.path)",
          "-ex", "info line tally_add", build.program.path,
        ])
    }
    #expect(try answer(debug).contains("tally.c\" starts"))
    #expect(try !answer(build.tree("leaky")).contains("tally.c\" starts"))
  }

  @Test func refusalsEndTheBuild() throws {
    let build = try MakepkgBuild(fails: true) { package in
      try Data("demote _IO_stdin_used\n".utf8)
        .write(to: package.appendingPathComponent("leaky.symdemote"))
    }
    #expect(build.result.status == 5, "E_PACKAGE_FAILED")
    #expect(build.result.errors.contains("runtime-lookup"))
    #expect(build.result.errors.contains("symdemote ended with exit status 3 on leaky"))
    #expect(try build.archives().keys.sorted() == ["libleaky"])
  }

  @Test func scriptIsSoundShell() throws {
    let script = try FoldersOfTheRun.installation.get().file("share/makepkg/tidy/symdemote.sh")
    let result = try run("shellcheck", [script.path])
    #expect(result.succeeded, "\(result.output)")
  }
}
