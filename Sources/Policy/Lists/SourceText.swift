// A text that clauses are read from, and the places in it.

/// The content of a file that says which names stay, or go.
public struct SourceText: Sendable {
  /// What the file is called in messages.
  public let name: String
  /// Its content.
  public let bytes: [UInt8]

  /// Memberwise.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// The line and column of the byte at `offset`, which may be that after the last.
  public func location(at offset: Int) -> SourceLocation {
    let before = bytes.prefix(max(0, offset))
    let start = lineStart(before: offset)
    return SourceLocation(
      file: name, line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: offset - start + 1)
  }

  /// The error that `message` describes, at `offset`.
  public func error(at offset: Int, _ message: String) -> SyntaxError {
    let line = bytes[lineStart(before: offset)...].prefix {
      $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r")
    }
    return SyntaxError(
      location: location(at: offset), line: String(decoding: line, as: UTF8.self), message: message)
  }

  private func lineStart(before offset: Int) -> Int {
    bytes.prefix(max(0, offset)).lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  }
}
