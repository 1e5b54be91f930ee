// Symbols as people write them: `name`, `name@@VERSION` (the default one), `name@VERSION`.

/// Gives the symbols of one image their names.
public struct SymbolNaming: Sendable {
  private let image: DynamicImage
  private let versionOffsets: [UInt16: UInt32]
  private let defined: Set<UInt16>

  /// Names for the symbols of `image`.
  public init(_ image: DynamicImage) {
    self.image = image
    var offsets: [UInt16: UInt32] = [:]
    for definition in image.versionDefinitions where !definition.isBase {
      offsets[definition.number] = definition.nameOffset
    }
    for need in image.versionNeeds { offsets[need.number] = need.nameOffset }
    versionOffsets = offsets
    defined = Set(image.versionDefinitions.map(\.number))
  }

  /// The name alone.
  public func name(of index: SymbolIndex) -> String {
    image.strings.table.text(at: image[index].nameOffset)
  }

  /// The version that `index` carries; nil for a local or unversioned symbol.
  public func version(of index: SymbolIndex) -> String? {
    versionOffset(of: index).map(image.strings.table.text)
  }

  /// The version's name as an offset into `.dynstr`.
  public func versionOffset(of index: SymbolIndex) -> UInt32? {
    guard let versions = image.versions?.table, index.position < versions.count else { return nil }
    let number = versions[index.position].number
    return number < 2 ? nil : versionOffsets[number]
  }

  /// Name and version as the binutils print them.
  public func versionedName(of index: SymbolIndex) -> String {
    guard let version = version(of: index) else { return name(of: index) }
    // Copied data keeps the version under which the file needs it, and is no default of anything.
    let word = image.versions?.table[index.position] ?? .local
    let isDefault = !word.isHidden && defined.contains(word.number) && !image[index].isUndefined
    return name(of: index) + (isDefault ? "@@" : "@") + version
  }
}
