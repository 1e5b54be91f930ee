// Shell patterns over the bytes of a name: `*`, `?`, `[abc]`, `[a-z]`, `[!a]` or `[^a]`; a
// backslash takes the next character literally. As in fnmatch(3) without flags, and as the GNU
// linker reads the patterns of its scripts.

/// A compiled shell pattern.
public struct Glob: Sendable, Equatable {
  enum Token: Sendable, Equatable {
    case byte(UInt8)
    case anyByte
    case anyRun
    case set(ByteSet)

    func matches(_ byte: UInt8) -> Bool {
      switch self {
      case .byte(let wanted): wanted == byte
      case .anyByte: true
      case .anyRun: false
      case .set(let bytes): bytes.contains(byte)
      }
    }
  }

  /// As typed.
  public let text: [UInt8]
  let tokens: [Token]

  /// Compiles `pattern`.
  ///
  /// - Throws: ``PatternError``.
  public init(_ pattern: [UInt8]) throws(PatternError) {
    text = pattern
    var parser = GlobParser(pattern)
    tokens = try parser.tokens()
  }

  /// The one name that the pattern stands for; nil when it has a wildcard.
  public var literal: [UInt8]? {
    var name: [UInt8] = []
    for token in tokens {
      guard case .byte(let byte) = token else { return nil }
      name.append(byte)
    }
    return name
  }

  /// The bytes that every match begins with.
  public var literalPrefix: [UInt8] {
    var prefix: [UInt8] = []
    for token in tokens {
      guard case .byte(let byte) = token else { break }
      prefix.append(byte)
    }
    return prefix
  }

  /// The bytes that every match ends with.
  public var literalSuffix: [UInt8] {
    var suffix: [UInt8] = []
    for token in tokens.reversed() {
      guard case .byte(let byte) = token else { break }
      suffix.append(byte)
    }
    return suffix.reversed()
  }

  /// Whether the pattern is `*`, which matches every name.
  public var matchesEverything: Bool { tokens == [.anyRun] }

  /// Whether the whole of `name` matches. Takes at most pattern times name steps: only the last
  /// `*` is ever retried.
  public func matches(_ name: ArraySlice<UInt8>) -> Bool {
    var token = 0
    var position = name.startIndex
    var retry: (token: Int, position: Int)?
    while position < name.endIndex {
      if token < tokens.count, tokens[token] == .anyRun {
        retry = (token + 1, position)
        token += 1
      } else if token < tokens.count, tokens[token].matches(name[position]) {
        token += 1
        position += 1
      } else if let last = retry {
        retry = (last.token, last.position + 1)
        token = last.token
        position = last.position + 1
      } else {
        return false
      }
    }
    return tokens[token...].allSatisfy { $0 == .anyRun }
  }
}

/// Bytes, one bit for each: a value without references, which costs nothing to look at.
struct ByteSet: Sendable, Equatable {
  private var bits = SIMD4<UInt64>()

  func contains(_ byte: UInt8) -> Bool { bits[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }

  mutating func insert(_ range: ClosedRange<UInt8>) {
    for byte in range { bits[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
  }

  var inverted: ByteSet {
    var set = self
    set.bits = ~bits
    return set
  }
}

/// Reads a pattern from left to right.
private struct GlobParser {
  private let pattern: [UInt8]
  private var position = 0

  init(_ pattern: [UInt8]) { self.pattern = pattern }

  mutating func tokens() throws(PatternError) -> [Glob.Token] {
    guard !pattern.isEmpty else { throw failure("it is empty", at: 0) }
    var tokens: [Glob.Token] = []
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "*"): if tokens.last != .anyRun { tokens.append(.anyRun) }
      case UInt8(ascii: "?"): tokens.append(.anyByte)
      case UInt8(ascii: "["): tokens.append(try set())
      case UInt8(ascii: "\\"): tokens.append(.byte(try escaped()))
      default: tokens.append(.byte(byte))
      }
    }
    return tokens
  }

  private mutating func set() throws(PatternError) -> Glob.Token {
    let start = position - 1
    var negated = false
    if let first = peek(), first == UInt8(ascii: "!") || first == UInt8(ascii: "^") {
      negated = true
      position += 1
    }
    var bytes = ByteSet()
    var isEmpty = true
    while let byte = next() {
      // A closing bracket right after the opening one is a member of the set.
      if byte == UInt8(ascii: "]"), !isEmpty { return .set(negated ? bytes.inverted : bytes) }
      isEmpty = false
      if byte == UInt8(ascii: "["), let kind = peek(), ":.=".utf8.contains(kind) {
        throw failure("classes such as [:alpha:] are not supported", at: position - 1)
      }
      let low = byte == UInt8(ascii: "\\") ? try escaped() : byte
      guard peek() == UInt8(ascii: "-"), let end = peek(1), end != UInt8(ascii: "]") else {
        bytes.insert(low...low)
        continue
      }
      let start = position - 1
      position += 2
      let high = end == UInt8(ascii: "\\") ? try escaped() : end
      guard low <= high else { throw failure("the range runs backwards", at: start) }
      bytes.insert(low...high)
    }
    throw failure("the bracket does not close", at: start)
  }

  private mutating func escaped() throws(PatternError) -> UInt8 {
    guard let byte = next() else {
      throw failure("a backslash ends it", at: position - 1)
    }
    return byte
  }

  private mutating func next() -> UInt8? {
    guard position < pattern.count else { return nil }
    position += 1
    return pattern[position - 1]
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < pattern.count ? pattern[position + distance] : nil
  }

  private func failure(_ reason: String, at position: Int) -> PatternError {
    PatternError(
      pattern: String(decoding: pattern, as: UTF8.self), column: position + 1, reason: reason)
  }
}
