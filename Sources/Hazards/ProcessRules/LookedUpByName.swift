// The file calls dlsym, and the name stands in its data as a string. A lookup of its own symbol
// finds nothing afterwards, or another library's.

internal import ELFModel

extension ProcessRule {
  static let lookedUpByName = ProcessRule(
    id: "looked-up-by-name", .warns,
    subject: "a name that stands as a string in a program that calls dlsym",
    reason: "the file calls dlsym and holds this name as a string: such a lookup would fail"
  ) { view in view.spelledOut }
}
