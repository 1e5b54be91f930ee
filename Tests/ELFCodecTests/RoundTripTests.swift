// Decoding reads what readelf reads, for both classes and both byte orders; encoding what was
// decoded changes nothing.

import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@Suite struct RoundTripTests {
  @Test(arguments: CrossTarget.all, HashStyle.allCases)
  func everyClassAndByteOrder(_ target: CrossTarget, _ hashStyle: HashStyle) throws {
    let folder = try TemporaryFolder()
    let file = try target.library(in: folder, hashStyle: hashStyle)
    let bytes = [UInt8](try Data(contentsOf: file))
    let image = try decode(bytes)

    #expect((image.header.fileClass == .elf64) == (target.fileClass == "ELF64"))
    #expect((image.header.byteOrder == .big) == target.isBigEndian)
    let style = target.hashStyle(for: hashStyle)
    #expect((image.gnuHash != nil) == (style != .sysv))
    #expect((image.sysvHash != nil) == (style != .gnu))
    #expect(image.soname == "libcross.so.1")
    #expect(try encode(image, over: image, in: bytes).isEmpty)
    #expect(try symbolLines(image) == readelfSymbols(file))
    #expect(try symbolicRelocations(image) == readelfRelocations(file))
  }

  @Test func anImageThatChangedGivesEditsThatMakeIt() throws {
    let bytes = try Fixture.library.get().bytes
    let before = try decode(bytes)
    var after = before
    after.symbols.table[2].binding = .local
    after.versions?.table[2] = .local
    let edits = try encode(after, over: before, in: bytes)
    #expect(!edits.isEmpty)
    #expect(try decode(EditedSource(bytes, edits: edits)) == after)
  }

  /// value, size, type, binding, visibility, name@version, as readelf numbers them. Sections and
  /// version markers are left out: readelf calls them by other names.
  private func symbolLines(_ image: DynamicImage) -> [String] {
    let naming = SymbolNaming(image)
    return image.symbolIndices.compactMap { index in
      let symbol = image[index]
      if symbol.type == .section || symbol.isAbsolute { return nil }
      return "\(index.rawValue) \(String(symbol.value, radix: 16)) \(symbol.size) "
        + "\(symbol.info >> 4) \(symbol.info & 0xf) \(symbol.other & 3) "
        + naming.versionedName(of: index)
    }
  }

  private func readelfSymbols(_ file: URL) throws -> [String] {
    let bindings = ["LOCAL": 0, "GLOBAL": 1, "WEAK": 2, "UNIQUE": 10]
    let types = ["NOTYPE": 0, "OBJECT": 1, "FUNC": 2, "SECTION": 3, "TLS": 6, "IFUNC": 10]
    let visibilities = ["DEFAULT": 0, "INTERNAL": 1, "HIDDEN": 2, "PROTECTED": 3]
    let lines = try mustRun("readelf", ["-W", "--dyn-syms", file.path]).split(separator: "\n")
    return lines.compactMap { line in
      // powerpc64 adds a bracketed note between visibility and section.
      let fields = line.replacingOccurrences(
        of: #" \[[^\]]*\]"#, with: "", options: .regularExpression
      )
      .split(separator: " ")
      guard fields.count >= 7, let number = Int(fields[0].dropLast()), number > 0,
        let value = UInt64(fields[1], radix: 16), let binding = bindings[String(fields[4])],
        let type = types[String(fields[3])], type != 3, fields[6] != "ABS",
        let visibility = visibilities[String(fields[5])]
      else { return nil }
      let size = fields[2].hasPrefix("0x") ? Int(fields[2].dropFirst(2), radix: 16) : Int(fields[2])
      let name = fields.count > 7 ? fields[7] : ""
      return "\(number) \(String(value, radix: 16)) \(size ?? -1) "
        + "\(binding) \(type) \(visibility) \(name)"
    }
  }

  /// offset and symbol's name of each relocation that names one, sorted.
  private func symbolicRelocations(_ image: DynamicImage) -> [String] {
    image.relocations.flatMap { placed in
      placed.table.symbolic.map {
        "\(String($0.offset, radix: 16)) "
          + String(decoding: image.name(of: $0.symbol), as: UTF8.self)
      }
    }.sorted()
  }

  private func readelfRelocations(_ file: URL) throws -> [String] {
    let lines = try mustRun("readelf", ["-rW", file.path]).split(separator: "\n")
    return lines.compactMap { line -> String? in
      let fields = line.split(separator: " ")
      guard fields.count >= 5, fields[2].hasPrefix("R_"),
        let offset = UInt64(fields[0], radix: 16)
      else { return nil }
      return "\(String(offset, radix: 16)) \(fields[4].prefix { $0 != "@" })"
    }.sorted()
  }
}
