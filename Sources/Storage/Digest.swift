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

extension Digest {
  /// The digest in base64 with `-` and `_`, without padding (RFC 4648, 5): as the RECORD of a wheel has
  /// it.
  public var urlSafeBase64: String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    let bytes = HexadecimalBytes.bytes(hexadecimal.utf8) ?? []
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = (0..<3).reduce(0) { bits, place in
        bits << 8 | (place < group.count ? Int(group[start + place]) : 0)
      }
      text += (0...group.count).map { alphabet[bits >> (18 - 6 * $0) & 63] }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
