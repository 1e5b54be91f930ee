// What a file exports once its policy is followed, for a linker to be told: the same decision, taken
// where the file is made.

public import ELFModel
internal import Patterns

/// The exports that stay, by the reason why they do.
public struct ExportListing: Sendable {
  /// What a linker is told of some exports.
  public enum Entry: Sendable, Equatable {
    /// One name.
    case name([UInt8])
    /// A glob that covers exports that all stay.
    case glob([UInt8])
  }

  /// Exports that stay for one reason.
  public struct Group: Sendable {
    /// The reason.
    public let heading: String
    /// The exports, by the version that they carry; nil for none.
    public internal(set) var entries: [(version: [UInt8]?, entry: Entry)]
  }

  /// By reason, in the order in which the file's symbols meet them.
  public private(set) var groups: [Group] = []
  /// The versions that the file defines, in order.
  public let versions: [[UInt8]]
  /// Whether the file is an executable.
  public let isExecutable: Bool

  /// What `image` exports when `demoted` are not exported any more.
  ///
  /// - Parameter reason: why a symbol stays.
  public init(
    of image: DynamicImage, demoting demoted: SymbolSet, by policy: ExportPolicy,
    _ judgement: Judgement, reason: (SymbolIndex) -> String
  ) {
    isExecutable = image.header.objectType != .sharedLibrary
    versions = image.versionDefinitions.filter { !$0.isBase }.map {
      Array(image.strings.table.name(at: $0.nameOffset))
    }
    let naming = SymbolNaming(image)
    let globs = Globs(of: image, demoting: demoted, by: policy)
    var clauses: [SymbolIndex: Int] = [:]
    for verdict in judgement.verdicts { clauses[verdict.symbol] = verdict.clause }
    var places: [String: Int] = [:]
    var seen: Set<[UInt8]> = []
    for symbol in image.exports where !demoted.contains(symbol) {
      let heading = reason(symbol)
      let place = places[heading] ?? groups.count
      if place == groups.count {
        places[heading] = place
        groups.append(Group(heading: heading, entries: []))
      }
      let name = Array(image.name(of: symbol))
      let version = naming.versionOffset(of: symbol).map {
        Array(image.strings.table.name(at: $0))
      }
      let entry = clauses[symbol].flatMap { globs.glob(of: $0) }.map(Entry.glob) ?? .name(name)
      let key = entry.bytes + [0] + (version ?? [])
      if seen.insert(key).inserted { groups[place].entries.append((version, entry)) }
    }
  }

  /// Everything that stays with `version`.
  func entries(of version: [UInt8]?) -> [Group] {
    groups.compactMap { group in
      let entries = group.entries.filter { $0.version == version }
      return entries.isEmpty ? nil : Group(heading: group.heading, entries: entries)
    }
  }
}

extension ExportListing.Entry {
  /// The name or the glob.
  var bytes: [UInt8] {
    switch self {
    case .name(let bytes), .glob(let bytes): bytes
    }
  }
}

/// The keeping globs of a policy of which everything stays that they cover.
private struct Globs {
  private var globs: [Int: [UInt8]] = [:]

  init(of image: DynamicImage, demoting demoted: SymbolSet, by policy: ExportPolicy) {
    for (position, clause) in policy.clauses.enumerated() where clause.intent == .keep {
      let selector = clause.selector
      guard case .glob(let glob) = selector.pattern, selector.subject == .name,
        selector.version == nil, selector.exceptions.isEmpty,
        !demoted.contains(where: { glob.matches(image.name(of: $0)) })
      else { continue }
      globs[position] = glob.text
    }
  }

  func glob(of clause: Int) -> [UInt8]? { globs[clause] }
}
