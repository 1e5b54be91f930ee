// A text that clauses are read from, and the places in it.

/// The content of a file that says which names stay, or go.
public struct SourceText: Sendable {
  /// What the file is called in messages.
  public let name: String
  /// Its content.
  public let bytes: [UInt8]
  /// Where each line begins. Every clause asks for its place: counting from the top each time
  /// would make a long list slow.
  private let lineStarts: [Int]

  /// Memberwise.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// The line and column of the byte at `offset`, which may be that after the last.
  public func location(at offset: Int) -> SourceLocation {
    let line = lineIndex(of: offset)
    return SourceLocation(file: name, line: line + 1, column: offset - lineStarts[line] + 1)
  }

  /// The error that `message` describes, at `offset`.
  public func error(at offset: Int, _ message: String) -> SyntaxError {
    let line = bytes[lineStarts[lineIndex(of: offset)]...].prefix {
      $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r")
    }
    return SyntaxError(
      location: location(at: offset), line: String(decoding: line, as: UTF8.self), message: message)
  }

  /// The last line that begins at or before `offset`, from 0.
  private func lineIndex(of offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
