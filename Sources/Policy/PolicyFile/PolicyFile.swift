// A policy file: the selection options as lines.
//
//     # what a plugin host exports, and nothing else        a comment, also behind white space
//     all                                                   an option's name without its dashes,
//     keep plugin_*                                         and its value behind white space
//     keep-list=exports.map                                 or an equals sign
//     [usr/lib/*.so*]                                       what follows is for these files only
//     preset python-extension
//
// Lines before the first section are for every file. Paths are relative to the policy's own folder.
// Behind white space a path says `\#` for a `#`, and `\\#` for what looks like that; in a pattern
// the backslash means the same without help.

internal import ELFModel
internal import Patterns

/// The lines of a policy file that are for the same files.
public struct PolicySection: Sendable {
  /// Which files; nil for all.
  public let files: PathGlob?
  /// What is selected in them.
  public internal(set) var entries: [PolicyEntry] = []

  /// Every line of them.
  public var lines: [SelectionLine] {
    entries.flatMap { entry in
      switch entry {
      case .line(let line): [line]
      case .names(let run): (0..<run.count).map(run.line(at:))
      }
    }
  }
}

/// What a policy file says in one line, or in many that are alike.
public enum PolicyEntry: Sendable {
  case line(SelectionLine)
  case names(NameRun)
}

/// The sections of a file that is being read.
private struct PolicySections {
  private var sections = [PolicySection(files: nil)]
  /// Names that may be followed by more.
  private var run: NameRun?

  mutating func begin(_ files: PathGlob) {
    endRun()
    sections.append(PolicySection(files: files))
  }

  mutating func append(_ line: SelectionLine) {
    endRun()
    sections[sections.count - 1].entries.append(.line(line))
  }

  mutating func append(_ keyword: SelectionKeyword, nameIn range: Range<Int>, of text: SourceText) {
    if run?.keyword != keyword {
      endRun()
      run = NameRun(keyword, of: text)
    }
    run?.append(range)
  }

  consuming func finished() -> [PolicySection] {
    endRun()
    return sections
  }

  private mutating func endRun() {
    if let run { sections[sections.count - 1].entries.append(.names(run)) }
    run = nil
  }
}

/// Reads a policy file.
///
/// - Throws: ``SyntaxError``.
public func readPolicyFile(_ text: SourceText) throws(SyntaxError) -> [PolicySection] {
  var sections = PolicySections()
  var lines = SourceLines(text)
  while let line = try lines.next() {
    let words = text.trimmed(line.range.lowerBound..<commentStart(in: line))
    guard !words.isEmpty else { continue }
    if let (keyword, name) = NameRun.entry(words, of: text) {
      sections.append(keyword, nameIn: name, of: text)
    } else if text.bytes[words.lowerBound] == UInt8(ascii: "[") {
      sections.begin(try sectionFiles(words, of: line))
    } else {
      sections.append(try selectionLine(words, of: line))
    }
  }
  return sections.finished()
}

/// Where a `#` stands at the beginning or behind white space; the line's end if none does.
private func commentStart(in line: SourceLine) -> Int {
  let bytes = line.text.bytes
  var place = line.start
  while true {
    place = ByteSearch.first(UInt8(ascii: "#"), in: bytes, place..<line.end)
    if place == line.end || place == line.start || bytes[place - 1].isWhiteSpace { return place }
    place += 1
  }
}

private func sectionFiles(_ words: Range<Int>, of line: SourceLine) throws(SyntaxError) -> PathGlob
{
  let inside = words.dropFirst().dropLast()
  guard line.text.bytes[words.upperBound - 1] == UInt8(ascii: "]"), words.count > 1 else {
    throw line.error(
      at: words.lowerBound, "a section is a glob for paths in brackets: [usr/bin/*]")
  }
  return try line.pattern(in: inside) { bytes throws(PatternError) in try PathGlob(bytes) }
}

private func selectionLine(_ words: Range<Int>, of line: SourceLine) throws(SyntaxError)
  -> SelectionLine
{
  let text = line.text
  let nameEnd =
    words.first { text.bytes[$0] == UInt8(ascii: "=") || text.bytes[$0].isWhiteSpace }
    ?? words.upperBound
  guard
    let keyword = SelectionKeyword(rawValue: text.string(in: words.lowerBound..<nameEnd)),
    keyword != .policy
  else {
    let names = SelectionKeyword.allCases.filter { $0 != .policy }.map(\.rawValue)
    throw line.error(
      at: words.lowerBound, "expected one of \(names.joined(separator: ", ")), or a [section]")
  }
  var value = text.trimmed(nameEnd..<words.upperBound)
  if text.starts(value, with: "=") { value = text.trimmed(value.dropFirst()) }
  guard value.isEmpty != keyword.takesValue else {
    throw line.error(
      at: value.lowerBound,
      keyword.takesValue
        ? "a value is expected behind \(keyword.rawValue)"
        : "\(keyword.rawValue) stands alone on its line")
  }
  let start = keyword.takesValue ? value.lowerBound : words.lowerBound
  let bytes = keyword.takesPath ? path(text.bytes[value]) : Array(text.bytes[value])
  return SelectionLine(keyword, bytes, at: start, of: text)
}

/// The path that `value` says: a `#` that begins no comment has a backslash more before it.
private func path(_ value: ArraySlice<UInt8>) -> [UInt8] {
  var path: [UInt8] = []
  for place in value.indices {
    let isBehindSpace = place == value.startIndex || value[place - 1].isWhiteSpace
    if isBehindSpace, value[place] == UInt8(ascii: "\\"),
      value[place...].first(where: { $0 != UInt8(ascii: "\\") }) == UInt8(ascii: "#")
    {
      continue
    }
    path.append(value[place])
  }
  return path
}
