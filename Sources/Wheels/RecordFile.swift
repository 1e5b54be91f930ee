// RECORD, the list of a wheel's files: comma-separated values, a line for each file with its path, its hash
// (`sha256=` and the digest in urlsafe base64 without padding) and its size (PyPA specifications,
// "Recording installed projects" and "Binary distribution format"). What is not replaced stays byte for
// byte: the order, the quotes, the ends of lines.

/// The RECORD of a wheel.
public struct RecordFile: Sendable {
  /// A line.
  struct Row: Sendable {
    let number: Int
    /// Where the hash and the size stand.
    let hash: Range<Int>
    let size: Range<Int>
  }

  /// The text.
  private let bytes: [UInt8]
  private var rows: [[UInt8]: Row] = [:]

  /// Reads `bytes`.
  ///
  /// - Throws: ``WheelError/recordLine(_:reason:)``.
  public init(_ bytes: [UInt8]) throws(WheelError) {
    self.bytes = bytes
    var reader = Reader(bytes)
    while let (number, fields) = try reader.next() {
      guard fields.count == 3 else {
        throw .recordLine(number, reason: "a path, a hash and a size are wanted")
      }
      let row = Row(number: number, hash: fields[1].range, size: fields[2].range)
      guard rows.updateValue(row, forKey: fields[0].value) == nil else {
        throw .recordLine(number, reason: "its file has a line already")
      }
    }
  }

  /// Finds that the file at `name` has a line, and the hash that it says.
  ///
  /// A line may have no hash, and then says nothing. One that cannot be held against the file would be
  /// made to fit it with the new content, damaged as the file may be.
  ///
  /// - Parameter digest: the hash of its content by SHA-256, in the form that RECORD has it in.
  /// - Throws: ``WheelError``.
  public func check(_ name: [UInt8], has digest: String, byteCount: Int) throws(WheelError) {
    guard let row = rows[name] else { throw .unrecorded(name: name) }
    let (hash, size) = (unquoted(row.hash), unquoted(row.size))
    // Better ones are allowed, and nobody writes them.
    guard hash.isEmpty || hash.starts(with: "sha256=".utf8) else {
      let kind = hash.prefix { $0 != UInt8(ascii: "=") }
      throw .recordHash(name: name, line: row.number, kind: Array(kind))
    }
    guard hash.isEmpty || hash.elementsEqual(digest.utf8),
      size.isEmpty || size.elementsEqual("\(byteCount)".utf8)
    else { throw .recordDiffers(name: name, line: row.number) }
  }

  /// What a field says that has no quotes in it.
  private func unquoted(_ field: Range<Int>) -> ArraySlice<UInt8> {
    let text = bytes[field]
    return text.first == UInt8(ascii: "\"") ? text.dropFirst().dropLast() : text
  }

  /// The text with other hashes and sizes for `files`, which have lines. What a line does not say it does
  /// not say afterwards.
  public func replacing(_ files: [(name: [UInt8], digest: String, byteCount: Int)]) -> [UInt8] {
    let edits = files.flatMap { file -> [(Range<Int>, [UInt8])] in
      guard let row = rows[file.name] else { return [] }
      return [
        (row.hash, Array(file.digest.utf8)), (row.size, Array("\(file.byteCount)".utf8)),
      ].filter { !$0.0.isEmpty }
    }.sorted { $0.0.lowerBound < $1.0.lowerBound }
    var result: [UInt8] = []
    var position = 0
    for (range, text) in edits {
      result += bytes[position..<range.lowerBound] + text
      position = range.upperBound
    }
    return result + bytes[position...]
  }
}

/// Reads comma-separated values (RFC 4180).
private struct Reader {
  /// A field, and where what it says stands, quotes included.
  struct Field {
    let value: [UInt8]
    let range: Range<Int>
  }

  private let bytes: [UInt8]
  private var position = 0
  private var number = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next line that is not empty.
  mutating func next() throws(WheelError) -> (number: Int, [Field])? {
    while position < bytes.count {
      number += 1
      if takeEnd() { continue }
      var fields = [try field()]
      while position < bytes.count, !takeEnd() {
        guard bytes[position] == UInt8(ascii: ",") else {
          throw .recordLine(number, reason: "something stands behind a closing quote")
        }
        position += 1
        fields.append(try field())
      }
      return (number, fields)
    }
    return nil
  }

  /// Takes the end of a line, if it is here.
  private mutating func takeEnd() -> Bool {
    let (carriageReturn, lineFeed) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
    switch bytes[position] {
    case lineFeed: position += 1
    case carriageReturn:
      position += 1
      if position < bytes.count, bytes[position] == lineFeed { position += 1 }
    default: return false
    }
    return true
  }

  private mutating func field() throws(WheelError) -> Field {
    let start = position
    var value: [UInt8] = []
    let quote = UInt8(ascii: "\"")
    guard position < bytes.count, bytes[position] == quote else {
      while position < bytes.count, !Self.ends.contains(bytes[position]) { position += 1 }
      return Field(value: Array(bytes[start..<position]), range: start..<position)
    }
    position += 1
    while position < bytes.count {
      if bytes[position] == quote {
        position += 1
        // Two stand for one.
        guard position < bytes.count, bytes[position] == quote else {
          return Field(value: value, range: start..<position)
        }
      }
      value.append(bytes[position])
      position += 1
    }
    throw .recordLine(number, reason: "a quote is not closed")
  }

  private static let ends = Array(",\r\n".utf8)
}
