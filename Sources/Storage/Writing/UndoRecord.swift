// What an undo needs: which file it belongs to, and the bytes that stood there before. Text, one
// fact a line, so that a person can see what it is:
//
//     symdemote-undo 1
//     size 16584
//     before SHA-256 of the file before the edit
//     after SHA-256 of the file after it
//     bytes OFFSET HEXADECIMAL
//
// Invariant: laying the bytes over a file whose digest is `after` gives one whose digest is
// `before`; whoever reads a record checks both.

public import ELFModel

/// The record by which one edit can be taken back.
public struct UndoRecord: Sendable, Equatable {
  /// The file's length in bytes, before and after.
  public let size: Int
  /// Digest of the file before the edit.
  public let before: Digest
  /// Digest of the file after the edit.
  public let after: Digest
  /// The bytes that the edit replaced.
  public let edits: [ByteEdit]

  /// The record of `edits`, about to be made to `file`.
  ///
  /// - Throws: the file's I/O error.
  public init(of edits: [ByteEdit], on file: DiskFile) throws {
    size = file.byteCount
    before = try Digest(of: file)
    after = try Digest(of: EditedSource(file, edits: edits))
    self.edits = try edits.map { ByteEdit(offset: $0.offset, bytes: try file.bytes(in: $0.range)) }
  }

  /// Reads a record for `target`.
  ///
  /// - Throws: ``UndoRecordError`` with the line at fault, or the file's I/O error.
  public init(readingFrom file: DiskFile, for target: DiskFile) throws {
    // Two digits a byte, and a line's words for each run; runs lie 32 bytes apart.
    guard file.byteCount <= 3 * target.byteCount + 4096 else {
      throw UndoRecordError(line: 1, reason: "it is too long for a record of this file")
    }
    let text = String(decoding: try file.bytes(in: 0..<file.byteCount), as: UTF8.self)
    var lines = RecordLines(text)
    try lines.expect("symdemote-undo 1")
    let size = try lines.value("size") { Int($0).flatMap { $0 < 0 ? nil : $0 } }
    before = try lines.value("before") { Digest(hexadecimal: String($0)) }
    after = try lines.value("after") { Digest(hexadecimal: String($0)) }
    var edits: [ByteEdit] = []
    var end = 0
    while lines.hasMore {
      let edit = try lines.value("bytes") { Self.edit($0, between: end, and: size) }
      end = edit.range.upperBound
      edits.append(edit)
    }
    self.size = size
    self.edits = edits
  }

  /// An edit in ascending order and within the file.
  private static func edit(_ text: Substring, between start: Int, and end: Int) -> ByteEdit? {
    let fields = text.split(separator: " ", omittingEmptySubsequences: false)
    guard fields.count == 2, let offset = Int(fields[0]), (start...end).contains(offset),
      let bytes = HexadecimalBytes.bytes(fields[1].utf8), bytes.count <= end - offset
    else { return nil }
    return ByteEdit(offset: offset, bytes: bytes)
  }

  /// The record as it is written.
  public var bytes: [UInt8] {
    var text = """
      symdemote-undo 1
      size \(size)
      before \(before.hexadecimal)
      after \(after.hexadecimal)

      """
    for edit in edits { text += "bytes \(edit.offset) \(HexadecimalBytes.text(edit.bytes))\n" }
    return Array(text.utf8)
  }
}

/// An undo record that cannot be read; `line` counts from 1.
public struct UndoRecordError: Error, Sendable, Equatable {
  /// The line at fault.
  public let line: Int
  /// What was expected or is wrong.
  public let reason: String
}
