// What a sweep learns of one file, and of all.

/// What was learnt of one file.
struct Finding: Sendable {
  /// How the file must be treated.
  enum Kind: String, CaseIterable, Sendable {
    case demotable = "demoted and checked"
    case systemLibrary = "C libraries and loaders, refused"
    case separateDebugFile = "separate debug files, refused"
    case otherMachine = "of other machines, refused"
    case staticProgram = "static programs, refused"
  }

  let kind: Kind
  /// Everything that is not as it must be.
  var complaints: [String] = []
  /// Exports before.
  var exports = 0
  /// Those of them that are gone.
  var demoted = 0
  /// Relocations that name a symbol.
  var relocations = 0
}

/// What was learnt of many files.
struct Tally {
  private(set) var files = 0
  private(set) var exports = 0
  private(set) var demoted = 0
  private(set) var relocations = 0
  /// Files of which at least one export is gone.
  private(set) var edited = 0
  /// `path: complaint`.
  private(set) var complaints: [String] = []
  private var kinds: [Finding.Kind: Int] = [:]

  /// Adds what was learnt of the file at `path`.
  mutating func add(_ finding: Finding, of path: String) {
    files += 1
    exports += finding.exports
    demoted += finding.demoted
    relocations += finding.relocations
    if finding.demoted > 0 { edited += 1 }
    kinds[finding.kind, default: 0] += 1
    complaints += finding.complaints.map { "\(path): \($0)" }
  }

  /// How many files of a kind there were.
  subscript(kind: Finding.Kind) -> Int { kinds[kind] ?? 0 }

  /// Everything in one line.
  var line: String {
    let kinds = Finding.Kind.allCases.filter { self[$0] > 0 }.map { "\(self[$0]) \($0.rawValue)" }
    return "\(files) files (\(kinds.joined(separator: "; "))), \(demoted) of \(exports) exports "
      + "demoted in \(edited) files, \(relocations) relocations with a symbol, \(complaints.count) complaints"
  }
}
