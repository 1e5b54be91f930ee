// Colour for people at a terminal: what a diff takes away and what it adds, bindings that go astray,
// refusals. The words are the same with and without it.
//
// Invariant: what is highlighted went through `printable`, so that a terminal gets no sequence but these
// (ECMA-48, "SGR").

/// Where text is coloured.
public struct Colours: Sendable, Equatable {
  /// On standard output.
  public var output: Bool
  /// On standard error.
  public var errors: Bool

  /// Memberwise; nowhere unless told otherwise.
  public init(output: Bool = false, errors: Bool = false) {
    (self.output, self.errors) = (output, errors)
  }
}

/// What a part of a text is, for the eye.
public enum TextStyle: String, Sendable, CaseIterable {
  /// What the text is about.
  case heading = "1"
  /// What goes.
  case removed = "31"
  /// What comes, or helps.
  case added = "32"
  /// Where in a diff one is.
  case place = "36"
  /// What is wrong.
  case alarm = "1;31"
  /// What may be wrong.
  case caution = "33"

  func applied(to text: some StringProtocol) -> String { "\u{1b}[\(rawValue)m\(text)\u{1b}[0m" }
}

/// A part of a line that stands out.
public struct Highlight {
  let part: Substring
  let style: TextStyle

  /// `part` of a line in `style`.
  public init(_ style: TextStyle, _ part: Substring) { (self.part, self.style) = (part, style) }
}

extension String {
  /// The text with what `highlight` finds in its lines.
  func highlighted(_ highlight: (Substring) -> Highlight?) -> String {
    var text = ""
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      if !text.isEmpty || line.startIndex != startIndex { text += "\n" }
      guard let found = highlight(line), !found.part.isEmpty else {
        text += line
        continue
      }
      text += line[..<found.part.startIndex]
      text += found.style.applied(to: found.part)
      text += line[found.part.endIndex...]
    }
    return text
  }
}

extension Substring {
  /// The line's first word, if it is one of `words`.
  func firstWord(of words: [String: TextStyle]) -> Highlight? {
    let word = drop { $0 == " " }.prefix { $0 != " " }
    return words[String(word)].map { Highlight($0, word) }
  }
}
