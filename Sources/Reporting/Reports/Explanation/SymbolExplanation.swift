// Why one symbol is kept or demoted: what decided, what else had a say, who is concerned, and what
// would change it. The Driver finds it out, and the report beside this file tells it.

public import ELFModel
public import Hazards
public import Policy

/// All that is to be said of one symbol.
public struct SymbolExplanation: Sendable {
  /// What becomes of it.
  public enum Outcome: String, Sendable {
    case demoted
    /// Demoted although a rule objects.
    case forced
    case keptByClause = "kept-by-clause"
    case keptByRule = "kept-by-rule"
    /// Demoted by exact name although a rule objects: the whole file is refused.
    case refused
    /// No clause speaks of it.
    case unselected

    /// Whether it is local afterwards.
    public var isDemotion: Bool { self == .demoted || self == .forced }
  }

  /// Its entry.
  public let symbol: SymbolIndex
  /// What becomes of it.
  public let outcome: Outcome
  /// The clauses that cover it, the deciding one first.
  public let clauses: [Clause]
  /// The rules that speak of it.
  public let rules: [SpeakingRule]
  /// What it means to each process.
  public let processes: [ExplainedProcess]
  /// What would change the outcome.
  public let suggestions: [ExplanationSuggestion]

  /// Memberwise.
  public init(
    symbol: SymbolIndex, outcome: Outcome, clauses: [Clause], rules: [SpeakingRule],
    processes: [ExplainedProcess], suggestions: [ExplanationSuggestion]
  ) {
    self.symbol = symbol
    self.outcome = outcome
    self.clauses = clauses
    self.rules = rules
    self.processes = processes
    self.suggestions = suggestions
  }
}

/// A rule that has something to say of a symbol.
public enum SpeakingRule: Sendable, Equatable {
  /// It keeps the symbol.
  case objects(Objection)
  /// It only warns.
  case warns(id: String, reason: String)

  /// The rule's stable name.
  public var id: String {
    switch self {
    case .objects(let objection): objection.id
    case .warns(let id, _): id
    }
  }

  var reason: String {
    switch self {
    case .objects(let objection): objection.reason
    case .warns(_, let reason): reason
    }
  }

  /// Whether the symbol is demoted with `--force`; nil for a rule that only warns.
  var yieldsToForce: Bool? {
    switch self {
    case .objects(let objection): objection.yieldsToForce
    case .warns: nil
    }
  }
}

/// What a symbol means to one process.
public struct ExplainedProcess: Sendable {
  /// An object that refers to the symbol.
  public struct Reference: Sendable {
    /// The object, as the process calls it.
    public let object: String
    /// How it refers: `call`, `address`, `copy`, `thread-local`, `dlsym`, `loader`.
    public let kinds: [String]
    /// The object that it is bound to; nil for none.
    public let before: String?
    /// The objects that it would be bound to after the demotion, nil among them for none.
    public let after: [String?]

    /// Memberwise.
    public init(object: String, kinds: [String], before: String?, after: [String?]) {
      self.object = object
      self.kinds = kinds
      self.before = before
      self.after = after
    }
  }

  /// Another object that defines the name.
  public struct Definition: Sendable {
    /// The object, as the process calls it.
    public let object: String
    /// The name with its version there.
    public let name: String
    /// Whether a search from the program would end there after the demotion.
    public let isNext: Bool

    /// Memberwise.
    public init(object: String, name: String, isNext: Bool) {
      self.object = object
      self.name = name
      self.isNext = isNext
    }
  }

  /// The program whose process it is.
  public let program: String
  /// Whether the process has the file.
  public let hasFile: Bool
  /// Who is bound to the symbol, or would be.
  public let references: [Reference]
  /// Who else defines the name, in the order of loading.
  public let definitions: [Definition]

  /// Memberwise.
  public init(
    program: String, hasFile: Bool, references: [Reference], definitions: [Definition]
  ) {
    self.program = program
    self.hasFile = hasFile
    self.references = references
    self.definitions = definitions
  }
}

/// What to write for another outcome.
public struct ExplanationSuggestion: Sendable {
  /// What it is to come to.
  public let goal: Intent
  /// What to do.
  public let change: Change
  /// The objects that would have references without a definition.
  public let breaks: [String]

  /// What to do for another outcome.
  public enum Change: Sendable {
    /// Another selection.
    case selection(SelectionEdit)
    /// A run with nothing but this line and `--force`: with the other clauses it would force the
    /// given number of other names, too.
    case runOfItsOwn(SelectionLine, othersForced: Int)
    /// There is nothing to write.
    case impossible(reason: String)
  }

  /// Memberwise.
  public init(goal: Intent, change: Change, breaks: [String] = []) {
    self.goal = goal
    self.change = change
    self.breaks = breaks
  }
}

/// Something to leave out of a selection: an option, a line of a policy, an entry of a list.
public struct SelectionRemoval: Sendable {
  /// As it is typed.
  public let text: String
  /// Where it stands; nil on the command line.
  public let location: SourceLocation?

  /// Memberwise.
  public init(text: String, location: SourceLocation?) {
    self.text = text
    self.location = location
  }

  /// The text with its place.
  public var source: String {
    location.map { "\($0.file):\($0.line): \(text)" } ?? text
  }
}

/// How to change a selection.
public struct SelectionEdit: Sendable {
  /// What to leave out.
  public let without: [SelectionRemoval]
  /// What to add.
  public let line: SelectionLine?
  /// Whether to add `--force`.
  public let force: Bool
  /// How many other symbols come out otherwise, too.
  public let others: Int
  /// Whether a policy in use has sections, so that a line for every file belongs above them.
  public let hasSections: Bool
  /// Whether the selection would demote nothing at all, so that nothing is left to run.
  public let leavesNothing: Bool

  /// Memberwise.
  public init(
    without: [SelectionRemoval], adding line: SelectionLine? = nil, force: Bool = false,
    others: Int = 0, hasSections: Bool = false, leavesNothing: Bool = false
  ) {
    self.without = without
    self.line = line
    self.force = force
    self.others = others
    self.hasSections = hasSections
    self.leavesNothing = leavesNothing
  }
}
