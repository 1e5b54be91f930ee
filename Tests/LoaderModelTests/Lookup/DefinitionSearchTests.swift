// Names are looked for in the objects or, where these have fewer, theirs in the file: both ways find what
// one lookup after the other finds.

import ELFCodec
import ELFModel
import TestSupport
import Testing

@testable import LoaderModel

@Suite struct DefinitionSearchTests {
  private struct Hit: Hashable {
    let symbol: SymbolIndex
    let object: Int
  }

  @Test(arguments: [true, false], [0, 3])
  func bothWaysFindWhatSingleLookupsFind(hasGNUHash: Bool, left: Int) throws {
    var image = try decode(try Fixture.library.get().bytes)
    var small = image
    // With fewer entries than names are asked for it is the object's that are looked up.
    small.symbols.table.removeLast(min(left, small.symbols.table.count))
    if !hasGNUHash { image.gnuHash = nil }
    let file = ObjectFile(image, identity: FileIdentity(device: 0, inode: 1))
    let objects = [ObjectFile(small, identity: FileIdentity(device: 0, inode: 2))]
    for symbols in [SymbolSet(image.exports), SymbolSet(image.exports.dropFirst(2)), []] {
      var found: Set<Hit> = []
      DefinitionSearch(in: objects).findDefiners(of: symbols, in: file) {
        found.insert(Hit(symbol: $0, object: $1))
      }
      var expected: Set<Hit> = []
      for symbol in symbols {
        for (position, object) in objects.enumerated()
        where object.definition(of: image.name(of: symbol), version: nil) != nil {
          expected.insert(Hit(symbol: symbol, object: position))
        }
      }
      #expect(found == expected)
      #expect(symbols.isEmpty || !found.isEmpty)
    }
  }

  @Test func theObjectsOwnNamesAreLookedUpWhereTheyAreFewer() throws {
    let image = try decode(try Fixture.library.get().bytes)
    var small = image
    let exports = SymbolSet(image.exports)
    small.symbols.table.removeLast(small.symbols.table.count - exports.count + 1)
    let file = ObjectFile(image, identity: FileIdentity(device: 0, inode: 1))
    let object = ObjectFile(small, identity: FileIdentity(device: 0, inode: 2))
    var found = SymbolSet()
    DefinitionSearch(in: [object]).findDefiners(of: exports, in: file) { symbol, _ in
      found.insert(symbol)
    }
    #expect(
      found == exports.subset { object.definition(of: image.name(of: $0), version: nil) != nil })
  }
}
