// Numbers in the records of a ZIP archive: little-endian, at any place (APPNOTE.TXT 4.4.1.1).

extension [UInt8] {
  /// The 16 bits at `offset`, which the caller has found to be there.
  func number16(at offset: Int) -> Int { Int(self[offset]) | Int(self[offset + 1]) << 8 }

  /// The 32 bits at `offset`.
  func number32(at offset: Int) -> Int { number16(at: offset) | number16(at: offset + 2) << 16 }

  /// Makes the 16 bits at `offset` be `value`.
  mutating func set16(_ value: Int, at offset: Int) {
    self[offset] = UInt8(truncatingIfNeeded: value)
    self[offset + 1] = UInt8(truncatingIfNeeded: value >> 8)
  }

  /// Makes the 32 bits at `offset` be `value`.
  mutating func set32(_ value: Int, at offset: Int) {
    set16(value, at: offset)
    set16(value >> 16, at: offset + 2)
  }
}

/// Where numbers stand in records.
enum ZipLayout {
  /// APPNOTE.TXT 4.3.7.
  enum LocalHeader {
    static let signature = 0x0403_4b50
    static let byteCount = 30
    static let flags = 6
    static let method = 8
    static let checksum = 14
    static let compressed = 18
    static let uncompressed = 22
    static let nameLength = 26
    static let extraLength = 28
  }

  /// APPNOTE.TXT 4.3.9: the signature may be left out.
  enum Descriptor {
    static let signature = 0x0807_4b50
    static let byteCount = 12
  }

  /// APPNOTE.TXT 4.3.12.
  enum CentralHeader {
    static let signature = 0x0201_4b50
    static let byteCount = 46
    static let flags = 8
    static let method = 10
    static let checksum = 16
    static let compressed = 20
    static let uncompressed = 24
    static let nameLength = 28
    static let extraLength = 30
    static let commentLength = 32
    static let disk = 34
    static let headerOffset = 42
  }

  /// APPNOTE.TXT 4.3.16.
  enum End {
    static let signature = 0x0605_4b50
    static let byteCount = 22
    static let disk = 4
    static let directoryDisk = 6
    static let countOnDisk = 8
    static let count = 10
    static let directorySize = 12
    static let directoryOffset = 16
    static let commentLength = 20
  }

  /// APPNOTE.TXT 4.3.15.
  enum End64Locator {
    static let signature = 0x0706_4b50
    static let byteCount = 20
  }

  /// What stands where a number needs a ZIP64 record.
  static let elsewhere16 = 0xffff
  static let elsewhere32 = 0xffff_ffff
}

/// Bits of the flags (APPNOTE.TXT 4.4.4).
enum ZipFlags {
  static let encrypted = 1 << 0
  static let hasDescriptor = 1 << 3
  static let patched = 1 << 5
  static let stronglyEncrypted = 1 << 6
  static let isUTF8 = 1 << 11
  static let masked = 1 << 13
}
