// Files made from nothing to make a reader work without end: one PT_LOAD over the whole file, a
// dynamic section, and tables of any size.

/// Builds a shared library for x86-64 without section headers.
struct HostileFile {
  private var bytes = [UInt8](repeating: 0, count: 64 + 2 * 56)
  private var entries: [(tag: UInt64, value: UInt64)] = []

  /// Adds `table` and an entry of the dynamic section that points to it.
  @discardableResult
  mutating func add(_ tag: UInt64, _ table: [UInt8]) -> UInt64 {
    while !bytes.count.isMultiple(of: 16) { bytes.append(0) }
    let address = UInt64(bytes.count)
    bytes += table
    entries.append((tag, address))
    return address
  }

  /// Adds an entry of the dynamic section.
  mutating func say(_ tag: UInt64, _ value: Int) { entries.append((tag, UInt64(value))) }

  /// Adds the string table and `symbols`, each a name's offset and a value, in one `.hash` chain.
  mutating func addSymbols(_ strings: [UInt8], _ symbols: [(name: Int, value: Int)]) {
    add(5, strings)
    say(10, strings.count)
    var table = [UInt8](repeating: 0, count: 24)
    for symbol in symbols {
      table += Self.word(symbol.name) + [0x11, 0, 1, 0] + Self.long(symbol.value) + Self.long(4)
    }
    add(6, table)
    say(11, 24)
    let count = symbols.count + 1
    let chain = (0..<count).flatMap { Self.word($0 + 1 < count && $0 > 0 ? $0 + 1 : 0) }
    add(4, Self.word(1) + Self.word(count) + Self.word(min(1, symbols.count)) + chain)
  }

  /// Adds `count` symbols of different names, `value` giving each its value.
  mutating func addNumberedSymbols(_ count: Int, value: (Int) -> Int) {
    var strings: [UInt8] = [0]
    var symbols: [(name: Int, value: Int)] = []
    for index in 0..<count {
      symbols.append((strings.count, value(index)))
      strings += Array("n\(index)".utf8) + [0]
    }
    addSymbols(strings, symbols)
  }

  /// Adds DT_RELA with one relocation of `type` to each of `symbols`.
  mutating func addRelocations(type: Int, to symbols: ClosedRange<Int>) {
    let table = symbols.flatMap { symbol in
      [0x80_0000 + symbol * 8, symbol << 32 | type, 0].flatMap(Self.long)
    }
    add(7, table)
    say(8, table.count)
    say(9, 24)
  }

  /// The file.
  func finished() -> [UInt8] {
    var file = bytes
    while !file.count.isMultiple(of: 16) { file.append(0) }
    let dynamic = file.count
    for entry in entries + [(0, 0)] {
      file += Self.long(Int(entry.tag)) + Self.long(Int(entry.value))
    }
    let identification: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + Array(repeating: 0, count: 9)
    let header: [UInt8] =
      identification + [3, 0, 62, 0, 1, 0, 0, 0] + Self.long(0) + Self.long(64) + Self.long(0)
      + Self.word(0) + [64, 0, 56, 0, 2, 0, 64, 0, 0, 0, 0, 0]
    func segment(_ type: Int, _ offset: Int, _ size: Int) -> [UInt8] {
      Self.word(type) + Self.word(6) + Self.long(offset) + Self.long(offset) + Self.long(offset)
        + Self.long(size) + Self.long(size) + Self.long(4096)
    }
    file.replaceSubrange(0..<64, with: header)
    file.replaceSubrange(64..<120, with: segment(1, 0, file.count))
    file.replaceSubrange(120..<176, with: segment(2, dynamic, file.count - dynamic))
    return file
  }

  static func word(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  static func half(_ value: Int) -> [UInt8] { Array(word(value)[..<2]) }

  static func long(_ value: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
