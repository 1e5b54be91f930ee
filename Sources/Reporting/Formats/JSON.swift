// JSON (RFC 8259), written with the fields in the order they are given.

internal import Storage

/// A JSON value.
public enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Int)
  case string(String)
  case array([JSONValue])
  case object([JSONField])

  /// An address or an offset: JSON numbers lose precision beyond 53 bits.
  public static func hexadecimal(_ value: UInt64) -> JSONValue {
    .string("0x" + String(value, radix: 16))
  }

  /// Bytes that are not UTF-8, and so not what their text says, as hexadecimal digits; else null.
  static func bytesUnlessText(_ bytes: some Collection<UInt8>) -> JSONValue {
    String(validating: bytes, as: UTF8.self) == nil
      ? .string(HexadecimalBytes.text(bytes)) : .null
  }

  /// `value`, or null.
  public static func optional(_ value: String?) -> JSONValue {
    value.map(JSONValue.string) ?? .null
  }
}

/// A named value in an object.
public struct JSONField: Sendable, Equatable {
  let name: String
  let value: JSONValue

  /// Memberwise.
  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

extension JSONValue {
  /// The value as text: each field and element on a line of its own, in what stands so deep in other
  /// values.
  func text(depth: Int = 0) -> String {
    String(decoding: bytes(depth: depth), as: UTF8.self)
  }

  /// The value in one line, without white space between its parts.
  var line: String { String(decoding: bytes(depth: nil), as: UTF8.self) }

  /// The value in UTF-8, in what stands so deep in other values; in one line if `depth` is nil.
  func bytes(depth: Int?) -> [UInt8] {
    var writer = JSONWriter(depth: depth)
    writer.write(self)
    return writer.bytes
  }
}

extension [UInt8] {
  fileprivate func repeated(_ count: Int) -> [UInt8] {
    Array(repeatElement(self, count: count).joined())
  }
}

/// Writes bytes, of which all that JSON minds are ASCII.
private struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var lineStart: [UInt8]
  /// What each level is indented by, and what stands behind a colon.
  private let indent: [UInt8]
  private let colon: [UInt8]

  /// - Parameter depth: in how many values this stands; nil if all is one line.
  init(depth: Int?) {
    guard let depth else {
      (lineStart, indent, colon) = ([], [], Array(":".utf8))
      return
    }
    (indent, colon) = (Array("  ".utf8), Array(": ".utf8))
    lineStart = Array("\n".utf8) + indent.repeated(depth)
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .number(let value): bytes += String(value).utf8
    case .string(let value): write(value)
    case .array(let values): list(values, "[", "]") { $0.write($1) }
    case .object(let fields):
      list(fields, "{", "}") {
        $0.write($1.name)
        $0.bytes += $0.colon
        $0.write($1.value)
      }
    }
  }

  private mutating func list<Element>(
    _ elements: [Element], _ open: String, _ close: String,
    _ writeElement: (inout JSONWriter, Element) -> Void
  ) {
    bytes += open.utf8
    lineStart += indent
    for (position, element) in elements.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += lineStart
      writeElement(&self, element)
    }
    lineStart.removeLast(indent.count)
    if !elements.isEmpty { bytes += lineStart }
    bytes += close.utf8
  }

  private mutating func write(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    let start = bytes.count
    bytes += string.utf8
    // Nearly all texts can stand as they are, and an array is read faster than a text.
    if bytes[start...].contains(where: Self.isEscaped) {
      bytes.replaceSubrange(start..., with: string.utf8.flatMap(Self.escape))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7f || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func escape(_ byte: UInt8) -> [UInt8] {
    guard isEscaped(byte) else { return [byte] }
    switch byte {
    case UInt8(ascii: "\n"): return Array(#"\n"#.utf8)
    case UInt8(ascii: "\t"): return Array(#"\t"#.utf8)
    case 0..<0x20, 0x7f:
      let digits = String(byte, radix: 16)
      return Array((#"\u"# + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
    default: return [UInt8(ascii: "\\"), byte]
    }
  }
}
