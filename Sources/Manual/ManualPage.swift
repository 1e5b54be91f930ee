// A page of the manual: its sections in the order that mdoc(7) asks for.

internal import Commands
internal import Reporting

/// A file of the manual.
package struct ManualFile {
  /// Its name: `symdemote-apply.1`.
  package let name: String
  /// Its content.
  package let text: String
}

/// A page in parts.
struct ManualPage {
  let name: String
  let section: Int
  let summary: String
  /// The titles of sections, and what stands there.
  var sections: [(title: String, text: String)] = []

  /// The day on which the words were last changed.
  private static let date = "November 23, 2026"

  var file: ManualFile {
    let start = """
      .\\" Written by `make manual` from the tables that the program itself reads.
      .Dd \(Self.date)
      .Dt \(name.uppercased()) \(section)
      .Os
      .Sh NAME
      .Nm \(name)
      .Nd \(summary)

      """
    return ManualFile(
      name: "\(name).\(section)",
      text: start + sections.map { ".Sh \($0.title)\n\($0.text)" }.joined())
  }

  /// Adds a section, unless it is empty.
  mutating func add(_ title: String, _ text: String) {
    if !text.isEmpty { sections.append((title, text)) }
  }

  /// Adds the section of references to other pages.
  mutating func refer(to pages: [(name: String, section: Int)]) {
    let others = pages.filter { $0.name != name || $0.section != section }
      .sorted { ($0.section, $0.name) < ($1.section, $1.name) }
    add(
      "SEE ALSO",
      others.enumerated().map { place, page in
        ".Xr \(page.name) \(page.section)\(place + 1 < others.count ? " ," : "")\n"
      }.joined())
  }

  /// The section of exit statuses, which are the same everywhere.
  static let exitStatus =
    list(
      ExitStatus.allCases.map {
        ("\($0.rawValue)", mdoc(sentence(OptionTable.meaning(of: $0))))
      }, width: "2n")
    + ".Pp\n"
    + mdoc(
      "Of several files all are worked on, and the worst decides, in the order 4, 2, 3, 1, 0.")

  /// The section of examples.
  static func examples(_ examples: [ManualExample]) -> String {
    examples.map { mdoc($0.purpose) + literal($0.commands.map { "$ " + $0 }) }
      .joined(separator: ".Pp\n")
  }
}

/// Half a sentence made a whole one.
func sentence(_ text: String) -> String {
  let start = text.prefix(1)
  let whole =
    text.hasPrefix("`") || text.hasPrefix("-") ? text : start.uppercased() + text.dropFirst()
  return whole.hasSuffix(".") ? whole : whole + "."
}
