// What libtool takes by `-export-symbols`. libtool puts a semicolon after each line and all of them
// between `{ global:` and `local: *; };` (archive_expsym_cmds of libtool.m4 for ELF); what a line may
// be follows from what GNU ld's scanner makes of that (ldlex.l, V_IDENTIFIER and V_QUOTED).
//
// So a comment must take its whole line, since it takes the semicolon, too; an empty line leaves a
// semicolon alone, which breaks the link; `!` at the start is a letter like any other. What would
// break the link is an error here.

internal import Patterns

func readLibtoolList(_ text: SourceText) throws(SyntaxError) -> ListReading {
  var reading = ListReading()
  var lines = SourceLines(text)
  while let line = try lines.next() {
    var cursor = LibtoolLine(line)
    try cursor.readNames(into: &reading)
  }
  guard !reading.items.isEmpty else {
    throw text.error(
      at: text.bytes.count, "expected at least one symbol; libtool's link fails without")
  }
  return reading
}

private struct LibtoolLine {
  private let line: SourceLine
  private var position: Int

  init(_ line: SourceLine) {
    self.line = line
    position = line.start
  }

  private var next: UInt8? { position < line.end ? line.text.bytes[position] : nil }

  mutating func readNames(into reading: inout ListReading) throws(SyntaxError) {
    var isFirst = true
    repeat {
      try skipBlanks()
      guard let byte = next else {
        throw line.error(
          at: position,
          isFirst
            ? "expected a symbol or a comment; libtool makes an empty line a lone semicolon, at"
              + " which the link fails"
            : "expected a symbol after the semicolon; libtool adds another one")
      }
      if byte == UInt8(ascii: "#") {
        guard line.isTerminated else {
          throw line.error(
            at: line.end, "expected a line feed; without it the comment takes libtool's ending")
        }
        return
      }
      reading.items.append(try name())
      isFirst = false
      try skipBlanks()
    } while try passSemicolon()
  }

  private mutating func passSemicolon() throws(SyntaxError) -> Bool {
    guard let byte = next else { return false }
    if byte == UInt8(ascii: ";") {
      position += 1
      return true
    }
    throw line.error(
      at: position,
      byte == UInt8(ascii: "#")
        ? "expected the end of the line; a comment here takes the semicolon that libtool adds"
        : "expected the end of the line after one symbol")
  }

  /// White space, and comments as in C.
  private mutating func skipBlanks() throws(SyntaxError) {
    while let byte = next {
      if byte.isWhiteSpace {
        position += 1
      } else if line.text.starts(position..<line.end, with: "/*") {
        let start = position
        position += 2
        while !line.text.starts(position..<line.end, with: "*/") {
          guard position < line.end else {
            throw line.error(at: start, "expected the comment to end on its line")
          }
          position += 1
        }
        position += 2
      } else {
        return
      }
    }
  }

  private mutating func name() throws(SyntaxError) -> ListItem {
    let start = position
    if next == UInt8(ascii: "\"") {
      let content = start + 1..<line.end
      guard let quote = line.text.bytes[content].firstIndex(of: UInt8(ascii: "\"")) else {
        throw line.error(at: start, "expected a quote that closes this one")
      }
      guard quote > content.lowerBound else {
        throw line.error(at: start, "expected a name between the quotes")
      }
      position = quote + 1
      let name = Array(line.text.bytes[content.lowerBound..<quote])
      return line.keep(
        Selector(.exact(name)), writtenAt: start..<position, isRequired: true)
    }
    while let byte = next, byte.isNameByte || (byte.isDigit && position > start) || isScope {
      position += byte == UInt8(ascii: ":") ? 2 : 1
    }
    guard position > start else {
      throw line.error(at: start, "expected a symbol, which has no such character")
    }
    let selector = try line.pattern(in: start..<position) { bytes throws(PatternError) in
      try Selector(glob: bytes)
    }
    return line.keep(selector, writtenAt: start..<position, isRequired: selector.isOneName)
  }

  private var isScope: Bool { line.text.starts(position..<line.end, with: "::") }
}

extension UInt8 {
  /// Whether a name in a linker script may begin with it, as the scanner has it.
  fileprivate var isNameByte: Bool { isLetter || "_.$*?[]-!^\\".utf8.contains(self) }
}
