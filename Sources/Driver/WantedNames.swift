// Looks for names among the strings of a file: whole words that end with a zero byte. A program's
// constants are many times its symbols, so they are read once, 32 bytes in a step, and only what ends
// like one of the names is looked up.

internal import ELFModel
internal import Storage

/// The names that are sought, and which of them were met.
struct WantedNames {
  private let symbols: SymbolSet
  private let names: SymbolNames
  /// For each of `symbols`, in order, the position of its name.
  private let positions: [UInt32]
  private let tails: NameTails
  private let lengths: ClosedRange<Int>
  private var wasMet: [Bool]

  /// The names of `symbols` in `image`.
  init(of symbols: SymbolSet, in image: DynamicImage) {
    // What has no name is looked up by none.
    let symbols = symbols.subset {
      !image.strings.table.isEmptyName(at: image[$0].nameOffset)
    }
    self.symbols = symbols
    var names = SymbolNames(in: image)
    var positions: [UInt32] = []
    var (shortest, longest) = (Int.max, 0)
    for symbol in symbols {
      let name = image.name(of: symbol)
      (shortest, longest) = (min(shortest, name.count), max(longest, name.count))
      positions.append(UInt32(names.insert(symbol, called: name)))
    }
    (self.names, self.positions) = (names, positions)
    lengths = min(shortest, longest)...longest
    tails = NameTails(of: symbols, in: image, shortest: lengths.lowerBound)
    wasMet = Array(repeating: false, count: names.count)
  }

  /// The symbols whose names were met.
  var found: SymbolSet {
    var found = SymbolSet()
    for (symbol, position) in zip(symbols, positions) where wasMet[Int(position)] {
      found.insert(symbol)
    }
    return found
  }

  /// Looks through `range` of `file`, piece by piece.
  mutating func scan(_ range: Range<Int>, of file: DiskFile) throws {
    let pieceLength = 1 << 18
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(range.upperBound, start + pieceLength)
      // A name may have begun in the piece before, and what stands before it counts as well.
      let first = max(range.lowerBound, start - lengths.upperBound - 1)
      scan(try file.bytes(in: first..<end), endingFrom: start - first)
      start = end
    }
  }

  /// Meets the words that end at or behind `place` of `bytes`.
  private mutating func scan(_ bytes: [UInt8], endingFrom place: Int) {
    unsafe bytes.withUnsafeBytes { buffer in
      // In front of a word's end three bytes are looked at, and eight for its tail.
      var place = place
      while place < min(8, buffer.count) {
        if unsafe (buffer[place] == 0) { unsafe endWord(at: place, of: bytes, buffer) }
        place += 1
      }
      while place + 32 <= buffer.count {
        let ends = unsafe WordEnds.candidates(
          in: buffer, at: place, behind: lengths.lowerBound)
        if ends != SIMD4() {
          for lane in 0..<4 {
            var left = ends[lane]
            while left != 0 {
              let end = place + lane * 8 + left.trailingZeroBitCount / 8
              if unsafe tails.mayEnd(at: end, of: buffer) {
                unsafe endWord(at: end, of: bytes, buffer)
              }
              left &= left - 1
            }
          }
        }
        place += 32
      }
      while place < buffer.count {
        if unsafe (buffer[place] == 0) { unsafe endWord(at: place, of: bytes, buffer) }
        place += 1
      }
    }
  }

  /// Meets the word that the zero byte at `end` ends, if one does.
  @inline(__always)
  private mutating func endWord(at end: Int, of bytes: [UInt8], _ buffer: UnsafeRawBufferPointer) {
    var start = end
    while start > 0, unsafe Self.isInNames(buffer[start - 1]) { start -= 1 }
    // A word that is cut off where the bytes begin is longer than any name.
    if lengths.contains(end - start) { meet(bytes[start..<end]) }
  }

  /// A name counts where no other letter of a name stands before it.
  private mutating func meet(_ word: ArraySlice<UInt8>) {
    if let position = names.position(of: word) { wasMet[position] = true }
  }

  /// Letters, digits, and what else compilers put into names.
  @inline(__always)
  private static func isInNames(_ byte: UInt8) -> Bool {
    let letter = (byte | 0x20) &- UInt8(ascii: "a")
    return letter < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "$") || byte == UInt8(ascii: ".")
  }
}
