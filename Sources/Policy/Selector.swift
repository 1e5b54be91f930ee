// Which symbols a clause covers: a pattern, the form of the name that it is held against, and
// perhaps a version.

public import ELFModel
public import Patterns

/// Which symbols a clause covers.
public struct Selector: Sendable {
  /// The form of a symbol's name that a pattern is held against.
  public enum Subject: Int, Sendable, CaseIterable {
    /// As it stands in the string table.
    case name
    /// What the name stands for in C++ or Rust; the name itself if it is not mangled.
    case demangled
    /// `name@VERSION`, with `Base` for the version of a symbol that has none: dpkg's form.
    case versioned
    /// The name as c++filt demangles it, `@`, and the version or `Base`: dpkg's form, too.
    case demangledVersioned

    /// Whether it takes a demangler.
    var isDemangled: Bool { self == .demangled || self == .demangledVersioned }
  }

  /// What the name has to be like.
  public enum Pattern: Sendable {
    /// This, byte for byte.
    case exact([UInt8])
    /// A shell pattern with a wildcard, but not `*`.
    case glob(Glob)
    /// A regular expression.
    case regex(RegularExpression)
    /// One of the names that a library defines.
    case members(NameSet)
    /// Anything.
    case everything
  }

  /// What the pattern is held against.
  public let subject: Subject
  /// What the name has to be like.
  public let pattern: Pattern
  /// What the version has to be like; nil for any, or none. Never matches a symbol without version.
  public let version: Glob?
  /// Names that the selector does not cover although its pattern does.
  public let exceptions: [Selector]

  /// Memberwise.
  public init(
    _ pattern: Pattern, subject: Subject = .name, version: Glob? = nil, except: [Selector] = []
  ) {
    self.pattern = pattern
    self.subject = subject
    self.version = version
    self.exceptions = except
  }

  /// The selector for a glob as typed: `dbus_bus_get`, `dbus_*`, `*`.
  ///
  /// - Throws: ``PatternError``.
  public init(glob typed: [UInt8], subject: Subject = .name, version: Glob? = nil)
    throws(PatternError)
  {
    self.init(Pattern(try Glob(typed)), subject: subject, version: version)
  }

  /// The selector for a glob that may name a version: `name`, `name@VERSION` (or `@@`), `@VERSION`
  /// for all symbols of a version. A backslash takes an `@` for a part of the name.
  ///
  /// - Throws: ``PatternError``.
  public init(versionedGlob typed: [UInt8]) throws(PatternError) {
    if !typed.isEmpty, typed.allSatisfy(\.isPlainInNames) {
      self.init(.exact(typed))
      return
    }
    guard let at = Self.versionMark(in: typed) else {
      try self.init(glob: typed)
      return
    }
    let name = Array(typed[..<at])
    let marks = typed[at...].prefix(2).prefix { $0 == UInt8(ascii: "@") }.count
    let version: Glob
    do {
      version = try Glob(Array(typed[(at + marks)...]))
    } catch {
      throw PatternError(
        pattern: String(decoding: typed, as: UTF8.self), column: at + marks + error.column,
        reason: typed.count == at + marks ? "no version follows the @" : error.reason)
    }
    self.init(
      name.isEmpty ? .everything : Pattern(try Glob(name)), version: version)
  }

  private static func versionMark(in typed: [UInt8]) -> Int? {
    var isEscaped = false
    for (place, byte) in typed.enumerated() {
      if byte == UInt8(ascii: "@"), !isEscaped { return place }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return nil
  }

  /// Whether the selector gives one name, with one version or none.
  var isOneName: Bool {
    if case .exact = pattern { version.map { $0.literal != nil } ?? true } else { false }
  }

  /// How much the selector weighs.
  public var rank: Rank {
    switch pattern {
    case .exact: version == nil ? .exact : .exactVersion
    case .glob, .regex, .members: .pattern
    case .everything: version == nil ? .everything : .pattern
    }
  }
}

extension Selector.Pattern {
  /// The pattern that `glob` is: without wildcards it is one name, and `*` is everything.
  public init(_ glob: Glob) {
    if glob.matchesEverything {
      self = .everything
    } else if let name = glob.literal {
      self = .exact(name)
    } else {
      self = .glob(glob)
    }
  }

  /// Whether `subject` is what the pattern wants.
  func matches(_ subject: ArraySlice<UInt8>) throws(PatternTooCostly) -> Bool {
    switch self {
    case .exact(let wanted): wanted[...] == subject
    case .glob(let glob): glob.matches(subject)
    case .regex(let expression): try expression.matches(subject)
    case .members(let names): names.contains(subject)
    case .everything: true
    }
  }
}
