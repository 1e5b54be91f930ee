// A text that is read line by line, and of which no more than a line is kept; it may come from a pipe.

internal import Glibc

/// Reads a file, a pipe or standard input.
public final class LineReader {
  private let path: FilePath
  private let file: Descriptor
  private var buffer: [UInt8] = []
  /// Where in `buffer` the next line begins, and how far no line's end was found.
  private var start = 0
  private var searched = 0
  private var isAtEnd = false

  /// A longer line is no line.
  private static let longestLine = 1 << 30

  /// Opens `path`; `-` is standard input.
  ///
  /// - Throws: ``StorageError``.
  public init(_ path: FilePath) throws(StorageError) {
    let isStandardInput = path.bytes == [UInt8(ascii: "-")]
    self.path = path
    file = try Linux().open(isStandardInput ? FilePath("/dev/stdin") : path, O_RDONLY)
  }

  /// The next line, without its end; nil behind the last.
  ///
  /// - Returns: the line, and whether an end of line stands behind it.
  /// - Throws: ``StorageError``; for a line of more than a gibibyte, too.
  public func next() throws(StorageError) -> (bytes: [UInt8], isEnded: Bool)? {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { (start, searched) = (end + 1, end + 1) }
        return (Array(buffer[start..<end]), true)
      }
      searched = buffer.count
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { (start, searched) = (buffer.count, buffer.count) }
        return (Array(buffer[start...]), false)
      }
      buffer.removeSubrange(..<start)
      (start, searched) = (0, buffer.count)
      let piece = try Linux().readNext(file, upTo: 1 << 16, path)
      isAtEnd = piece.isEmpty
      buffer += piece
      guard buffer.count <= Self.longestLine else {
        throw .system(call: "read", path: path, code: EFBIG)
      }
    }
  }
}
