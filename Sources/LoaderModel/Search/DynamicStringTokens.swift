// `$ORIGIN`, `$LIB` and `$PLATFORM` in search paths and names, plain or in braces.
//
// Source: gABI chapter 5, "Substitution Sequences"; glibc elf/dl-load.c `_dl_dst_substitute`. The
// name after a dollar is as long as it can be, so `$ORIGINAL` is no token, and what is none stays
// as it is. Text with a token that has no value is of no use and becomes empty.

/// What the tokens stand for in the paths of one object.
public struct DynamicStringTokens: Sendable {
  /// `$ORIGIN`: the folder of the object; nil where it is not known.
  public let origin: [UInt8]?
  /// `$LIB`, such as `lib/x86_64-linux-gnu` or `lib64`.
  public let library: [UInt8]
  /// `$PLATFORM`; nil where the system does not say.
  public let platform: [UInt8]?

  /// Memberwise.
  public init(origin: [UInt8]?, library: [UInt8], platform: [UInt8]?) {
    self.origin = origin
    self.library = library
    self.platform = platform
  }

  /// `text` with its tokens replaced.
  public func expand(_ text: some Sequence<UInt8>) -> [UInt8] {
    let text = Array(text)
    guard text.contains(UInt8(ascii: "$")) else { return text }
    var result: [UInt8] = []
    var position = 0
    // No system has longer paths, and tokens could make very long ones.
    while position < text.count, result.count <= SearchLimits.pathLength {
      guard text[position] == UInt8(ascii: "$"),
        let (token, end) = Self.token(in: text, after: position)
      else {
        result.append(text[position])
        position += 1
        continue
      }
      guard let value = value(of: token) else { return [] }
      result += value
      position = end
    }
    return result.count <= SearchLimits.pathLength ? result : []
  }

  private enum Token: CaseIterable {
    case origin
    case platform
    case library

    var name: String {
      switch self {
      case .origin: "ORIGIN"
      case .platform: "PLATFORM"
      case .library: "LIB"
      }
    }
  }

  private func value(of token: Token) -> [UInt8]? {
    switch token {
    case .origin: origin
    case .platform: platform
    case .library: library
    }
  }

  /// The token that the dollar at `dollar` begins, and where the text goes on behind it.
  private static func token(in text: [UInt8], after dollar: Int) -> (Token, end: Int)? {
    var start = dollar + 1
    let isBraced = start < text.count && text[start] == UInt8(ascii: "{")
    if isBraced { start += 1 }
    let end = text[start...].firstIndex { !isPartOfName($0) } ?? text.count
    if isBraced { guard end < text.count, text[end] == UInt8(ascii: "}") else { return nil } }
    guard let token = Token.allCases.first(where: { text[start..<end].elementsEqual($0.name.utf8) })
    else { return nil }
    return (token, isBraced ? end + 1 : end)
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
