// One selection as it was given: an option of the command line, or a line of a policy file, which
// are the same thing but for the dashes.

/// What can be said about names.
public enum SelectionKeyword: String, CaseIterable, Sendable {
  case demote
  case keep
  case demoteRegex = "demote-regex"
  case keepRegex = "keep-regex"
  case demoteCxx = "demote-cxx"
  case keepCxx = "keep-cxx"
  case demoteFrom = "demote-from"
  case keepFrom = "keep-from"
  case keepList = "keep-list"
  case preset
  case colliding
  case with
  case all
  case policy

  /// Whether a value follows.
  public var takesValue: Bool { self != .all && self != .colliding }

  /// Whether the value names a file and is no pattern.
  var takesPath: Bool {
    switch self {
    case .demoteFrom, .keepFrom, .keepList, .with, .policy: true
    case .demote, .keep, .demoteRegex, .keepRegex, .demoteCxx, .keepCxx, .preset, .colliding, .all:
      false
    }
  }
}

/// One selection as it was given.
public struct SelectionLine: Sendable {
  /// What it says.
  public let keyword: SelectionKeyword
  /// About what; empty if the keyword takes no value.
  public let value: [UInt8]
  /// Where its value begins in the text that it stands in; nil on the command line.
  private let place: (text: SourceText, offset: Int)?

  /// A selection on the command line.
  public init(_ keyword: SelectionKeyword, _ value: [UInt8] = []) {
    (self.keyword, self.value, place) = (keyword, value, nil)
  }

  /// A selection in a file, whose value begins at `offset` of its text.
  init(_ keyword: SelectionKeyword, _ value: [UInt8], at offset: Int, of text: SourceText) {
    (self.keyword, self.value, place) = (keyword, value, (text, offset))
  }

  /// A selection in a file, whose value is what stands in `range` of its text.
  init(_ keyword: SelectionKeyword, valueIn range: Range<Int>, of text: SourceText) {
    self.init(keyword, Array(text.bytes[range]), at: range.lowerBound, of: text)
  }

  /// Where its value begins in the file that it stands in; nil on the command line.
  public var location: SourceLocation? { place.map { $0.text.location(at: $0.offset) } }

  /// The file that it stands in; nil on the command line.
  var file: String? { place?.text.name }

  /// Whether it demotes or keeps; nil if that is not for the line to say.
  public var intent: Intent? {
    switch keyword {
    case .demote, .demoteRegex, .demoteCxx, .demoteFrom, .colliding, .all: .demote
    case .keep, .keepRegex, .keepCxx, .keepFrom, .preset: .keep
    case .keepList, .policy, .with: nil
    }
  }

  /// As it is typed, with its place: `--keep=dbus_*`, or `app.policy:3: keep dbus_*`.
  public var source: String {
    location.map { "\($0.file):\($0.line): \(text)" } ?? text
  }

  /// The error that `message` describes, at a column of the value, in the file that the line stands
  /// in; nil on the command line.
  public func syntaxError(_ message: String, column: Int = 1) -> SyntaxError? {
    place.map { $0.text.error(at: $0.offset, beyond: column - 1, message) }
  }

  /// The clause that the line is.
  public func clause(_ selector: Selector, isRequired: Bool = false) -> Clause {
    Clause(intent ?? .keep, selector, saidBy: self, isRequired: isRequired)
  }

  /// As it is typed: `--keep=dbus_*`, or in a file `keep dbus_*`.
  public var text: String {
    let value = String(decoding: value, as: UTF8.self)
    if place != nil { return value.isEmpty ? keyword.rawValue : "\(keyword.rawValue) \(value)" }
    return value.isEmpty ? "--\(keyword.rawValue)" : "--\(keyword.rawValue)=\(value)"
  }
}
