// Which characters a word of a linker script may have without quotes.
//
// GNU ld reads letters, digits, `_ . $ * ? [ ] - ! ^ \` and `::`, and skips others with a warning.
// lld and mold read `~ + = /`, too, and let any of them come first. A script that says `~Widget`
// was written for those, and has only one sensible meaning.

/// Some bytes.
struct ByteSet {
  private var members = [Bool](repeating: false, count: 256)

  init(_ characters: String) {
    for byte in characters.utf8 { members[Int(byte)] = true }
  }

  func contains(_ byte: UInt8) -> Bool { members[Int(byte)] }
}

enum ScriptCharacters {
  /// What some linker reads as part of an unquoted word, except the colon.
  static let inWord = ByteSet(alphanumerics + "_.$*?[]-!^\\~+=/")
  /// What GNU ld reads as part of an unquoted pattern; colons only in pairs.
  static let inPattern = ByteSet(alphanumerics + "_.$*?[]-!^\\:")
  /// What such a pattern may begin with.
  static let firstInPattern = ByteSet(letters + "_.$*?[]-!^\\")

  private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
  private static let alphanumerics = letters + "0123456789"
  private static let inTag = ByteSet(alphanumerics + "_.")
  private static let firstInTag = ByteSet(letters + "_.$")
  private static let marks = ByteSet("{};:\"#")

  /// Whether GNU ld reads `word` as one pattern.
  static func isPattern(_ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first, firstInPattern.contains(first) else { return false }
    return word.allSatisfy { inPattern.contains($0) }
  }

  /// Whether GNU ld reads `word` as the name of a version.
  static func isTag(_ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first, firstInTag.contains(first) else { return false }
    return word.dropFirst().allSatisfy { inTag.contains($0) }
  }

  /// Whether `byte` can stand nowhere outside quotes and comments.
  static func isStray(_ byte: UInt8) -> Bool {
    !inWord.contains(byte) && !marks.contains(byte) && !byte.isWhiteSpace
  }

  /// What to say of a byte that can stand nowhere.
  static func complaint(about byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "@"):
      "@ is no part of a pattern: a version is said by the node, as in V1 { name; }"
    case UInt8(ascii: ","): "a comma separates nothing: ; was expected"
    case 0x21...0x7e:
      "\(Character(Unicode.Scalar(byte))) needs quotes: a pattern in \"\" was expected"
    default:
      "the byte 0x\(String(byte, radix: 16)) needs quotes: a pattern in \"\" was expected"
    }
  }
}
