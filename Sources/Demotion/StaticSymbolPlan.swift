// `--symtab`: the entries of `.symtab` that mean what a demotion made local become local too, as a
// linker leaves symbols that a version script hides.
//
// GNU ld puts such entries behind the other locals and takes their visibility away
// (bfd/elflink.c `elf_link_output_extsym`); a local symbol has no use for one.
//
// The plan asks which symbols of `.dynsym` are local, not which became so: after a run without
// `--symtab`, another with it ends where one run would have. Only what an earlier run has removed
// from `.dynsym` cannot be asked for any more.

public import ELFModel

/// The entries of `.symtab` that become local, and the order that follows from it.
public struct StaticSymbolPlan: Sendable, Equatable {
  /// The entries that become local, by their indices before.
  public let hidden: SymbolSet
  /// The order of `.symtab` afterwards.
  public let order: SymbolPermutation

  /// Plans to hide the entries of `table` that are the same definitions as local symbols of
  /// `image`, which is the file as it will be.
  ///
  /// - Parameter removed: an image of the file as it was, and symbols of it that are not in `image`
  ///   any more; their entries are hidden as well.
  public init(
    hidingLocalsOf image: DynamicImage, in table: StaticSymbolTable,
    removed: (from: DynamicImage, symbols: SymbolSet)? = nil
  ) {
    hidden = LocalDefinitions(of: image, removed).matches(in: table)
    var locals: [SymbolIndex] = []
    var globals: [SymbolIndex] = []
    for index in table.symbolIndices where !hidden.contains(index) {
      if table[index].isLocal { locals.append(index) } else { globals.append(index) }
    }
    order = SymbolPermutation([.null] + locals + Array(hidden) + globals)
  }

  /// The table after the plan. Without anything to hide it is `table` itself.
  public func applied(to table: StaticSymbolTable) -> StaticSymbolTable {
    guard !hidden.isEmpty else { return table }
    var after = table
    for index in hidden {
      after.symbols.table[index.position].binding = .local
      after.symbols.table[index.position].visibility = .default
    }
    after.symbols.table = order.applied(to: after.symbols.table)
    after.sectionIndices?.table = order.applied(to: table.sectionIndices?.table ?? [])
    for table in after.relocations.indices {
      after.relocations[table].table.renumber { order.newIndices[$0.position] }
    }
    for group in after.groups.indices {
      after.groups[group].signature = order.newIndices[after.groups[group].signature.position]
    }
    after.firstGlobal = after.symbols.table.firstGlobal
    return after
  }
}

/// The definitions of one image that are local, and those that are not.
private struct LocalDefinitions {
  /// Where a definition lies and what it is: what two tables must agree on. The number of its section
  /// is none of it: tools that take sections away renumber `.symtab` alone.
  private struct Place: Hashable {
    let value: UInt64
    let isAbsolute: Bool
    let type: UInt8

    init(_ symbol: DynamicSymbol) {
      value = symbol.value
      isAbsolute = symbol.isAbsolute
      type = symbol.type.rawValue
    }
  }

  private struct Named: Hashable {
    let place: Place
    /// The position of its name among all names.
    let name: Int
  }

  private struct Versioned: Hashable {
    let named: Named
    /// The position of its version among all versions.
    let version: Int
  }

  private var places: Set<Place> = []
  private var names = NameSet()
  private var versions = NameSet()
  private var locals: Set<Named> = []
  /// What stays exported under the name of a local definition.
  private var exported: Set<Named> = []
  /// The same with the versions, which may be empty.
  private var exportedVersions: Set<Versioned> = []

  init(of image: DynamicImage, _ removed: (from: DynamicImage, symbols: SymbolSet)?) {
    for index in image.symbolIndices where image[index].isLocal { insert(index, of: image) }
    if let removed { for index in removed.symbols { insert(index, of: removed.from) } }
    guard !locals.isEmpty else { return }
    // A definition may be exported under the same name with another version.
    let naming = SymbolNaming(image)
    for index in image.symbolIndices where !image[index].isLocal {
      let place = Place(image[index])
      guard places.contains(place), let name = names.position(of: image.name(of: index)) else {
        continue
      }
      let version = naming.versionOffset(of: index).map(image.strings.table.name) ?? []
      let named = Named(place: place, name: name)
      exported.insert(named)
      exportedVersions.insert(Versioned(named: named, version: versions.insert(Array(version))))
    }
  }

  private mutating func insert(_ index: SymbolIndex, of image: DynamicImage) {
    let symbol = image[index]
    guard !symbol.isUndefined, symbol.type != .section, symbol.type != .file else { return }
    let place = Place(symbol)
    places.insert(place)
    locals.insert(Named(place: place, name: names.insert(Array(image.name(of: index)))))
  }

  /// The entries of `table` that are not local and the same as local definitions.
  func matches(in table: StaticSymbolTable) -> SymbolSet {
    var found = SymbolSet()
    guard !locals.isEmpty else { return found }
    for index in table.symbolIndices where !table[index].isLocal && !table[index].isUndefined {
      let place = Place(table[index])
      if places.contains(place), isLocal(place, table.name(of: index)) { found.insert(index) }
    }
    return found
  }

  /// Whether the definition at `place` that `.symtab` calls `text` is local. Linkers write the
  /// version of some behind the name: `name@VERSION`, `name@@VERSION`.
  private func isLocal(_ place: Place, _ text: ArraySlice<UInt8>) -> Bool {
    if let name = names.position(of: text) {
      let named = Named(place: place, name: name)
      if locals.contains(named) { return !exported.contains(named) }
    }
    let at = UInt8(ascii: "@")
    guard let end = text.firstIndex(of: at), let name = names.position(of: text[..<end]) else {
      return false
    }
    let named = Named(place: place, name: name)
    guard locals.contains(named) else { return false }
    guard let version = versions.position(of: text[end...].drop { $0 == at }) else { return true }
    return !exportedVersions.contains(Versioned(named: named, version: version))
  }
}
