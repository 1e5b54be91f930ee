// Text in lines of a width.

/// The words of `text` in lines of at most `width` characters, as far as they have spaces; `first`
/// stands before the first line, `rest` before the others, and both count. No lines for no words.
public func wrapped(_ text: String, to width: Int, first: String = "", rest: String = "")
  -> [String]
{
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.count + 1 + word.count <= width {
      lines[lines.count - 1] = "\(last) \(word)"
    } else {
      lines.append((lines.isEmpty ? first : rest) + word)
    }
  }
  return lines
}
