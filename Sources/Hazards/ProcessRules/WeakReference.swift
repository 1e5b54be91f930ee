// A library tests for this symbol by a weak reference. With the symbol demoted the reference is
// null: the library does without, and nobody is told.
//
// Source: gABI chapter 4, "Symbol Table", STB_WEAK.

internal import ELFModel

extension ProcessRule {
  static let weakReference = ProcessRule(
    id: "weak-reference", .objects,
    reason: "a weak reference of another object would silently become null"
  ) { view in view.lost.nulled }
}
