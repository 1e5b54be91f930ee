// What a clause that must not be idle wants a file to have, for those who miss it.

internal import Patterns

/// A symbol that a file must have.
public struct RequiredSymbol: Sendable, Hashable {
  /// The form in which it is named.
  public let subject: Selector.Subject
  /// Its name, without a version.
  public let name: [UInt8]
  /// Its version; nil if none is wanted, or more than one will do.
  public let version: [UInt8]?

  /// What `clause` requires; nil if it requires nothing, or no single symbol.
  public init?(of clause: Clause) {
    guard clause.isRequired, clause.intent == .keep, case .exact(let name) = clause.selector.pattern
    else { return nil }
    subject = clause.selector.subject
    switch subject {
    case .name, .demangled:
      self.name = name
      version = clause.selector.version?.literal
    case .versioned, .demangledVersioned:
      let at = name.lastIndex(of: UInt8(ascii: "@")) ?? name.endIndex
      let word = Array(name[at...].dropFirst())
      self.name = Array(name[..<at])
      // Debian's word for a symbol that has no version.
      version = word.isEmpty || word.elementsEqual("Base".utf8) ? nil : word
    }
  }
}
