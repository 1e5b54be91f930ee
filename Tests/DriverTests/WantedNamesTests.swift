// Names among the bytes of a file, held against a search that looks at every byte.

import ELFCodec
import ELFModel
import Foundation
import Storage
import TestSupport
import Testing

@testable import Driver

@Suite struct WantedNamesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Every symbol of a library whose name stands in `content` as a whole word with a zero behind it.
  private func plainSearch(_ content: [UInt8], _ symbols: SymbolSet, in image: DynamicImage)
    -> SymbolSet
  {
    let words = Set(
      content.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { text in
        Array(
          text.reversed().prefix {
            Character(Unicode.Scalar($0)).isASCII
              && (Character(Unicode.Scalar($0)).isLetter || Character(Unicode.Scalar($0)).isNumber
                || [0x5f, 0x24, 0x2e].contains($0))
          }.reversed())
      })
    return SymbolSet(symbols.filter { words.contains(Array(image.name(of: $0))) })
  }

  private func search(_ content: [UInt8], _ symbols: SymbolSet, in image: DynamicImage) throws
    -> SymbolSet
  {
    let path = folder.url.appendingPathComponent("content")
    try Data(content).write(to: path)
    var wanted = WantedNames(of: symbols, in: image)
    try wanted.scan(0..<content.count, of: try DiskFile(FilePath(Array(path.path.utf8))))
    return wanted.found
  }

  @Test(arguments: 0..<40)
  func whatIsFoundIsWhatEveryByteTells(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let image = try decode(try Fixture.library.get().bytes)
    let symbols = SymbolSet(image.exports)
    let names = symbols.map { Array(image.name(of: $0)) }
    var content: [UInt8] = []
    for _ in 0..<200 {
      var word = names.randomElement(using: &generator) ?? []
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: word.removeLast()
      case 1: word.insert(0x61, at: 0)
      case 2: word.append(0x62)
      case 3: word.insert([0x20, 0xc3, 0x00, 0x2d].randomElement(using: &generator) ?? 0, at: 0)
      case 4: word = (0..<9).map { _ in UInt8.random(in: 0...255, using: &generator) }
      default: word = [0x7a]
      }
      content += word + [UInt8](repeating: 0, count: Int.random(in: 0...5, using: &generator))
    }
    let expected = plainSearch(content, symbols, in: image)
    #expect(try search(content, symbols, in: image) == expected)
  }

  /// A piece of what is read ends anywhere in a name.
  @Test func aNameAcrossTwoPiecesIsFound() throws {
    let image = try decode(try Fixture.library.get().bytes)
    let symbols = SymbolSet(image.exports)
    let symbol = try #require(symbols.max { image.name(of: $0).count < image.name(of: $1).count })
    let name = Array(image.name(of: symbol))
    for shift in 0...(name.count + 2) {
      let filler = [UInt8](repeating: 0x20, count: (1 << 18) - shift)
      let content = filler + name + [0] + filler
      #expect(try search(content, symbols, in: image).contains(symbol), "\(shift)")
      // The same with a letter before it is another word, on whichever side of the cut that is.
      let longer = filler + [0x78] + name + [0] + filler
      #expect(try !search(longer, symbols, in: image).contains(symbol), "\(shift)")
    }
  }

  /// A symbol without a name takes nothing from those with a short one.
  @Test func anEmptyNameIsSoughtByNobody() throws {
    let image = try decode(try Fixture.library.get().bytes)
    let exports = SymbolSet(image.exports)
    let short = try #require(exports.first { 1..<8 ~= image.name(of: $0).count })
    // The null symbol stands for one that is defined and has no name.
    var symbols = exports
    symbols.insert(.null)
    let content = [0x20] + Array(image.name(of: short)) + [0, 0, 0]
    #expect(try search(content, symbols, in: image).contains(short))
    #expect(try !search(content, symbols, in: image).contains(.null))
  }
}
