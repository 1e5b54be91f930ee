// Everything that refers to a name in `.dynstr`: symbols, versions, and entries of the dynamic
// section. (Section names have a table of their own, unless a linker was thrifty.)
//
// Source: gABI chapter 5, "Dynamic Section", and the GNU and Sun tags that hold an offset of a
// string; glibc elf/elf.h.

extension DynamicTag {
  /// The tags whose value is an offset into `.dynstr`: DT_NEEDED, SONAME, RPATH, RUNPATH; CONFIG,
  /// DEPAUDIT, AUDIT; AUXILIARY, USED, FILTER.
  static let ofStrings: Set<Int64> = [
    1, 14, 15, 29, 0x6fff_fefa, 0x6fff_fefb, 0x6fff_fefc, 0x7fff_fffd, 0x7fff_fffe, 0x7fff_ffff,
  ]
}

extension DynamicImage {
  /// The offsets of all names that something else than a symbol refers to.
  public var nameOffsetsBesideSymbols: [UInt32] {
    dynamic.table.lazy.filter { DynamicTag.ofStrings.contains($0.tag.rawValue) }
      .compactMap { UInt32(exactly: $0.value) }
      + versionDefinitions.flatMap { [$0.nameOffset] + $0.parentOffsets }
      + versionNeeds.flatMap { [$0.nameOffset, $0.libraryOffset] }
  }
}

extension StringTable {
  /// The table without the names at `gone`, as far as no name at one of `offsets` shares their bytes;
  /// what nobody reads any more is zero, and cut off at the end.
  ///
  /// Nothing moves: every other offset means what it meant.
  public func without(namesAt gone: [UInt32], keeping offsets: [UInt32]) -> StringTable {
    var isRead = [Bool](repeating: false, count: bytes.count)
    for offset in offsets { mark(&isRead, from: Int(offset)) }
    var isGone = [Bool](repeating: false, count: bytes.count)
    for offset in gone { mark(&isGone, from: Int(offset)) }
    var left = bytes
    for position in bytes.indices where isGone[position] && !isRead[position] {
      left[position] = 0
    }
    // The first byte is the empty name, and the last one ends a name that somebody may read.
    var end = left.count
    while end > 1, !isRead[end - 1], left[end - 1] == 0, left[end - 2] == 0 { end -= 1 }
    return StringTable(Array(left[..<end])) ?? self
  }

  /// Marks the name at `start`, its zero included. A byte that is marked is so to the end of a name.
  private func mark(_ marks: inout [Bool], from start: Int) {
    var position = start
    while position < bytes.count, !marks[position] {
      marks[position] = true
      if bytes[position] == 0 { return }
      position += 1
    }
  }
}
