// Names come from files that nobody vouches for; a terminal must not obey them.

extension String {
  /// The text with control characters shown as `\x1b` and the like.
  var printable: String {
    // Control characters beyond ASCII begin with a byte above 0x7f in UTF-8.
    if utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return self }
    return unicodeScalars.map { scalar in
      guard Self.isControl(scalar) else { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      return "\\x" + (digits.count < 2 ? "0" + digits : digits)
    }.joined()
  }

  private static func isControl(_ scalar: UnicodeScalar) -> Bool {
    scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
  }
}

extension FixedWidthInteger {
  /// The number as people write addresses.
  var hexadecimal: String { "0x" + String(self, radix: 16) }
}
