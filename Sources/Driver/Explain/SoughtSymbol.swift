// The symbol that somebody means: by its name as the loader's error message has it, with a version
// as nm shows it, or by its C++ or Rust name as a debugger shows it, whose parameters may be left
// out. A pattern is taken if it fits one name.

internal import ELFModel
internal import Patterns

/// A symbol as it was typed.
struct SoughtSymbol {
  /// What was found.
  enum Answer {
    /// Entries that a demotion could be asked for, in table order.
    case found([SymbolIndex])
    case missing(Missing)
  }

  /// Why there is nothing to explain.
  enum Missing {
    /// Every entry of the name is local.
    case local
    /// The file only refers to the name.
    case undefined(name: [UInt8])
    /// These names fit.
    case several([String])
    /// The name is there, but only so.
    case otherVersions([String])
    /// No entry has the name; these have one like it.
    case unknown(near: [String])
  }

  private let typed: [UInt8]
  /// The name and version that the text may be read as, the likelier first.
  private let readings: [(name: [UInt8], version: [UInt8]?)]

  init(_ typed: [UInt8]) {
    self.typed = typed
    let mark = UInt8(ascii: "@")
    guard let last = typed.lastIndex(of: mark), last + 1 < typed.count else {
      readings = [(typed, nil)]
      return
    }
    var name = typed[..<last]
    if name.last == mark { name.removeLast() }
    readings = [(typed, nil), (Array(name), Array(typed[(last + 1)...]))]
  }

  /// The entries of `image` that are meant.
  ///
  /// - Parameter judged: those that a policy speaks of, of which some may only be referred to.
  func entries(in image: DynamicImage, judged: SymbolSet = []) -> Answer {
    let table = Table(image, judged)
    for reading in readings {
      if let answer = table.entries(called: reading) { return answer }
    }
    for isMeant in looseReadings {
      let entries = table.explainable.filter { isMeant(table, $0) }
      guard !entries.isEmpty else { continue }
      let names = Set(entries.map { table.readableName($0) })
      return names.count == 1 ? .found(entries) : .missing(.several(names.sorted()))
    }
    return .missing(.unknown(near: table.names(near: readings.last?.name ?? typed)))
  }

  /// What else may be meant: a demangled name, one without its parameters, a pattern.
  private var looseReadings: [(Table, SymbolIndex) -> Bool] {
    var loose: [(Table, SymbolIndex) -> Bool] = []
    for (name, version) in readings {
      loose.append { $0.demangled($1) == name && $0.has(version, $1) }
    }
    for (name, version) in readings {
      let start = name + [UInt8(ascii: "(")]
      loose.append { table, symbol in
        guard let demangled = table.demangled(symbol) else { return false }
        return demangled.starts(with: start) && table.has(version, symbol)
      }
    }
    if let pattern = try? Glob(typed), pattern.literal == nil {
      loose.append { table, symbol in
        if pattern.matches(table.image.name(of: symbol)) { return true }
        guard let demangled = table.demangled(symbol) else { return false }
        return pattern.matches(demangled[...])
      }
    }
    return loose
  }
}

/// A file's symbols, to look for one.
private struct Table {
  let image: DynamicImage
  /// Exports, the marks of version definitions, PLT entries that stand for functions, and whatever
  /// else a policy speaks of.
  let explainable: [SymbolIndex]
  private let naming: SymbolNaming

  init(_ image: DynamicImage, _ judged: SymbolSet) {
    self.image = image
    naming = SymbolNaming(image)
    explainable = image.symbolIndices.filter {
      let isThere = !image[$0].isUndefined || image[$0].isCanonicalPLT
      return !image[$0].isLocal && (isThere || judged.contains($0))
    }
  }

  /// What is to be said of the entries with this very name; nil if there are none.
  func entries(called reading: (name: [UInt8], version: [UInt8]?)) -> SoughtSymbol.Answer? {
    let entries = image.symbolIndices.filter { image.name(of: $0) == reading.name[...] }
    guard !entries.isEmpty else { return nil }
    let able = explainable.filter { image.name(of: $0) == reading.name[...] }
    let meant = able.filter { has(reading.version, $0) }
    if !meant.isEmpty { return .found(meant) }
    if !able.isEmpty {
      return .missing(.otherVersions(able.map(naming.versionedName(of:)).sorted()))
    }
    // A demoted symbol has lost its version.
    if entries.contains(where: { image[$0].isLocal && !image[$0].isUndefined }) {
      return .missing(.local)
    }
    return .missing(.undefined(name: reading.name))
  }

  /// Whether the entry has this version, if one is wanted.
  func has(_ version: [UInt8]?, _ symbol: SymbolIndex) -> Bool {
    guard let version else { return true }
    return naming.versionOffset(of: symbol).map { image.strings.table.name(at: $0) } == version[...]
  }

  func demangled(_ symbol: SymbolIndex) -> [UInt8]? { Demangler.demangle(image.name(of: symbol)) }

  /// The name as people say it: two constructors of a class have the same.
  func readableName(_ symbol: SymbolIndex) -> String {
    Demangler.text(of: image.name(of: symbol)) ?? naming.name(of: symbol)
  }

  /// The names that are most like `wanted`: few letters differ, or the one is a part of the other.
  func names(near wanted: [UInt8]) -> [String] {
    let short = wanted.prefix(Self.longestName).map(lowercased)
    let limit = max(1, short.count / 4)
    var scores: [String: Int] = [:]
    for symbol in explainable {
      let name = image.name(of: symbol).prefix(Self.longestName).map(lowercased)
      let score: Int
      if abs(name.count - short.count) <= limit {
        score = editDistance(short, name)
      } else {
        score = short.count >= 4 && name.contains(short) ? limit : limit + 1
      }
      if score <= limit { scores[naming.versionedName(of: symbol)] = score }
    }
    return scores.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(4).map(\.key)
  }

  private static let longestName = 128
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
