// What of a selection had an effect, over all files of a run: what had none is most often a name that is
// misspelt, or a list that has grown old. A shard knows its own files only, and so says what it knows;
// of all shards together follows what one run would have said.

/// Which parts of a selection were for some file, and which matched something.
public struct SelectionEffect: Sendable, Equatable {
  /// How it is told of what matches nothing.
  public enum Kind: String, Sendable {
    /// As one.
    case line
    /// As one, with the entries that match nothing.
    case list
    /// Line by line: names in a row.
    case lines
  }

  /// One line of a selection, or many that are alike.
  public struct Part: Sendable, Equatable {
    /// The line as it was given.
    public var source: String
    /// How it is told of.
    public var kind: Kind
    /// Why a list keeps nothing where none of its entries is for any file.
    public var emptyReason: String
    /// The section that the line stands in; nil for all files.
    public var section: Section?
    /// Whether it was for some file.
    public var isApplied = false
    /// Its clauses that were held against some file.
    public var clauses = IndexRanges()
    /// Those that matched something.
    public var hits = IndexRanges()
    /// Whether others tell of each of its clauses if it matches nothing.
    public var isToldElsewhere = true
    /// Whether some clause is for everything.
    public var hasEverything = false
    /// Entries or lines that matched nothing and should have, with their words, by number.
    public var idle: [Int: String] = [:]

    /// A line that was not yet held against any file.
    public init(source: String, kind: Kind, emptyReason: String, section: Section? = nil) {
      self.source = source
      self.kind = kind
      self.emptyReason = emptyReason
      self.section = section
    }
  }

  /// A section of a policy.
  public struct Section: Sendable, Equatable {
    /// The first line of the selection that is for the same files.
    public let group: Int
    /// The policy.
    public let file: String
    /// The glob for the paths of its files.
    public let glob: String

    /// Memberwise.
    public init(group: Int, file: String, glob: String) {
      (self.group, self.file, self.glob) = (group, file, glob)
    }
  }

  /// Every line, in the order in which they were given.
  public var parts: [Part]
  /// Whether the selection was held against any file.
  public var hasJudged = false
  /// How many names could not be demangled; a clause for demangled names may mean them.
  public var unreadableCount = 0
  /// The last of them, and the number of its file.
  public var unreadable: (name: String, file: Int) = ("", 0)

  /// A selection that was not yet held against any file.
  public init(_ parts: [Part]) { self.parts = parts }

  /// Whether both know the same.
  public static func == (first: SelectionEffect, second: SelectionEffect) -> Bool {
    first.parts == second.parts && first.hasJudged == second.hasJudged
      && first.unreadableCount == second.unreadableCount && first.unreadable == second.unreadable
  }

  /// A warning for each part of which something matched nothing; none unless a file was judged.
  public var warnings: [Message] {
    hasJudged ? idleParts + unreadableNames + idleSections : []
  }

  /// The parts as errors: `--strict`. A policy for all files of a package may be used on one of them,
  /// so that a section which is for none is no error.
  public var errors: [Message] {
    hasJudged ? (idleParts + unreadableNames).map { Message(.error, $0.text) } : []
  }

  private var unreadableNames: [Message] {
    guard unreadableCount > 0 else { return [] }
    let subject = unreadableCount == 1 ? "1 mangled name" : "\(unreadableCount) mangled names"
    return [
      Message(
        .warning,
        "\(subject) could not be demangled, and no clause for demangled names covers it: "
          + unreadable.name)
    ]
  }

  private var idleParts: [Message] {
    parts.flatMap { part in part.complaints.map { Message(.warning, $0) } }
  }

  private var idleSections: [Message] {
    var seen: Set<Int> = []
    return parts.compactMap { part in
      guard !part.isApplied, let section = part.section, seen.insert(section.group).inserted else {
        return nil
      }
      return Message(
        .warning, "\(section.file): section [\(section.glob)] is for none of the files")
    }
  }

  /// What came of other files of the same run.
  ///
  /// - Returns: whether that was of the same selection.
  public mutating func formUnion(_ other: SelectionEffect) -> Bool {
    guard parts.count == other.parts.count,
      zip(parts, other.parts).allSatisfy({ $0.isSameLine(as: $1) })
    else { return false }
    for position in parts.indices { parts[position].formUnion(other.parts[position]) }
    hasJudged = hasJudged || other.hasJudged
    if other.unreadableCount > 0, unreadableCount == 0 || other.unreadable.file > unreadable.file {
      unreadable = other.unreadable
    }
    unreadableCount += other.unreadableCount
    return true
  }
}

extension SelectionEffect.Part {
  /// What there is to say of lines of which something matched nothing.
  fileprivate var complaints: [String] {
    guard isApplied, clauses.isEmpty || !isToldElsewhere else { return [] }
    let unmatched = idle.keys.filter { !hits.contains($0) }.sorted().map { idle[$0] ?? "" }
    switch kind {
    case .line: return hits.isEmpty && !hasEverything ? [Self.matchesNothing(source)] : []
    case .lines: return unmatched.map(Self.matchesNothing)
    case .list:
      guard !clauses.isEmpty else { return ["\(source) keeps nothing\(emptyReason)"] }
      guard !unmatched.isEmpty else { return [] }
      return [
        "\(source): \(unmatched.count) of \(clauses.count) entries match no export: "
          + few(unmatched, most: 6)
      ]
    }
  }

  private static func matchesNothing(_ line: String) -> String { "\(line) matches no export" }

  fileprivate func isSameLine(as other: Self) -> Bool {
    source == other.source && kind == other.kind && emptyReason == other.emptyReason
      && section == other.section
  }

  fileprivate mutating func formUnion(_ other: Self) {
    isApplied = isApplied || other.isApplied
    clauses.formUnion(other.clauses)
    hits.formUnion(other.hits)
    isToldElsewhere = isToldElsewhere && other.isToldElsewhere
    hasEverything = hasEverything || other.hasEverything
    idle.merge(other.idle) { first, _ in first }
  }
}

extension SelectionEffect {
  /// The effect for the last line of a shard's report.
  var json: JSONValue {
    .object([
      JSONField("judged", .bool(hasJudged)),
      JSONField(
        "unreadable",
        .object([
          JSONField("count", .number(unreadableCount)), JSONField("name", .string(unreadable.name)),
          JSONField("file", .number(unreadable.file)),
        ])),
      JSONField("lines", .array(parts.map(\.json))),
    ])
  }

  /// What `json` says; nil if that is none.
  init?(_ json: JSONValue) {
    guard let judged = json["judged"]?.truth, let unreadable = json["unreadable"],
      let count = unreadable["count"]?.number, (0...1 << 48).contains(count),
      let name = unreadable["name"]?.text, let file = unreadable["file"]?.number,
      let lines = json["lines"]?.elements
    else { return nil }
    var parts: [Part] = []
    for line in lines {
      guard let part = Part(line) else { return nil }
      parts.append(part)
    }
    self.init(parts)
    (hasJudged, unreadableCount, self.unreadable) = (judged, count, (name, file))
  }
}

extension SelectionEffect.Part {
  fileprivate var json: JSONValue {
    .object([
      JSONField("source", .string(source)), JSONField("kind", .string(kind.rawValue)),
      JSONField("empty_reason", .string(emptyReason)),
      JSONField(
        "section",
        section.map {
          .object([
            JSONField("group", .number($0.group)), JSONField("file", .string($0.file)),
            JSONField("glob", .string($0.glob)),
          ])
        } ?? .null),
      JSONField("applied", .bool(isApplied)), JSONField("clauses", clauses.json),
      JSONField("hits", hits.json), JSONField("told_elsewhere", .bool(isToldElsewhere)),
      JSONField("everything", .bool(hasEverything)),
      JSONField(
        "idle",
        .array(
          idle.sorted { $0.key < $1.key }.map { .array([.number($0.key), .string($0.value)]) })),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let source = json["source"]?.text,
      let kind = (json["kind"]?.text).flatMap(SelectionEffect.Kind.init),
      let emptyReason = json["empty_reason"]?.text, let section = json["section"],
      let isApplied = json["applied"]?.truth,
      let clauses = json["clauses"].flatMap(IndexRanges.init),
      let hits = json["hits"].flatMap(IndexRanges.init),
      let isToldElsewhere = json["told_elsewhere"]?.truth,
      let hasEverything = json["everything"]?.truth, let idle = json["idle"]?.elements
    else { return nil }
    self.init(source: source, kind: kind, emptyReason: emptyReason)
    if section != .null {
      guard let group = section["group"]?.number, let file = section["file"]?.text,
        let glob = section["glob"]?.text
      else { return nil }
      self.section = .init(group: group, file: file, glob: glob)
    }
    (self.isApplied, self.clauses, self.hits) = (isApplied, clauses, hits)
    (self.isToldElsewhere, self.hasEverything) = (isToldElsewhere, hasEverything)
    for entry in idle {
      guard let entry = entry.elements, entry.count == 2, let number = entry[0].number,
        let text = entry[1].text
      else { return nil }
      self.idle[number] = text
    }
  }
}
