// A list of names with all that it includes.

internal import Policy
internal import Storage

/// Reads a list file and the lists that it includes.
struct ListReader {
  private(set) var clauses: [Clause] = []
  private(set) var remarks: [ListRemark] = []
  /// Libraries whose names stay, each with the folder in which a relative path begins.
  private(set) var libraries: [(line: SelectionLine, folder: FilePath)] = []
  /// The files that are being read: one may not include itself.
  private var open: [FilePath] = []

  init() {}

  /// Reads the list that `value` names: `[FORMAT:]FILE`.
  ///
  /// - Throws: ``SyntaxError``, or ``OtherFileFailure``.
  mutating func read(_ value: [UInt8], folder: FilePath?) throws {
    if let colon = value.firstIndex(of: UInt8(ascii: ":")),
      let format = ListFormat(rawValue: String(decoding: value[..<colon], as: UTF8.self))
    {
      try read(FilePath(value[(colon + 1)...]).resolved(in: folder), as: format)
    } else {
      try read(FilePath(value).resolved(in: folder), as: nil)
    }
  }

  private mutating func read(_ path: FilePath, as named: ListFormat?) throws {
    let text = SourceText(name: path.text, bytes: try naming(path) { try wholeText(path) })
    let format = try named ?? ListFormat.detect(text)
    let reading = try format.read(text)
    remarks += reading.remarks
    open.append(path)
    defer { open.removeLast() }
    for item in reading.items {
      switch item {
      case .clause(let clause): clauses.append(clause)
      case .library(let value, let offset):
        libraries.append((SelectionLine(.keepFrom, value, at: offset, of: text), path.folder))
      case .include(let name, let offset):
        let included = FilePath(name).resolved(in: path.folder)
        guard !open.contains(included), open.count < Self.depthLimit else {
          throw text.error(at: offset, "\(included.text) is being read already")
        }
        try read(included, as: format)
      }
    }
  }

  /// How deep lists may include each other.
  private static let depthLimit = 16
}
