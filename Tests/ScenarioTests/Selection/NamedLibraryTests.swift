// A library may be named by what others know it by: its soname, as the process finds it, or a
// package of pkg-config; and an object file is as good as an archive.

import Foundation
import TestSupport
import Testing

@Suite struct NamedLibraryTests {
  /// A program that defines three functions, two of which a library beside it defines, too.
  private struct World {
    let workshop: Workshop
    let program: URL
    let library: URL
    var path: String { program.path }

    init(isNeeded: Bool) throws {
      workshop = try Workshop()
      library = try workshop.library(
        "libthing.so.1", "int thing_one(void) { return 1; }\nint thing_two(void) { return 2; }\n")
      program = try workshop.program(
        """
        int thing_one(void) { return 10; }
        int thing_two(void) { return 20; }
        int other(void) { return 30; }
        int main(void) { return 0; }

        """, needing: isNeeded ? [library] : [])
    }

    /// The names of the three that `options` demote.
    func demoted(_ options: String...) throws -> Set<String> {
      let copy = try workshop.copy(program, named: "copy-\(UUID().uuidString)")
      try mustRun(toolPath, ["apply"] + options + [copy.path])
      let left = try exportedNames(copy)
      return Set(["thing_one", "thing_two", "other"].filter { !left.contains($0) })
    }
  }

  @Test(arguments: [true, false])
  func aSonameIsFoundAsTheProcessFindsIt(_ isNeeded: Bool) throws {
    let world = try World(isNeeded: isNeeded)
    #expect(try world.demoted("--demote-from=libthing.so.1") == ["thing_one", "thing_two"])
    #expect(
      try world.demoted("--all", "--keep-from=libthing.so.1", "--keep=thing_*") == ["other"])
  }

  @Test func aSonameThatNothingFindsIsAnError() throws {
    let world = try World(isNeeded: true)
    try expectEnd(
      2, untouched: world.program, saying: "the process of", "apply",
      "--demote-from=libnowhere.so.9", world.path)
  }

  @Test func aLibraryIsNoOtherCopyOfItself() throws {
    let world = try World(isNeeded: true)
    try expectEnd(
      2, untouched: world.library, saying: "itself", "apply", "--demote-from=libthing.so.1",
      world.library.path)
  }

  /// A library is no part of what collides with it.
  @Test func aLibraryAsksTheProcessItIsIn() throws {
    let world = try World(isNeeded: true)
    let plugin = try world.workshop.library(
      "libplugin.so", "int thing_two(void) { return 3; }\nint own(void) { return 4; }\n")
    let alone = try symdemote(
      "plan", "--format=json", "--demote-from=libthing.so.1", plugin.path)
    #expect(alone.status == 1)
    let inside = try symdemote(
      "plan", "--in=\(world.path)", "--dlopen=\(plugin.path)", "--demote-from=libthing.so.1",
      plugin.path)
    #expect(inside.output.contains("-T thing_two"))
    #expect(!inside.output.contains("-T own"))
  }

  @Test func anObjectFilesNamesAreDemoted() throws {
    let world = try World(isNeeded: false)
    let object = try world.workshop.object(
      "part",
      """
      int thing_one(void) { return 0; }
      __attribute__((visibility("hidden"))) int other(void) { return 0; }
      static int thing_two(void) { return 0; }
      int (*use)(void) = thing_two;
      extern int main(void); int (*start)(void) = main;

      """)
    // What is hidden in it, local or only referred to is nothing that it gives to others.
    #expect(try world.demoted("--demote-from=\(object.path)") == ["thing_one"])
  }

  @Test func aPackageNamesItsLibraries() throws {
    let world = try World(isNeeded: false)
    let folder = world.workshop.folder
    try FileManager.default.createSymbolicLink(
      at: folder.file("libthing.so"), withDestinationURL: world.library)
    func describe(_ name: String, _ lines: String) throws {
      _ = try folder.write(
        "libdir=\(folder.url.path)\nName: \(name)\nDescription: d\nVersion: 1\n\(lines)\n",
        to: "\(name).pc")
    }
    try describe("thing", "Libs: -L${libdir} -lthing -lm")
    try describe("umbrella", "Requires: thing")
    try describe("lost", "Libs: -L${libdir} -lnowhere")
    func plan(_ name: String) throws -> RunResult {
      try symdemote(
        "plan", "--demote-from=\(name)", world.path,
        environment: ["PKG_CONFIG_PATH": folder.url.path])
    }
    try describe("exact", "Libs: -L${libdir} -l:libthing.so.1 -lstdc++")
    for name in ["thing", "pkg-config:thing", "exact"] {
      let result = try plan(name)
      #expect(result.status == 1, "\(result.errors)")
      #expect(result.output.contains("-T thing_one") && result.output.contains("-T thing_two"))
      #expect(!result.output.contains("-T other"))
    }
    for (name, reason) in [
      ("umbrella", "it builds upon thing"), ("lost", "-lnowhere"),
      ("absent", "pkg-config knows no"),
    ] {
      let result = try plan(name)
      #expect(result.status == 2)
      #expect(result.errors.contains(reason), "\(result.errors)")
    }
  }
}
