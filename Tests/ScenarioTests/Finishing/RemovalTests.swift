// With --remove, demoted symbols that no relocation names are gone, as if the linker had never
// exported them: no reader finds a trace of the entry or its name, and every length is true.

import Foundation
import TestSupport
import Testing

@Suite struct RemovalTests {
  /// What each reader says of the file's dynamic symbols, however it finds them.
  private static let readers: [(program: String, arguments: [String])] = [
    ("readelf", ["--dyn-syms", "-W"]), ("readelf", ["-D", "--dyn-syms", "-W"]),
    ("eu-readelf", ["--symbols=.dynsym"]), ("nm", ["-D"]), ("objdump", ["-T"]),
    ("llvm-readelf", ["--dyn-syms"]), ("strings", ["-a"]),
  ]

  @Test(arguments: Linker.allCases, HashStyle.allCases)
  func noReaderFindsAGhost(_ linker: Linker, _ style: HashStyle) throws {
    let own = try OwnReferences(try Workshop(linker), ["-Wl,--hash-style=\(style)", "-Wl,-s"])
    let original = try own.workshop.copy(own.library, named: "original.so")
    let plain = try own.workshop.copy(own.library, named: "plain.so")
    try mustRun(toolPath, ["apply"] + OwnReferences.kept + [plain.path])
    try demote(
      in: own.library, OwnReferences.kept[0], OwnReferences.kept[1],
      OwnReferences.kept[2], "--convert-relocations", "--remove")
    #expect(try output(of: own.program) == OwnReferences.answer)
    for (program, arguments) in Self.readers {
      let before = try mustRun(program, arguments + [original.path])
      let after = try mustRun(program, arguments + [own.library.path])
      #expect(before.contains("into_array") && before.contains("second_tls"), "\(program)")
      #expect(!after.contains("into_array") && !after.contains("second_tls"), "\(program)")
      #expect(after.contains("initial_exec_answer"), "\(program)")
    }
    // By default the entries stay.
    #expect(try mustRun("readelf", ["--dyn-syms", "-W", plain.path]).contains("into_array"))
  }

  /// GNU ld lets `bar` be the end of `foobar`.
  @Test(arguments: [("foobar", "bar"), ("bar", "foobar")])
  func aNameThatAnotherEndsInStays(_ gone: String, _ kept: String) throws {
    let workshop = try Workshop()
    let library = try workshop.library(
      "libnames.so", "int foobar(void) { return 1; }\nint bar(void) { return 2; }\n",
      ["-Wl,-O2"])
    let text = try Data(contentsOf: library)
    #expect(text.range(of: Data("\0foobar\0".utf8)) != nil)
    #expect(text.range(of: Data("\0bar\0".utf8)) == nil)
    let program = try workshop.program(
      "#include <stdio.h>\nint \(kept)(void);\n"
        + "int main(void) { printf(\"%d\\n\", \(kept)()); return 0; }\n", needing: [library])
    let answer = try output(of: program)
    try demote(in: library, "--demote=\(gone)", "--remove")
    #expect(try output(of: program) == answer)
    #expect(try exportedNames(library) == [kept])
    let left = try mustRun("strings", ["-a", "-n", "3", "--data", library.path])
    #expect(left.split(separator: "\n").contains("foobar") == (kept == "foobar"))
  }

  /// A version that nothing has any more is still there for those who need it.
  @Test func emptyVersionsAreKept() throws {
    let workshop = try Workshop()
    let script = try workshop.folder.write("V1 { old; }; V2 { now; } V1;", to: "map")
    let library = try workshop.library(
      "libversions.so", "int old(void) { return 1; }\nint now(void) { return 2; }\n",
      ["-Wl,--version-script=\(script.path)"])
    let program = try workshop.program(
      """
      #include <stdio.h>
      __attribute__((weak)) int old(void);
      int now(void);
      int main(void) { printf("%d %s\\n", now(), old ? "old" : "none"); return 0; }

      """, needing: [library])
    #expect(try mustRun("readelf", ["-VW", program.path]).contains("V1"))
    #expect(try output(of: program) == "2 old\n")
    try demote(in: library, "--demote=old", "--remove")
    #expect(try output(of: program) == "2 none\n")
    let versions = try mustRun("readelf", ["-VW", library.path])
    #expect(versions.contains("Name: V1") && versions.contains("Name: V2"))
  }

  @Test(arguments: Linker.allCases) func linkersMissWhatIsGone(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let library = try workshop.library(
      "libparts.so", "int gone(void) { return 1; }\nint kept(void) { return 2; }\n")
    try demote(in: library, "--demote=gone", "--remove")
    for (name, isFound) in [("kept", true), ("gone", false)] {
      let main = "int \(name)(void);\nint main(void) { return \(name)() - 2; }\n"
      let program = try? link(
        main, to: name, in: workshop.folder, by: linker, as: .pie, [library.path])
      #expect((program != nil) == isFound)
    }
  }

  /// Other tools take the shorter tables for what they are.
  @Test func otherToolsComeAfter() throws {
    for (tool, arguments) in [
      ("strip", []), ("llvm-strip", []), ("eu-strip", []), ("objcopy", []),
      ("patchelf", ["--set-rpath", "/somewhere"]),
    ] {
      let own = try OwnReferences(try Workshop())
      try mustRun(
        toolPath,
        ["apply"] + OwnReferences.kept + ["--convert-relocations", "--remove", own.library.path])
      try mustRun(tool, arguments + [own.library.path])
      #expect(try output(of: own.program) == OwnReferences.answer, "\(tool)")
      #expect(try mustRun(toolPath, ["verify", own.library.path]).contains("sound"), "\(tool)")
    }
  }

  /// Without section headers a reader has the hash tables to tell how many symbols there are.
  @Test(arguments: HashStyle.allCases)
  func aFileWithoutSectionHeaders(_ style: HashStyle) throws {
    let own = try OwnReferences(try Workshop(), ["-Wl,--hash-style=\(style)"])
    try mustRun("llvm-objcopy", ["--strip-sections", own.library.path])
    try demote(
      in: own.library, OwnReferences.kept[0], OwnReferences.kept[1],
      OwnReferences.kept[2], "--convert-relocations", "--remove")
    #expect(try output(of: own.program) == OwnReferences.answer)
    #expect(try !mustRun("strings", ["-a", own.library.path]).contains("into_array"))
  }

  /// Of two versions at one address one goes, and `.symtab`, which has both, follows.
  @Test func oneOfTwoVersionsWithItsStaticEntry() throws {
    let workshop = try Workshop()
    let script = try workshop.folder.write("V1 { bar; }; V2 { bar; } V1;", to: "map")
    let library = try workshop.library(
      "libtwo.so",
      """
      int both(void) { return 1; }
      __asm__(".symver both, bar@V1");
      int second(void) __attribute__((alias("both")));
      __asm__(".symver second, bar@@V2");

      """, ["-Wl,--version-script=\(script.path)"])
    let original = try demote(in: library, "--demote=bar@V1", "--remove", "--symtab")
    #expect(try mustRun("nm", [original.path]).contains("T bar@V1"))
    let names = try mustRun("nm", [library.path])
    #expect(names.contains("t bar@V1") && names.contains("T bar@@V2"))
  }

  /// What the tables gave up counts as changed, and no more than that.
  @Test func diffCountsWhatIsGone() throws {
    let own = try OwnReferences(try Workshop())
    let original = try demote(in: own.library, "--all", "--convert-relocations", "--remove")
    let plan = try symdemote(
      "plan", "--all", "--convert-relocations", "--remove", "--verbose", original.path)
    let diff = try symdemote("diff", original.path, own.library.path)
    func tables(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { $0.contains(" bytes change") && $0.hasPrefix(" .dyn") }
    }
    #expect(!tables(plan.output).isEmpty)
    #expect(tables(diff.output) == tables(plan.output))
    #expect(plan.output.contains(" of them removed, 0 kept"))
  }
}
