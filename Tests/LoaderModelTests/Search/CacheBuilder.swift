// Writes ld.so.cache files as ldconfig does, for machines of either byte order, and broken ones.

import ELFModel

@testable import LoaderModel

/// Writes a cache.
struct CacheBuilder {
  /// A library in it.
  struct Entry {
    var name: String
    var path: String
    var flags: UInt32
    var capabilities: UInt64

    init(_ name: String, _ path: String, flags: UInt32 = 0x303, capabilities: UInt64 = 0) {
      (self.name, self.path, self.flags, self.capabilities) = (name, path, flags, capabilities)
    }

    /// An entry for the folder with number `index`, and a level of the microarchitecture.
    init(_ name: String, _ path: String, folder index: UInt32, level: UInt64 = 0) {
      self.init(name, path, capabilities: 1 << 62 | level << 32 | UInt64(index))
    }
  }

  var entries: [Entry]
  var folders: [String] = []
  var byteOrder = ByteOrder.little
  /// The byte that says which order it is; nil for the right one.
  var orderMark: UInt8?
  var hasSignedCharacters = true

  init(_ entries: [Entry], folders: [String] = [], byteOrder: ByteOrder = .little) {
    self.entries = entries
    self.folders = folders
    self.byteOrder = byteOrder
  }

  /// As ldconfig sorts: names descend, and entries for folders come first.
  private var sorted: [Entry] {
    let order = CacheNameOrder(hasSignedCharacters: hasSignedCharacters)
    return entries.sorted { first, second in
      let result = order.compare(Array(first.name.utf8)[...], Array(second.name.utf8)[...])
      return result == 0
        ? first.capabilities >> 62 & 1 > second.capabilities >> 62 & 1 : result > 0
    }
  }

  private func word(_ value: Int) -> [UInt8] { bytes(UInt32(truncatingIfNeeded: value)) }

  private func bytes<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    let big = (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return byteOrder == .little ? big : big.reversed()
  }

  /// A cache in the new format.
  ///
  /// - Parameter base: where it will begin in the file.
  func new(at base: Int = 0) -> [UInt8] {
    let entries = sorted
    var strings: [UInt8] = []
    let stringStart = 48 + 24 * entries.count
    func place(_ text: String) -> Int {
      defer { strings += Array(text.utf8) + [0] }
      return stringStart + strings.count
    }
    var table: [UInt8] = []
    for entry in entries {
      table += bytes(entry.flags) + word(place(entry.name)) + word(place(entry.path)) + word(0)
      table += bytes(entry.capabilities)
    }
    let folderNames = folders.map(place)
    while (base + stringStart + strings.count) % 4 != 0 { strings.append(0) }
    let end = base + stringStart + strings.count
    var trailer: [UInt8] = []
    if !folders.isEmpty {
      trailer = bytes(UInt32(bitPattern: -358_342_284)) + word(2)
      trailer += word(0) + word(0) + word(end + 40) + word(0)
      trailer += word(1) + word(0) + word(end + 40) + word(4 * folders.count)
      trailer += folderNames.flatMap(word)
    }
    let mark = orderMark ?? (byteOrder == .little ? 2 : 3)
    let header =
      Array("glibc-ld.so.cache1.1".utf8) + word(entries.count) + word(strings.count)
      + [mark, 0, 0, 0] + word(folders.isEmpty ? 0 : end) + word(0) + word(0) + word(0)
    return header + table + strings + trailer
  }

  /// A cache in the old format.
  func old() -> [UInt8] {
    var strings: [UInt8] = []
    var table: [UInt8] = []
    for entry in sorted {
      table += bytes(entry.flags) + word(strings.count)
      strings += Array(entry.name.utf8) + [0]
      table += word(strings.count)
      strings += Array(entry.path.utf8) + [0]
    }
    return Array("ld.so-1.7.0".utf8) + [0] + word(entries.count) + table + strings
  }

  /// A cache in both: old entries without names worth reading, then the new format.
  func both(alignment: Int = 8) -> [UInt8] {
    var bytes = Array("ld.so-1.7.0".utf8) + [0] + word(entries.count)
    bytes += [UInt8](repeating: 0, count: 12 * entries.count)
    while bytes.count % alignment != 0 { bytes.append(0) }
    return bytes + new(at: bytes.count)
  }
}
