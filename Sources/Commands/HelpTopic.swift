// What there is to know beside the commands: `symdemote help TOPIC`.

package import Policy
internal import Reporting

/// A subject of the help that is no command.
package enum HelpTopic: String, Sendable, CaseIterable {
  case lists
  case policyFile = "policy-file"
  case presets

  /// What it is about, for the overview.
  package var summary: String {
    switch self {
    case .lists: "the formats that --keep-list reads"
    case .policyFile: "the lines of a file for --policy"
    case .presets: "what --preset keeps, and the evidence it rests on"
    }
  }

  /// The text; `rest` are the words after the topic.
  func text(_ rest: ArraySlice<String>) throws(UsageError) -> String {
    let wanted = self == .presets ? 1 : 0
    if let extra = rest.dropFirst(wanted).first {
      throw UsageError(message: "'\(extra)' is one word too many", command: nil, topic: self)
    }
    switch self {
    case .lists, .policyFile: return text
    case .presets:
      guard let name = rest.first else { return text }
      guard let preset = PresetTable.preset(named: name) else {
        let near = nearest(to: name, among: PresetTable.all.map(\.name))
        throw UsageError(
          message: "there is no preset '\(name)'" + (near.map { "; did you mean \($0)?" } ?? ""),
          command: nil, topic: self)
      }
      return Self.text(of: preset)
    }
  }

  /// What there is to say, for `symdemote help` and for the manual.
  package var parts: [HelpPart] {
    switch self {
    case .lists: Self.aboutLists
    case .policyFile: Self.aboutPolicyFiles
    case .presets: Self.aboutPresets
    }
  }

  private var text: String { parts.map(\.text).joined(separator: "\n") }

  private static let aboutLists: [HelpPart] = [
    .prose(
      """
      --keep-list=[FORMAT:]FILE keeps the names in FILE. Without FORMAT the format is told from the \
      content; a file that could be of two formats is an error. `-` is standard input.
      """),
    .table(ListFormat.allCases.map { ($0.rawValue, $0.help) }),
    .prose(
      """
      Every format keeps names; the `local:` patterns of a version script demote, so that `local: *` is \
      --all. An exact name that the file does not export is a warning, with --strict an error; to \
      `symdemote check`, which asks for what must be there, a finding.
      """),
  ]

  private static let aboutPolicyFiles: [HelpPart] = [
    .prose("A policy file holds the selection options as lines, without their dashes:"),
    .sample([
      "# a comment, also behind white space", "all", "keep plugin_*", "keep-list=exports.map",
      "[usr/lib/*.so]", "preset python-extension",
    ]),
    .prose(
      """
      A value stands behind white space or an equals sign. Lines before the first section are for every \
      file, those of a section for the files whose path its glob matches: `*` stays within a folder, `**` \
      is any number of folders, and a glob that does not begin with `/` is held against the end of the \
      path. Relative paths begin in the folder of the policy file. A `#` behind white space begins a \
      comment; in a section, a pattern or a path `\\#` stands for the character itself.
      """),
    .table(
      SelectionKeyword.allCases.filter { $0 != .policy }.map {
        (([$0.rawValue] + ($0.placeholder.map { [$0] } ?? [])).joined(separator: " "), $0.help)
      }),
  ]

  private static let aboutPresets: [HelpPart] = [
    .prose(
      """
      --preset=NAME keeps what hosts of plugins, or plugins of a kind, need exported. \
      `symdemote help presets NAME` tells the names and on what the list rests.
      """),
    .table(PresetTable.all.map { ($0.name, $0.title) }),
  ]

  private static func text(of preset: Preset) -> String {
    """
    \(preset.name): \(preset.title)

    Keeps:
    \(Help.indented(preset.keeps.joined(separator: " ")))
    Evidence:
    \(Help.indented(preset.evidence))
    """
  }
}

/// A part of what there is to say of a topic.
package enum HelpPart: Sendable {
  /// Sentences.
  case prose(String)
  /// Lines of a file.
  case sample([String])
  /// Names, and what there is to say of each.
  case table([(name: String, text: String)])

  fileprivate var text: String {
    switch self {
    case .prose(let text): wrapped(text, to: 100).map { $0 + "\n" }.joined()
    case .sample(let lines): lines.map { "  \($0)\n" }.joined()
    case .table(let rows): Help.table(rows, column: 30)
    }
  }
}

extension ListFormat {
  /// What the format is, in one sentence.
  package var help: String {
    switch self {
    case .list:
      "a pattern a line: names, globs, NAME@VERSION, !exceptions, re:REGEX, c++:GLOB, from:LIB, "
        + "ver:VERSION, include FILE; # begins a comment"
    case .dynamicList: "ld --dynamic-list: { name; glob*; };"
    case .versionScript: "ld --version-script: V1 { global: name; local: *; };"
    case .exportDynamicSymbolList: "ld --export-dynamic-symbol-list: { name; };"
    case .libtool: "libtool -export-symbols: a name a line, no line empty"
    case .apple:
      "ld -exported_symbols_list of Apple's linker; one leading underscore is dropped from each name"
    case .def: "a module-definition file of Windows: the names of EXPORTS"
    case .debianSymbols:
      "debian/PACKAGE.symbols: deb-src-symbols(5), with its tags and several libraries"
    }
  }
}
