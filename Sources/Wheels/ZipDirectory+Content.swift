// The content of entries: never more than an entry says, and checked to the last byte.

public import ELFModel

extension ZipDirectory {
  /// Hands over the content of `entry`, piece by piece. What was handed over is right if nothing is
  /// thrown.
  ///
  /// - Throws: ``WheelError``, or what reading `source` or `take` throws.
  public func read(
    _ entry: ZipEntry, of source: some ByteSource, _ take: ([UInt8]) throws -> Void
  ) throws {
    guard entry.byteCount <= max(Self.harmlessBytes, entry.compressedByteCount * Self.mostRatio)
    else {
      throw WheelError.tooLarge(
        name: entry.name, byteCount: entry.byteCount, compressed: entry.compressedByteCount)
    }
    var (count, sum) = (0, checksum([]))
    let ending = try pieces(of: entry, source) { piece in
      count += piece.count
      guard count <= entry.byteCount else { return false }
      sum = checksum(piece, after: sum)
      try take(piece)
      return true
    }
    func damaged(_ reason: String) -> WheelError {
      .damaged(name: entry.name, offset: entry.contentOffset, reason: reason)
    }
    if case .damaged(let reason) = ending { throw damaged(reason) }
    guard count == entry.byteCount else {
      throw damaged("it is said to have \(entry.byteCount) bytes, and has others")
    }
    guard sum == entry.checksum else { throw damaged("its checksum (CRC-32) is wrong") }
  }

  /// The content of `entry`, which is to be small.
  ///
  /// - Throws: as ``read(_:of:_:)``.
  public func content(of entry: ZipEntry, in source: some ByteSource) throws -> [UInt8] {
    guard entry.byteCount <= Self.harmlessBytes else {
      throw WheelError.tooLarge(
        name: entry.name, byteCount: entry.byteCount, compressed: entry.compressedByteCount)
    }
    var content: [UInt8] = []
    try read(entry, of: source) { content += $0 }
    return content
  }

  /// The first `count` bytes of `entry`, as far as it has them, unchecked.
  ///
  /// - Throws: what reading `source` throws.
  public func beginning(of entry: ZipEntry, in source: some ByteSource, count: Int) throws
    -> [UInt8]
  {
    var beginning: [UInt8] = []
    _ = try pieces(of: entry, source) { piece in
      beginning += piece.prefix(count - beginning.count)
      return beginning.count < count
    }
    return beginning
  }

  private func pieces(
    of entry: ZipEntry, _ source: some ByteSource, _ take: ([UInt8]) throws -> Bool
  ) throws -> Inflater.Ending {
    let range = entry.contentOffset..<(entry.contentOffset + entry.compressedByteCount)
    switch entry.method {
    case .deflated: return try Inflater().inflate(range, of: source, take)
    case .stored:
      for start in stride(from: range.lowerBound, to: range.upperBound, by: Inflater.pieceBytes) {
        let end = min(start + Inflater.pieceBytes, range.upperBound)
        if try !take(try source.bytes(in: start..<end)) { return .stopped }
      }
      return .atEnd
    }
  }

  /// What nobody need fear, whatever its ratio.
  static let harmlessBytes = 64 << 20
  /// Machine code shrinks to a third, seldom to a tenth.
  public static let mostRatio = 100
}
