// One thing the user said about names: demote these, keep those.

/// What a clause wants for the names it covers.
public enum Intent: Sendable, Equatable {
  case demote
  case keep
}

/// A place in a text.
public struct SourceLocation: Sendable, Equatable {
  /// The file, as it was named: bytes, since not every path is text.
  public let path: [UInt8]
  /// From 1.
  public let line: Int
  /// In bytes, from 1.
  public let column: Int

  /// Memberwise.
  public init(path: [UInt8], line: Int, column: Int) {
    self.path = path
    self.line = line
    self.column = column
  }

  /// A place in a file whose name is text.
  public init(file: String, line: Int, column: Int) {
    self.init(path: Array(file.utf8), line: line, column: column)
  }

  /// The file for messages; bytes that are not UTF-8 are replaced.
  public var file: String { String(decoding: path, as: UTF8.self) }

  /// Whether the text came through a pipe, so that there is no file to point at.
  public var isStandardInput: Bool { path == [UInt8(ascii: "-")] }
}

/// One selection, and where it was said.
public struct Clause: Sendable {
  /// Demote or keep.
  public let intent: Intent
  /// Which symbols.
  public let selector: Selector
  private let wording: Wording
  /// To which files it applies.
  public let condition: ClauseCondition
  /// How much the clause weighs.
  public let rank: Rank
  /// Whether a file without such a symbol lacks something: `symdemote check` asks.
  public let isRequired: Bool

  /// Memberwise; `rank` is the selector's unless given.
  public init(
    _ intent: Intent, _ selector: Selector, text: String, at location: SourceLocation? = nil,
    if condition: ClauseCondition = .always, rank: Rank? = nil, isRequired: Bool = false
  ) {
    self.init(
      intent, selector, .words(text, location), condition, rank ?? selector.rank, isRequired)
  }

  /// What `line` says.
  init(_ intent: Intent, _ selector: Selector, saidBy line: SelectionLine, isRequired: Bool) {
    self.init(intent, selector, .line(line), .always, selector.rank, isRequired)
  }

  /// What stands in `range` of `text`.
  init(
    _ intent: Intent, _ selector: Selector, writtenAt range: Range<Int>, of text: SourceText,
    if condition: ClauseCondition, isRequired: Bool
  ) {
    self.init(
      intent, selector, .quotation(text, range), condition, selector.rank, isRequired)
  }

  private init(
    _ intent: Intent, _ selector: Selector, _ wording: Wording, _ condition: ClauseCondition,
    _ rank: Rank, _ isRequired: Bool
  ) {
    self.intent = intent
    self.selector = selector
    self.wording = wording
    self.condition = condition
    self.rank = rank
    self.isRequired = isRequired
  }

  /// The words of a clause and their place, made when somebody is told.
  private enum Wording: Sendable {
    case words(String, SourceLocation?)
    case line(SelectionLine)
    case quotation(SourceText, Range<Int>)
  }

  /// The clause as the user wrote it: `--demote=dbus_*`, or in a file `dbus_*`.
  public var text: String {
    switch wording {
    case .words(let text, _): text
    case .line(let line): line.text
    case .quotation(let text, let range): text.string(in: range)
    }
  }

  /// Where it stands; nil on the command line.
  public var location: SourceLocation? {
    switch wording {
    case .words(_, let location): location
    case .line(let line): line.location
    case .quotation(let text, let range): text.location(at: range.lowerBound)
    }
  }

  /// The file in which it stands; nil on the command line.
  var file: String? {
    switch wording {
    case .words(_, let location): location?.file
    case .line(let line): line.file
    case .quotation(let text, _): text.name
    }
  }

  /// The clause for messages: `--demote=dbus_*`, `app.keep:3: dbus_*`.
  public var source: String {
    location.map { "\($0.file):\($0.line): \(text)" } ?? text
  }
}

extension Clause {
  /// Whether the clause decides where `other` speaks of the same symbol, wherever the two stand.
  func outweighs(_ other: Clause) -> Bool {
    Self.outweighs((intent, rank), (other.intent, other.rank))
  }

  /// The same for clauses of which no more is known than this.
  static func outweighs(
    _ one: (intent: Intent, rank: Rank), _ other: (intent: Intent, rank: Rank)
  ) -> Bool {
    if one.rank != other.rank { return one.rank > other.rank }
    return one.intent != other.intent && one.intent == .keep
  }
}
