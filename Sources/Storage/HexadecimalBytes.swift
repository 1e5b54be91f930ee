// Bytes as pairs of hexadecimal digits.

/// Reads and writes bytes as digits.
public enum HexadecimalBytes {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Two lower-case digits per byte.
  public static func text(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0xf)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that `text` has the digits of; nil if it has others, or an odd number of them.
  public static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text {
      guard let digit = Character(UnicodeScalar(character)).hexDigitValue else { return nil }
      if let upper = high {
        bytes.append(upper << 4 | UInt8(digit))
        high = nil
      } else {
        high = UInt8(digit)
      }
    }
    return bytes
  }
}
