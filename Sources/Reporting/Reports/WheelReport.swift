// What became of the files in a wheel. They were looked at in a folder of the run's own, which nobody is to
// read of: here they have the paths that they have in the wheel.

public import Storage

/// What a run did to the files in one wheel.
public struct WheelReport: ReportBody {
  private let name: String
  private let output: String
  private let members: [FileReport]
  private let fileCount: Int
  private let changedCount: Int
  private let isDryRun: Bool

  /// - Parameters:
  ///   - members: what is said of each file that was looked at.
  ///   - fileCount: how many ELF files the wheel has.
  ///   - changedCount: how many of them change.
  ///   - output: where the result is.
  public init(
    of wheel: FilePath, at output: FilePath?, members: [FileReport], fileCount: Int,
    changedCount: Int, isDryRun: Bool
  ) {
    (name, self.output) = (wheel.text, (output ?? wheel).text)
    (self.members, self.isDryRun) = (members, isDryRun)
    (self.fileCount, self.changedCount) = (fileCount, changedCount)
  }

  /// A line for the wheel, and what is said of each file.
  public var text: String {
    let texts = members.compactMap(\.body?.text).joined()
    guard changedCount > 0 else {
      let copy = output == name || isDryRun ? "" : "; \(output.printable) is an unchanged copy"
      return "\(name.printable): nothing to do\(copy)\n" + (isDryRun ? texts : indented(texts))
    }
    let files = counted(fileCount, "ELF file", "ELF files")
    return isDryRun
      ? "\(name.printable): \(changedCount) of \(files) would change\n" + texts
      : "\(output.printable): \(changedCount) of \(files) changed\n" + indented(texts)
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [
      JSONField("output", .string(output)),
      JSONField("elf_files", .number(fileCount)),
      JSONField("changed", .number(changedCount)),
      JSONField("members", .array(members.map { .object($0.fields) })),
    ]
  }
}

extension FileReport {
  /// The report of a file in `folder` as one of the file's path from there.
  public func within(_ folder: FilePath) -> FileReport {
    let root = folder.bytes + [UInt8(ascii: "/")]
    let own = path.bytes.starts(with: root) ? FilePath(path.bytes.dropFirst(root.count)) : path
    return FileReport(
      path: own, status: status, messages: messages.map { $0.within(folder) },
      body: body.map { RelativeReport(body: $0, root: folder.text + "/") })
  }
}

extension Message {
  /// The message with the paths that there are from `folder`.
  public func within(_ folder: FilePath) -> Message {
    Message(
      severity, text.removing(folder.text + "/"), at: location, line: line)
  }
}

/// A report in which every path begins in a folder. The folder's name holds what nobody could know
/// beforehand, so that nothing else looks like it.
private struct RelativeReport: ReportBody {
  let body: any ReportBody
  let root: String

  var text: String {
    // A diff puts a letter before the first slash of a path.
    body.text.replacing("--- a\(root)", by: "--- a/").replacing("+++ b\(root)", by: "+++ b/")
      .removing(root)
  }

  var fields: [JSONField] { body.fields.map { $0.removing(root) } }
}

extension JSONField {
  fileprivate func removing(_ root: String) -> JSONField {
    JSONField(name, value.removing(root))
  }
}

extension JSONValue {
  fileprivate func removing(_ root: String) -> JSONValue {
    switch self {
    case .string(let text): .string(text.removing(root))
    case .array(let values): .array(values.map { $0.removing(root) })
    case .object(let fields): .object(fields.map { $0.removing(root) })
    case .null, .bool, .number: self
    }
  }
}

extension String {
  /// The text without any `part`.
  fileprivate func removing(_ part: String) -> String { replacing(part, by: "") }

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
