// What one line of `LD_DEBUG=bindings` says:
//
//      4711:<TAB>binding file REFERRER [0] to DEFINER [0]: normal symbol `NAME' [VERSION]
//
// Source: glibc elf/dl-lookup.c `_dl_debug_bindings`, elf/dl-misc.c `_dl_debug_vdprintf`. A loader
// writes the line in two pieces, the second being the version and the newline, so that other
// output may come between them; and a program's own output may stand before the number. Paths may
// hold spaces and brackets; names hold no apostrophe.

/// One lookup, as it was written down.
struct BindingLine: Equatable {
  /// What is known of a version.
  enum Version: Equatable {
    case none
    case named(ArraySlice<UInt8>)
    /// Other output stands where the version or the end of the line should.
    case unknown
  }

  /// The number of the process; nil if something cut it off.
  let process: Int?
  let referrer: LogObject
  let definer: LogObject
  let name: ArraySlice<UInt8>
  let version: Version
}

/// An object as a log names it.
struct LogObject: Equatable {
  let name: ArraySlice<UInt8>
  let namespace: Int
}

/// What a line of a log holds: mostly nothing or one lookup, but several if lines ran together.
struct BindingLines {
  private(set) var found: [BindingLine] = []
  /// How many lookups began in the line and did not end in it.
  private(set) var damagedCount = 0

  init(_ line: ArraySlice<UInt8>) {
    var rest = line
    while let start = rest.firstRange(of: Words.marker) {
      let process = Self.number(before: start.lowerBound, in: rest)
      rest = rest[start.upperBound...]
      guard let (line, end) = Self.lookup(in: rest, process) else {
        damagedCount += 1
        continue
      }
      found.append(line)
      rest = rest[end...]
    }
  }

  private enum Words {
    static let marker = Array("binding file ".utf8)
    static let to = Array("] to ".utf8)
    static let kinds = [": normal symbol `", ": protected symbol `"].map { Array($0.utf8) }
  }

  /// The lookup that `rest` begins with, and where it ends.
  private static func lookup(in rest: ArraySlice<UInt8>, _ process: Int?) -> (BindingLine, Int)? {
    // A lookup that was cut off must not take the beginning of its follower for its own end.
    let limit = rest.firstRange(of: Words.marker)?.lowerBound ?? rest.endIndex
    let own = rest[..<limit]
    guard let to = own.firstRange(of: Words.to),
      let referrer = object(own[..<(to.lowerBound + 1)]),
      let kind = Words.kinds.compactMap(own[to.upperBound...].firstRange).min(by: {
        $0.lowerBound < $1.lowerBound
      }),
      let definer = object(own[to.upperBound..<kind.lowerBound]),
      let end = own[kind.upperBound...].firstIndex(of: UInt8(ascii: "'")),
      end > kind.upperBound
    else { return nil }
    let (version, next) = version(in: own, from: end + 1)
    let line = BindingLine(
      process: process, referrer: referrer, definer: definer, name: own[kind.upperBound..<end],
      version: version)
    return (line, next)
  }

  /// `PATH [NAMESPACE]`.
  private static func object(_ text: ArraySlice<UInt8>) -> LogObject? {
    guard text.last == UInt8(ascii: "]"), let open = text.lastIndex(of: UInt8(ascii: "[")),
      open > text.startIndex + 1, text[open - 1] == UInt8(ascii: " "),
      let namespace = Int(decimal: text[(open + 1)..<(text.endIndex - 1)])
    else { return nil }
    return LogObject(name: text[..<(open - 1)], namespace: namespace)
  }

  private static func version(in text: ArraySlice<UInt8>, from start: Int)
    -> (BindingLine.Version, Int)
  {
    let rest = text[start...]
    if rest.allSatisfy({ $0 == UInt8(ascii: "\r") }) { return (.none, rest.endIndex) }
    guard rest.starts(with: " [".utf8),
      let close = rest.firstIndex(of: UInt8(ascii: "]")), close > start + 2
    else { return (.unknown, start) }
    return (.named(rest[(start + 2)..<close]), close + 1)
  }

  /// The number of a process, which `:` and a tab part from what stands at `end`.
  private static func number(before end: Int, in text: ArraySlice<UInt8>) -> Int? {
    let before = text[..<end]
    guard before.suffix(2).elementsEqual(":\t".utf8) else { return nil }
    let digits = before.dropLast(2).reversed().prefix { (0x30...0x39).contains($0) }
    return Int(decimal: Array(digits.reversed())[...])
  }
}

extension Int {
  /// The number that `digits` are; nil if they are none, or not one that fits.
  fileprivate init?(decimal digits: ArraySlice<UInt8>) {
    guard !digits.isEmpty, digits.count <= 9 else { return nil }
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    self = value
  }
}

extension ArraySlice<UInt8> {
  /// The first place where `pattern` stands.
  func firstRange(of pattern: [UInt8]) -> Range<Int>? {
    guard let first = pattern.first, count >= pattern.count else { return nil }
    var start = startIndex
    let last = endIndex - pattern.count
    while start <= last {
      guard let candidate = self[start...last].firstIndex(of: first) else { return nil }
      if self[candidate..<(candidate + pattern.count)].elementsEqual(pattern) {
        return candidate..<(candidate + pattern.count)
      }
      start = candidate + 1
    }
    return nil
  }
}
