// Bytes that can be read by range: a file on disk, a file with edits laid over it, or memory.

/// A file's content, readable by range.
public protocol ByteSource {
  /// Length in bytes.
  var byteCount: Int { get }

  /// The bytes of `range`.
  ///
  /// - Parameter range: lies within `0..<byteCount`.
  /// - Throws: the conformer's I/O error.
  func bytes(in range: Range<Int>) throws -> [UInt8]
}

extension [UInt8]: ByteSource {
  /// Length in bytes.
  public var byteCount: Int { count }

  /// The bytes of `range`.
  public func bytes(in range: Range<Int>) -> [UInt8] { Array(self[range]) }
}
