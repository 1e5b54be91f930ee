// What hosts of plugins, and plugins of a kind, need to export: names that others know.
//
// A preset holds names that its kind of file has by contract, and no more: what it leaves out is
// what a demotion of everything may take. No preset covers every name.

public import Patterns

/// Names that stay, known under one name.
public struct Preset: Sendable {
  /// As in `--preset=NAME`.
  public let name: String
  /// What kind of file needs it, for `symdemote help presets`; one line.
  public let title: String
  /// Globs over names, `c++:` before those over demangled names.
  public let keeps: [String]
  /// On what the list rests: the header, loader source file or manual that looks the names up.
  public let evidence: String

  /// Memberwise.
  public init(_ name: String, _ title: String, keeps: [String], evidence: String) {
    self.name = name
    self.title = title
    self.keeps = keeps
    self.evidence = evidence
  }

  /// The preset as clauses of a policy.
  ///
  /// - Parameters:
  ///   - text: how the user selected it, for messages; nil for `preset NAME`.
  ///   - location: where; nil on the command line.
  /// - Throws: ``PatternError`` if an entry of the table is not well formed.
  public func clauses(text: String? = nil, at location: SourceLocation? = nil)
    throws(PatternError) -> [Clause]
  {
    var clauses: [Clause] = []
    for keep in keeps {
      let isCxx = keep.hasPrefix(Self.cxxMark)
      let glob = isCxx ? keep.dropFirst(Self.cxxMark.count) : keep[...]
      let selector = try Selector(glob: Array(glob.utf8), subject: isCxx ? .demangled : .name)
      clauses.append(
        Clause(.keep, selector, text: "\(text ?? "preset \(name)"): \(keep)", at: location))
    }
    return clauses
  }

  private static let cxxMark = "c++:"
}

/// The presets. To add one, add an entry to the file of its area.
public enum PresetTable {
  /// Every preset, by name.
  public static let all: [Preset] = (interpreters + servers + shells + desktop + system + runtimes)
    .sorted { $0.name < $1.name }

  /// The preset of that name; nil if there is none.
  public static func preset(named name: String) -> Preset? {
    all.first { $0.name == name }
  }

  /// The words of `text`.
  static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
