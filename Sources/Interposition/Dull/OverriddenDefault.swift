// A weak definition is a default that others are meant to replace: with it, its makers left the
// choice to whoever links a strong one (gABI, "Symbol Table", STB_WEAK). A loader does not tell weak
// from strong, so all that counts is that the owner's is weak.
//
// Invariant: asked after the weak copies, which are weak on both sides or inline code of C++.

internal import ELFModel

extension DullRule {
  static let overriddenDefault = DullRule(
    id: "overridden-default", title: "overridden defaults"
  ) { $0.owned.binding == .weak }
}
