// What of a selection had no effect on any file: most often a name that is misspelt, or a list that
// has grown old.

internal import ELFModel
internal import Policy
internal import Reporting

/// Which parts of a selection matched something, over all files of a run.
struct SelectionUsage {
  private let selection: Selection
  private let omitsRequired: Bool
  /// By parts; nil for one that was for none of the files.
  private var parts: [Int: PartUsage] = [:]
  private var hasJudged = false
  private var unreadableCount = 0
  private var unreadableName = ""
  private var unreadableFile = 0

  /// - Parameter omitsRequired: whether others tell what is required and not there.
  init(of selection: Selection, omittingRequired omitsRequired: Bool = false) {
    self.selection = selection
    self.omitsRequired = omitsRequired
  }

  /// Adds what came of one file, the one with that number.
  mutating func add(_ judged: JudgedFile, _ number: Int = 0) {
    let policy = judged.policy
    hasJudged = true
    for part in policy.parts where parts[part] == nil { parts[part] = PartUsage() }
    for row in policy.origins.rows {
      var usage = parts.removeValue(forKey: row.origin.part) ?? PartUsage()
      usage.add(row, hit: judged.judgement.effectiveClauses)
      if !selection.parts[row.origin.part].hasOwnClauses {
        usage.keep(row, of: policy.clauses.clauses)
      }
      parts[row.origin.part] = usage
    }
    unreadableCount += judged.judgement.unreadable.count
    if let symbol = judged.judgement.unreadable.first {
      unreadableName = String(decoding: judged.image.name(of: symbol), as: UTF8.self)
      unreadableFile = number
    }
  }

  /// A warning for each part of which something matched nothing; none unless a file was judged.
  var warnings: [Message] { effect.warnings }

  /// The parts as errors: `--strict`.
  var errors: [Message] { effect.errors }

  /// What there is to know of it beside what other shards know.
  var effect: SelectionEffect {
    var effect = SelectionEffect(selection.parts.indices.map(part))
    effect.hasJudged = hasJudged
    effect.unreadableCount = unreadableCount
    effect.unreadable = (shown(unreadableName), unreadableFile)
    return effect
  }

  private func part(_ place: Int) -> SelectionEffect.Part {
    let part = selection.parts[place]
    var result = SelectionEffect.Part(
      source: part.line.source, kind: part.kind,
      emptyReason: part.kind == .list ? part.reasonToBeEmpty : "",
      section: part.files.map { files in
        .init(
          group: selection.parts.firstIndex { $0.files == files } ?? place,
          file: part.line.location?.file ?? "", glob: files.text)
      })
    guard let usage = parts[place] else { return result }
    let held = usage.held.positions
    let clauses = held.lazy.map { clause(at: $0, of: part, usage) }
    result.isApplied = true
    result.clauses = IndexRanges(held)
    result.hits = IndexRanges(usage.hit.positions)
    result.isToldElsewhere =
      held.isEmpty || (omitsRequired && clauses.allSatisfy(isToldElsewhere))
    switch part.kind {
    case .line: result.hasEverything = clauses.contains { $0.rank == .everything }
    case .list:
      for (place, clause) in zip(held, clauses)
      where !usage.hit.contains(place) && clause.mustMatch && !isToldElsewhere(clause) {
        result.idle[place] = (clause.location.map { "\($0.line): " } ?? "") + shown(clause.text)
      }
    case .lines:
      for place in held where !usage.hit.contains(place) {
        if !isToldElsewhere(clause(at: place, of: part, usage)) {
          result.idle[place] = part.line(of: place).source
        }
      }
    }
    return result
  }

  private func clause(at place: Int, of part: Selection.Part, _ usage: PartUsage) -> Clause {
    if case .clauses(let clauses) = part.content { return clauses[place] }
    guard let clause = usage.made[place] else { preconditionFailure("it was held against a file") }
    return clause
  }

  private func isToldElsewhere(_ clause: Clause) -> Bool {
    omitsRequired && RequiredSymbol(of: clause) != nil
  }
}

/// What was done with the clauses of one part.
private struct PartUsage {
  /// Those that were held against some file.
  private(set) var held = PositionSet()
  /// Those that covered something.
  private(set) var hit = PositionSet()
  /// The clauses of a part that has none of its own.
  private(set) var made: [Int: Clause] = [:]

  /// Adds the clauses of `row`, of which those at the positions `hits` covered something.
  mutating func add(_ row: ClauseOrigins.Row, hit hits: PositionSet) {
    for (place, position) in zip(row.origin.clause..., row.positions) {
      held.insert(place)
      if hits.contains(position) { hit.insert(place) }
    }
  }

  /// Keeps the clauses of `row`, which were made for one file.
  mutating func keep(_ row: ClauseOrigins.Row, of clauses: ClauseList) {
    for (place, position) in zip(row.origin.clause..., row.positions) {
      made[place] = clauses[position]
    }
  }
}

extension Selection.Part {
  /// How it is told of what matches nothing.
  fileprivate var kind: SelectionEffect.Kind {
    hasLineForEachClause ? .lines : line.keyword == .keepList ? .list : .line
  }

  /// Whether its clauses are the same for every file.
  fileprivate var hasOwnClauses: Bool { if case .clauses = content { true } else { false } }

  /// Why none of its clauses is for any of the files.
  fileprivate var reasonToBeEmpty: String {
    guard case .clauses(let clauses) = content, !clauses.isEmpty else { return ": it has no names" }
    let sonames = Set(clauses.compactMap(\.condition.soname)).sorted().joined(separator: ", ")
    let machines = clauses.contains { $0.condition.isForSomeMachines } ? "certain machines" : ""
    let subjects = [sonames, machines].filter { !$0.isEmpty }.joined(separator: " on ")
    return " in these files: it is for \(subjects)"
  }
}

/// What stands in a message for a name, which may be as long as a file.
func shown(_ name: String) -> String {
  let longest = 80
  let beginning = name.prefix(longest)
  return beginning.endIndex == name.endIndex ? name : beginning.prefix(longest - 1) + "…"
}

extension Clause {
  /// Whether it is worth a word that it matches nothing. Debian's optional symbols may be gone.
  fileprivate var mustMatch: Bool {
    switch selector.pattern {
    case .exact: isRequired || intent == .demote
    case .everything: selector.version != nil
    case .glob, .regex, .members: true
    }
  }
}
