// One thing the user said about names: demote these, keep those.

public import ELFModel

/// What a clause wants for the names it covers.
public enum Intent: Sendable, Equatable {
  case demote
  case keep
}

/// Which names a clause covers.
public enum Selector: Sendable {
  /// One name, as typed.
  case exact([UInt8])
  /// A pattern with a wildcard, but not `*`.
  case glob(Glob)
  /// All names that a library defines.
  case library(NameSet)
  /// Everything: `*` or `--all`.
  case everything

  /// The selector for a pattern as typed: `dbus_bus_get`, `dbus_*`, or `*`.
  public init(pattern: [UInt8]) throws(PolicyError) {
    let glob = try Glob(pattern)
    if glob.matchesEverything {
      self = .everything
    } else if let name = glob.literal {
      self = .exact(name)
    } else {
      self = .glob(glob)
    }
  }

  /// Whether the selector covers `name`.
  func covers(_ name: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .exact(let wanted): wanted[...] == name
    case .glob(let glob): glob.matches(name)
    case .library(let names): names.contains(name)
    case .everything: true
    }
  }
}

/// How much a clause weighs against others that cover the same name.
///
/// The order of the linkers' version scripts: an exact name beats a pattern, a pattern beats `*`
/// (binutils manual, "VERSION Command").
public enum Rank: Int, Sendable, Comparable {
  case everything
  case pattern
  case exact

  /// Weaker first.
  public static func < (first: Rank, second: Rank) -> Bool { first.rawValue < second.rawValue }
}

/// One selection, and where it was said.
public struct Clause: Sendable {
  /// Demote or keep.
  public let intent: Intent
  /// Which names.
  public let selector: Selector
  /// The clause as the user wrote it, for messages: `--demote=dbus_*`.
  public let source: String

  /// Memberwise.
  public init(_ intent: Intent, _ selector: Selector, source: String) {
    self.intent = intent
    self.selector = selector
    self.source = source
  }

  /// How much the clause weighs.
  public var rank: Rank {
    switch selector {
    case .exact: .exact
    case .glob, .library: .pattern
    case .everything: .everything
    }
  }
}
