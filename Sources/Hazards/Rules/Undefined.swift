// An undefined symbol is something the file asks for, not something it offers.

internal import ELFModel

extension Rule {
  static let undefined = Rule(
    id: "undefined",
    subject: "what the file does not define but only refers to",
    reason: "the file does not define it, it only refers to it",
    yieldsToForce: false
  ) { image in image.symbols { $1.isUndefined && !$1.isCanonicalPLT } }
}
