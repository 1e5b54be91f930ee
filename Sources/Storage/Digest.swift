// SHA-256 of a file's content, by which an undo knows the file it belongs to (libmd, FIPS 180-4).

internal import CLibmd
public import ELFModel

/// A SHA-256 digest.
public struct Digest: Sendable, Equatable {
  /// 64 hexadecimal digits.
  public let hexadecimal: String

  /// The digest written as `hexadecimal`, if it is one.
  public init?(hexadecimal: String) {
    guard hexadecimal.utf8.count == 64, hexadecimal.allSatisfy(\.isHexDigit) else { return nil }
    self.hexadecimal = hexadecimal.lowercased()
  }

  /// The digest of all bytes of `source`.
  ///
  /// - Throws: the source's I/O error.
  public init(of source: some ByteSource) throws {
    var context = SHA2_CTX()
    unsafe SHA256Init(&context)
    let chunk = 1 << 20
    for start in stride(from: 0, to: source.byteCount, by: chunk) {
      let bytes = try source.bytes(in: start..<min(start + chunk, source.byteCount))
      unsafe SHA256Update(&context, bytes, bytes.count)
    }
    var result = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    unsafe SHA256Final(&result, &context)
    hexadecimal = HexadecimalBytes.text(result)
  }
}
