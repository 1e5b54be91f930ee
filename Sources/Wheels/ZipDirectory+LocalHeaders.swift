// The local headers, which must say what the central directory says: an unpacker may go by either.

internal import ELFModel

extension ZipDirectory {
  /// The positions of the entries in the order in which they lie in the archive.
  var orderInArchive: [Int] {
    entries.indices.sorted { entries[$0].headerOffset < entries[$1].headerOffset }
  }

  /// Reads every local header, and finds that entries lie one behind the other.
  mutating func readLocalHeaders(of source: some ByteSource) throws {
    let order = orderInArchive
    var expected = 0
    for (place, position) in order.enumerated() {
      let limit = place + 1 < order.count ? entries[order[place + 1]].headerOffset : offset
      guard entries[position].headerOffset == expected else {
        throw WheelError.malformed(
          structure: "archive", offset: expected, reason: "bytes that belong to no entry")
      }
      guard limit <= offset else {
        let next = entries[order[place + 1]]
        throw WheelError.malformed(
          structure: ZipEntry.directory, offset: next.recordOffset,
          reason: "\(ZipEntry.shown(next.name)) begins at \(limit), behind all entries")
      }
      try entries[position].readLocalHeader(of: source, endingAt: limit)
      expected = limit
    }
    guard expected == offset else {
      throw WheelError.malformed(
        structure: "archive", offset: expected, reason: "bytes that belong to no entry")
    }
  }
}

extension ZipEntry {
  fileprivate mutating func readLocalHeader(of source: some ByteSource, endingAt limit: Int) throws
  {
    typealias Layout = ZipLayout.LocalHeader
    let (name, headerOffset) = (name, headerOffset)
    func malformed(_ reason: String) -> WheelError {
      .malformed(
        structure: "local header", offset: headerOffset, reason: "\(Self.shown(name)): \(reason)")
    }
    let start = headerOffset + Layout.byteCount + name.count
    guard start <= limit else { throw malformed("it overlaps what follows, or is cut off") }
    let header = try source.bytes(in: headerOffset..<start)
    guard header.number32(at: 0) == Layout.signature else { throw malformed("no header") }
    guard header.number16(at: Layout.nameLength) == name.count,
      header[Layout.byteCount...].elementsEqual(name)
    else { throw malformed("it has another name than the central directory") }
    let flags = header.number16(at: Layout.flags)
    guard (flags ^ self.flags) & Self.decidingFlags == 0,
      header.number16(at: Layout.method) == method.rawValue
    else { throw malformed("its flags or its method are not those of the central directory") }
    let numbers = [
      header.number32(at: Layout.checksum), header.number32(at: Layout.compressed),
      header.number32(at: Layout.uncompressed),
    ]
    guard !numbers[1...].contains(ZipLayout.elsewhere32) else {
      throw WheelError.unsupported(
        structure: "local header", offset: headerOffset, what: "\(Self.shown(name)) needs ZIP64")
    }
    // With a descriptor they were not yet known, and are zero.
    guard numbers == sums || hasDescriptor && numbers.allSatisfy({ $0 == 0 }) else {
      throw malformed("its checksum or sizes are not those of the central directory")
    }
    contentOffset = start + header.number16(at: Layout.extraLength)
    guard contentOffset <= limit else { throw malformed("it overlaps what follows, or is cut off") }
    let extra = try source.bytes(in: start..<contentOffset)
    if let reason = ZipExtraFields.problem(in: extra[...], of: name) {
      throw malformed("it has \(reason)")
    }
    let contentEnd = contentOffset + compressedByteCount
    guard contentEnd <= limit else {
      throw malformed("its data overlaps what follows, or is cut off")
    }
    end = limit
    let rest = try source.bytes(in: contentEnd..<min(limit, contentEnd + 17))
    guard hasDescriptor ? isDescriptor(rest) : rest.isEmpty else {
      throw WheelError.malformed(
        structure: "archive", offset: contentEnd,
        reason: "bytes behind the data of \(Self.shown(name)) that belong to no entry")
    }
  }

  /// Those that say how to read the entry. Others tell how hard it was compressed.
  private static var decidingFlags: Int {
    ZipFlags.encrypted | ZipFlags.hasDescriptor | ZipFlags.patched | ZipFlags.stronglyEncrypted
      | ZipFlags.isUTF8 | ZipFlags.masked
  }

  private var sums: [Int] { [Int(checksum), compressedByteCount, byteCount] }

  private func isDescriptor(_ bytes: [UInt8]) -> Bool {
    typealias Layout = ZipLayout.Descriptor
    let hasSignature =
      bytes.count == Layout.byteCount + 4 && bytes.number32(at: 0) == Layout.signature
    let start = hasSignature ? 4 : 0
    guard bytes.count == start + Layout.byteCount else { return false }
    return [0, 4, 8].map { bytes.number32(at: start + $0) } == sums
  }
}
