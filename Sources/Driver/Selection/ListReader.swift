// A list of names with all that it includes.

internal import Policy
internal import Storage

/// Reads a list file and the lists that it includes.
struct ListReader {
  private(set) var clauses = ClauseList()
  private(set) var remarks: [ListRemark] = []
  /// Libraries whose names stay, each with the folder in which a relative path begins.
  private(set) var libraries: [(line: SelectionLine, folder: FilePath)] = []
  /// The files that are being read: one may not include itself.
  private var open: [FilePath] = []

  init() {}

  /// Reads the list that `value` names: `[FORMAT:]FILE`.
  ///
  /// - Throws: ``SyntaxError``, or ``OtherFileFailure``.
  mutating func read(_ value: [UInt8], folder: FilePath?, _ input: inout TextInput) throws {
    if let colon = value.firstIndex(of: UInt8(ascii: ":")),
      let format = ListFormat(rawValue: String(decoding: value[..<colon], as: UTF8.self))
    {
      try read(FilePath(value[(colon + 1)...]).resolved(in: folder), as: format, &input)
    } else {
      try read(FilePath(value).resolved(in: folder), as: nil, &input)
    }
  }

  private mutating func read(
    _ path: FilePath, as named: ListFormat?, in context: ListContext = ListContext(),
    _ input: inout TextInput
  ) throws {
    let text = try input.text(path)
    let format = try named ?? ListFormat.detect(text)
    let reading = try format.read(text, in: context)
    remarks += reading.remarks
    open.append(path.normalised)
    defer { open.removeLast() }
    for item in reading.items {
      switch item {
      case .clause(let clause): clauses.append(clause)
      case .library(let line): libraries.append((line, path.folder))
      case .include(let name, let location, let context):
        let included = FilePath(name).resolved(in: path.folder)
        let isOpen = open.contains(included.normalised)
        guard !isOpen, open.count < Self.depthLimit else {
          throw SyntaxError(
            location: location, line: "include \(String(decoding: name, as: UTF8.self))",
            message: isOpen
              ? "\(included.text) is being read already"
              : "lists include each other more than \(Self.depthLimit) deep")
        }
        try read(included, as: format, in: context, &input)
      }
    }
  }

  /// How deep lists may include each other.
  private static let depthLimit = 16
}
