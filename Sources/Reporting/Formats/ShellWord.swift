// Words that a POSIX shell reads as they are meant (POSIX.1-2017, Shell Command Language, 2.2
// "Quoting"), and that a terminal can show.

/// A command line that a shell reads as `words`.
func shellCommand(_ words: [[UInt8]]) -> String {
  words.map(shellWord).joined(separator: " ")
}

/// `path` as an operand, which does not begin as an option does.
func operandWord(_ path: [UInt8]) -> [UInt8] {
  path.first == UInt8(ascii: "-") ? Array("./".utf8) + path : path
}

/// `word`, quoted if it needs that. Bytes that are no printable text are written as octal numbers for
/// printf(1); a word that ends in newlines would lose them, and no path here does.
private func shellWord(_ word: [UInt8]) -> String {
  if !word.isEmpty, word.allSatisfy(isPlain) { return String(decoding: word, as: UTF8.self) }
  if let text = String(validating: word, as: UTF8.self), text.printable == text {
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
  // A dash in front would make it an option of printf.
  let format = word.enumerated().map { position, byte in
    isPlain(byte) && !(position == 0 && byte == UInt8(ascii: "-"))
      ? String(UnicodeScalar(byte)) : "\\" + octal(byte)
  }.joined()
  return "\"$(printf '\(format)')\""
}

private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "_-./+=:,@".utf8.contains(byte)
  }
}

private func octal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 8)
  return String(repeating: "0", count: 3 - digits.count) + digits
}
