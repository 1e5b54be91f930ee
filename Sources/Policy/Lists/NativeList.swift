// symdemote's own list: a pattern a line. A list of plain names as objcopy, libtool or Apple's
// linker take it is one, too.
//
//     # a comment; also after a pattern
//     plugin_*            a glob over names; a backslash takes the next character as it is
//     open_file@V2        with a version; @V2 alone is all of a version, ver:V2 the same
//     !plugin_debug_*     not these, although another line of this file covers them
//     re:_?cb_[0-9]+      a regular expression over the whole name
//     c++:ns::*           a glob over demangled names, with white space if they have any
//     from:libz.so.1      what a library defines
//     include other.keep  another list
//
// A `#` begins a comment wherever it stands, as for objcopy; but in `re:` and `c++:` lines, whose
// patterns may contain one, only after white space. What `!` excepts is `NativeExceptions`' matter.

internal import Patterns

func readNativeList(_ text: SourceText) throws(SyntaxError) -> ListReading {
  var reader = NativeListReader(text)
  return try reader.reading()
}

private struct NativeListReader {
  /// What a pattern is, by the word before it.
  private enum Kind {
    case name, regex, demangled, library, version
  }

  private static let words: [(word: String, kind: Kind)] = [
    ("re:", .regex), ("c++:", .demangled), ("from:", .library), ("ver:", .version),
  ]

  private enum Entry {
    case pattern(NativePattern)
    case other(ListItem)
  }

  private var lines: SourceLines
  private var entries: [Entry] = []
  private var exceptions = NativeExceptions()
  private var hasPatterns = false
  private var others: [SourceLocation] = []

  init(_ text: SourceText) { lines = SourceLines(text) }

  mutating func reading() throws(SyntaxError) -> ListReading {
    while let line = try lines.next() { try read(line) }
    exceptions.finish()
    var reading = ListReading()
    if let exception = exceptions.first {
      guard hasPatterns else {
        throw exception.line.error(
          at: exception.range.lowerBound,
          "expected a pattern that this is an exception to; the file has none, such as *")
      }
      reading.remarks = others.map {
        ListRemark($0, "the exceptions of this file do not hold for names from elsewhere")
      }
    }
    for entry in entries {
      switch entry {
      case .other(let item): reading.items.append(item)
      case .pattern(let pattern): reading.items.append(try exceptions.item(pattern))
      }
    }
    return reading
  }

  private mutating func read(_ line: SourceLine) throws(SyntaxError) {
    let text = line.text
    var rest = line.trimmed
    guard let first = text.bytes[rest].first, first != UInt8(ascii: "#") else { return }
    if text.starts(rest, with: "include"), let path = includedPath(line, rest) {
      let location = line.location(at: rest.lowerBound)
      others.append(location)
      entries.append(
        .other(.include(Array(text.bytes[path]), at: location, in: ListContext())))
      return
    }

    let isException = first == UInt8(ascii: "!")
    if isException { rest = text.trimmed(rest.lowerBound + 1..<rest.upperBound) }
    var kind = Kind.name
    var body = rest
    for (word, meant) in Self.words where text.starts(rest, with: word) {
      kind = meant
      body = text.trimmed(rest.lowerBound + word.utf8.count..<rest.upperBound)
    }
    body = try pattern(line, body, kind)
    let pattern = NativePattern(
      line: line, range: line.trimmed.lowerBound..<body.upperBound,
      selector: try selector(line, body, kind, isException: isException))
    if kind == .library {
      let location = line.location(at: rest.lowerBound)
      others.append(location)
      let library = Array(text.bytes[body])
      entries.append(
        .other(.library(SelectionLine(.keepFrom, library, at: rest.lowerBound, of: text))))
    } else if isException {
      try exceptions.add(pattern)
    } else {
      hasPatterns = true
      entries.append(.pattern(pattern))
    }
  }

  /// What follows `include` on its line; nil if the word is a name.
  private func includedPath(_ line: SourceLine, _ rest: Range<Int>) -> Range<Int>? {
    let text = line.text
    let after = rest.lowerBound + 7
    guard after < rest.upperBound, text.bytes[after].isWhiteSpace else { return nil }
    let argument = text.trimmed(after..<rest.upperBound)
    let quote = UInt8(ascii: "\"")
    if text.bytes[argument].first == quote,
      let close = text.bytes[argument].dropFirst().firstIndex(of: quote)
    {
      let path = argument.lowerBound + 1..<close
      let behind = text.bytes[text.trimmed(close + 1..<rest.upperBound)].first
      if !path.isEmpty, behind == nil || behind == UInt8(ascii: "#") { return path }
    }
    let path = text.trimmed(argument.lowerBound..<commentStart(text, argument, anywhere: false))
    return path.isEmpty ? nil : path
  }

  /// Where in `range` the comment begins; its end without one.
  private func commentStart(_ text: SourceText, _ range: Range<Int>, anywhere: Bool) -> Int {
    for offset in range where text.bytes[offset] == UInt8(ascii: "#") {
      let isFirst = offset == range.lowerBound
      if anywhere {
        if isFirst || text.bytes[offset - 1] != UInt8(ascii: "\\") { return offset }
      } else if isFirst || text.bytes[offset - 1].isWhiteSpace {
        return offset
      }
    }
    return range.upperBound
  }

  /// The range of the pattern that `body` begins with, when it is the only thing there.
  private func pattern(
    _ line: SourceLine, _ body: Range<Int>, _ kind: Kind
  ) throws(SyntaxError) -> Range<Int> {
    let text = line.text
    let isPlain = kind == .name || kind == .version
    let range = text.trimmed(
      body.lowerBound..<commentStart(text, body, anywhere: isPlain))
    guard !range.isEmpty else {
      throw line.error(
        at: min(body.lowerBound, line.end),
        kind == .library ? "expected a library" : "expected a pattern")
    }
    guard isPlain else { return range }
    let end = text.wordEnd(in: range)
    if kind == .name { try refuseForeignSyntax(line, range.lowerBound..<end) }
    guard end == range.upperBound else {
      throw line.error(
        at: text.trimmed(end..<range.upperBound).lowerBound,
        "expected the end of the line or a comment (#) after one pattern")
    }
    return range
  }

  private func selector(
    _ line: SourceLine, _ body: Range<Int>, _ kind: Kind, isException: Bool
  ) throws(SyntaxError) -> Selector {
    switch kind {
    case .name:
      return try line.pattern(in: body) { bytes throws(PatternError) in
        try Selector(versionedGlob: bytes)
      }
    case .version:
      return try line.pattern(in: body) { bytes throws(PatternError) in
        Selector(.everything, version: try Glob(bytes))
      }
    case .demangled:
      return try line.pattern(in: body) { bytes throws(PatternError) in
        try Selector(glob: bytes, subject: .demangled)
      }
    case .regex:
      return try line.pattern(in: body) { bytes throws(PatternError) in
        Selector(.regex(try RegularExpression(bytes, coversWholeName: true)))
      }
    case .library:
      guard !isException else {
        throw line.error(
          at: line.trimmed.lowerBound, "expected a pattern after the !, not a library")
      }
      return Selector(.everything)
    }
  }

  private func refuseForeignSyntax(_ line: SourceLine, _ body: Range<Int>) throws(SyntaxError) {
    guard let mark = ForeignMark(in: line.text.bytes[body]) else { return }
    throw line.error(
      at: body.lowerBound + mark.offset,
      mark.isOfDemangledName
        ? "expected a symbol's name; a demangled one is written after c++:, and the other words"
          + " that a colon follows are re:, from: and ver:"
        : "expected a symbol's name, which has no such character; a file of another format is"
          + " named with it, as in version-script:FILE")
  }
}
