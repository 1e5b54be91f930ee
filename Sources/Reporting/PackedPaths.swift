// The paths of files that are unpacked somewhere, as they are in their archive. They were looked at in a
// folder of the run's own, which nobody is to read of.

public import Storage

/// From where files are to what they are called in their archive.
public struct PackedPaths: Sendable {
  /// What a text has instead of each beginning of a path, the longer ones first.
  private let beginnings: [(place: String, name: String)]
  private let names: [FilePath: FilePath]
  /// What is left out of other paths, the longer one first.
  private let folders: [[UInt8]]
  /// What every place begins with, and how people may be shown it.
  private let folder: [String]

  /// - Parameters:
  ///   - root: where the top of the archive is.
  ///   - folder: what all that is unpacked lies in.
  ///   - others: the files that are called otherwise in the archive than their place below `root` tells.
  public init(root: FilePath, in folder: FilePath, others: [(place: FilePath, name: FilePath)]) {
    folders = [root, folder].map { $0.bytes + [UInt8(ascii: "/")] }
    self.folder = Set([folder.text, folder.text.printable]).sorted()
    names = Dictionary(others.map { ($0.place, $0.name) }) { first, _ in first }
    let ordered = others.sorted { $0.place.bytes.count > $1.place.bytes.count }
    let all =
      ordered.map { ($0.place.text, $0.name.text) }
      + [(root.text + "/", ""), (folder.text + "/", "")]
    // People may be shown the folder with its controls spelled out.
    beginnings = all.flatMap { place, name in
      place.printable == place
        ? [(place, name)] : [(place, name), (place.printable, name.printable)]
    }
  }

  /// What the file at `path` is called; `path` if it is no such file.
  public func name(of path: FilePath) -> FilePath {
    if let name = names[path] { return name }
    guard let folder = folders.first(where: { path.bytes.starts(with: $0) }) else { return path }
    return FilePath(path.bytes.dropFirst(folder.count))
  }

  /// `text` with the names of files in place of their paths.
  func words(_ text: String) -> String {
    // Most texts are names of symbols.
    guard folder.contains(where: text.has) else { return text }
    return beginnings.reduce(text) { text, beginning in
      // A diff puts a letter before the first slash of a path.
      text.replacing("--- a\(beginning.place)", by: "--- a/\(beginning.name)")
        .replacing("+++ b\(beginning.place)", by: "+++ b/\(beginning.name)")
        .replacing(beginning.place, by: beginning.name)
    }
  }
}

extension FileReport {
  /// The report of an unpacked file as one of a file of the archive.
  public func named(by paths: PackedPaths) -> FileReport {
    FileReport(
      path: paths.name(of: path), status: status, messages: messages.map { $0.named(by: paths) },
      body: body.map { NamedReport(body: $0, paths: paths) })
  }
}

extension Message {
  /// The message with the names of files in place of their paths.
  public func named(by paths: PackedPaths) -> Message {
    Message(severity, paths.words(text), at: location, line: line)
  }
}

/// A report with the names of files in place of their paths. The folder's name holds what nobody could know
/// beforehand, so that nothing else looks like it.
private struct NamedReport: ReportBody {
  let body: any ReportBody
  let paths: PackedPaths

  var text: String { paths.words(body.text) }

  var fields: [JSONField] { body.fields.map { $0.named(by: paths) } }
}

extension JSONField {
  fileprivate func named(by paths: PackedPaths) -> JSONField {
    // Where the text does not say it all, the bytes stand beside it.
    if name.hasSuffix("_bytes"), case .string(let digits) = value,
      let bytes = HexadecimalBytes.bytes(digits.utf8)
    {
      return JSONField(name, .bytesUnlessText(paths.name(of: FilePath(bytes)).bytes))
    }
    return JSONField(name, value.named(by: paths))
  }
}

extension JSONValue {
  fileprivate func named(by paths: PackedPaths) -> JSONValue {
    switch self {
    case .string(let text): .string(paths.words(text))
    case .array(let values): .array(values.map { $0.named(by: paths) })
    case .object(let fields): .object(fields.map { $0.named(by: paths) })
    case .null, .bool, .number: self
    }
  }
}

extension String {
  /// Whether `part` is somewhere in the text.
  fileprivate func has(_ part: String) -> Bool {
    guard let first = part.utf8.first else { return true }
    var rest = utf8[...]
    while let place = rest.firstIndex(of: first) {
      rest = rest[place...]
      if rest.starts(with: part.utf8) { return true }
      rest = rest.dropFirst()
    }
    return false
  }

  /// The text with `other` wherever it has `part`.
  fileprivate func replacing(_ part: String, by other: String) -> String {
    let (bytes, sought) = (Array(utf8), Array(part.utf8))
    guard let first = sought.first, bytes.count >= sought.count else { return self }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = 0
    var hasChanged = false
    while position < bytes.count {
      if bytes[position] == first, bytes[position...].starts(with: sought) {
        result += other.utf8
        hasChanged = true
        position += sought.count
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return hasChanged ? String(decoding: result, as: UTF8.self) : self
  }
}
