// CREL, LLVM's experimental relocations of no fixed size. Those that `--emit-relocs` leaves belong to
// `.symtab` and are nobody's business; a section linked to `.dynsym` would hold its numbers.

import Foundation
import TestSupport
import Testing

@Suite struct CompactRelocationTests {
  @Test func onlyThoseOfTheDynamicSymbolsAreInTheWay() throws {
    let folder = try TemporaryFolder()
    let source = try folder.write(
      "int other(void);\nint first(void) { return other(); }\nint second(void) { return 2; }\n",
      to: "source.c")
    let object = folder.file("object.o")
    try mustRun(
      try Toolchain.program("clang"),
      [
        "-target", "x86_64-linux-gnu", "-fPIC", "-Wa,--crel,--allow-experimental-crel", "-c", "-o",
        object.path, source.path,
      ])
    let library = folder.file("library.so")
    try mustRun(
      try Toolchain.program("ld.lld"),
      ["-shared", "--emit-relocs", "-o", library.path, object.path])
    let section = try #require(try sectionHeader(ofType: 0x4000_0014, in: library))
    let dynamicSymbols = try #require(try sectionHeader(ofType: 11, in: library))
    let link = try Data(contentsOf: library)[(section.offset + 40)..<(section.offset + 44)]

    try overwrite(library, at: section.offset + 40, with: [UInt8(dynamicSymbols.index), 0, 0, 0])
    let refusal = try expectEnd(
      3, untouched: library, saying: "relocations are in CREL (section type 0x40000014)", "apply",
      "--all", "--force", library.path)
    #expect(refusal.errors.contains("[packed-relocations]"))

    try overwrite(library, at: section.offset + 40, with: Array(link))
    try demote(in: library, "--demote=second")
  }

  /// Where the first header of a section of `type` lies in a 64-bit file, and its number.
  private func sectionHeader(ofType type: UInt32, in file: URL) throws -> (offset: Int, index: Int)?
  {
    let bytes = try Data(contentsOf: file)
    func number(_ offset: Int, _ width: Int) -> Int {
      bytes[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let table = number(0x28, 8)
    for index in 0..<number(0x3c, 2) where number(table + index * 64 + 4, 4) == Int(type) {
      return (table + index * 64, index)
    }
    return nil
  }
}
