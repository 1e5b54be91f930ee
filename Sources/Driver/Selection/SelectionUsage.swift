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

  /// - Parameter omitsRequired: whether others tell what is required and not there.
  init(of selection: Selection, omittingRequired omitsRequired: Bool = false) {
    self.selection = selection
    self.omitsRequired = omitsRequired
  }

  /// Adds what came of one file.
  mutating func add(_ judged: JudgedFile) {
    let policy = judged.policy
    hasJudged = true
    for part in policy.parts where clauses[part] == nil { clauses[part] = [:] }
    for (clause, origin) in zip(policy.clauses.clauses, policy.origins) {
      clauses[origin.part]?[origin.clause] = clause
    }
    unreadableCount += judged.judgement.unreadable.count
    if let symbol = judged.judgement.unreadable.first {
      unreadableName = String(decoding: judged.image.name(of: symbol), as: UTF8.self)
    }
    effective.formUnion(judged.judgement.effectiveClauses.map { policy.origins[$0] })
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

  private var idleParts: [Message] { selection.parts.indices.compactMap(warning) }

  private func warning(_ place: Int) -> Message? {
    guard let clauses = clauses[place] else { return nil }
    if !clauses.isEmpty, clauses.values.allSatisfy(isToldElsewhere) { return nil }
    let part = selection.parts[place]
    let hits = clauses.keys.filter { effective.contains(ClauseOrigin(part: place, clause: $0)) }
    guard part.line.keyword == .keepList else {
      let isIdle = hits.isEmpty && !clauses.values.contains { $0.rank == .everything }
      return isIdle ? Message(.warning, "\(part.line.source) matches no export") : nil
    }
    guard !clauses.isEmpty else {
      return Message(.warning, "\(part.line.source) keeps nothing\(part.reasonToBeEmpty)")
    }
    let idle = clauses.keys.sorted().filter { !hits.contains($0) }.compactMap { clauses[$0] }
      .filter { $0.mustMatch && !isToldElsewhere($0) }
    guard !idle.isEmpty else { return nil }
    let names = idle.lazy.map { clause in
      (clause.location.map { "\($0.line): " } ?? "") + shown(clause.text)
    }
    return Message(
      .warning,
      "\(part.line.source): \(idle.count) of \(clauses.count) entries match no export: "
        + few(names, most: 6))
  }

  private func isToldElsewhere(_ clause: Clause) -> Bool {
    omitsRequired && RequiredSymbol(of: clause) != nil
  }

  /// Sections of a policy that are for none of the files.
  private var idleSections: [Message] {
    var seen: [PathGlob] = []
    return selection.parts.indices.compactMap { place in
      guard clauses[place] == nil, let files = selection.parts[place].files, !seen.contains(files)
      else { return nil }
      seen.append(files)
      let file = selection.parts[place].line.location?.file ?? ""
      return Message(.warning, "\(file): section [\(files.text)] is for none of the files")
    }
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
