// What all names begin with that a regular expression matches, as far as it is plain to see: the
// bytes before its first special character (pcre2pattern, "Characters and metacharacters").

enum LiteralPrefix {
  /// The prefix for `pattern`; empty if it begins with anything special, as with `(?i)`.
  ///
  /// - Parameter isAnchored: whether a match begins where the name does without a `^`, too.
  static func ofRegularExpression(_ pattern: [UInt8], isAnchored: Bool) -> [UInt8] {
    var rest = pattern[...]
    if rest.first == UInt8(ascii: "^") {
      rest.removeFirst()
    } else if !isAnchored {
      return []
    }
    var prefix: [UInt8] = []
    while let byte = rest.first, !isSpecial(byte) {
      guard byte == UInt8(ascii: "\\") else {
        prefix.append(byte)
        rest.removeFirst()
        continue
      }
      // A letter or digit behind a backslash is a command; anything else stands for itself.
      guard let escaped = rest.dropFirst().first, !isWord(escaped) else { break }
      prefix.append(escaped)
      rest = rest.dropFirst(2)
    }
    // What makes a byte optional may stand right behind it, or behind what counts for nothing: a
    // comment, or a \Q or \E of its own.
    let mayRepeatLast =
      rest.first.map { quantifiers.contains($0) } ?? false
      || idle.contains { rest.starts(with: $0) }
    if mayRepeatLast, !prefix.isEmpty { prefix.removeLast() }
    return hasOuterAlternative(rest) ? [] : prefix
  }

  /// Whether there may be a `|` outside of all groups. Where brackets or backslashes hide what a
  /// parenthesis means, any `|` counts.
  private static func hasOuterAlternative(_ pattern: ArraySlice<UInt8>) -> Bool {
    guard pattern.contains(UInt8(ascii: "|")) else { return false }
    var depth = 0
    for (byte, next) in zip(pattern, pattern.dropFirst() + [0]) {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "\\"): return true
      case UInt8(ascii: "("):
        if next == UInt8(ascii: "?") || next == UInt8(ascii: "*") { return true }
        depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "|") where depth == 0: return true
      default: break
      }
    }
    return false
  }

  private static let quantifiers = Array("?*+{".utf8)
  private static let idle = [Array("(?".utf8), Array(#"\Q"#.utf8), Array(#"\E"#.utf8)]
  private static let special = Array("^$.[|()?*+{".utf8)

  private static func isSpecial(_ byte: UInt8) -> Bool { special.contains(byte) }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: byte >= 0x80
    }
  }
}
