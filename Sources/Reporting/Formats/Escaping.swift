// Text in a language where some signs mean something. Scalars are looked at and not characters: a quote
// with a combining mark behind it is one character to a reader, and still ends a string.

extension String {
  /// The text with what `replacement` gives in place of each scalar for which it gives something.
  func escaped(_ replacement: (UnicodeScalar) -> String?) -> String {
    guard unicodeScalars.contains(where: { replacement($0) != nil }) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      if let escape = replacement(scalar) {
        text += escape
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
