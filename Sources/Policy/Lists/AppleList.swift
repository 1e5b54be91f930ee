// What Apple's linker takes by `-exported_symbols_list`: ld(1) of Darwin, and lld's
// parseSymbolPatternsFile. A symbol a line; `#` begins a comment anywhere; `*`, `?` and brackets
// are wildcards, and a backslash is special only beside one.
//
// Mach-O puts an underscore before each name of C, ELF none. So the first one of each pattern goes.
// A wildcard at the start may stand for that underscore or for more: such a pattern stays as it is.

internal import Patterns

func readAppleList(_ text: SourceText) throws(SyntaxError) -> ListReading {
  var reading = ListReading()
  var lines = SourceLines(text)
  while let line = try lines.next() {
    let comment = text.bytes[line.range].firstIndex(of: UInt8(ascii: "#"))
    let written = text.trimmed(line.start..<(comment ?? line.end))
    guard let first = text.bytes[written].first else { continue }
    let end = text.wordEnd(in: written)
    guard end == written.upperBound else {
      throw line.error(
        at: text.trimmed(end..<written.upperBound).lowerBound,
        "expected the end of the line or a comment after one symbol")
    }

    var name = written
    switch first {
    case UInt8(ascii: "_"):
      name = written.lowerBound + 1..<written.upperBound
      guard !name.isEmpty else {
        throw line.error(at: name.lowerBound, "expected a name after the underscore")
      }
    case UInt8(ascii: "*"): break
    case UInt8(ascii: "?"), UInt8(ascii: "["):
      reading.remarks.append(
        ListRemark(
          line.location(at: written.lowerBound),
          "the first wildcard stands for the underscore that ELF names do not have"))
    default:
      reading.remarks.append(
        ListRemark(
          line.location(at: written.lowerBound),
          "the name has no underscore to drop, and is kept as it is"))
    }

    let isPattern = text.bytes[name].contains { "*?[]".utf8.contains($0) }
    let selector =
      isPattern
      ? try line.pattern(in: name) { bytes throws(PatternError) in try Selector(glob: bytes) }
      : Selector(.exact(Array(text.bytes[name])))
    reading.items.append(
      line.keep(selector, writtenAt: written, isRequired: selector.isOneName))
  }
  return reading
}
