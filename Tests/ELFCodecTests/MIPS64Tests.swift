// MIPS64 keeps the fields of `r_info` in one order whatever the byte order, so the same library has
// the same relocations in both.

import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@Suite struct MIPS64Tests {
  @Test func bothByteOrdersSayTheSame() throws {
    let relocations = try CrossTarget.mips64.map { target in
      let folder = try TemporaryFolder()
      let file = try target.library(in: folder, hashStyle: .sysv)
      let bytes = [UInt8](try Data(contentsOf: file))
      let image = try decode(bytes)
      #expect((image.header.byteOrder == .big) == target.isBigEndian)
      #expect(try encode(image, over: image, in: bytes).isEmpty)
      #expect(try encode(renumbered(image), over: image, in: bytes).count > 0)
      return image.relocations.flatMap { placed in
        placed.table.symbolic.map {
          "\($0.type) \(String(decoding: image.name(of: $0.symbol), as: UTF8.self))"
        }
      }
    }
    #expect(relocations[0] == relocations[1])
    // R_MIPS_REL32, then R_MIPS_64, then nothing.
    #expect(relocations[1].contains("\(18 << 8 | 3) counter"))
  }

  private func renumbered(_ image: DynamicImage) -> DynamicImage {
    var image = image
    image.relocations[0].table.symbolic[0].symbol = SymbolIndex(0x0102)
    return image
  }
}
