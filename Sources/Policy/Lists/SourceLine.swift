// The lines of a text, for the formats that go line by line.

/// A line of a text, or a part of one.
struct SourceLine {
  let bytes: ArraySlice<UInt8>
  /// Where it begins in the text.
  let offset: Int

  /// Without the white space around it.
  var trimmed: SourceLine {
    let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
    let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
    return SourceLine(bytes: bytes[start..<end], offset: offset + start - bytes.startIndex)
  }

  /// Up to a `#` at the beginning or behind white space.
  var withoutComment: SourceLine {
    var isAfterBlank = true
    let end = bytes.indices.first { place in
      defer { isAfterBlank = isBlank(bytes[place]) }
      return isAfterBlank && bytes[place] == UInt8(ascii: "#")
    }
    return SourceLine(bytes: bytes[..<(end ?? bytes.endIndex)], offset: offset)
  }
}

/// Whether `byte` is white space within a line; a carriage return is.
func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
}

extension SourceText {
  /// The lines, without what ends them.
  var lines: [SourceLine] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      SourceLine(bytes: $0, offset: $0.startIndex)
    }
  }
}
