// Names have none of the marks by which other formats, and demangled names, are known. One that is
// meant all the same is written after a backslash, or in brackets.

public import Patterns

/// A mark that no symbol's name has, in something that was given as a name.
struct ForeignMark {
  /// Where it stands, counted from the beginning of the name.
  let offset: Int
  /// Whether it is one of a demangled name.
  let isOfDemangledName: Bool

  /// The first such mark in `pattern`; nil if there is none.
  init?(in pattern: ArraySlice<UInt8>) {
    if pattern.allSatisfy(\.isPlainInNames) { return nil }
    var isEscaped = false
    var isInBrackets = false
    for (offset, byte) in pattern.enumerated() {
      defer { isEscaped = byte == UInt8(ascii: "\\") && !isEscaped }
      if byte == UInt8(ascii: "[") { isInBrackets = true }
      if byte == UInt8(ascii: "]") { isInBrackets = false }
      guard !isEscaped, !isInBrackets, let isOfDemangledName = Self.isOfDemangledName(byte) else {
        continue
      }
      (self.offset, self.isOfDemangledName) = (offset, isOfDemangledName)
      return
    }
    return nil
  }

  /// Whether `byte` is one of a demangled name, or of another format; nil if it may be in a name.
  private static func isOfDemangledName(_ byte: UInt8) -> Bool? {
    switch byte {
    case UInt8(ascii: ":"), UInt8(ascii: "("): true
    case UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ","),
      UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="), UInt8(ascii: " "),
      UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
      false
    default: nil
    }
  }
}

extension Selector {
  /// The selector for a name or a glob that somebody typed, perhaps with a version:
  /// `init(versionedGlob:)`, but for what can only be a mistake.
  ///
  /// - Throws: ``PatternError``.
  public init(typedName typed: [UInt8]) throws(PatternError) {
    if let mark = ForeignMark(in: typed[...]) {
      throw PatternError(
        pattern: String(decoding: typed, as: UTF8.self), column: mark.offset + 1,
        reason: mark.isOfDemangledName
          ? "expected a symbol's name; demangled ones are for --demote-cxx and --keep-cxx"
          : "expected one symbol's name, which has no such character; a backslash before it takes it"
            + " for a part of the name")
    }
    try self.init(versionedGlob: typed)
  }

  /// What ``init(typedName:)`` takes for this very name, and version: whatever could mean something
  /// stands behind a backslash.
  public static func spelling(
    of name: some Sequence<UInt8>, version: (some Sequence<UInt8>)?
  ) -> [UInt8] {
    func escaped(_ bytes: some Sequence<UInt8>) -> [UInt8] {
      bytes.flatMap { byte in
        byte.isPlainInNames || byte >= 0x80 ? [byte] : [UInt8(ascii: "\\"), byte]
      }
    }
    return escaped(name) + (version.map { [UInt8(ascii: "@")] + escaped($0) } ?? [])
  }
}

extension UInt8 {
  /// Whether it means nothing but itself, whoever reads a name.
  var isPlainInNames: Bool {
    isLetter || isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
      || self == UInt8(ascii: "$")
  }
}
