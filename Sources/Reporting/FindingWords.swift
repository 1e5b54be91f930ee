// What there is to say of each kind of finding, whatever it was found in.

extension FindingRule {
  /// In a few words.
  var title: String {
    switch self {
    case .exportNotAllowed: "Export not allowed"
    case .missingExport: "Missing export"
    case .splitLibrary: "Library split between two copies"
    case .foreignCopy: "Library uses another's copy"
    case .nameClash: "Name clash"
    case .latentCapture: "Library captured when opened"
    }
  }

  /// In a sentence or two.
  var explanation: String {
    switch self {
    case .exportNotAllowed:
      "The file exports a symbol that its policy demotes. Other libraries of a process bind to it "
        + "in place of their own."
    case .missingExport:
      "The policy keeps a symbol by its exact name, and the file does not export it: what looks it "
        + "up will not find it."
    case .splitLibrary:
      "Of the references that a library makes to one copy of a library, some go to a second copy. "
        + "Both work on the same data, each with its own idea of it; this is what crashes."
    case .foreignCopy:
      "All references of a library go to another copy than the one it was linked with, which works "
        + "as long as that is of the right version."
    case .nameClash:
      "Two objects define the same few names; one library's references go to the other, by chance "
        + "or on purpose."
    case .latentCapture:
      "The program exports what a library defines as well. If that library is opened, its "
        + "references go to the program."
    }
  }

  /// What to do about it.
  var advice: String {
    switch self {
    case .exportNotAllowed:
      "Hide the symbol in the link, demote it with `symdemote apply`, or allow it in the policy."
    case .missingExport: "Export the symbol again, or take the line out of the policy."
    case .splitLibrary, .foreignCopy, .nameClash, .latentCapture:
      "Run `symdemote audit` on the program: it names the `symdemote apply` line that cures it."
    }
  }

  /// How serious it is.
  var severity: Message.Severity {
    switch self {
    case .exportNotAllowed, .missingExport, .splitLibrary: .error
    case .foreignCopy, .nameClash, .latentCapture: .warning
    }
  }
}
