// A rule that only a process can decide: who else has a name, and what becomes of those that were
// bound to it. Each rule has a file of its own under ProcessRules/ and a line in the catalog.

internal import ELFModel

/// One thing to know before a symbol is demoted in a file of a process.
public struct ProcessRule: Sendable {
  /// What a rule does about a symbol.
  public enum Effect: Sendable {
    /// Keeps it, or refuses if it was asked for by name.
    case objects
    /// Says so.
    case warns
  }

  /// A stable name, for reports and for people who look it up.
  public let id: String
  /// What the rule does.
  public let effect: Effect
  /// What it keeps or warns of, in half a sentence, for those who look its name up.
  public let subject: String
  /// Why, in one line.
  public let reason: String
  /// Finds those of the demoted symbols that the rule speaks of in a process, and perhaps others.
  let symbols: @Sendable (ProcessView) -> SymbolSet

  init(
    id: String, _ effect: Effect, subject: String, reason: String,
    symbols: @escaping @Sendable (ProcessView) -> SymbolSet
  ) {
    self.id = id
    self.effect = effect
    self.subject = subject
    self.reason = reason
    self.symbols = symbols
  }

  /// The rule as it speaks against one symbol.
  public var objection: Objection { Objection(id: id, reason: reason, yieldsToForce: true) }
}
