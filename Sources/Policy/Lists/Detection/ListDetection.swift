// Which format a list is of, when nobody says. What begins a file tells most formats apart; a plain
// list of names is what remains.
//
// A wrong guess keeps other names than were meant, so what may be two things is an error.
//
// Not told apart: libtool's lists are plain lists, and `--export-dynamic-symbol-list` takes what
// `--dynamic-list` does.

extension ListFormat {
  /// The format that `text` seems to be of.
  ///
  /// - Throws: ``SyntaxError`` if it may be of two that mean different things, or is no text.
  public static func detect(_ text: SourceText) throws(SyntaxError) -> ListFormat {
    if let format = scriptFormat(of: text) { return format }
    var evidence = ListEvidence()
    var lines = SourceLines(text)
    while let line = try lines.next() { evidence.add(line) }
    return try evidence.format()
  }
}

/// What the lines of a text say about its format.
private struct ListEvidence {
  /// A line with a statement of a module definition and more words.
  private var beginsWithStatement = false
  private var beginsWithKeyword = false
  private var hasExports = false

  private var beginsWithInclude = false
  private var hasMinimumVersion = false
  private var hasDebianSymbol = false

  private var isNative = false
  private var names = NameEvidence()
  private var isFirst = true

  /// What lines of no format but symdemote's own begin with.
  private static let ownWords = ["!", "re:", "c++:", "from:", "ver:", "@"]

  mutating func add(_ line: SourceLine) {
    let text = line.text
    let content = line.trimmed
    guard let first = text.bytes[content].first else { return }
    let isIndented = content.lowerBound > line.start
    if first == UInt8(ascii: "#") || first == UInt8(ascii: "(") {
      addDirective(line, content, isIndented: isIndented)
      return
    }
    guard first != UInt8(ascii: ";") else { return }
    let word = content.lowerBound..<text.wordEnd(in: content)
    let rest = text.trimmed(word.upperBound..<content.upperBound)
    let hasMore = text.bytes[rest].first.map { $0 != UInt8(ascii: "#") } ?? false
    addStatement(line, word, hasMore: hasMore && text.bytes[rest].first != UInt8(ascii: ";"))
    addDebian(line, word, rest, isIndented: isIndented, hasMore: hasMore)
    addName(line, content, word, hasMore: hasMore)
    isFirst = false
  }

  /// Other formats' comments are Debian's directives, or begin with its tags.
  private mutating func addDirective(_ line: SourceLine, _ content: Range<Int>, isIndented: Bool) {
    let text = line.text
    let isTagged = text.bytes[content].first == UInt8(ascii: "(")
    if isIndented {
      if isTagged { hasDebianSymbol = true }
    } else if isTagged || isFirst {
      let start =
        isTagged
        ? text.bytes[content].firstIndex(of: UInt8(ascii: ")")).map { $0 + 1 } : content.lowerBound
      if let start, text.starts(start..<content.upperBound, with: "#include"),
        text.bytes[text.trimmed(start + 8..<content.upperBound)].first == UInt8(ascii: "\"")
      {
        beginsWithInclude = true
      }
    }
  }

  private mutating func addStatement(_ line: SourceLine, _ word: Range<Int>, hasMore: Bool) {
    guard word.count <= 16, let statement = ModuleStatement(line.text.string(in: word)) else {
      return
    }
    if case .exports = statement { hasExports = true }
    guard isFirst else { return }
    beginsWithKeyword = true
    beginsWithStatement = hasMore
  }

  private mutating func addDebian(
    _ line: SourceLine, _ word: Range<Int>, _ rest: Range<Int>, isIndented: Bool, hasMore: Bool
  ) {
    let text = line.text
    if !isIndented, hasMore {
      let mark = "#MINVER#"
      for offset in rest where text.bytes[offset] == UInt8(ascii: "#") {
        if text.starts(offset..<rest.upperBound, with: mark) { hasMinimumVersion = true }
      }
    }
    let isOwn = Self.ownWords.contains { text.starts(word, with: $0) }
    if isIndented, hasMore, !isOwn, text.bytes[word].contains(UInt8(ascii: "@")) {
      hasDebianSymbol = true
    }
  }

  private mutating func addName(
    _ line: SourceLine, _ content: Range<Int>, _ word: Range<Int>, hasMore: Bool
  ) {
    let text = line.text
    if Self.ownWords.contains(where: { text.starts(content, with: $0) }) {
      isNative = true
      return
    }
    guard !(hasMore && text.string(in: word.prefix(16)) == "include") else {
      isNative = true
      return
    }
    let comment = text.bytes[word].firstIndex(of: UInt8(ascii: "#")) ?? word.upperBound
    let name = text.bytes[word.lowerBound..<comment]
    if name.contains(UInt8(ascii: "@")) { isNative = true }
    names.add(name, of: line)
  }

  func format() throws(SyntaxError) -> ListFormat {
    if beginsWithStatement || (beginsWithKeyword && hasExports) { return .def }
    if hasMinimumVersion || beginsWithInclude || hasDebianSymbol { return .debianSymbols }
    return isNative ? .list : try names.format()
  }
}
