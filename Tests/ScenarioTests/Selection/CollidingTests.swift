// `--colliding`: what another library of the process defines, too, goes; what belongs to the
// platform, and what a library defines weakly for others to override, stays and is listed.

import Foundation
import TestSupport
import Testing

@Suite struct CollidingTests {
  private struct World {
    let workshop: Workshop
    let program: URL
    let library: URL

    init() throws {
      workshop = try Workshop()
      library = try workshop.library(
        "libshared.so.1",
        """
        int copied(void) { return 1; }
        int also_copied(void) { return 2; }
        __attribute__((weak)) int hook(void) { return 3; }
        int run(void) { return copied() * 10 + hook(); }

        """)
      program = try workshop.program(
        """
        #include <stdio.h>
        #include <stdlib.h>
        int run(void);
        int copied(void) { return 5; }
        int also_copied(void) { return 6; }
        int hook(void) { return 7; }
        int abs(int value) { return value; }
        int own(void) { return 8; }
        int main(void) { printf("%d\\n", run()); return 0; }

        """, needing: [library], ["-fno-builtin"])
    }
  }

  @Test func copiesGoAndOverridesStay() throws {
    let world = try World()
    #expect(try output(of: world.program) == "57\n")
    let plan = try symdemote("plan", "--colliding", world.program.path)
    #expect(plan.status == 1)
    #expect(plan.output.contains("+t copied  # --colliding (also in libshared.so.1)"))
    #expect(
      plan.output.contains(" T hook  # kept: --colliding (libshared.so.1 defines it weakly: "))
    #expect(
      plan.output.contains(" T abs  # kept: --colliding (libc.so.6 is a part of the platform: "))
    #expect(plan.output.contains(" T own  # kept: not selected"))
    try demote(in: world.program, "--colliding")
    #expect(try output(of: world.program) == "17\n")
    let left = try exportedNames(world.program)
    #expect(left.isSuperset(of: ["hook", "abs", "own"]))
    #expect(left.isDisjoint(with: ["copied", "also_copied"]))
  }

  @Test func aRemarkGivesWayToEveryClause() throws {
    let world = try World()
    let plan = try symdemote("plan", "--colliding", "--demote=ho*", world.program.path)
    #expect(plan.output.contains("-T hook"))
    let kept = try symdemote("plan", "--colliding", "--keep=copi*", world.program.path)
    #expect(kept.output.contains(" T copied  # kept: --keep=copi*"))
    #expect(kept.output.contains("-T also_copied"))
  }

  @Test func librariesThatAreOpenedLaterAreNamedOrSought() throws {
    let world = try World()
    let folder = world.workshop.folder.url.appendingPathComponent("plugins")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let plugin = try world.workshop.library("libplugin.so", "int own(void) { return 1; }\n")
    try FileManager.default.moveItem(at: plugin, to: folder.appendingPathComponent("libplugin.so"))
    for option in ["--with=\(folder.path)", "--with=\(folder.path)/libplugin.so"] {
      let plan = try symdemote("plan", "--colliding", option, world.program.path)
      #expect(plan.output.contains("+t own  # --colliding (also in libplugin.so)"))
    }
    let opened = try symdemote(
      "plan", "--colliding", "--dlopen=\(folder.path)/libplugin.so", world.program.path)
    #expect(opened.output.contains("+t own  # --colliding (also in libplugin.so)"))
    let without = try symdemote("plan", "--colliding", world.program.path)
    #expect(without.output.contains(" T own  # kept: not selected"))
  }

  @Test func aLibraryNeedsAProcess() throws {
    let world = try World()
    try expectEnd(
      2, untouched: world.library, saying: "--in=PROGRAM", "apply", "--colliding",
      world.library.path)
    let plan = try symdemote(
      "plan", "--colliding", "--in=\(world.program.path)", world.library.path)
    #expect(plan.output.contains("also_copied"))
    // With only other libraries to look at, and itself among them, which is no collision.
    let alone = try symdemote(
      "plan", "--colliding", "--with=\(world.library.path)", world.library.path)
    #expect(alone.status == 0)
    #expect(alone.errors.contains("--colliding matches no export"))
  }

  /// The installed copy of the library that is being built collides with nothing in it.
  @Test func anotherCopyOfTheSameLibraryIsNoCollision() throws {
    let world = try World()
    let copy = try world.workshop.copy(world.library, named: "copy.so")
    let plan = try symdemote(
      "plan", "--colliding", "--with=\(world.library.path)", copy.path)
    #expect(plan.status == 0)
    #expect(
      plan.output.contains(
        " T copied  # kept: --colliding (libshared.so.1 is another copy of this library"))
    let other = try world.workshop.library("libother.so", "int also_copied(void) { return 0; }\n")
    let third = try symdemote(
      "plan", "--colliding", "--with=\(world.library.path)", "--with=\(other.path)", copy.path)
    #expect(third.output.contains("+t also_copied  # --colliding (also in libother.so)"))
    #expect(third.output.contains(" T copied  # kept:"))
  }

  @Test func whatCannotBeReadIsAnError() throws {
    let world = try World()
    let text = try world.workshop.folder.write("no library\n", to: "text")
    var bytes = try Data(contentsOf: world.library)
    bytes.removeLast(bytes.count / 2)
    let damaged = world.workshop.folder.file("libdamaged.so")
    try bytes.write(to: damaged)
    for (file, reason) in [(text, "neither a folder nor a library"), (damaged, "libdamaged.so: ")] {
      try expectEnd(
        2, untouched: world.program, saying: reason, "apply", "--colliding", "--with=\(file.path)",
        world.program.path)
    }
    try expectEnd(
      2, untouched: world.program, saying: "--with goes with --colliding", "apply", "--all",
      "--with=\(world.library.path)", world.program.path)
  }

  @Test func aFolderThatIsGoneIsAnError() throws {
    let world = try World()
    try expectEnd(
      2, untouched: world.program, saying: "/nowhere", "apply", "--colliding", "--with=/nowhere",
      world.program.path)
  }

  @Test func whatStaysIsListedByItsReason() throws {
    let world = try World()
    let apply = try symdemote("apply", "--colliding", "--dry-run", world.program.path)
    #expect(apply.output.contains("hook"))
    #expect(apply.output.contains("abs"))
  }
}
