// Damages a file where it means something: a field gets another number, records are swapped, copied
// or repeated, and the file is cut short or grows. What it damages is chosen by the tables that are
// there, and numbers are written in the file's byte order.

/// Makes one damaged file of another.
public struct ELFMutator {
  private var random: Generator
  private let longest: Int

  /// The same `seed` does the same to the same bytes; no result is longer than `longest`.
  public init(seed: UInt64, longest: Int) {
    random = Generator(state: seed)
    self.longest = longest
  }

  /// `bytes` with a few mutations; nil if this is no ELF file, or it is the turn of a mutation that
  /// knows of no format.
  public mutating func mutated(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count <= longest, next(8) != 0, ELFTables(bytes) != nil else { return nil }
    var bytes = bytes
    for _ in 0...next(3) {
      // Tables are found anew: the last mutation may have moved them.
      guard let tables = ELFTables(bytes) else { break }
      mutate(&bytes, tables)
    }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8], _ tables: ELFTables) {
    let table = tables.tables[next(tables.tables.count)]
    switch next(12) {
    case 0...5: changeField(&bytes, of: table, tables)
    case 6: swapRecords(&bytes, of: table)
    case 7: copyRecords(&bytes, of: table)
    case 8: copyField(&bytes, of: table, tables)
    case 9: copyBetweenTables(&bytes, table, tables)
    case 10: grow(&bytes)
    default:
      if next(4) == 0 { bytes.removeLast(next(bytes.count / 4 + 1)) } else { flip(&bytes, table) }
    }
  }

  private static let numbers: [UInt64] = [
    0, 1, 2, 3, 4, 7, 8, 16, 24, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff,
    0x8000_0000, 0xffff_ffff, 0xffff_fff0, 0x1_0000_0000, 0x7fff_ffff_ffff_ffff,
    0x8000_0000_0000_0000, .max, .max - 7,
  ]

  private mutating func changeField(
    _ bytes: inout [UInt8], of table: ELFTable, _ tables: ELFTables
  ) {
    let field = table.layout.fields[next(table.layout.fields.count)]
    let place = table.place(of: next(table.count)) + field.offset
    let present = UInt64(tables.number(field.size, at: place) ?? 0)
    let value: UInt64 =
      switch next(6) {
      case 0: Self.numbers[next(Self.numbers.count)]
      case 1: present &+ UInt64(next(16)) &+ 1
      case 2: present &- UInt64(next(16)) &- 1
      case 3: UInt64(next(bytes.count + 1))
      case 4: present ^ 1 << UInt64(next(field.size * 8))
      default: UInt64(next(64))
      }
    write(value, field.size, at: place, &bytes, tables.isBigEndian)
  }

  private mutating func swapRecords(_ bytes: inout [UInt8], of table: ELFTable) {
    let (first, second) = (next(table.count), next(table.count))
    guard first != second else { return }
    for byte in 0..<table.layout.size {
      bytes.swapAt(table.place(of: first) + byte, table.place(of: second) + byte)
    }
  }

  /// One record, or a run of them, over others of its table.
  private mutating func copyRecords(_ bytes: inout [UInt8], of table: ELFTable) {
    let count = 1 + next(min(table.count, 8))
    let (from, to) = (next(table.count), next(table.count))
    let length = min(count, table.count - max(from, to)) * table.layout.size
    copy(&bytes, from: table.place(of: from), to: table.place(of: to), length)
  }

  /// A field's number over the same field of another record.
  private mutating func copyField(_ bytes: inout [UInt8], of table: ELFTable, _ tables: ELFTables) {
    let field = table.layout.fields[next(table.layout.fields.count)]
    copy(
      &bytes, from: table.place(of: next(table.count)) + field.offset,
      to: table.place(of: next(table.count)) + field.offset, field.size)
  }

  private mutating func copyBetweenTables(
    _ bytes: inout [UInt8], _ table: ELFTable, _ tables: ELFTables
  ) {
    let other = tables.tables[next(tables.tables.count)]
    copy(
      &bytes, from: other.place(of: next(other.count)), to: table.place(of: next(table.count)),
      min(table.layout.size, other.layout.size))
  }

  /// Bytes behind the last table belong to none, and are free for a target's own choices.
  private mutating func grow(_ bytes: inout [UInt8]) {
    for _ in 0..<min(8, longest - bytes.count) { bytes.append(UInt8(next(256))) }
  }

  private mutating func flip(_ bytes: inout [UInt8], _ table: ELFTable) {
    bytes[table.offset + next(table.count * table.layout.size)] = UInt8(next(256))
  }

  private func copy(_ bytes: inout [UInt8], from: Int, to: Int, _ length: Int) {
    guard length > 0, max(from, to) + length <= bytes.count else { return }
    bytes.replaceSubrange(to..<(to + length), with: Array(bytes[from..<(from + length)]))
  }

  private func write(
    _ value: UInt64, _ size: Int, at place: Int, _ bytes: inout [UInt8], _ isBigEndian: Bool
  ) {
    for byte in 0..<size {
      let shift = UInt64(8 * (isBigEndian ? size - 1 - byte : byte))
      bytes[place + byte] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }

  private mutating func next(_ bound: Int) -> Int {
    bound <= 1 ? 0 : Int.random(in: 0..<bound, using: &random)
  }

  /// SplitMix64.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = state
      value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
      return value ^ (value >> 31)
    }
  }
}
