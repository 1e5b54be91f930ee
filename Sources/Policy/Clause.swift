// One thing the user said about names: demote these, keep those.

/// What a clause wants for the names it covers.
public enum Intent: Sendable, Equatable {
  case demote
  case keep
}

/// A place in a text.
public struct SourceLocation: Sendable, Equatable {
  /// The file, as it was named.
  public let file: String
  /// From 1.
  public let line: Int
  /// In bytes, from 1.
  public let column: Int

  /// Memberwise.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// Whether the text came through a pipe, so that there is no file to point at.
  public var isStandardInput: Bool { file == "-" }
}

/// One selection, and where it was said.
public struct Clause: Sendable {
  /// Demote or keep.
  public let intent: Intent
  /// Which symbols.
  public let selector: Selector
  /// The clause as the user wrote it: `--demote=dbus_*`, or in a file `dbus_*`.
  public let text: String
  /// Where it stands; nil on the command line.
  public let location: SourceLocation?
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
    self.intent = intent
    self.selector = selector
    self.text = text
    self.location = location
    self.condition = condition
    self.rank = rank ?? selector.rank
    self.isRequired = isRequired
  }

  /// The clause for messages: `--demote=dbus_*`, `app.keep:3: dbus_*`.
  public var source: String {
    location.map { "\($0.file):\($0.line): \(text)" } ?? text
  }
}
