// The report of one shard, read line by line: the first tells which run it is of and which part, the last
// one that it is whole, and each between them of one file, in the order of the run's list.

internal import Policy
internal import Storage

/// A report that is being read.
final class ShardReport {
  /// What the first line says.
  struct Heading: Equatable {
    let version: String
    let command: String
    let shard: Shard
    let fileCount: Int
    let identity: String
  }

  /// What the last line says.
  struct Ending {
    let status: ExitStatus
    let messages: [Message]
    let effect: SelectionEffect?
  }

  let path: FilePath
  let heading: Heading
  /// The number of the line that was read last.
  private(set) var line = 1
  /// The file that comes next, and its line; nil behind the last.
  private(set) var next: (position: Int, text: [UInt8])?
  /// What the last line says, once it is reached.
  private(set) var ending: Ending?
  private let reader: LineReader
  private var fileCount = 0
  private var worst = ExitStatus.success

  /// Opens the report at `path` and reads up to the first file.
  ///
  /// - Throws: ``MergeError``, or ``StorageError``.
  init(_ path: FilePath) throws {
    self.path = path
    reader = try LineReader(path)
    guard let first = try reader.next() else { throw MergeError(path, line: 1, "it is empty") }
    let value = try Self.value(first.bytes, path, line: 1)
    guard let version = value[LineName.version]?.text else {
      throw MergeError(path, line: 1, "this is not the first line of a report of --format=jsonl")
    }
    guard version == "1.0" else {
      throw MergeError(path, line: 1, "version \(version) of the format is not known")
    }
    guard let tool = value["tool"]?["version"]?.text, let command = value["command"]?.text,
      let run = value["run"], let number = run["shard"]?.number, let count = run["of"]?.number,
      let shard = Shard(number, of: count), let fileCount = run["files"]?.number, fileCount >= 0,
      let identity = run["identity"]?.text
    else { throw MergeError(path, line: 1, "it does not tell which part of which run it is of") }
    heading = Heading(
      version: tool, command: command, shard: shard, fileCount: fileCount, identity: identity)
    guard first.isEnded else { throw truncated() }
    try advance()
  }

  private static func value(_ line: [UInt8], _ path: FilePath, line number: Int) throws(MergeError)
    -> JSONValue
  {
    do throws(JSONError) {
      return try JSONReader.value(line)
    } catch {
      throw MergeError(
        path, line: number, column: error.column,
        "this is no JSON that a report has: \(error.reason)")
    }
  }

  private func truncated() -> MergeError {
    MergeError(
      path, line: line, "the report ends without its last line: the run was cut off, or is not done"
    )
  }

  /// What is said of the file that comes next, and how it ended; then goes on to the one behind it.
  ///
  /// - Precondition: there is one.
  func takeFile() throws -> (fields: [JSONField], status: ExitStatus) {
    guard let (_, text) = next else { preconditionFailure("there is no file left") }
    guard case .object(let fields) = try Self.value(text, path, line: line),
      let code = fields.first(where: { $0.name == "exit_status" })?.value.number,
      let status = Int32(exactly: code).flatMap(ExitStatus.init)
    else { throw MergeError(path, line: line, "it does not tell how it ended for this file") }
    worst = max(worst, status)
    fileCount += 1
    try advance()
    return (Array(fields.dropFirst()), status)
  }

  private func advance() throws {
    let before = next?.position ?? -1
    next = nil
    guard let (text, isEnded) = try reader.next(), isEnded else { throw truncated() }
    line += 1
    if text.starts(with: Self.endBeginning) {
      ending = try end(text)
      guard try reader.next() == nil else {
        throw MergeError(path, line: line + 1, "something stands behind the last line")
      }
      return
    }
    guard let position = Self.position(text) else {
      // Perhaps it is no JSON at all.
      _ = try Self.value(text, path, line: line)
      throw MergeError(path, line: line, "this is neither about a file nor the last line")
    }
    guard position > before, position < heading.fileCount, heading.shard.holds(position) else {
      throw MergeError(
        path, line: line, "file \(position) is not where it would be in a report of this shard")
    }
    next = (position, text)
  }

  private static let positionBeginning = Array("{\"\(LineName.position)\":".utf8)
  private static let endBeginning = Array("{\"\(LineName.end)\":".utf8)

  /// The position of the file that a line is about: it stands first, so that what comes next is known
  /// before it is read as a whole.
  private static func position(_ line: [UInt8]) -> Int? {
    guard line.starts(with: positionBeginning) else { return nil }
    let digits = line[positionBeginning.count...].prefix(18).prefix { $0 != UInt8(ascii: ",") }
    return digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
      ? Int(String(decoding: digits, as: UTF8.self)) : nil
  }

  private func end(_ text: [UInt8]) throws(MergeError) -> Ending {
    let value = try Self.value(text, path, line: line)
    guard let count = value[LineName.end]?["reports"]?.number,
      let code = value["exit_status"]?.number,
      let status = Int32(exactly: code).flatMap(ExitStatus.init), status >= worst,
      let messages = value["messages"]?.elements
    else { throw MergeError(path, line: line, "this is not what the last line of a report says") }
    guard count == fileCount else {
      throw MergeError(
        path, line: line,
        "it tells of \(fileCount) files, and there were \(count): lines are missing")
    }
    var read: [Message] = []
    for json in messages {
      guard let message = Message(json) else {
        throw MergeError(path, line: line, "this is no message")
      }
      read.append(message)
    }
    var effect: SelectionEffect?
    if let selection = value["selection"] {
      effect = SelectionEffect(selection)
      guard effect != nil else {
        throw MergeError(path, line: line, "what it says of its selection is not understood")
      }
    }
    return Ending(status: status, messages: read, effect: effect)
  }
}

extension Message {
  /// The message that was written as `json`; nil if that is none.
  fileprivate init?(_ json: JSONValue) {
    guard let severity = json["severity"]?.text.flatMap(Severity.init),
      let text = json["text"]?.text,
      let place = json["location"]
    else { return nil }
    guard place != .null else {
      self.init(severity, text)
      return
    }
    guard let file = place["file"]?.text, let line = place["line"]?.number,
      let column = place["column"]?.number
    else { return nil }
    let path = place["file_bytes"]?.text.flatMap { HexadecimalBytes.bytes($0.utf8) }
    self.init(
      severity, text,
      at: SourceLocation(path: path ?? Array(file.utf8), line: line, column: column))
  }
}
