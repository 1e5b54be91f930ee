// What the help says of each way to select names.

package import Policy

extension SelectionKeyword {
  /// What the value is called; nil for none.
  package var placeholder: String? {
    switch self {
    case .demote, .keep: "GLOB"
    case .demoteRegex, .keepRegex: "REGEX"
    case .demoteCxx, .keepCxx: "GLOB"
    case .demoteFrom, .keepFrom: "LIB"
    case .keepList: "[FORMAT:]FILE"
    case .preset: "NAME"
    case .with: "DIR|LIB"
    case .policy: "FILE"
    case .colliding, .all: nil
    }
  }

  /// What it does, in one sentence.
  package var help: String {
    switch self {
    case .demote:
      "demote the exports with this name or pattern (* ? [a-z] [!a]), NAME@VERSION or @VERSION"
    case .keep: "keep the exports with this name or pattern"
    case .demoteRegex: "demote the exports whose whole name the Perl regular expression matches"
    case .keepRegex: "keep the exports whose whole name the Perl regular expression matches"
    case .demoteCxx: "demote the exports whose demangled C++ or Rust name matches: ns::*"
    case .keepCxx: "keep the exports whose demangled C++ or Rust name matches"
    case .demoteFrom:
      "demote every name that LIB defines: LIB.a, LIB.so, an object file, a soname, or a "
        + "pkg-config package"
    case .keepFrom: "keep every name that LIB defines"
    case .keepList: "keep the names in FILE; `symdemote help lists` tells the formats"
    case .preset: "keep what plugins of a kind need; `symdemote help presets` lists the kinds"
    case .colliding: "demote the exports that another library of the process defines, too"
    case .with: "--colliding looks at LIB, or the libraries below DIR, as well"
    case .all: "demote every export that nothing keeps"
    case .policy: "read selections from FILE; `symdemote help policy-file` tells how"
    }
  }
}
