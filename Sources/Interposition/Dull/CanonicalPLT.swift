// An undefined function with a value: the program's PLT entry is its address for everybody, and
// leads to the one definition there is (psABI x86-64, "Procedure Linkage Table").

internal import ELFModel

extension DullRule {
  static let canonicalPLT = DullRule(
    id: "canonical-plt", title: "PLT addresses"
  ) { $0.used?.isCanonicalPLT ?? false }
}
