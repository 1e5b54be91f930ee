// What of a selection had no effect on any file: most often a name that is misspelt, or a list that
// has grown old.

internal import ELFModel
internal import Policy
internal import Reporting

/// Which parts of a selection matched something, over all files of a run.
struct SelectionUsage {
  private let selection: Selection
  private let omitsRequired: Bool
  private var effective: Set<ClauseOrigin> = []
  /// The clauses of each part that were held against some file.
  private var clauses: [Int: [Int: Clause]] = [:]
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
    for part in policy.parts where clauses[part] == nil { clauses[part] = [:] }
    for (clause, origin) in zip(policy.clauses.clauses, policy.origins) {
      clauses[origin.part]?[origin.clause] = clause
    }
    unreadableCount += judged.judgement.unreadable.count
    if let symbol = judged.judgement.unreadable.first {
      unreadableName = String(decoding: judged.image.name(of: symbol), as: UTF8.self)
      unreadableFile = number
    }
    effective.formUnion(judged.judgement.effectiveClauses.map { policy.origins[$0] })
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
      source: part.line.source, isList: part.line.keyword == .keepList,
      emptyReason: part.line.keyword == .keepList ? part.reasonToBeEmpty : "",
      section: part.files.map { files in
        .init(
          group: selection.parts.firstIndex { $0.files == files } ?? place,
          file: part.line.location?.file ?? "", glob: files.text)
      })
    guard let clauses = clauses[place] else { return result }
    let hits = clauses.keys.filter { effective.contains(ClauseOrigin(part: place, clause: $0)) }
    result.isApplied = true
    result.clauses = IndexRanges(clauses.keys)
    result.hits = IndexRanges(hits)
    result.isToldElsewhere = clauses.values.allSatisfy(isToldElsewhere)
    result.hasEverything = clauses.values.contains { $0.rank == .everything }
    guard result.isList else { return result }
    for (number, clause) in clauses
    where clause.mustMatch && !isToldElsewhere(clause) && !result.hits.contains(number) {
      result.idle[number] = (clause.location.map { "\($0.line): " } ?? "") + shown(clause.text)
    }
    return result
  }

  private func isToldElsewhere(_ clause: Clause) -> Bool {
    omitsRequired && RequiredSymbol(of: clause) != nil
  }
}

extension Selection.Part {
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
