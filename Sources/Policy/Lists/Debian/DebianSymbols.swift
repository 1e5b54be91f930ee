// Debian's lists of what libraries export: deb-symbols(5), with the tags and patterns that source
// packages use, deb-src-symbols(5). Read as Dpkg::Shlibs::SymbolFile reads them, but where dpkg
// warns and drops a line, or takes it for something that can cover nothing, that is an error here.
//
//     libz.so.1 zlib1g #MINVER#                    a library: what follows is about it
//     | libz-ng #MINVER#                           another dependency
//     * Build-Depends-Package: zlib1g-dev          a field
//      adler32@Base 1:1.1.4                        an unversioned symbol
//     #MISSING: 1.2# gone@Base 1.0                 one that the library has no more: not kept
//      (arch=any-i386)old@ZLIB_1.2.0 1.2           only on these machines
//      (c++|optional)"ns::f(int)@Base" 1.0         by demangled name; not required
//     #include "common.symbols"                    may follow tags, which its symbols inherit
//
// dpkg lists the markers of a library's versions, too (`V1@V1`); they are no exports, and no linker
// has to write them. Which dependency or package version a symbol asks for is of no matter here,
// nor is the toolchain's noise (`_edata` and the like), which dpkg passes over without the tag
// allow-internal.

internal import Patterns

/// What a symbols file passes on to those that it includes.
struct DebianContext: Sendable {
  /// The library that the symbols are of.
  var soname: String?
  /// The tags that all symbols inherit.
  var tags = DebianTags()
  /// Whether a header is needed before the first symbol.
  var needsHeader = true
}

func readDebianSymbols(
  _ text: SourceText, in context: DebianContext
) throws(SyntaxError) -> ListReading {
  var reader = DebianReader(text, context)
  return try reader.reading()
}

private struct DebianReader {
  /// By what a later line overrides an earlier one, as it does for dpkg. (For dpkg one for other
  /// machines does, too; nobody can mean that.)
  private struct Key: Hashable {
    let name: [UInt8]
    let subject: Selector.Subject
    let soname: String?
    let machines: DebianMachines?
  }

  private var lines: SourceLines
  private var context: DebianContext
  private var items: [ListItem?] = []
  private var remarks: [ListRemark] = []
  private var places: [Key: Int] = [:]

  init(_ text: SourceText, _ context: DebianContext) {
    lines = SourceLines(text)
    self.context = context
  }

  mutating func reading() throws(SyntaxError) -> ListReading {
    while let line = try lines.next() { try read(line) }
    var reading = ListReading()
    reading.items = items.compactMap(\.self)
    reading.remarks = remarks
    return reading
  }

  private mutating func read(_ line: SourceLine) throws(SyntaxError) {
    let text = line.text
    let content = line.trimmed
    guard let first = text.bytes[content].first else { return }
    if content.lowerBound > line.start { return try readSymbol(line, content) }
    if first == UInt8(ascii: "(") || text.starts(content, with: "#include") {
      if try readInclude(line, content) { return }
    }
    switch first {
    case UInt8(ascii: "#"): return
    case UInt8(ascii: "("):
      throw line.error(
        at: line.start, "expected white space before a symbol, or #include \"FILE\" after the tags")
    case UInt8(ascii: "|"), UInt8(ascii: "*"):
      guard !context.needsHeader else {
        throw line.error(at: line.start, "expected a line SONAME PACKAGE #MINVER# first")
      }
      let isField = text.bytes[content].dropFirst().contains(UInt8(ascii: ":"))
      guard first == UInt8(ascii: "|") || isField else {
        throw line.error(at: line.start, "expected a field, as in * Name: value")
      }
    default: try readHeader(line, content)
    }
  }

  private mutating func readHeader(_ line: SourceLine, _ content: Range<Int>) throws(SyntaxError) {
    let text = line.text
    let soname = content.lowerBound..<text.wordEnd(in: content)
    guard !text.bytes[soname].contains(UInt8(ascii: "@")) else {
      throw line.error(
        at: line.start, "expected white space before a symbol; a library's line has no @")
    }
    guard soname.upperBound < content.upperBound else {
      throw line.error(at: soname.upperBound, "expected a package after the library's SONAME")
    }
    context.soname = text.string(in: soname)
    context.needsHeader = false
  }

  private mutating func readSymbol(_ line: SourceLine, _ content: Range<Int>) throws(SyntaxError) {
    guard !context.needsHeader else {
      throw line.error(
        at: content.lowerBound,
        "expected a line SONAME PACKAGE #MINVER# before the first symbol; a file without one is for"
          + " others to include: read the file that includes this one")
    }
    let symbol = try DebianSymbolLine(line, content, inheriting: context.tags)
    if !symbol.rest.isEmpty {
      remarks.append(
        ListRemark(
          line.location(at: symbol.rest.lowerBound),
          "what stands here is passed over, as dpkg does"))
    }
    var condition = ClauseCondition()
    condition.soname = context.soname
    condition.machines = symbol.tags.restriction
    let selector = symbol.selector
    let item = line.keep(
      selector, writtenAt: symbol.written, if: condition,
      isRequired: selector.isOneName && !symbol.tags.isOptional && !symbol.isVersionMarker)
    if case .exact(let name) = selector.pattern {
      let key = Key(
        name: name, subject: selector.subject, soname: context.soname,
        machines: condition.machines)
      if let place = places[key] { items[place] = nil }
      places[key] = items.count
    }
    items.append(item)
  }

  /// Reads `#include "FILE"`, perhaps after tags; false if the line is something else.
  private mutating func readInclude(
    _ line: SourceLine, _ content: Range<Int>
  ) throws(SyntaxError) -> Bool {
    let text = line.text
    var included = context
    let start = try included.tags.read(line, content) ?? content.lowerBound
    guard text.starts(start..<content.upperBound, with: "#include") else { return false }
    let after = start + 8..<content.upperBound
    let file = text.trimmed(after)
    let isParted = text.bytes[after].first?.isWhiteSpace ?? false
    // Without a file name in quotes it is a comment that begins so.
    guard isParted, text.bytes[file].first == UInt8(ascii: "\"") else { return false }
    let name = file.lowerBound + 1..<file.upperBound
    guard let quote = text.bytes[name].firstIndex(of: UInt8(ascii: "\"")), quote > name.lowerBound
    else {
      throw line.error(at: file.lowerBound, "expected the name of a file between quotes")
    }
    var nested = ListContext()
    nested.debian = included
    items.append(
      .include(
        Array(text.bytes[name.lowerBound..<quote]), at: line.location(at: line.start), in: nested))
    // The included file may have brought a library's line, of which nothing is known here.
    if context.needsHeader { context.needsHeader = false }
    return true
  }
}
