// Files for Android's loader, which looks local symbols up by name: they are edited so that no
// relocation names one, in whatever form their relocations are, or not at all. No such loader is at
// hand here; what it does with each record stands in `Hazards/AndroidObstacle.swift`.

import Foundation
import TestSupport
import Testing

@Suite struct AndroidTests {
  /// A relocation as llvm-readelf prints it, which unpacks the packed ones.
  private struct Line: Equatable {
    let offset: String
    let type: String
    /// Value, name and addend, as far as there are.
    let target: [String]

    /// Whether it names a symbol.
    var isSymbolic: Bool { target.count > 1 }
  }

  private func relocations(_ file: URL) throws -> [Line] {
    try mustRun("llvm-readelf", ["-rW", file.path]).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ").map(String.init)
      guard fields.count > 2, fields[2].hasPrefix("R_") else { return nil }
      return Line(offset: fields[0], type: fields[2], target: Array(fields[3...]))
    }
  }

  /// Commands that write nothing need no word about conversion.
  @Test func whoOnlyAsksIsAnswered() throws {
    let folder = try TemporaryFolder()
    let target = try CrossTarget.named("aarch64-linux-gnu")
    let file = try target.packedLibrary(in: folder, .android)
    let check = try symdemote("check", "--all", "--keep=take", file.path)
    #expect(check.status == 1 && check.output.contains("exports function7"))
    #expect(!check.output.contains("exports take"))
    let exports = try symdemote("exports", file.path)
    #expect(exports.status == 0 && !exports.output.contains("convert-relocations"))
    let explanation = try symdemote("explain", "--all", "take", file.path)
    #expect(explanation.status == 0)
    try expectEnd(3, untouched: file, saying: "[bionic]", "plan", "--all", file.path)
  }

  @Test(arguments: CrossTarget.android, Packing.allCases)
  func packedRelocationsAreConverted(_ target: CrossTarget, _ packing: Packing) throws {
    let folder = try TemporaryFolder()
    let file = try target.packedLibrary(in: folder, packing)
    try expectEnd(3, untouched: file, saying: "[bionic]", "apply", "--all", file.path)
    try expectEnd(
      3, untouched: file, saying: "[bionic]", "apply", "--all", "--remove", file.path)

    let original = folder.file("original")
    try FileManager.default.copyItem(at: file, to: original)
    let options = ["--all", "--convert-relocations"]
    let result = try run(toolPath, ["apply"] + options + [file.path])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("none still names a local symbol"))
    for line in try relocations(file) where line.isSymbolic {
      let isOthers = line.target.contains {
        $0.hasPrefix("imported") || $0.hasSuffix("tls_get_addr")
      }
      #expect(isOthers, "\(line)")
    }
    // Addresses are what they were: in a record with an addend the symbol's value went there.
    let (before, after) = try (relocations(original), relocations(file))
    #expect(before.map(\.offset) == after.map(\.offset))
    if target.fileClass == "ELF64" {
      for (old, new) in zip(before, after) where old != new && new.type.hasSuffix("_RELATIVE") {
        let value = try #require(UInt64(old.target[0], radix: 16))
        #expect(new.target == [String(value, radix: 16)] && !old.type.hasSuffix("_RELATIVE"))
      }
    }
    #expect(before.contains { $0.type.hasSuffix("_JUMP_SLOT") || $0.type.hasSuffix("_JUMP_SLO") })
    let verification = try symdemote("verify", "--against=\(original.path)", file.path)
    #expect(verification.status == 0, "\(verification.output)")
    let again = try run(toolPath, ["apply"] + options + [file.path])
    #expect(again.output.contains("nothing to do"))
  }

  /// What cannot do without its symbol stays.
  @Test func whatHasNoOtherFormIsKept() throws {
    let workshop = try Workshop()
    let file = try workshop.library(
      "libandroid.so",
      """
      __asm__(".section .note.android.ident,\\"a\\",%note\\n.balign 4\\n.long 8\\n.long 4\\n.long 1\\n"
              ".asciz \\"Android\\"\\n.long 21\\n.previous");
      static int two(void) { return 2; }
      static void *choose(void) { return (void *)two; }
      __attribute__((ifunc("choose"))) int chosen(void);
      int plain(void) { return 1; }
      int call(void) { return chosen() + plain(); }

      """)
    for options in [[], ["--force"]] {
      let result = try run(
        toolPath,
        ["apply", "--demote=chosen", "--convert-relocations"] + options + [file.path])
      #expect(options.isEmpty ? result.status == 3 : result.output.contains("nothing to do"))
      #expect((result.errors + result.output).contains("misread-reference"))
    }
    let original = try workshop.copy(file, named: "original")
    let applied = try mustRun(
      toolPath, ["apply", "--all", "--convert-relocations", "--symtab", file.path])
    #expect(applied.contains("1 kept by misread-reference"))
    #expect(try isDemoted("plain", in: file) && !isDemoted("chosen", in: file))
    // Its PLT slot is RELATIVE, which no other loader takes there.
    #expect(try relocatedNames("JUMP_SLO", in: original) == ["chosen", "plain"])
    #expect(try relocatedNames("JUMP_SLO", in: file) == ["chosen"])
    let verification = try symdemote("verify", "--against=\(original.path)", file.path)
    #expect(verification.status == 0, "\(verification.output)")
  }

  /// No rule sees the words of a program; where one cannot hold an addend, the file is refused.
  @Test func aWordThatCannotBeConvertedIsRefused() throws {
    let folder = try TemporaryFolder()
    let file = try CrossTarget.named("i386-linux-gnu").library(in: folder)
    // DT_ANDROID_RELRCOUNT in place of DT_SONAME.
    let dynamic = try #require(try section(".dynamic", of: file))
    let tags = try sectionWords(".dynamic", of: file, as: UInt32.self)
    let soname = try #require(stride(from: 0, to: tags.count, by: 2).first { tags[$0] == 14 })
    try overwrite(file, at: dynamic.offset + soname * 4, with: [5, 0xe0, 0xff, 0x6f])
    let sound = folder.file("sound")
    try FileManager.default.copyItem(at: file, to: sound)

    // Another record writes the word that has the addend of R_386_32.
    let table = try #require(try section(".rel.dyn", of: file))
    let words = try sectionWords(".rel.dyn", of: file, as: UInt32.self)
    let records = Array(stride(from: 0, to: words.count, by: 2))
    let address = try #require(records.first { words[$0 + 1] & 0xff == 1 })
    let other = try #require(records.first { words[$0 + 1] >> 8 != words[address + 1] >> 8 })
    try overwrite(
      file, at: table.offset + other * 4,
      with: withUnsafeBytes(of: words[address].littleEndian, Array.init))
    try expectEnd(
      3, untouched: file, saying: "keep these symbols [bionic]", "apply", "--demote=counter",
      "--convert-relocations", file.path)
    try mustRun(toolPath, ["apply", "--demote=counter", "--convert-relocations", sound.path])
    #expect(try isDemoted("counter", in: sound))
  }

  /// `--symtab` also hides what `--remove` takes out of `.dynsym`.
  @Test func removedSymbolsAreHidden() throws {
    let workshop = try Workshop()
    let file = try workshop.library("libfile.so", StaticSymbolsTests.source)
    let original = try workshop.copy(file, named: "original")
    let options = ["--convert-relocations", "--remove", "--symtab"]
    try mustRun(toolPath, ["apply", "--demote=first", "--demote=counter"] + options + [file.path])
    #expect(try dynamicSymbols(named: "counter", in: file).isEmpty)
    let lines = try mustRun("nm", [file.path]).split(separator: "\n")
    #expect(lines.contains { $0.hasSuffix(" d counter") })
    #expect(lines.contains { $0.hasSuffix(" t first") })
    #expect(lines.contains { $0.hasSuffix(" T second") })
    let verification = try symdemote("verify", "--against=\(original.path)", file.path)
    #expect(verification.status == 0, "\(verification.output)")
  }
}
