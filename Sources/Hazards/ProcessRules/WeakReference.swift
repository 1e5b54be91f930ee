// A library tests for this symbol by a weak reference. With the symbol demoted the reference is
// null: the library does without, and nobody is told.
//
// Source: gABI chapter 4, "Symbol Table", STB_WEAK.

internal import ELFModel

extension ProcessRule {
  static let weakReference = ProcessRule(
    id: "weak-reference", .objects,
    subject: "what another object refers to weakly and would silently lose",
    reason: "a weak reference of another object would silently become null"
  ) { view in view.lost.nulled }
}
