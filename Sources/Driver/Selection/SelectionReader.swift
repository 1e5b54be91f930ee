// From lines to clauses: patterns are compiled, lists, policies and libraries are read.

internal import Patterns
internal import Policy
internal import Reporting
internal import Storage

/// Reads selection lines one after the other.
struct SelectionReader {
  private(set) var parts: [Selection.Part] = []
  private(set) var collidingWith: [(root: FilePath, files: PathGlob?)] = []
  private(set) var messages: [Message] = []
  private(set) var hasSections = false
  /// Where relative paths begin; nil for the working directory.
  private var folder: FilePath?
  private var input: TextInput
  /// How the tables of libraries are read.
  private let reading: TableReading
  /// The files that the section being read is for.
  private var files: PathGlob?

  /// Digests of the texts that were read.
  var digests: [[UInt8]] { input.digests ?? [] }

  /// - Parameters:
  ///   - standardInputIsRead: whether standard input has nothing left.
  ///   - reading: how the tables of libraries are read.
  ///   - digesting: whether digests are made of the texts.
  init(
    standardInputIsRead: Bool, reading: @escaping TableReading = readAsItIs,
    digesting: Bool = false
  ) {
    self.reading = reading
    input = TextInput(digesting: digesting)
    input.hasReadStandardInput = standardInputIsRead
  }

  /// Reads what `line` says.
  ///
  /// - Throws: ``SyntaxError`` for a line of a file; else ``PatternError``, ``PolicyError`` or
  ///   ``OtherFileFailure``.
  mutating func read(_ line: SelectionLine) throws {
    do {
      try follow(line)
    } catch let error where !(error is SyntaxError) {
      throw line.syntaxError(words(for: error).text) ?? error
    }
  }

  private mutating func follow(_ line: SelectionLine) throws {
    let value = line.value
    switch line.keyword {
    case .demote, .keep: try add(line) { try Selector(typedName: value) }
    case .demoteRegex, .keepRegex:
      try add(line) { Selector(.regex(try RegularExpression(value, coversWholeName: true))) }
    case .demoteCxx, .keepCxx: try add(line) { try Selector(glob: value, subject: .demangled) }
    case .all: try add(line) { Selector(.everything) }
    case .demoteFrom, .keepFrom: try addLibrary(line)
    case .preset: try addPreset(line)
    case .keepList: try addList(line)
    case .colliding: add(line, .colliding)
    case .with: collidingWith.append((FilePath(value).resolved(in: folder), files))
    case .policy: try readPolicy(line)
    }
  }

  private mutating func add(_ line: SelectionLine, _ content: Selection.Part.Content) {
    parts.append(Selection.Part(line, content, for: files))
  }

  private mutating func add(_ line: SelectionLine, _ selector: () throws -> Selector) throws {
    do {
      let selector = try selector()
      let isRequired = line.intent == .keep && selector.rank >= .exact
      add(line, .clauses(ClauseList([line.clause(selector, isRequired: isRequired)])))
    } catch let error as PatternError {
      throw line.syntaxError("this is no pattern: \(error.reason)", column: error.column) ?? error
        as any Error
    }
  }

  private mutating func addLibrary(_ line: SelectionLine) throws {
    switch try LibraryReference(line.value, folder: folder, reading) {
    case .names(let names):
      add(line, .clauses(ClauseList([line.clause(Selector(.members(names)))])))
    case .soname(let soname): add(line, .library(soname))
    }
  }

  private mutating func addPreset(_ line: SelectionLine) throws {
    let name = String(decoding: line.value, as: UTF8.self)
    guard let preset = PresetTable.preset(named: name) else {
      throw PolicyError.unknownPreset(name: name)
    }
    let clauses = try preset.clauses(text: line.text, at: line.location)
    add(line, .clauses(ClauseList(clauses)))
  }

  private mutating func addList(_ line: SelectionLine) throws {
    var list = ListReader()
    try list.read(line.value, folder: folder, &input)
    messages += list.remarks.map {
      Message(.warning, $0.message, at: $0.location)
    }
    if !list.clauses.isEmpty || list.libraries.isEmpty { add(line, .clauses(list.clauses)) }
    for (library, listFolder) in list.libraries {
      let outer = folder
      folder = listFolder
      defer { folder = outer }
      try addLibrary(library)
    }
  }

  private mutating func readPolicy(_ line: SelectionLine) throws {
    let path = FilePath(line.value).resolved(in: folder)
    let text = try input.text(path)
    (folder, files) = (path.folder, nil)
    defer { (folder, files) = (nil, nil) }
    for section in try readPolicyFile(text) {
      files = section.files
      if files != nil { hasSections = true }
      for entry in section.entries {
        switch entry {
        case .line(let line): try read(line)
        case .names(let run): parts.append(Selection.Part(run, for: files))
        }
      }
    }
  }
}
