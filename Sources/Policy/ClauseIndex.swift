// Which clauses cover a symbol, of many: exact names are found by hash, patterns by the bytes that
// a name has to begin or end with. What is found by its pattern is held against the name whole.
//
// Clauses that cover the same symbols are one group: first the plain names, each an entry of
// `PlainNames`, then the `ClauseGroup`s.

internal import ELFModel
internal import Patterns

/// The clauses of a policy, arranged by what they look at.
struct ClauseIndex: Sendable {
  /// No name is held against more patterns. Lists that people write come nowhere near.
  static let mostPatterns = 10_000

  private let plainNames: PlainNames
  private let groups: [ClauseGroup]
  private let subjects: [SubjectIndex]
  /// For each of `groups` which of its clauses decides.
  private let deciding: [Int]

  init(_ clauses: ClauseList) {
    plainNames = PlainNames(in: clauses)
    let groups = [ClauseGroup](plainNames.others, of: clauses)
    self.groups = groups
    subjects = Selector.Subject.allCases.compactMap { SubjectIndex($0, groups) }
    deciding = groups.map { group in
      group.positions.dropFirst().reduce(group.positions[0]) { best, next in
        clauses[next].outweighs(clauses[best]) ? next : best
      }
    }
  }

  /// How many groups there are.
  var groupCount: Int { plainNames.count + groups.count }

  /// The clauses of a group.
  func forEachPosition(ofGroup group: Int, _ body: (Int) -> Void) {
    if group < plainNames.count {
      plainNames.forEachPosition(of: group, body)
    } else {
      groups[group - plainNames.count].positions.forEach(body)
    }
  }

  /// The clause of a group that decides where all of them speak.
  func decidingClause(ofGroup group: Int) -> Int {
    group < plainNames.count ? plainNames.deciding(group) : deciding[group - plainNames.count]
  }

  /// The position of a clause with which more patterns would be held against some name than may be;
  /// nil if they are few enough. The names of libraries are no patterns: they are found by hash.
  func firstBeyond(_ limit: Int = mostPatterns) -> Int? {
    let tried = subjects.flatMap(\.mostTried).map { groups[$0].positions[0] }
    return tried.count > limit ? tried.sorted()[limit] : nil
  }

  /// The positions of the clauses that cover a symbol.
  func positions(covering forms: inout SymbolForms) throws(PatternTooCostly) -> [Int] {
    var covering: [Int] = []
    try findGroups(covering: &forms, &covering)
    var positions: [Int] = []
    for group in covering { forEachPosition(ofGroup: group) { positions.append($0) } }
    return positions
  }

  /// Whether no clause asks for more of a symbol than its name.
  var hasPlainNamesOnly: Bool { groups.isEmpty }

  /// The group that covers `name`, where all are plain names.
  func plainGroup(of name: ArraySlice<UInt8>) -> Int? { plainNames.entry(of: name) }

  /// The groups that cover a symbol are put into `covering`.
  func findGroups(covering forms: inout SymbolForms, _ covering: inout [Int])
    throws(PatternTooCostly)
  {
    covering.removeAll(keepingCapacity: true)
    if let entry = plainNames.entry(of: forms.name) { covering.append(entry) }
    if groups.isEmpty { return }
    let first = plainNames.count
    var candidates: [Int] = []
    var exceptions = ExceptionAnswers()
    for index in subjects {
      let name = forms[index.subject]
      for place in index.exactPlaces(of: name)
      where groups[place].selector.admitsVersion(of: forms) {
        if try exceptions.admit(groups[place], &forms) { covering.append(first + place) }
      }
      candidates.removeAll(keepingCapacity: true)
      index.findCandidates(for: name, &candidates)
      for place in candidates where groups[place].selector.admitsVersion(of: forms) {
        guard try groups[place].selector.pattern.matches(name) else { continue }
        if try exceptions.admit(groups[place], &forms) { covering.append(first + place) }
      }
    }
  }
}

/// What the lists of exceptions say of one symbol, each asked once.
private struct ExceptionAnswers {
  private var answers: [Int: Bool] = [:]

  mutating func admit(_ group: ClauseGroup, _ forms: inout SymbolForms) throws(PatternTooCostly)
    -> Bool
  {
    guard let list = group.exceptions else { return true }
    if let answer = answers[list] { return answer }
    let answer = try group.selector.exceptionsAdmit(&forms)
    answers[list] = answer
    return answer
  }
}

/// The groups that look at one form of a symbol's name, by their positions.
private struct SubjectIndex: Sendable {
  let subject: Selector.Subject
  private var exactNames = NameSet()
  private var exactPlaces: [[Int]] = []
  private let prefixes: AffixIndex
  /// Backwards.
  private let suffixes: AffixIndex
  private let hasSuffixes: Bool
  /// Those that no affix helps to find.
  private var others: [Int] = []
  /// The longest list of patterns that a name may have to be held against.
  let mostTried: [Int]

  /// Nil if no group looks at `subject`.
  init?(_ subject: Selector.Subject, _ groups: [ClauseGroup]) {
    self.subject = subject
    var prefixes: [(affix: [UInt8], position: Int)] = []
    var suffixes: [(affix: [UInt8], position: Int)] = []
    var isEmpty = true
    for (position, group) in groups.enumerated() where group.selector.subject == subject {
      isEmpty = false
      if case .exact(let name) = group.selector.pattern {
        let place = exactNames.insert(name)
        if place == exactPlaces.count { exactPlaces.append([]) }
        exactPlaces[place].append(position)
        continue
      }
      let (prefix, suffix) = group.selector.pattern.literalEnds
      if prefix.isEmpty, suffix.isEmpty {
        others.append(position)
      } else if prefix.count >= suffix.count {
        prefixes.append((prefix, position))
      } else {
        suffixes.append((suffix.reversed(), position))
      }
    }
    if isEmpty { return nil }
    self.prefixes = AffixIndex(prefixes)
    self.suffixes = AffixIndex(suffixes)
    hasSuffixes = !suffixes.isEmpty
    let patterns = others.filter { groups[$0].selector.pattern.isTried }
    mostTried = patterns + self.prefixes.longestPath + self.suffixes.longestPath
  }

  /// The groups that give `name` exactly.
  func exactPlaces(of name: ArraySlice<UInt8>) -> [Int] {
    exactNames.position(of: name).map { exactPlaces[$0] } ?? []
  }

  /// The groups whose patterns may match `name` are added to `found`.
  func findCandidates(for name: ArraySlice<UInt8>, _ found: inout [Int]) {
    found += others
    prefixes.find(in: name, &found)
    if hasSuffixes { suffixes.find(in: name.reversed(), &found) }
  }
}

extension Selector.Pattern {
  /// Whether it is a pattern that names are held against.
  fileprivate var isTried: Bool { if case .members = self { false } else { true } }

  /// What every match begins and ends with.
  fileprivate var literalEnds: (prefix: [UInt8], suffix: [UInt8]) {
    switch self {
    case .exact(let name): (name, name)
    case .glob(let glob): (glob.literalPrefix, glob.literalSuffix)
    case .regex(let expression): (expression.literalPrefix, [])
    case .members, .everything: ([], [])
    }
  }
}
