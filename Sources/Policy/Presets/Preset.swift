// What hosts of plugins, and plugins of a kind, need to export: names that others know.

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
}

/// The presets. To add one, add an entry.
public enum PresetTable {
  /// Every preset, by name.
  public static let all: [Preset] = []
}
