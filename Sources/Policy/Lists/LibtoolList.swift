// What libtool takes by `-export-symbols`. libtool puts a semicolon after each line and all of them
// between `{ global:` and `local: *; };` (archive_expsym_cmds of libtool.m4 for ELF); what a line
// may be follows from what GNU ld's scanner makes of that (ldlex.l, V_IDENTIFIER and V_QUOTED).
//
// So a comment must take its whole line, since it takes the semicolon, too; an empty line leaves a
// semicolon alone, which breaks the link; `!` at the start is a letter like any other. What would
// break the link is an error here.

internal import Patterns

func readLibtoolList(_ text: SourceText) throws(SyntaxError) -> ListReading {
  var lines = SourceLines(text)
  var reader = LibtoolReader()
  while let line = try lines.next() { try reader.read(line) }
  return try reader.reading(of: text)
}

private struct LibtoolReader {
  private var reading = ListReading()
  /// Where a comment began that has not ended.
  private var comment: (line: SourceLine, offset: Int)?
  /// Whether a name stands there that no semicolon follows yet.
  private var followsName = false

  func reading(of text: SourceText) throws(SyntaxError) -> ListReading {
    if let comment {
      throw comment.line.error(at: comment.offset, "expected a */ that ends the comment")
    }
    guard !reading.items.isEmpty else {
      throw text.error(
        at: text.bytes.count, "expected at least one symbol; libtool's link fails without")
    }
    return reading
  }

  mutating func read(_ line: SourceLine) throws(SyntaxError) {
    var position = line.start
    var hasSemicolon = false
    while let byte = skipBlanks(in: line, from: &position) {
      if followsName {
        guard byte == UInt8(ascii: ";") else {
          throw line.error(
            at: position,
            byte == UInt8(ascii: "#")
              ? "expected the end of the line; a comment here takes the semicolon that libtool adds"
              : "expected the end of the line after one symbol")
        }
        position += 1
        followsName = false
        hasSemicolon = true
      } else if byte == UInt8(ascii: "#") {
        guard line.isTerminated else {
          throw line.error(
            at: line.end, "expected a line feed; without it the comment takes libtool's ending")
        }
        return
      } else {
        var name = LibtoolName(line, position)
        reading.items.append(try name.item())
        position = name.position
        followsName = true
      }
    }
    // Here libtool adds its semicolon.
    if comment != nil { return }
    guard followsName else {
      throw line.error(
        at: position,
        hasSemicolon
          ? "expected a symbol after the semicolon; libtool adds another one"
          : "expected a symbol or a comment; libtool makes an empty line a lone semicolon, at"
            + " which the link fails")
    }
    followsName = false
  }

  /// Passes white space, and comments as in C; returns the byte after them, nil at the line's end.
  private mutating func skipBlanks(in line: SourceLine, from position: inout Int) -> UInt8? {
    let text = line.text
    while position < line.end {
      if comment != nil {
        if text.starts(position..<line.end, with: "*/") {
          comment = nil
          position += 2
        } else {
          position += 1
        }
      } else if text.bytes[position].isWhiteSpace {
        position += 1
      } else if text.starts(position..<line.end, with: "/*") {
        comment = (line, position)
        position += 2
      } else {
        return text.bytes[position]
      }
    }
    return nil
  }
}

private struct LibtoolName {
  private let line: SourceLine
  private(set) var position: Int

  init(_ line: SourceLine, _ position: Int) {
    self.line = line
    self.position = position
  }

  private var next: UInt8? { position < line.end ? line.text.bytes[position] : nil }

  mutating func item() throws(SyntaxError) -> ListItem {
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
    while let byte = next,
      (position > start ? ScriptCharacters.inPattern : ScriptCharacters.firstInPattern).contains(
        byte)
    {
      let isColon = byte == UInt8(ascii: ":")
      guard !isColon || line.text.starts(position..<line.end, with: "::") else { break }
      position += isColon ? 2 : 1
    }
    guard position > start else {
      throw line.error(at: start, "expected a symbol, which has no such character")
    }
    let selector = try line.pattern(in: start..<position) { bytes throws(PatternError) in
      try Selector(glob: bytes)
    }
    return line.keep(selector, writtenAt: start..<position, isRequired: selector.isOneName)
  }
}
