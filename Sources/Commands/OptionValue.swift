// What kind of value an option takes, for whoever offers values: the completions of shells. It follows
// from what the value is called, so that the table says it once.

internal import Policy

/// A kind of value.
package enum OptionValue: Sendable, Equatable {
  /// One of these words.
  case words([String])
  /// The path of a file.
  case file
  /// The path of a library, or that with words behind colons.
  case library
  /// The path of a folder.
  case folder
  /// Paths of folders with colons between them.
  case folders
  /// Names that only whoever types them knows, or numbers.
  case free
  /// A word of these with a colon, or nothing, and the path of a file.
  case listFile([String])
}

extension Option {
  /// What kind of value it takes; nil for none, or for one that has a name nobody gave a kind.
  package var kind: OptionValue? {
    guard let value else { return nil }
    if name == "--preset" { return .words(PresetTable.all.map(\.name)) }
    switch value {
    case "CONTROL": return .words(["none", "simple", "numbered", "existing"])
    case "[FORMAT:]FILE": return .listFile(ListFormat.allCases.map(\.rawValue))
    case "DIR": return .folder
    case "DIRS": return .folders
    case "FILE", "LIB", "DIR|LIB", "OUT", "U", "ORIGINAL", "PROGRAM", "LIST", "LOG": return .file
    case "LIB[:FLAG]…", "LIB[:ns=N]": return .library
    case "GLOB", "REGEX", "N", "K/N", "SUFFIX", "NAME[@VERSION]", "NAME[@VERSION][:FLAG]…",
      "NAME[:from=OBJECT]":
      return .free
    default:
      let words = value.split(separator: "|").map(String.init)
      return words.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } }
        ? .words(words) : nil
    }
  }
}
