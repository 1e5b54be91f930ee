// A ZIP archive with other content for some of its entries. All else is copied as it is: the bytes of
// the other entries, headers included, the order in which entries lie and in which they are listed, their
// times, modes, extra fields and comments.

public import ELFModel

extension ZipDirectory {
  /// Writes the archive `source` anew.
  ///
  /// - Parameters:
  ///   - replacements: the new content of entries, by their positions.
  ///   - write: takes bytes and where they belong; not always in order.
  /// - Throws: ``WheelError/unsupported(structure:offset:what:)`` if it became too large, or what
  ///   reading or `write` throws.
  /// - Returns: how many bytes the result has.
  @discardableResult
  public func rewrite(
    _ source: some ByteSource, replacing replacements: [Int: any ByteSource],
    _ write: ([UInt8], Int) throws -> Void
  ) throws -> Int {
    var records = entries.map(\.record)
    var position = 0
    for index in orderInArchive {
      let entry = entries[index]
      records[index].set32(position, at: ZipLayout.CentralHeader.headerOffset)
      if let content = replacements[index] {
        position = try self.write(
          entry, of: source, content, at: position, &records[index], write)
      } else {
        try Self.copy(entry.headerOffset..<entry.end, of: source, to: position, write)
        position += entry.end - entry.headerOffset
      }
      try Self.checkSize(position, at: entry.headerOffset)
    }
    let start = position
    for record in records {
      try write(record, position)
      position += record.count
    }
    try Self.checkSize(position, at: offset)
    var end = endRecord
    end.set32(start, at: ZipLayout.End.directoryOffset)
    try write(end, position)
    return position + end.count
  }

  /// Finds that `result`, read as any archive is, is this one of `source` with `replacements`.
  ///
  /// - Throws: ``WheelError/unverified(reason:)``, or what reading throws.
  public func verify(
    _ result: some ByteSource, of source: some ByteSource,
    replacing replacements: [Int: any ByteSource]
  ) throws {
    let after: ZipDirectory
    do {
      after = try ZipDirectory(of: result)
    } catch let error as WheelError {
      throw WheelError.unverified(reason: "it cannot be read: \(error)")
    }
    guard after.entries.count == entries.count else {
      throw WheelError.unverified(reason: "it has another number of entries")
    }
    for (position, (old, new)) in zip(entries, after.entries).enumerated() {
      guard old.name == new.name, old.method == new.method else {
        throw WheelError.unverified(reason: "the entry \(old.text) is another one")
      }
      let isRight =
        if let content = replacements[position] {
          try after.has(content, for: new, in: result)
        } else {
          try isCopied(old, of: source, new, in: result)
        }
      guard isRight else { throw WheelError.unverified(reason: "\(old.text) has other content") }
    }
  }

  /// Whether what `entry` of `archive` unpacks to is `content`.
  private func has(
    _ content: any ByteSource, for entry: ZipEntry, in archive: some ByteSource
  ) throws -> Bool {
    guard entry.byteCount == content.byteCount else { return false }
    var (offset, isSame) = (0, true)
    try read(entry, of: archive) { piece in
      let end = offset + piece.count
      isSame = try isSame && content.bytes(in: offset..<end) == piece
      offset = end
    }
    return isSame
  }

  private func isCopied(
    _ old: ZipEntry, of source: some ByteSource, _ new: ZipEntry, in result: some ByteSource
  ) throws -> Bool {
    guard old.end - old.headerOffset == new.end - new.headerOffset else { return false }
    for start in stride(from: 0, to: old.end - old.headerOffset, by: Inflater.pieceBytes) {
      let end = min(start + Inflater.pieceBytes, old.end - old.headerOffset)
      guard
        try source.bytes(in: (old.headerOffset + start)..<(old.headerOffset + end))
          == result.bytes(in: (new.headerOffset + start)..<(new.headerOffset + end))
      else { return false }
    }
    return true
  }

  /// Writes an entry with other content, and notes in its record what is new.
  ///
  /// - Returns: where it ends.
  private func write(
    _ entry: ZipEntry, of source: some ByteSource, _ content: any ByteSource, at start: Int,
    _ record: inout [UInt8], _ write: ([UInt8], Int) throws -> Void
  ) throws -> Int {
    var header = try source.bytes(in: entry.headerOffset..<entry.contentOffset)
    let contentStart = start + header.count
    var (position, sum) = (contentStart, checksum([]))
    func give(_ piece: [UInt8]) throws {
      try write(piece, position)
      position += piece.count
      try Self.checkSize(position, at: entry.headerOffset)
    }
    let summed = SummedSource(content) { sum = checksum($0, after: sum) }
    switch entry.method {
    case .deflated: try Deflater().deflate(summed, give)
    case .stored:
      try Self.copy(0..<content.byteCount, of: summed, to: position) { bytes, _ in try give(bytes) }
    }
    try Self.checkSize(content.byteCount, at: entry.headerOffset)
    // The sizes are known now, and need no descriptor.
    let flags = entry.flags & ~ZipFlags.hasDescriptor
    let numbers = [Int(sum), position - contentStart, content.byteCount]
    typealias Local = ZipLayout.LocalHeader
    header.set16(flags, at: Local.flags)
    for (number, place) in zip(numbers, [Local.checksum, Local.compressed, Local.uncompressed]) {
      header.set32(number, at: place)
    }
    try write(header, start)
    typealias Central = ZipLayout.CentralHeader
    record.set16(flags, at: Central.flags)
    for (number, place) in zip(
      numbers, [Central.checksum, Central.compressed, Central.uncompressed])
    {
      record.set32(number, at: place)
    }
    return position
  }

  private static func copy(
    _ range: Range<Int>, of source: some ByteSource, to position: Int,
    _ write: ([UInt8], Int) throws -> Void
  ) throws {
    let piece = 1 << 20
    for start in stride(from: range.lowerBound, to: range.upperBound, by: piece) {
      let bytes = try source.bytes(in: start..<min(start + piece, range.upperBound))
      try write(bytes, position + start - range.lowerBound)
    }
  }

  private static func checkSize(_ size: Int, at offset: Int) throws(WheelError) {
    guard size < ZipLayout.elsewhere32 else {
      throw .unsupported(structure: "archive", offset: offset, what: "the result needs ZIP64")
    }
  }
}

/// A source that tells of what is read from it, once and in order.
private struct SummedSource: ByteSource {
  private let base: any ByteSource
  private let note: ([UInt8]) -> Void

  init(_ base: any ByteSource, _ note: @escaping ([UInt8]) -> Void) {
    (self.base, self.note) = (base, note)
  }

  var byteCount: Int { base.byteCount }

  func bytes(in range: Range<Int>) throws -> [UInt8] {
    let bytes = try base.bytes(in: range)
    note(bytes)
    return bytes
  }
}
