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

internal import Patterns

/// The lines of a policy file that are for the same files.
public struct PolicySection: Sendable {
  /// Which files; nil for all.
  public let files: PathGlob?
  /// Where the section begins; nil for the lines before the first.
  public let location: SourceLocation?
  /// What is selected in them.
  public var lines: [SelectionLine] = []
}

/// Reads a policy file.
///
/// - Throws: ``SyntaxError``.
public func readPolicyFile(_ text: SourceText) throws(SyntaxError) -> [PolicySection] {
  var sections = [PolicySection(files: nil, location: nil)]
  for line in text.lines {
    let words = line.withoutComment.trimmed
    guard let first = words.bytes.first else { continue }
    if first == UInt8(ascii: "[") {
      let location = text.location(at: words.offset)
      sections.append(
        PolicySection(files: try sectionFiles(words, of: text), location: location))
    } else {
      sections[sections.count - 1].lines.append(try selectionLine(words, of: text))
    }
  }
  return sections
}

private func sectionFiles(_ words: SourceLine, of text: SourceText) throws(SyntaxError) -> PathGlob
{
  guard words.bytes.last == UInt8(ascii: "]") else {
    throw text.error(
      at: words.offset, "a section is a glob for paths in brackets: [usr/bin/*]")
  }
  do {
    return try PathGlob(Array(words.bytes.dropFirst().dropLast()))
  } catch {
    throw text.error(at: words.offset + error.column, error.reason)
  }
}

private func selectionLine(_ words: SourceLine, of text: SourceText) throws(SyntaxError)
  -> SelectionLine
{
  let name = words.bytes.prefix { !isBlank($0) && $0 != UInt8(ascii: "=") }
  guard let keyword = SelectionKeyword(rawValue: String(decoding: name, as: UTF8.self)),
    keyword != .policy
  else {
    let names = SelectionKeyword.allCases.filter { $0 != .policy }.map(\.rawValue)
    throw text.error(
      at: words.offset, "expected one of \(names.joined(separator: ", ")), or a [section]")
  }
  var value = SourceLine(
    bytes: words.bytes[name.endIndex...], offset: words.offset + name.count
  ).trimmed
  if value.bytes.first == UInt8(ascii: "=") {
    value = SourceLine(bytes: value.bytes.dropFirst(), offset: value.offset + 1).trimmed
  }
  guard value.bytes.isEmpty != keyword.takesValue else {
    throw text.error(
      at: value.offset,
      keyword.takesValue
        ? "a value is expected behind \(keyword.rawValue)"
        : "\(keyword.rawValue) stands alone on its line")
  }
  let start = keyword.takesValue ? value.offset : words.offset
  return SelectionLine(keyword, Array(value.bytes), at: start, of: text)
}
