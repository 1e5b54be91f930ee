// With --convert-relocations, what refers to a demoted symbol names none: RELATIVE for addresses,
// thread-local types without a symbol. A JUMP_SLOT stays (glibc sysdeps/x86_64/dl-machine.h
// `elf_machine_lazy_rel` knows no RELATIVE), and so does what names an IFUNC.

import Foundation
import TestSupport
import Testing

@Suite struct ConversionTests {
  @Test(arguments: Linker.allCases, ["gcc", "musl-gcc"])
  func everyReferenceMeansWhatItMeant(_ linker: Linker, _ compiler: String) throws {
    for dialect in ["gnu", "gnu2"] {
      let own = try OwnReferences(
        try Workshop(linker, compiler: compiler), ["-mtls-dialect=\(dialect)"])
      #expect(try output(of: own.program) == OwnReferences.answer)
      let types = try own.ownRelocationTypes()
      #expect(
        types.isSuperset(of: [
          "R_X86_64_GLOB_DAT", "R_X86_64_64", "R_X86_64_JUMP_SLOT", "R_X86_64_TPOFF64",
          dialect == "gnu" ? "R_X86_64_DTPMOD64" : "R_X86_64_TLSDESC",
        ]))
      let plain = try own.workshop.copy(own.library, named: "plain.so")
      try demote(
        in: own.library, OwnReferences.kept[0], OwnReferences.kept[1],
        OwnReferences.kept[2], "--convert-relocations")
      #expect(try own.ownRelocationTypes() == ["R_X86_64_JUMP_SLOT"])
      #expect(try output(of: own.program) == OwnReferences.answer)

      // Made later, the conversion comes to the same.
      try mustRun(toolPath, ["apply"] + OwnReferences.kept + [plain.path])
      #expect(try Data(contentsOf: plain) != Data(contentsOf: own.library))
      try mustRun(
        toolPath, ["apply"] + OwnReferences.kept + ["--convert-relocations", plain.path])
      #expect(try Data(contentsOf: plain) == Data(contentsOf: own.library))
    }
  }

  @Test(arguments: Linker.allCases) func theCountOfRelativesIsTrue(_ linker: Linker) throws {
    let own = try OwnReferences(try Workshop(linker))
    try demote(in: own.library, "--all", "--convert-relocations")
    let tags = try mustRun("readelf", ["-dW", own.library.path])
    guard let line = tags.split(separator: "\n").first(where: { $0.contains("(RELACOUNT)") }) else {
      return
    }
    let count = try #require(line.split(separator: " ").last.flatMap { Int($0) })
    let relocations = try mustRun("readelf", ["-rW", own.library.path])
    let records = relocations.split(separator: "\n").filter { $0.contains(" R_X86_64_") }
    let leading = records.prefix { $0.contains("R_X86_64_RELATIVE") }
    #expect(leading.count == count)
  }

  @Test func anIndirectFunctionKeepsItsName() throws {
    let workshop = try Workshop()
    let library = try workshop.library(
      "libown.so",
      """
      static int one(void) { return 1; }
      static int (*choose(void))(void) { return one; }
      int chosen(void) __attribute__((ifunc("choose")));
      int (*pointer)(void) = chosen;
      int answer(void) { return pointer() + chosen(); }

      """)
    let program = try workshop.program(
      "#include <stdio.h>\nint answer(void);\n"
        + "int main(void) { printf(\"%d\\n\", answer()); return 0; }\n", needing: [library])
    #expect(try output(of: program) == "2\n")
    try demote(in: library, "--all", "--keep=answer", "--convert-relocations", "--remove")
    #expect(try output(of: program) == "2\n")
    let relocations = try mustRun("readelf", ["-rW", library.path]).split(separator: "\n")
    #expect(relocations.contains { $0.contains(" R_X86_64_64 ") && $0.contains("chosen") })
    #expect(try !relocatedNames("GLOB_DAT", in: library).contains("pointer"))
  }

  /// The process is the same, so the loader model sees no change but the demotion's.
  @Test func aProgramIsCuredAsWithoutIt() throws {
    for product in Product.allCases {
      let copies = try TwoCopies(in: try Workshop(), as: product)
      #expect(try output(of: copies.program) == TwoCopies.captured)
      try demote(in: copies.host, "--demote=shared_*", "--convert-relocations", "--remove")
      #expect(try output(of: copies.program) == TwoCopies.separate)
    }
  }

  @Test func undoTakesItBack() throws {
    let own = try OwnReferences(try Workshop())
    let before = try Data(contentsOf: own.library)
    let record = own.workshop.folder.file("undo").path
    try mustRun(
      toolPath,
      ["apply", "--all", "--convert-relocations", "--remove", "--undo-file=\(record)"]
        + [own.library.path])
    #expect(try Data(contentsOf: own.library) != before)
    try mustRun(toolPath, ["undo", "--undo-file=\(record)", own.library.path])
    #expect(try Data(contentsOf: own.library) == before)
  }

  @Test func theReportCountsBoth() throws {
    let own = try OwnReferences(try Workshop())
    func finishing(_ options: String...) throws -> [String: Any]? {
      let result = try run(
        toolPath, ["plan", "--format=json"] + OwnReferences.kept + options + [own.library.path])
      let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      let files = (json as? [String: Any])?["files"] as? [[String: Any]]
      return files?.first?["finishing"] as? [String: Any]
    }
    #expect(try finishing() == nil)
    let converted = try #require(try finishing("--convert-relocations"))
    #expect((converted["relocations_converted"] as? Int ?? 0) > 5)
    #expect((converted["relocations_left"] as? Int ?? 0) > 0)
    #expect(converted["symbols_removed"] is NSNull)
    let both = try #require(try finishing("--convert-relocations", "--remove"))
    let alone = try #require(try finishing("--remove"))
    #expect(
      (both["symbols_removed"] as? Int ?? 0) > (alone["symbols_removed"] as? Int ?? 99))
    let plan = try run(
      toolPath,
      ["plan", "--convert-relocations", "--remove"] + OwnReferences.kept + [own.library.path])
    #expect(plan.output.contains("relocations converted, "))
    #expect(plan.output.contains("symbols removed from .dynsym"))
    #expect(plan.output.contains("-T foobar") && !plan.output.contains("+t foobar"))
  }

  /// A pointer in a packed structure: linkers write RELATIVE there, too.
  @Test(arguments: Linker.allCases) func aPlaceThatIsNoWholeWord(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let library = try workshop.library(
      "libpacked.so",
      """
      int value = 5;
      struct __attribute__((packed)) { char byte; int *pointer; } record = {1, &value};
      int answer(void) { return *record.pointer; }

      """)
    let program = try workshop.program(
      "#include <stdio.h>\nint answer(void);\n"
        + "int main(void) { printf(\"%d\\n\", answer()); return 0; }\n", needing: [library])
    #expect(try output(of: program) == "5\n")
    try demote(in: library, "--all", "--keep=answer", "--convert-relocations", "--remove")
    #expect(try output(of: program) == "5\n")
    #expect(try !relocatedNames("R_X86_64_64", in: library).contains("value"))
  }

  /// glibc ends a process over a RELATIVE among its slots, so the verifier does not let it pass.
  @Test func aSlotThatNamesNothingIsNoticed() throws {
    let own = try OwnReferences(try Workshop())
    let original = try demote(in: own.library, "--all", "--keep=answer", "--convert-relocations")
    let slots = try #require(try section(".rela.plt", of: own.library))
    let place = try #require(
      try sectionWords(".rela.plt", of: own.library, as: UInt64.self).enumerated().first {
        $0.offset % 3 == 1 && $0.element >> 32 < 5
      })
    let symbols = try sectionWords(".dynsym", of: own.library, as: UInt64.self)
    let value = symbols[Int(place.element >> 32) * 3 + 1]
    // R_X86_64_RELATIVE, and the function's address as the addend.
    let words = withUnsafeBytes(of: (UInt64(8).littleEndian, value.littleEndian), Array.init)
    try overwrite(own.library, at: slots.offset + place.offset * 8, with: words)
    let result = try symdemote("verify", "--against=\(original.path)", own.library.path)
    #expect(result.status == 1 && result.output.contains("[converted-relocations]"))
  }
}
