// Prose becomes mdoc (mdoc(7) of mandoc): `code` in backquotes, --options, NAME(SECTION), environment
// variables and placeholders get their macros, so that the same sentence serves `--help` and the manual.
//
// Invariant: no line is longer than 78 bytes unless it is one word or one macro, each sentence begins a
// line, and nothing of the text is taken for a request.

/// Words that have a meaning of their own in a page.
struct MdocWords {
  /// What values and operands are called.
  var placeholders: Set<String> = []
  /// The page itself, to which it refers by its name.
  var page = ""

  static let variables: Set = [
    "LD_PRELOAD", "LD_AUDIT", "LD_LIBRARY_PATH", "LD_DEBUG", "LD_DEBUG_OUTPUT", "LD_BIND_NOW",
    "NO_COLOR",
    "CLICOLOR_FORCE", "TERM", "VERSION_CONTROL", "SIMPLE_BACKUP_SUFFIX", "PKG_CONFIG_PATH",
    "PKG_CONFIG_LIBDIR", "PATH", "TMPDIR",
  ]
}

/// `text` as lines of mdoc; empty lines part paragraphs.
func mdoc(_ text: String, _ words: MdocWords = MdocWords()) -> String {
  var lines: [[String]] = [[]]
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.isEmpty, !(lines.last ?? []).isEmpty {
      lines.append([])
    } else {
      lines[lines.count - 1].append(String(line))
    }
  }
  return lines.filter { !$0.isEmpty }.map { paragraph($0.joined(separator: " "), words) }
    .joined(separator: ".Pp\n")
}

private func paragraph(_ text: String, _ words: MdocWords) -> String {
  var result = ""
  var line = ""
  func flush() {
    guard !line.isEmpty else { return }
    result += protected(line) + "\n"
    line = ""
  }
  for token in tokens(text) {
    if let macro = macro(for: token, words) {
      flush()
      result += macro + "\n"
      continue
    }
    let word = escaped(token)
    if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > 78 { flush() }
    line += (line.isEmpty ? "" : " ") + word
    if token.count > 1, let last = token.last(where: { $0 != ")" && $0 != "\"" }),
      ".?!".contains(last)
    {
      flush()
    }
  }
  flush()
  return result
}

/// The words of `text`; what stands in backquotes is one, with what touches it.
private func tokens(_ text: String) -> [String] {
  var tokens: [String] = []
  var token = ""
  var isQuoted = false
  for character in text {
    if character == "`" { isQuoted.toggle() }
    if character == " ", !isQuoted {
      if !token.isEmpty { tokens.append(token) }
      token = ""
    } else {
      token.append(character)
    }
  }
  return token.isEmpty ? tokens : tokens + [token]
}

private func macro(for token: String, _ words: MdocWords) -> String? {
  let opening = token.prefix { $0 == "(" || $0 == "[" }
  var core = token.dropFirst(opening.count)
  // A manual's section ends in a parenthesis of its own.
  let reference = core.firstMatch(of: /^([a-z][a-z0-9_.-]*)\(([1-8])\)([.,:;?!)]*)$/)
  if let reference {
    if "\(reference.1).\(reference.2)" == words.page {
      return pieces(".Nm", opening, "", reference.3)
    }
    return pieces(".Xr", opening, "\(reference.1) \(reference.2)", reference.3)
  }
  let closing = String(core.reversed().prefix { ".,:;?!)]".contains($0) }.reversed())
  core = core.dropLast(closing.count)
  if core.count > 2, core.first == "`", core.last == "`" {
    var code = escaped(String(core.dropFirst().dropLast()), isCode: true)
    // A sign at the end would be taken for punctuation.
    if let last = code.last, ".,:;?!)]([|".contains(last) { code += "\\&" }
    return pieces(".Ql", opening, "\"\(code.replacing("\"", with: "\"\""))\"", closing[...])
  }
  if core.starts(with: "--"), core.count > 2 {
    return pieces(".", opening, optionMacro(String(core)), closing[...], isWhole: true)
  }
  if MdocWords.variables.contains(String(core)) {
    return pieces(".Ev", opening, String(core), closing[...])
  }
  if words.placeholders.contains(String(core)) {
    return pieces(".Ar", opening, String(core), closing[...])
  }
  return nil
}

/// A macro with delimiters before and behind, which mdoc wants as arguments of their own.
private func pieces(
  _ macro: String, _ opening: Substring, _ core: String, _ closing: Substring, isWhole: Bool = false
) -> String {
  let name = isWhole ? String(core.prefix { $0 != " " }) : String(macro.dropFirst())
  let rest = isWhole ? core.dropFirst(name.count + 1) : core[...]
  let before = opening.map(String.init).joined(separator: " ")
  return [".\(name)", before, String(rest)].filter { !$0.isEmpty }.joined(separator: " ")
    + closing.map { " \($0)" }.joined()
}

/// `--name`, `--name=VALUE` or `--name[=VALUE]` as macros.
func optionMacro(_ text: String) -> String {
  guard let sign = text.firstIndex(where: { $0 == "=" || $0 == "[" }) else {
    return "Fl \(text.dropFirst())"
  }
  let name = text[..<sign].dropFirst()
  return "Fl \(name) Ns " + valueMacro(String(text[sign...]))
}

/// What a value is called: words in capitals are what one puts there, others are typed as they are.
func valueMacro(_ value: String) -> String {
  var parts: [String] = []
  var word = ""
  func flush() {
    guard !word.isEmpty else { return }
    let isPlaceholder = word.allSatisfy { $0.isUppercase }
    let isTyped = word.first?.isLetter == true
    // Signs alone would be taken for delimiters.
    parts.append(
      (isPlaceholder ? "Ar " : isTyped ? "Cm " : "No \\&") + escaped(word, isCode: true)
        + (isPlaceholder || isTyped ? "" : "\\&"))
    word = ""
  }
  for character in value.replacing("…", with: "...") {
    let isWord = character.isLetter || character == "-" && !word.isEmpty || character.isNumber
    let wasWord = word.first?.isLetter ?? isWord
    if isWord != wasWord { flush() }
    word.append(character)
  }
  flush()
  return parts.joined(separator: " Ns ")
}

/// `text` with what roff minds.
func escaped(_ text: String, isCode: Bool = false) -> String {
  text.map { character -> String in
    switch character {
    case "\\": "\\e"
    case "-" where isCode: "\\-"
    case "`": "\\(ga"
    case "'" where isCode: "\\(aq"
    case "…": "..."
    default: String(character)
    }
  }.joined()
}

/// A line of text that could be taken for a request.
private func protected(_ line: String) -> String {
  line.first == "." || line.first == "'" ? "\\&" + line : line
}

/// Lines that stand as they are, indented.
func literal(_ lines: [String]) -> String {
  ".Bd -literal -offset indent\n"
    + lines.map { protected(escaped($0, isCode: true)) + "\n" }.joined() + ".Ed\n"
}

/// Names, and what there is to say of each.
func list(_ rows: [(item: String, text: String)], width: String = "Ds") -> String {
  ".Bl -tag -width \(width)\n" + rows.map { ".It \($0.item)\n\($0.text)" }.joined() + ".El\n"
}
