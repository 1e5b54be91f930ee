// JSON (RFC 8259), written with the fields in the order they are given.

internal import Storage

/// A JSON value.
public indirect enum JSONValue: Sendable, Equatable {
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
  /// The value as text: small containers on one line, others indented.
  var text: String {
    var writer = JSONWriter()
    writer.write(self, indentation: 0)
    return writer.text
  }
}

private struct JSONWriter {
  private(set) var text = ""

  mutating func write(_ value: JSONValue, indentation: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += String(value)
    case .string(let value): write(value)
    case .array(let values):
      list(values, "[", "]", indentation) { $0.write($1, indentation: indentation + 2) }
    case .object(let fields):
      list(fields, "{", "}", indentation) {
        $0.write($1.name)
        $0.text += ": "
        $0.write($1.value, indentation: indentation + 2)
      }
    }
  }

  private mutating func list<Element>(
    _ elements: [Element], _ open: String, _ close: String, _ indentation: Int,
    _ writeElement: (inout JSONWriter, Element) -> Void
  ) {
    text += open
    for (position, element) in elements.enumerated() {
      text += position == 0 ? "\n" : ",\n"
      text += String(repeating: " ", count: indentation + 2)
      writeElement(&self, element)
    }
    if !elements.isEmpty { text += "\n" + String(repeating: " ", count: indentation) }
    text += close
  }

  private mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1f}", "\u{7f}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
