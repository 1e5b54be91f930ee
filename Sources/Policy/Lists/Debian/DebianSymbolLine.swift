// One symbol of a Debian symbols file: its tags, its name or pattern, and what follows. As
// deb-src-symbols(5) says it and Dpkg::Shlibs::Symbol reads it.

internal import ELFModel
internal import Patterns

/// The tags of a symbol, in the order in which they were first given.
struct DebianTags: Sendable {
  /// What can be done to a symbol's name before it is compared.
  enum Step: Sendable, Equatable {
    case demangle, takeVersion, search
  }

  private(set) var steps: [Step] = []
  private(set) var isOptional = false
  private(set) var machines = DebianMachines()

  /// The machines that the tags restrict a symbol to; nil if they do not.
  var restriction: DebianMachines? { machines == DebianMachines() ? nil : machines }

  mutating func add(_ step: Step) {
    if !steps.contains(step) { steps.append(step) }
  }

  mutating func setOptional() { isOptional = true }

  /// Reads the tags that `range` begins with, in parentheses, and returns where they end; nil if
  /// there are none.
  mutating func read(_ line: SourceLine, _ range: Range<Int>) throws(SyntaxError) -> Int? {
    let text = line.text
    guard text.bytes[range].first == UInt8(ascii: "(") else { return nil }
    let inside = range.lowerBound + 1..<range.upperBound
    guard let close = text.bytes[inside].firstIndex(of: UInt8(ascii: ")")) else {
      throw line.error(at: range.lowerBound, "expected a ) that closes the tags")
    }
    var start = inside.lowerBound
    while start <= close {
      let end = text.bytes[start..<close].firstIndex(of: UInt8(ascii: "|")) ?? close
      guard start < end else { throw line.error(at: start, "expected a tag") }
      try readTag(line, start..<end)
      start = end + 1
    }
    return close + 1
  }

  private mutating func readTag(_ line: SourceLine, _ range: Range<Int>) throws(SyntaxError) {
    let text = line.text
    let equals = text.bytes[range].lastIndex(of: UInt8(ascii: "="))
    let value = equals.map { text.string(in: $0 + 1..<range.upperBound) }
    func expect<Value>(_ result: Value?, _ expectation: String) throws(SyntaxError) -> Value {
      guard let result else {
        throw line.error(at: (equals ?? range.lowerBound) + 1, expectation)
      }
      return result
    }
    switch text.string(in: range.lowerBound..<(equals ?? range.upperBound)) {
    case "optional": isOptional = true
    case "c++": add(.demangle)
    case "symver": add(.takeVersion)
    case "regex": add(.search)
    case "arch":
      machines.architectures = try value.map { value throws(SyntaxError) in
        try expect(DebianArchitectureList(value), "expected names of architectures, 256 at most")
      }
    case "arch-bits":
      machines.bits = try value.map { value throws(SyntaxError) in
        try expect(["32": 32, "64": 64][value], "expected 32 or 64")
      }
    case "arch-endian":
      machines.byteOrder = try value.map { value throws(SyntaxError) in
        try expect(
          ["little": ByteOrder.little, "big": .big][value], "expected little or big")
      }
    default:
      // allow-internal and its old name decide what dpkg lists, not what is covered; any other word
      // is for the package's maintainer.
      break
    }
  }
}

/// A symbol's line, read.
struct DebianSymbolLine {
  let selector: Selector
  let tags: DebianTags
  /// The name or pattern, with tags and quotes.
  let written: Range<Int>
  /// What stands behind everything that dpkg reads.
  let rest: Range<Int>
  /// Whether the name is that of its version: the absolute symbol that linkers write for each.
  let isVersionMarker: Bool

  /// Reads the symbol in `range`, which has `inherited` tags beside its own.
  init(
    _ line: SourceLine, _ range: Range<Int>, inheriting inherited: DebianTags
  ) throws(SyntaxError) {
    let text = line.text
    var tags = inherited
    let nameStart = try tags.read(line, range)
    let start = nameStart ?? range.lowerBound
    var name = start..<text.wordEnd(in: start..<range.upperBound)
    var nameEnd = name.upperBound
    if nameStart != nil, let quote = text.bytes[start..<range.upperBound].first,
      quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    {
      guard let close = text.bytes[start + 1..<range.upperBound].firstIndex(of: quote) else {
        throw line.error(at: start, "expected a quote that closes this one")
      }
      name = start + 1..<close
      nameEnd = close + 1
    }
    guard !name.isEmpty else {
      throw line.error(at: name.lowerBound, "expected a symbol's name right after the tags")
    }
    written = range.lowerBound..<nameEnd

    guard nameEnd == range.upperBound || text.bytes[nameEnd].isWhiteSpace else {
      throw line.error(at: nameEnd, "expected white space after the quote; the version is inside")
    }
    let version = text.trimmed(nameEnd..<range.upperBound)
    guard !version.isEmpty else {
      throw line.error(
        at: nameEnd, "expected white space and the package's version that first had the symbol")
    }
    var end = text.wordEnd(in: version)
    let dependency = text.trimmed(end..<range.upperBound)
    let word = dependency.lowerBound..<text.wordEnd(in: dependency)
    if text.bytes[word].allSatisfy(\.isDigit) { end = word.upperBound }
    rest = text.trimmed(end..<range.upperBound)

    // The old way to write a version's pattern.
    if text.starts(name, with: "*@") {
      tags.add(.takeVersion)
      tags.setOptional()
      name = name.lowerBound + 2..<name.upperBound
    }
    selector = try Self.selector(line, name, tags.steps)
    let parts = text.bytes[name].split(separator: UInt8(ascii: "@"))
    isVersionMarker = parts.count == 2 && parts[0] == parts[1]
    self.tags = tags
  }

  /// What the steps come to, done in their order to `name@VERSION`, and compared with what is in
  /// `range`: as a whole, or searched for if it is a regular expression.
  private static func selector(
    _ line: SourceLine, _ range: Range<Int>, _ steps: [DebianTags.Step]
  ) throws(SyntaxError) -> Selector {
    let text = line.text
    let mangledOnly = steps.contains(.demangle) ? notMangled : []
    if let search = steps.firstIndex(of: .search) {
      guard steps[..<search].allSatisfy({ $0 == .demangle }) else {
        throw line.error(
          at: range.lowerBound, "expected no regex tag after symver: it would search a version")
      }
      return try line.pattern(in: range) { bytes throws(PatternError) in
        Selector(
          .regex(try RegularExpression(bytes, coversWholeName: false)),
          subject: search == 0 ? .versioned : .demangledVersioned, except: mangledOnly)
      }
    }
    let at = text.bytes[range].lastIndex(of: UInt8(ascii: "@"))
    if steps.contains(.takeVersion) {
      guard steps.last == .takeVersion else {
        throw line.error(
          at: range.lowerBound, "expected the c++ tag before symver: a version is not mangled")
      }
      guard at == nil else {
        throw line.error(at: at ?? 0, "expected a version alone, as the symbol is tagged symver")
      }
      guard !range.isEmpty, text.string(in: range) != "Base" else {
        throw line.error(
          at: range.lowerBound, "expected a version; symbols without one have no symver")
      }
      return try line.pattern(in: range) { bytes throws(PatternError) in
        Selector(.everything, version: try Glob(literal: bytes), except: mangledOnly)
      }
    }
    guard let at, at > range.lowerBound, at + 1 < range.upperBound else {
      throw line.error(
        at: range.upperBound, "expected NAME@VERSION, or NAME@Base for a symbol without version")
    }
    return Selector(
      .exact(Array(text.bytes[range])),
      subject: steps.isEmpty ? .versioned : .demangledVersioned, except: mangledOnly)
  }

  /// The names that dpkg does not try to demangle, or cannot: what is demangled begins otherwise.
  private static let notMangled =
    ["[!_]*", "_[!Z]*", "_"].compactMap { try? Selector(glob: Array($0.utf8)) }
    + ["_Z*"].compactMap { try? Selector(glob: Array($0.utf8), subject: .demangled) }
}

extension Glob {
  /// The pattern that only `name` matches.
  fileprivate init(literal name: [UInt8]) throws(PatternError) {
    try self.init(name.flatMap { [UInt8(ascii: "\\"), $0] })
  }
}
