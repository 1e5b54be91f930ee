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

  /// - Parameter omitsRequired: whether others tell what is required and not there.
  init(of selection: Selection, omittingRequired omitsRequired: Bool = false) {
    self.selection = selection
    self.omitsRequired = omitsRequired
  }

  /// Adds what came of one file.
  mutating func add(_ judged: JudgedFile) {
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
    }
  }

  /// A warning for each part of which something matched nothing; none unless a file was judged.
  var warnings: [Message] {
    guard hasJudged else { return [] }
    return idleParts + unreadableNames + idleSections
  }

  /// The parts as errors: `--strict`. A policy for all files of a package may be used on one of them,
  /// so that a section which is for none is no error.
  var errors: [Message] {
    hasJudged ? (idleParts + unreadableNames).map { Message(.error, $0.text) } : []
  }

  /// A name that cannot be demangled may be one that a clause for demangled names means.
  private var unreadableNames: [Message] {
    guard unreadableCount > 0 else { return [] }
    let subject = unreadableCount == 1 ? "1 mangled name" : "\(unreadableCount) mangled names"
    return [
      Message(
        .warning,
        "\(subject) could not be demangled, and no clause for demangled names covers it: "
          + shown(unreadableName))
    ]
  }

  private var idleParts: [Message] {
    selection.parts.indices.flatMap { place -> [Message] in
      guard let usage = parts[place] else { return [] }
      let part = selection.parts[place]
      return part.hasLineForEachClause
        ? idleLines(of: part, usage) : warning(part, usage).map { [$0] } ?? []
    }
  }

  /// A warning for each line of a part that has one for every clause.
  private func idleLines(of part: Selection.Part, _ usage: PartUsage) -> [Message] {
    usage.held.positions.filter { !usage.hit.contains($0) }
      .filter { !isToldElsewhere(clause(at: $0, of: part, usage)) }
      .map { Message(.warning, "\(part.line(of: $0).source) matches no export") }
  }

  private func clause(at place: Int, of part: Selection.Part, _ usage: PartUsage) -> Clause {
    if case .clauses(let clauses) = part.content { return clauses[place] }
    guard let clause = usage.made[place] else { preconditionFailure("it was held against a file") }
    return clause
  }

  private func warning(_ part: Selection.Part, _ usage: PartUsage) -> Message? {
    let held = usage.held.positions
    let clauses = held.lazy.map { clause(at: $0, of: part, usage) }
    if !held.isEmpty, omitsRequired, clauses.allSatisfy(isToldElsewhere) { return nil }
    guard part.line.keyword == .keepList else {
      let isIdle = usage.hit.isEmpty && !clauses.contains { $0.rank == .everything }
      return isIdle ? Message(.warning, "\(part.line.source) matches no export") : nil
    }
    guard !held.isEmpty else {
      return Message(.warning, "\(part.line.source) keeps nothing\(part.reasonToBeEmpty)")
    }
    let idle = held.filter { !usage.hit.contains($0) }.map { clause(at: $0, of: part, usage) }
      .filter { $0.mustMatch && !isToldElsewhere($0) }
    guard !idle.isEmpty else { return nil }
    let names = idle.lazy.map { clause in
      (clause.location.map { "\($0.line): " } ?? "") + shown(clause.text)
    }
    return Message(
      .warning,
      "\(part.line.source): \(idle.count) of \(held.count) entries match no export: "
        + few(names, most: 6))
  }

  private func isToldElsewhere(_ clause: Clause) -> Bool {
    omitsRequired && RequiredSymbol(of: clause) != nil
  }

  /// Sections of a policy that are for none of the files.
  private var idleSections: [Message] {
    var seen: [PathGlob] = []
    return selection.parts.indices.compactMap { place in
      guard parts[place] == nil, let files = selection.parts[place].files, !seen.contains(files)
      else { return nil }
      seen.append(files)
      let file = selection.parts[place].line.location?.file ?? ""
      return Message(.warning, "\(file): section [\(files.text)] is for none of the files")
    }
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
