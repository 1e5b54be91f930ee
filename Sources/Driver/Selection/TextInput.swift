// The texts that a selection is read from: standard input once, and not without end.

internal import Policy
internal import Storage

/// Reads texts.
struct TextInput {
  /// Whether somebody has read it.
  var hasReadStandardInput = false
  private var count = 0
  /// Digests of what was read, if somebody asks for them.
  private(set) var digests: [[UInt8]]?

  init(digesting: Bool = false) { digests = digesting ? [] : nil }

  /// More texts than this are lists that include each other over and over.
  private static let mostTexts = 1000

  /// The text at `path`; standard input for `-`.
  ///
  /// - Throws: ``OtherFileFailure``, or ``PolicyError``.
  mutating func text(_ path: FilePath) throws -> SourceText {
    count += 1
    guard count <= Self.mostTexts else { throw PolicyError.tooManyTexts(limit: Self.mostTexts) }
    if path.bytes == [UInt8(ascii: "-")] {
      guard !hasReadStandardInput else { throw PolicyError.standardInputTwice }
      hasReadStandardInput = true
    }
    let bytes = try naming(path) { try wholeText(path) }
    digests?.append(Array(try naming(path) { try Digest(of: bytes) }.hexadecimal.utf8))
    return SourceText(path: path.bytes, bytes: bytes)
  }
}
