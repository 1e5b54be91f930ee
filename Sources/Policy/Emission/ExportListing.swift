// What a file exports once its policy is followed, for a linker to be told: the same decision, taken
// where the file is made.
//
// Names only: a pattern of the policy would also export what was hidden in the file, and may stand
// in the wrong version. The order does not depend on that of the file's symbols, so that an export
// more is a line more.

public import ELFModel

/// The exports that stay, by the reason why they do.
public struct ExportListing: Sendable {
  /// One export.
  public struct Entry: Sendable, Hashable {
    /// Its name.
    public let name: [UInt8]
    /// The version that it carries; nil for none.
    public let version: [UInt8]?
  }

  /// Why an export stays.
  public struct Reason: Sendable {
    let words: String
    let place: Int

    /// The reason `words`, which stands at `place` among the others.
    public init(_ words: String, at place: Int) { (self.words, self.place) = (words, place) }
  }

  /// Exports that stay for one reason.
  public struct Group: Sendable {
    /// The reason.
    public let heading: String
    /// The exports, by name.
    public let entries: [Entry]
  }

  /// A version that the file defines.
  struct Version: Sendable {
    let name: [UInt8]
    /// The versions that it depends on.
    let parents: [[UInt8]]
  }

  /// By the reasons' places, then by their words.
  public let groups: [Group]
  /// The versions that the file defines, in order.
  let versions: [Version]
  /// Whether the file is an executable.
  let isExecutable: Bool

  /// What `image` exports when `demoted` are not exported any more.
  ///
  /// - Parameter reason: why a symbol stays.
  public init(
    of image: DynamicImage, demoting demoted: SymbolSet, because reason: (SymbolIndex) -> Reason
  ) {
    isExecutable = image.header.objectType != .sharedLibrary
    versions = image.versionDefinitions.filter { !$0.isBase }.map { definition in
      Version(
        name: Array(image.strings.table.name(at: definition.nameOffset)),
        parents: definition.parentOffsets.map { Array(image.strings.table.name(at: $0)) })
    }
    let naming = SymbolNaming(image)
    var found: [String: (place: Int, entries: [Entry])] = [:]
    var seen: Set<Entry> = []
    for symbol in image.exports where !demoted.contains(symbol) {
      let entry = Entry(
        name: Array(image.name(of: symbol)),
        version: naming.versionOffset(of: symbol).map {
          Array(image.strings.table.name(at: $0))
        })
      guard seen.insert(entry).inserted else { continue }
      let reason = reason(symbol)
      var group = found[reason.words] ?? (reason.place, [])
      group.place = min(group.place, reason.place)
      group.entries.append(entry)
      found[reason.words] = group
    }
    groups = found.sorted { ($0.value.place, $0.key) < ($1.value.place, $1.key) }.map { group in
      Group(heading: group.key, entries: group.value.entries.sorted())
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

extension ExportListing.Entry: Comparable {
  /// By name, then by version, byte for byte.
  public static func < (first: Self, second: Self) -> Bool {
    first.name == second.name
      ? (first.version ?? []).lexicographicallyPrecedes(second.version ?? [])
      : first.name.lexicographicallyPrecedes(second.name)
  }
}
