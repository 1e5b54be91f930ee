// One file in a ZIP archive, as its record in the central directory and its local header tell of it.
// Invariant: the two agree, and no byte between `headerOffset` and `end` belongs to another entry.

/// How the data of an entry is stored (APPNOTE.TXT 4.4.5).
public enum ZipMethod: Int, Sendable {
  case stored = 0
  case deflated = 8
}

/// An entry of a ZIP archive.
public struct ZipEntry: Sendable {
  /// Its path in the archive, as it is written there.
  public let name: [UInt8]
  /// How its data is stored.
  public let method: ZipMethod
  /// CRC-32 of its content.
  let checksum: UInt32
  /// How many bytes it takes in the archive.
  public let compressedByteCount: Int
  /// How many bytes its content has.
  public let byteCount: Int
  /// Where its local header begins.
  public let headerOffset: Int
  /// Its record in the central directory, and where that begins.
  let record: [UInt8]
  let recordOffset: Int
  /// Where its data begins.
  var contentOffset = 0
  /// Where its bytes end, with the descriptor that may follow the data.
  var end = 0

  /// Whether it is a folder, which has no content.
  public var isFolder: Bool { name.last == UInt8(ascii: "/") }

  /// The name for messages.
  public var text: String { String(decoding: name, as: UTF8.self) }

  var flags: Int { record.number16(at: ZipLayout.CentralHeader.flags) }
  var hasDescriptor: Bool { flags & ZipFlags.hasDescriptor != 0 }
}

extension ZipEntry {
  /// Reads the record at `recordOffset`.
  ///
  /// - Throws: ``WheelError``.
  init(record: [UInt8], at recordOffset: Int) throws(WheelError) {
    typealias Layout = ZipLayout.CentralHeader
    let name = Array(record[Layout.byteCount...].prefix(record.number16(at: Layout.nameLength)))
    try Self.check(name, at: recordOffset)
    self.name = name
    func unsupported(_ what: String) -> WheelError {
      .unsupported(
        structure: Self.directory, offset: recordOffset, what: "\(Self.shown(name)) \(what)")
    }
    func malformed(_ reason: String) -> WheelError {
      .malformed(
        structure: Self.directory, offset: recordOffset, reason: "\(Self.shown(name)) \(reason)")
    }
    let flags = record.number16(at: Layout.flags)
    let secret = ZipFlags.encrypted | ZipFlags.stronglyEncrypted | ZipFlags.masked
    guard flags & secret == 0 else { throw unsupported("is encrypted") }
    guard flags & ZipFlags.patched == 0 else { throw unsupported("is a patch of another file") }
    let method = record.number16(at: Layout.method)
    guard let known = ZipMethod(rawValue: method) else {
      throw unsupported("is compressed by method \(method), neither stored (0) nor deflated (8)")
    }
    self.method = known
    checksum = UInt32(truncatingIfNeeded: record.number32(at: Layout.checksum))
    compressedByteCount = record.number32(at: Layout.compressed)
    byteCount = record.number32(at: Layout.uncompressed)
    headerOffset = record.number32(at: Layout.headerOffset)
    let numbers = [compressedByteCount, byteCount, headerOffset]
    guard !numbers.contains(ZipLayout.elsewhere32),
      record.number16(at: Layout.disk) != ZipLayout.elsewhere16
    else { throw unsupported("needs ZIP64") }
    guard record.number16(at: Layout.disk) == 0 else { throw unsupported("is on another disk") }
    switch known {
    case .stored:
      guard byteCount == compressedByteCount else {
        throw malformed("is stored, and yet its sizes are \(compressedByteCount) and \(byteCount)")
      }
    case .deflated:
      guard byteCount <= (compressedByteCount + 1) * Self.mostExpansion else {
        throw malformed(
          "claims to hold \(byteCount) bytes in \(compressedByteCount), more than deflate can")
      }
    }
    guard name.last != UInt8(ascii: "/") || byteCount == 0 else {
      throw malformed("is a folder, and yet has content")
    }
    let extra = record[(Layout.byteCount + name.count)...]
      .prefix(record.number16(at: Layout.extraLength))
    if let reason = ZipExtraFields.problem(in: extra, of: name) {
      throw malformed("has \(reason)")
    }
    self.record = record
    self.recordOffset = recordOffset
  }

  static let directory = "central directory"

  /// A code of two bits stands for at most 258 bytes (RFC 1951, 3.2.5).
  private static let mostExpansion = 1032

  static func shown(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }

  /// Refuses names that lead elsewhere. The format has `/` alone between folders (4.4.17.1).
  private static func check(_ name: [UInt8], at offset: Int) throws(WheelError) {
    func unsafe(_ reason: String) -> WheelError {
      .unsafeName(name: name, offset: offset, reason: reason)
    }
    guard !name.isEmpty else { throw unsafe("it is empty") }
    guard name.count < mostNameBytes else { throw unsafe("it has \(name.count) bytes") }
    guard name.first != UInt8(ascii: "/") else { throw unsafe("it begins at the root") }
    guard !name.contains(0) else { throw unsafe("it has a zero byte in it") }
    guard !name.contains(UInt8(ascii: "\\")) else {
      throw unsafe("some take the backslash in it for the end of a folder's name")
    }
    var components = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if components.last?.isEmpty == true { components.removeLast() }
    for component in components {
      guard !component.elementsEqual("..".utf8) else { throw unsafe("it leads out of its folder") }
      guard !component.isEmpty, !component.elementsEqual(".".utf8) else {
        throw unsafe("a part of it is empty, or a dot")
      }
    }
  }

  /// PATH_MAX of Linux.
  private static let mostNameBytes = 4096
}
