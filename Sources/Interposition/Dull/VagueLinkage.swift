// Inline functions, templates and their tables are emitted wherever they are used, weak or unique, and
// any copy will do (Itanium C++ ABI 5.2, "Vague Linkage"). Linking with optimisation makes the copy of
// a program strong, so what counts is that the owner leaves the choice open.

internal import ELFModel

extension DullRule {
  static let vagueLinkage = DullRule(
    id: "vague-linkage", title: "weak copies (C++ inline)"
  ) { capture in
    let isMangled = capture.name.starts(with: "_Z".utf8)
    return capture.owned.isVague && (isMangled || capture.used?.isVague ?? false)
  }
}

extension DynamicSymbol {
  fileprivate var isVague: Bool { binding == .weak || binding == .unique }
}
