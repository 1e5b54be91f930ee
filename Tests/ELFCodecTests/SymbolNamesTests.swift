// The names of symbols, where they stand.

import ELFCodec
import ELFModel
import TestSupport
import Testing

@Suite struct SymbolNamesTests {
  @Test func theNamesOfTheSymbolsAndNoOthersAreFound() throws {
    let image = try decode(try Fixture.library.get().bytes)
    let exports = image.exports
    let names = SymbolNames(of: exports + exports, in: image)
    #expect(names.count == Set(exports.map { Array(image.name(of: $0)) }).count)
    for symbol in image.symbolIndices {
      let name = image.name(of: symbol)
      let first = exports.first { image.name(of: $0) == name }
      #expect(names.contains(name) == (first != nil))
      #expect(!names.contains((name + [0x21])[...]))
    }
    #expect(!SymbolNames(of: [], in: image).contains([]))
  }
}
