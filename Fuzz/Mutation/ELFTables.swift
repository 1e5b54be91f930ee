// Where the tables of an ELF file are and what fields their records have, found without any of the
// project's own code: what the reader makes of a damaged file must not decide which damage is tried.
//
// Source: gABI chapters 4 and 5. Invariant: every table begins within the bytes; what the file says
// beyond that is believed, or else left out.

/// The numbers of a record, by their place in it.
struct RecordLayout {
  let size: Int
  let fields: [(offset: Int, size: Int)]

  /// Fields of these sizes, one after the other.
  init(_ sizes: [Int]) {
    var fields: [(offset: Int, size: Int)] = []
    var end = 0
    for size in sizes {
      fields.append((end, size))
      end += size
    }
    size = end
    self.fields = fields
  }
}

/// A run of records.
struct ELFTable {
  let offset: Int
  let count: Int
  let layout: RecordLayout

  func place(of record: Int) -> Int { offset + record * layout.size }
}

/// What a mutation needs to know of a file.
struct ELFTables {
  let bytes: [UInt8]
  let is64: Bool
  let isBigEndian: Bool
  private(set) var tables: [ELFTable] = []
  private var loads: [(offset: Int, address: Int, size: Int)] = []

  /// nil if `bytes` do not begin as an ELF file does, or are not even a header.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 52, bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46]) else { return nil }
    self.bytes = bytes
    is64 = bytes[4] == 2
    isBigEndian = bytes[5] == 2
    addFrame()
    guard !tables.isEmpty else { return nil }
  }

  /// The number of `size` bytes at `offset`; nil outside the file or where no `Int` holds it.
  func number(_ size: Int, at offset: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - size else { return nil }
    let slice = bytes[offset..<(offset + size)]
    let value = (isBigEndian ? Array(slice) : slice.reversed()).reduce(UInt64(0)) {
      $0 << 8 | UInt64($1)
    }
    return Int(exactly: value)
  }

  private var word: Int { is64 ? 8 : 4 }

  private mutating func add(_ offset: Int?, _ count: Int?, _ sizes: [Int]) {
    let layout = RecordLayout(sizes)
    guard let offset, let count, offset >= 0, offset <= bytes.count - layout.size else { return }
    let most = (bytes.count - offset) / layout.size
    guard count > 0 else { return }
    tables.append(ELFTable(offset: offset, count: min(count, most), layout: layout))
  }

  private mutating func addFrame() {
    let headerSizes =
      [1, 1, 1, 1, 1, 1, 1, 1, 8, 2, 2, 4] + [word, word, word] + [4, 2, 2, 2, 2, 2, 2]
    add(0, 1, headerSizes)
    let segments = number(word, at: 24 + word)
    let segmentCount = number(2, at: is64 ? 56 : 44)
    add(segments, segmentCount, is64 ? [4, 4, 8, 8, 8, 8, 8, 8] : [4, 4, 4, 4, 4, 4, 4, 4])
    add(
      number(word, at: 24 + 2 * word), number(2, at: is64 ? 60 : 48),
      is64 ? [4, 4, 8, 8, 8, 8, 4, 4, 8, 8] : [4, 4, 4, 4, 4, 4, 4, 4, 4, 4])
    guard let segments, let segmentCount else { return }
    var dynamic: (offset: Int, size: Int)?
    for index in 0..<min(segmentCount, 64) {
      let record = segments &+ index * (is64 ? 56 : 32)
      guard let type = number(4, at: record), let offset = number(word, at: record &+ word),
        let address = number(word, at: record &+ 2 * word),
        let size = number(word, at: record &+ (is64 ? 32 : 16))
      else { continue }
      if type == 1 { loads.append((offset, address, size)) }
      if type == 2 { dynamic = (offset, size) }
    }
    if let dynamic { addDynamic(at: dynamic.offset, dynamic.size / (2 * word)) }
    addSections(at: number(word, at: 24 + 2 * word), number(2, at: is64 ? 60 : 48))
  }

  /// What only sections lead to: .symtab, its section indices, kept relocations and groups.
  private mutating func addSections(at sections: Int?, _ count: Int?) {
    guard let sections, let count else { return }
    for index in 0..<min(count, 64) {
      let record = sections &+ index * (is64 ? 64 : 40)
      guard let type = number(4, at: record &+ 4),
        let offset = number(word, at: record &+ (8 + 2 * word)),
        let size = number(word, at: record &+ (8 + 3 * word))
      else { continue }
      let layout: [Int]? =
        switch type {
        case 2: symbolSizes
        case 4: relaSizes
        case 9: relSizes
        case 17, 18: [4]
        default: nil
        }
      if let layout { add(offset, size / layout.reduce(0, +), layout) }
    }
  }

  private var symbolSizes: [Int] { is64 ? [4, 1, 1, 2, 8, 8] : [4, 4, 4, 1, 1, 2] }
  private var relaSizes: [Int] { is64 ? [8, 4, 4, 8] : [4, 1, 1, 1, 1, 4] }
  private var relSizes: [Int] { is64 ? [8, 4, 4] : [4, 1, 1, 1, 1] }

  private func offset(of address: Int?) -> Int? {
    guard let address else { return nil }
    return loads.first { address >= $0.address && address - $0.address < $0.size }.map {
      address - $0.address &+ $0.offset
    }
  }

  private mutating func addDynamic(at offset: Int, _ count: Int) {
    var values: [Int: Int] = [:]
    var length = 0
    for index in 0..<min(count, 256) {
      guard let tag = number(word, at: offset &+ (index * 2 * word)),
        let value = number(word, at: offset &+ (index * 2 * word + word))
      else { break }
      length = index + 1
      if tag == 0 { break }
      values[tag] = value
    }
    add(offset, length, [word, word])
    addTables(values)
  }

  private mutating func addTables(_ values: [Int: Int]) {
    let hash = self.offset(of: values[4])
    let chains = hash.flatMap { number(4, at: $0 &+ 4) }
    add(self.offset(of: values[6]), min(chains ?? 256, 4096), symbolSizes)
    add(hash, 2 + (hash.flatMap { number(4, at: $0) } ?? 0) &+ (chains ?? 0), [4])
    addGNUHash(self.offset(of: values[0x6fff_fef5]))
    add(self.offset(of: values[0x6fff_fff0]), min(chains ?? 256, 4096), [2])
    let (rela, rel) = (relaSizes, relSizes)
    let (relaSize, relSize) = (rela.reduce(0, +), rel.reduce(0, +))
    add(self.offset(of: values[7]), values[8].map { $0 / relaSize }, rela)
    add(self.offset(of: values[17]), values[18].map { $0 / relSize }, rel)
    let isRela = values[20] == 7
    add(
      self.offset(of: values[23]), values[2].map { $0 / (isRela ? relaSize : relSize) },
      isRela ? rela : rel)
    add(self.offset(of: values[5]), values[10], [1])
    // Android's packed tables are LEB128 numbers, a byte or a few each.
    add(self.offset(of: values[0x6000_000f]), values[0x6000_0010], [1])
    add(self.offset(of: values[0x6000_0011]), values[0x6000_0012], [1])
    addVersions(self.offset(of: values[0x6fff_fffc]), [2, 2, 2, 2, 4, 4, 4], [4, 4], aux: 12)
    addVersions(self.offset(of: values[0x6fff_fffe]), [2, 2, 4, 4, 4], [4, 2, 2, 4, 4], aux: 8)
  }

  private mutating func addGNUHash(_ offset: Int?) {
    guard let offset, let buckets = number(4, at: offset), let words = number(4, at: offset + 8)
    else { return }
    add(offset, 4, [4])
    let bloom = min(words, bytes.count) * word
    add(offset + 16, min(words, 1024), [word])
    add(offset + 16 + bloom, buckets, [4])
    add(offset + 16 + bloom + min(buckets, bytes.count) * 4, 256, [4])
  }

  /// Each record and its auxiliary ones are tables of one record.
  private mutating func addVersions(_ offset: Int?, _ record: [Int], _ other: [Int], aux: Int) {
    guard var place = offset else { return }
    for _ in 0..<16 {
      add(place, 1, record)
      guard let distance = number(4, at: place &+ aux), let next = number(4, at: place &+ aux &+ 4)
      else { return }
      var auxiliary = place &+ distance
      for _ in 0..<8 {
        add(auxiliary, 1, other)
        guard let next = number(4, at: auxiliary &+ (other.reduce(0, +) - 4)), next != 0 else {
          break
        }
        auxiliary &+= next
      }
      if next == 0 { return }
      place &+= next
    }
  }
}
