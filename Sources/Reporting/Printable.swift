// Names come from files that nobody vouches for; a terminal must not obey them.

extension String {
  /// The text with control and formatting characters shown as `\u{1b}` and the like.
  var printable: String {
    // Characters beyond ASCII begin with a byte above 0x7f in UTF-8.
    if utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return self }
    guard unicodeScalars.contains(where: Self.isDangerous) else { return self }
    return unicodeScalars.map { scalar in
      Self.isDangerous(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }.joined()
  }

  /// Controls, line separators, and the formatting characters that reorder or hide text.
  private static func isDangerous(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
    default: false
    }
  }
}

extension FixedWidthInteger {
  /// The number as people write addresses.
  var hexadecimal: String { "0x" + String(self, radix: 16) }
}
