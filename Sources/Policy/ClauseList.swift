// The clauses of a policy, one after the other. Most have a value of their own; names in bulk become a
// clause when somebody asks for it.

/// Clauses, by their positions.
public struct ClauseList: RandomAccessCollection, Sendable {
  /// Where some clauses in a row are kept.
  private enum Row {
    /// In `clauses`, from this place on.
    case clauses(Int)
    /// In `runs`, there.
    case run(Int)
  }

  private var clauses: [Clause] = []
  private var runs: [NameRun] = []
  private var rows: [(start: Int, row: Row)] = []

  /// The position behind the last clause.
  public private(set) var endIndex = 0
  /// That of the first.
  public var startIndex: Int { 0 }

  /// No clauses.
  public init() {}

  /// These.
  public init(_ clauses: some Sequence<Clause>) {
    for clause in clauses { append(clause) }
  }

  /// One for each name of `run`.
  public init(_ run: NameRun) { append(run) }

  /// The clause at `position`.
  public subscript(position: Int) -> Clause {
    switch place(of: position) {
    case (.clauses(let first), let offset): clauses[first + offset]
    case (.run(let index), let offset): runs[index].clause(at: offset)
    }
  }

  /// Adds `clause`.
  public mutating func append(_ clause: Clause) {
    if case (_, .clauses)? = rows.last {
    } else {
      rows.append((endIndex, .clauses(clauses.count)))
    }
    clauses.append(clause)
    endIndex += 1
  }

  /// Adds a clause for each name of `run`.
  public mutating func append(_ run: NameRun) {
    guard run.count > 0 else { return }
    rows.append((endIndex, .run(runs.count)))
    runs.append(run)
    endIndex += run.count
  }

  /// Adds the clauses of `other`.
  public mutating func append(contentsOf other: ClauseList) {
    for (position, row) in other.rows.enumerated() {
      let end = position + 1 < other.rows.count ? other.rows[position + 1].start : other.endIndex
      switch row.row {
      case .clauses(let first):
        for clause in other.clauses[first..<(first + end - row.start)] { append(clause) }
      case .run(let index): append(other.runs[index])
      }
    }
  }

  private func place(of position: Int) -> (row: Row, offset: Int) {
    precondition(position < endIndex, "there is no such clause")
    var (low, high) = (0, rows.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if rows[middle].start <= position { low = middle } else { high = middle }
    }
    return (rows[low].row, position - rows[low].start)
  }
}

extension ClauseList {
  /// Whether each of them is for every file.
  public var areUnconditional: Bool { clauses.allSatisfy { $0.condition == .always } }

  /// Whether one of them demotes something.
  public var demotes: Bool {
    clauses.contains { $0.intent == .demote } || runs.contains { $0.intent == .demote }
  }

  /// Whether one of them asks for demangled names.
  var readDemangledNames: Bool { clauses.contains { $0.selector.subject.isDemangled } }

  /// The intents of those that give a name exactly.
  var exactIntents: Set<Intent> {
    Set(clauses.lazy.filter { $0.rank >= .exact }.map(\.intent)).union(runs.map(\.intent))
  }

  /// The intent and rank of the clause at `position`.
  func weight(at position: Int) -> (intent: Intent, rank: Rank) {
    switch place(of: position) {
    case (.clauses(let first), let offset):
      (clauses[first + offset].intent, clauses[first + offset].rank)
    case (.run(let index), _): (runs[index].intent, .exact)
    }
  }

  /// The file in which the clause at `position` gives one name, perhaps with its version, most likely
  /// among many such lines; nil for any other clause.
  public func fileOfName(at position: Int) -> String? {
    switch place(of: position) {
    case (.clauses(let first), let offset):
      clauses[first + offset].selector.isOneName ? clauses[first + offset].file : nil
    case (.run(let index), _): runs[index].file
    }
  }

  /// The name that the clause at `position` gives exactly, whatever its version; nil if it looks at
  /// more than that.
  func plainName(at position: Int) -> ArraySlice<UInt8>? {
    switch place(of: position) {
    case (.clauses(let first), let offset): clauses[first + offset].selector.plainName
    case (.run(let index), let offset): runs[index].name(at: offset)
    }
  }
}

extension Selector {
  /// The name that it gives exactly, of whatever version; nil if it looks at more than that.
  fileprivate var plainName: ArraySlice<UInt8>? {
    guard case .exact(let name) = pattern, subject == .name, version == nil, exceptions.isEmpty
    else { return nil }
    return name[...]
  }
}
