// The container of a wheel: a ZIP archive (PKWARE's APPNOTE.TXT 6.3.10). Entries lie one behind the other,
// each with a local header; the central directory behind them tells of all, and the end record of it.
//
// What unpackers could read in two ways is refused: a wheel must be the same to us as to whoever installs
// it. So entries fill the archive from its first byte to the directory without a gap or an overlap, what
// stands twice stands there alike, and nothing follows the end record.

public import ELFModel

/// The entries of a ZIP archive.
public struct ZipDirectory: Sendable {
  /// In the order of the central directory.
  public internal(set) var entries: [ZipEntry] = []
  /// Where the central directory begins.
  let offset: Int
  /// The end record.
  let endRecord: [UInt8]

  /// Reads the directory of `source` and every local header.
  ///
  /// - Throws: ``WheelError``, or what reading `source` throws.
  public init(of source: some ByteSource) throws {
    let (end, endOffset) = try Self.endRecord(of: source)
    endRecord = end
    (offset, entries) = try Self.entries(of: source, end, endOffset)
    try Self.checkNames(entries)
    try readLocalHeaders(of: source)
  }

  /// The end record, which is the last thing in the archive but for its comment.
  private static func endRecord(of source: some ByteSource) throws -> ([UInt8], Int) {
    typealias Layout = ZipLayout.End
    let size = source.byteCount
    guard size >= Layout.byteCount else { throw WheelError.notZip }
    let start = max(0, size - Layout.byteCount - 0xffff)
    let tail = try source.bytes(in: start..<size)
    let places = (0...(tail.count - Layout.byteCount)).filter {
      tail[$0] == 0x50 && tail.number32(at: $0) == Layout.signature
    }
    guard let place = places.last else { throw WheelError.notZip }
    func malformed(_ reason: String) -> WheelError {
      .malformed(structure: "end record", offset: start + place, reason: reason)
    }
    let end = Array(tail[place...])
    guard end.count == Layout.byteCount + end.number16(at: Layout.commentLength) else {
      throw malformed("the archive does not end where its comment does")
    }
    // Whoever looks for the first one, or for one that fits a comment, finds another archive.
    guard places.count == 1 || !isEnd(tail, at: places[places.count - 2]) else {
      throw malformed("another end record has it for a comment")
    }
    return (end, start + place)
  }

  /// Whether what is at `place` could be an end record with all that follows as its comment.
  private static func isEnd(_ tail: [UInt8], at place: Int) -> Bool {
    place + ZipLayout.End.byteCount + tail.number16(at: place + ZipLayout.End.commentLength)
      == tail.count
  }

  private static func entries(of source: some ByteSource, _ end: [UInt8], _ endOffset: Int) throws
    -> (offset: Int, [ZipEntry])
  {
    typealias Layout = ZipLayout.End
    func malformed(_ reason: String) -> WheelError {
      .malformed(structure: "end record", offset: endOffset, reason: reason)
    }
    let (count, size) = (end.number16(at: Layout.count), end.number32(at: Layout.directorySize))
    let offset = end.number32(at: Layout.directoryOffset)
    let locator = ZipLayout.End64Locator.byteCount
    var hasLocator = false
    if endOffset >= locator {
      let bytes = try source.bytes(in: (endOffset - locator)..<(endOffset - locator + 4))
      hasLocator = bytes.number32(at: 0) == ZipLayout.End64Locator.signature
    }
    guard !hasLocator, count != ZipLayout.elsewhere16, size != ZipLayout.elsewhere32,
      offset != ZipLayout.elsewhere32
    else {
      throw WheelError.unsupported(structure: "end record", offset: endOffset, what: "ZIP64")
    }
    guard end.number16(at: Layout.disk) == 0, end.number16(at: Layout.directoryDisk) == 0,
      end.number16(at: Layout.countOnDisk) == count
    else {
      throw WheelError.unsupported(
        structure: "end record", offset: endOffset, what: "an archive on several disks")
    }
    guard offset + size == endOffset else {
      throw malformed(
        "the central directory is said to have \(size) bytes at \(offset), and does not end here")
    }
    guard size <= mostDirectoryBytes else {
      throw malformed("the central directory has more than \(mostDirectoryBytes) bytes")
    }
    let bytes = try source.bytes(in: offset..<endOffset)
    var entries: [ZipEntry] = []
    var place = 0
    for _ in 0..<count {
      let record = try record(in: bytes, at: place, offset)
      entries.append(try ZipEntry(record: record, at: offset + place))
      place += record.count
    }
    guard place == bytes.count else {
      throw malformed(
        "the central directory has \(bytes.count - place) bytes behind its \(count) records")
    }
    return (offset, entries)
  }

  private static func record(in bytes: [UInt8], at place: Int, _ offset: Int) throws(WheelError)
    -> [UInt8]
  {
    typealias Layout = ZipLayout.CentralHeader
    func malformed(_ reason: String) -> WheelError {
      .malformed(structure: ZipEntry.directory, offset: offset + place, reason: reason)
    }
    guard bytes.count - place >= Layout.byteCount else { throw malformed("a record is cut off") }
    guard bytes.number32(at: place) == Layout.signature else { throw malformed("no record") }
    let size =
      Layout.byteCount + bytes.number16(at: place + Layout.nameLength)
      + bytes.number16(at: place + Layout.extraLength)
      + bytes.number16(at: place + Layout.commentLength)
    guard bytes.count - place >= size else { throw malformed("a record is cut off") }
    return Array(bytes[place..<(place + size)])
  }

  private static func checkNames(_ entries: [ZipEntry]) throws(WheelError) {
    var known: Set<[UInt8]> = []
    for entry in entries {
      let name = entry.isFolder ? Array(entry.name.dropLast()) : entry.name
      guard known.insert(name).inserted else {
        throw .duplicateName(name: entry.name, offset: entry.recordOffset)
      }
    }
    try checkFolders(entries)
  }

  /// Refuses a file that others lie below: who unpacks the one cannot unpack the others.
  private static func checkFolders(_ entries: [ZipEntry]) throws(WheelError) {
    guard let (file, other) = firstNested(entries.map(\.name)) else { return }
    throw .unsafeName(
      name: entries[other].name, offset: entries[other].recordOffset,
      reason: "\(entries[file].text) is a file")
  }

  /// What 65,535 entries of long names take; no wheel comes near.
  private static let mostDirectoryBytes = 64 << 20
}
