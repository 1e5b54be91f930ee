// Where the parts of ld.so.cache are.
//
// Source: glibc sysdeps/generic/dl-cache.h `struct cache_file`, `struct cache_file_new`,
// `struct cache_extension`. Invariant: every entry, and every name of a capability, lies within the
// bytes.

internal import ELFModel

struct CacheTable {
  /// Where offsets of names count from.
  let strings: Int
  /// Where the entries begin.
  let entries: Int
  /// How many there are.
  let count: Int
  /// The offsets of the names of capabilities: where they begin, and how many there are.
  let capabilityNames: (lowerBound: Int, count: Int)
  /// Whether entries say what processor they are for: those of the new format do.
  let hasCapabilities: Bool

  /// Bytes of an entry.
  var entrySize: Int { hasCapabilities ? Self.newEntrySize : Self.oldEntrySize }

  private static let newMagic = Array("glibc-ld.so.cache1.1".utf8)
  private static let newHeaderSize = 48
  private static let newEntrySize = 24
  private static let oldMagic = Array("ld.so-1.7.0".utf8)
  private static let oldHeaderSize = 16
  private static let oldEntrySize = 12

  init?(_ words: OrderedBytes, _ convention: CacheConvention) {
    if words.has(Self.newMagic, at: 0) {
      self.init(newAt: 0, words)
      return
    }
    guard words.has(Self.oldMagic, at: 0), words.count > Self.oldHeaderSize else { return nil }
    let count = Int(words.word(at: 12))
    guard count <= (words.count - Self.oldHeaderSize) / Self.oldEntrySize else { return nil }
    let end = Self.oldHeaderSize + count * Self.oldEntrySize
    let alignment = convention.alignment
    let start = (end + alignment - 1) / alignment * alignment
    if words.has(Self.newMagic, at: start) {
      self.init(newAt: start, words)
    } else {
      self.init(oldWith: count, namesAt: end)
    }
  }

  private init(oldWith count: Int, namesAt strings: Int) {
    self.strings = strings
    entries = Self.oldHeaderSize
    self.count = count
    capabilityNames = (0, 0)
    hasCapabilities = false
  }

  private init?(newAt start: Int, _ words: OrderedBytes) {
    let entries = start + Self.newHeaderSize
    guard entries < words.count else { return nil }
    let count = Int(words.word(at: start + 20))
    guard count <= (words.count - entries) / Self.newEntrySize,
      Self.isReadable(words.byte(at: start + 28), words.byteOrder)
    else { return nil }
    strings = start
    self.entries = entries
    self.count = count
    capabilityNames = Self.capabilityNames(Int(words.word(at: start + 32)), words) ?? (0, 0)
    hasCapabilities = true
  }

  /// Whether the flags of a cache name the reader's byte order, or none.
  private static func isReadable(_ flags: UInt8, _ byteOrder: ByteOrder) -> Bool {
    flags == 0 || flags & 3 == (byteOrder == .little ? 2 : 3)
  }

  private static let extensionMagic = UInt32(bitPattern: -358_342_284)
  private static let capabilityTag: UInt32 = 1
  /// glibc knows two kinds of sections, and a cache has no reason to have many more.
  private static let sectionLimit = 64

  private static func capabilityNames(_ start: Int, _ words: OrderedBytes) -> (Int, Int)? {
    guard start != 0, start % 4 == 0, start + 8 <= words.count,
      words.word(at: start) == extensionMagic
    else { return nil }
    let sections = Int(words.word(at: start + 4))
    guard sections <= sectionLimit, start + 8 + 16 * sections <= words.count else { return nil }
    var found: (Int, Int)?
    for section in stride(from: start + 8, to: start + 8 + 16 * sections, by: 16) {
      let offset = Int(words.word(at: section + 8))
      let size = Int(words.word(at: section + 12))
      guard offset + size <= words.count else { return nil }
      if words.word(at: section) == capabilityTag {
        found = offset % 4 == 0 && size % 4 == 0 ? (offset, size / 4) : nil
      }
    }
    return found
  }
}
