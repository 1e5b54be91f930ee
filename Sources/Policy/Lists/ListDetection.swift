// Which format a list is of, when nobody says. What begins a file tells most formats apart; a plain
// list of names is what remains.
//
// A wrong guess keeps other names than were meant, so what may be two things is an error. That is
// so for names which all begin with an underscore: on Apple's systems each name of C has one more
// than here. Mangled names say on which side they are from: `_ZN…` is ELF's, `__ZN…` Apple's.
//
// Not told apart: libtool's lists are plain lists, and `--export-dynamic-symbol-list` takes what
// `--dynamic-list` does.

internal import Patterns

extension ListFormat {
  /// The format that `text` seems to be of.
  ///
  /// - Throws: ``SyntaxError`` if it may be of two that mean different things, or is no text.
  public static func detect(_ text: SourceText) throws(SyntaxError) -> ListFormat {
    var script = ScriptScanner(text)
    if let format = script.format() { return format }
    var evidence = ListEvidence()
    var lines = SourceLines(text)
    while let line = try lines.next() { evidence.add(line) }
    return try evidence.format()
  }
}

/// Looks for the braces of a linker script.
private struct ScriptScanner {
  private let bytes: [UInt8]
  private var position: Int

  init(_ text: SourceText) {
    bytes = text.bytes
    position = text.contentStart
  }

  /// The script's format; nil if the text does not begin with a brace, or a word and a brace.
  mutating func format() -> ListFormat? {
    guard let first = next() else { return nil }
    guard first == "{" else { return isWord(first) && next() == "{" ? .versionScript : nil }
    var depth = 1
    var previous = first
    while let token = next() {
      switch token {
      case "{": depth += 1
      case "}": depth -= 1
      case ":": if depth == 1, previous == "global" || previous == "local" { return .versionScript }
      // A version's name or its parent's.
      default: if depth == 0, isWord(token) { return .versionScript }
      }
      previous = token
    }
    return .dynamicList
  }

  private func isWord(_ token: String) -> Bool {
    token.utf8.first.map { $0.isLetter || $0.isDigit || "._$\"".utf8.contains($0) } ?? false
  }

  /// The next token; of a long one, only its beginning. Nil at the end.
  private mutating func next() -> String? {
    skipBlanks()
    guard position < bytes.count else { return nil }
    let start = position
    position += 1
    switch bytes[start] {
    case UInt8(ascii: "\""):
      position = bytes[position...].firstIndex(of: UInt8(ascii: "\"")).map { $0 + 1 } ?? bytes.count
    case UInt8(ascii: ":") where bytes[position...].first == UInt8(ascii: ":"): position += 1
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";"), UInt8(ascii: ":"): break
    default:
      while position < bytes.count, !bytes[position].isWhiteSpace,
        !"{};:\"#".utf8.contains(bytes[position])
      {
        position += 1
      }
    }
    return String(decoding: bytes[start..<min(position, start + 16)], as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while position < bytes.count {
      if bytes[position].isWhiteSpace {
        position += 1
      } else if bytes[position] == UInt8(ascii: "#") {
        position = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      } else if bytes[position...].starts(with: "/*".utf8) {
        position += 2
        while position < bytes.count, !bytes[position...].starts(with: "*/".utf8) { position += 1 }
        position = min(position + 2, bytes.count)
      } else {
        return
      }
    }
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
  private var hasPlainName = false
  private var hasELFName = false
  private var hasAppleName = false
  private var firstUnderscored: (line: SourceLine, offset: Int)?
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
    switch name.first {
    case UInt8(ascii: "_"):
      if firstUnderscored == nil { firstUnderscored = (line, word.lowerBound) }
      if isMangled(name) {
        hasELFName = true
      } else if isMangled(name.dropFirst()) || name.starts(with: "_$s".utf8)
        || name.starts(with: "_OBJC_CLASS_$_".utf8)
      {
        // C++ and Rust; Swift, whose names here begin with `$s`; Objective-C.
        hasAppleName = true
      }
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["): break
    default:
      // What Apple's compilers and linker call something without the underscore of C.
      let isApples = [".objc_", "$ld$"].contains { name.starts(with: $0.utf8) }
      if !isApples { hasPlainName = true }
    }
  }

  /// Whether `name` is mangled as C++ and Rust are here, or a pattern for such names. A name of C
  /// may begin with `_Z`, too, as zstd's do on Apple's systems.
  private func isMangled(_ name: ArraySlice<UInt8>) -> Bool {
    guard name.starts(with: "_Z".utf8) || name.starts(with: "_R".utf8) else { return false }
    if name.count <= 4096, Demangler.demangle(name) != nil { return true }
    guard name.contains(where: { "*?[".utf8.contains($0) }) else { return false }
    for start in ["_ZNK", "_ZN", "_ZTV", "_ZTI", "_ZTS", "_ZThn", "_Z", "_RNv"]
    where name.starts(with: start.utf8) {
      let following = name.dropFirst(start.utf8.count).first
      return following.map { $0.isDigit || (start != "_Z" && "NSC*?[".utf8.contains($0)) } ?? false
    }
    return false
  }

  func format() throws(SyntaxError) -> ListFormat {
    if beginsWithStatement || (beginsWithKeyword && hasExports) { return .def }
    if hasMinimumVersion || beginsWithInclude || hasDebianSymbol { return .debianSymbols }
    guard let underscored = firstUnderscored, !isNative, !hasPlainName else { return .list }
    switch (hasELFName, hasAppleName) {
    case (true, false): return .list
    case (false, true): return .apple
    default:
      throw underscored.line.error(
        at: underscored.offset,
        "every name begins with an underscore, as all names of C do on Apple's systems; expected"
          + " the format with the file: apple:FILE drops the first underscore of each name,"
          + " list:FILE drops none")
    }
  }
}
