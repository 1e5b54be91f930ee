// JSON (RFC 8259) read strictly, as far as reports have it: numbers are whole. A report is taken apart and
// written again byte for byte, which wants the very writer that made it; so the reader makes that
// writer's values, and what that could not have written is an error and not a guess.

/// Why a text is no JSON, or not of the kind that reports are made of.
struct JSONError: Error, Equatable {
  /// From 1, in bytes.
  let column: Int
  let reason: String
}

/// Reads one value.
struct JSONReader {
  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  /// Reports are a few levels deep; each level takes some of the stack.
  static let deepest = 64

  /// The value that `bytes` are, and nothing else.
  static func value(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.place == bytes.count else { throw reader.error("something stands behind the end") }
    return value
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func error(_ reason: String) -> JSONError { JSONError(column: place + 1, reason: reason) }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[place]) { place += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard place < bytes.count, bytes[place] == character.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard bytes[place...].starts(with: word.utf8) else { return false }
    place += word.utf8.count
    return true
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipSpace()
    guard place < bytes.count else { throw error("it ends too early") }
    switch bytes[place] {
    case UInt8(ascii: "{"): return try nested(Self.object)
    case UInt8(ascii: "["): return try nested(Self.array)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default:
      if take(word: "true") { return .bool(true) }
      if take(word: "false") { return .bool(false) }
      if take(word: "null") { return .null }
      throw error("this is no value")
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    guard depth < Self.deepest else { throw error("values are nested too deep") }
    depth += 1
    place += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private static func array(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
    var values: [JSONValue] = []
    reader.skipSpace()
    if reader.take("]") { return .array([]) }
    while true {
      values.append(try reader.value())
      reader.skipSpace()
      if reader.take("]") { return .array(values) }
      guard reader.take(",") else { throw reader.error("a comma or ] is missing") }
    }
  }

  private static func object(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
    var fields: [JSONField] = []
    reader.skipSpace()
    if reader.take("}") { return .object([]) }
    while true {
      reader.skipSpace()
      let name = try reader.string()
      reader.skipSpace()
      guard reader.take(":") else { throw reader.error("a colon is missing") }
      fields.append(JSONField(name, try reader.value()))
      reader.skipSpace()
      if reader.take("}") { return .object(fields) }
      guard reader.take(",") else { throw reader.error("a comma or } is missing") }
    }
  }

  private mutating func number() throws(JSONError) -> Int {
    let start = place
    _ = take("-")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let first = place
    while place < bytes.count, digits.contains(bytes[place]) { place += 1 }
    let hasLeadingZero = place - first > 1 && bytes[first] == UInt8(ascii: "0")
    if place < bytes.count,
      [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[place])
    {
      throw error("a report has whole numbers only")
    }
    guard !hasLeadingZero, let value = Int(String(decoding: bytes[start..<place], as: UTF8.self))
    else { throw error("this is no number") }
    return value
  }

  private mutating func string() throws(JSONError) -> String {
    guard take("\"") else { throw error("a text in quotes is missing") }
    let start = place
    // Nearly all texts stand as they are.
    while place < bytes.count, bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\""),
      bytes[place] != UInt8(ascii: "\\")
    { place += 1 }
    var text = Array(bytes[start..<place])
    while true {
      guard place < bytes.count else { throw error("a text has no end") }
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") { break }
      guard byte >= 0x20 else { throw error("a control character stands in a text") }
      place += 1
      if byte == UInt8(ascii: "\\") {
        text += String(try escaped()).utf8
      } else {
        text.append(byte)
      }
    }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw error("a text is not UTF-8")
    }
    place += 1
    return string
  }

  private mutating func escaped() throws(JSONError) -> Unicode.Scalar {
    guard place < bytes.count else { throw error("a text has no end") }
    place += 1
    switch bytes[place - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let unit = try fourDigits()
      if let scalar = Unicode.Scalar(unit) { return scalar }
      // The first half of a pair (RFC 8259, 7).
      guard UTF16.isLeadSurrogate(UInt16(unit)), take("\\"), take("u") else {
        throw error("half a surrogate pair stands in a text")
      }
      let trail = try fourDigits()
      guard UTF16.isTrailSurrogate(UInt16(trail)),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (trail - 0xdc00))
      else { throw error("half a surrogate pair stands in a text") }
      return scalar
    default: throw error("this escapes nothing")
    }
  }

  private mutating func fourDigits() throws(JSONError) -> UInt32 {
    let digits = bytes[place...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits are missing") }
    place += 4
    return value
  }
}

extension JSONValue {
  /// The value of the field `name`, if it is an object that has one.
  subscript(_ name: String) -> JSONValue? {
    guard case .object(let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }

  /// The text, if it is one.
  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The number, if it is one.
  var number: Int? { if case .number(let number) = self { number } else { nil } }

  /// Whether it is so, if it says.
  var truth: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The elements, if it is an array.
  var elements: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
}
