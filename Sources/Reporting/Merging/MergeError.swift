// Why reports cannot be merged. What a merged report says is what one run would have said, or nothing.

internal import Policy
internal import Storage

/// What is wrong with a report, and where.
struct MergeError: Error {
  let message: Message

  /// Something about the report at `path`, at a place in it.
  init(_ path: FilePath, line: Int, column: Int = 1, _ reason: String) {
    let name = path.bytes == [UInt8(ascii: "-")] ? "standard input" : path.text
    message = Message(
      .error, reason, at: SourceLocation(file: name, line: line, column: column))
  }

  /// Something about the reports as a whole.
  init(_ reason: String) { message = Message(.error, reason) }
}
