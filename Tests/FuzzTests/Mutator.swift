// Damages a file where it hurts: in headers and tables, with the values that break arithmetic.

import ELFCodec
import ELFModel
import Foundation
import TestSupport

/// An endless sequence of damaged copies of one file.
struct Mutator {
  /// The same in every run, so that a failure is the change's and not the day's; SYMDEMOTE_SEED
  /// goes looking elsewhere.
  static let seed =
    ProcessInfo.processInfo.environment["SYMDEMOTE_SEED"].flatMap(UInt64.init) ?? 20_260_705

  private let original: [UInt8]
  private let places: [Range<Int>]
  private var generator: SeededGenerator

  /// Copies of `original` that are damaged in its tables, and in `others`.
  init(_ original: [UInt8], seed: UInt64, others: [Range<Int>] = []) throws {
    self.original = original
    generator = SeededGenerator(seed: seed)
    let image = try decode(original)
    places = (image.changeableTables + image.fixedTables).map(\.region.range) + others
  }

  mutating func next() -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &generator) { damage(&bytes) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let table = places.randomElement(using: &generator) ?? 0..<bytes.count
    // An earlier damage may have cut the file short.
    let place = min(Int.random(in: table, using: &generator), bytes.count - 1)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 2: write(Self.numbers.randomElement(using: &generator) ?? 0, 4, at: place & ~3, &bytes)
    case 3: write(Self.numbers.randomElement(using: &generator) ?? 0, 8, at: place & ~7, &bytes)
    case 4: swapWords(place & ~7, Int.random(in: table, using: &generator) & ~7, &bytes)
    default: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator) / 8)
    }
  }

  private static let numbers: [UInt64] = [
    0, 1, 2, 3, 0x7f, 0xff, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
    0xffff_fff0, 0x1_0000_0000, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, .max, .max - 7,
  ]

  private func write(_ number: UInt64, _ size: Int, at place: Int, _ bytes: inout [UInt8]) {
    guard place + size <= bytes.count else { return }
    for byte in 0..<size { bytes[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
  }

  private func swapWords(_ first: Int, _ second: Int, _ bytes: inout [UInt8]) {
    guard max(first, second) + 8 <= bytes.count else { return }
    for byte in 0..<8 where first != second { bytes.swapAt(first + byte, second + byte) }
  }
}
