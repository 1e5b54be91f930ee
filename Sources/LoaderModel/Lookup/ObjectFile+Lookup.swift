// Whether one object defines a name, as ld.so asks it: through `.gnu.hash` if the object has one,
// else through `.hash`.
//
// Source: glibc elf/dl-lookup.c `check_match`, `do_lookup_x`.

public import ELFModel

extension ObjectFile {
  /// The entry that answers `query`. HIDDEN and LOCAL entries are answers too, as in glibc; it is
  /// for the caller to pass them by.
  func match(for query: SymbolQuery) -> SymbolIndex? {
    if let table = image.gnuHash?.table, !table.bloom.isEmpty {
      return throughGNUHash(table, query)
    }
    guard let table = image.sysvHash?.table, !table.buckets.isEmpty else { return nil }
    return throughSysVHash(table, query)
  }

  /// The definition that an object whose scope begins here would find under `name` and `version`.
  public func definition(of name: ArraySlice<UInt8>, version: VersionName?) -> SymbolIndex? {
    guard let index = match(for: SymbolQuery(name, version: version)) else { return nil }
    let symbol = image[index]
    return symbol.isLocal || symbol.visibility.isClosed ? nil : index
  }

  /// The version that the symbol at `index` refers to or carries; nil if it has none.
  public func version(of index: SymbolIndex) -> VersionName? { versions.version(of: index) }

  private func throughGNUHash(_ table: GNUHashTable, _ query: SymbolQuery) -> SymbolIndex? {
    guard !table.buckets.isEmpty else { return nil }
    let hash = query.gnuHash
    let bits = UInt32(image.header.fileClass.bits)
    let word = table.bloom[Int(hash / bits) % table.bloom.count]
    let first = word >> UInt64(hash % bits)
    let second = word >> UInt64((hash >> table.bloomShift) % bits)
    guard first & second & 1 == 1 else { return nil }
    let start = table.buckets[Int(hash % UInt32(table.buckets.count))]
    guard start != 0, start >= table.symbolOffset else { return nil }
    var candidates = Candidates(query)
    var position = Int(start - table.symbolOffset)
    while position < table.chains.count {
      let chain = table.chains[position]
      let index = SymbolIndex(Int(table.symbolOffset) + position)
      if (chain ^ hash) >> 1 == 0, candidates.accept(index, of: self) { return index }
      if chain & 1 == 1 { break }
      position += 1
    }
    return candidates.onlyVersioned
  }

  private func throughSysVHash(_ table: SysVHashTable, _ query: SymbolQuery) -> SymbolIndex? {
    var candidates = Candidates(query)
    let bucket = NameHash.sysv(query.name) % UInt32(table.buckets.count)
    var index = Int(table.buckets[Int(bucket)])
    // A chain that loops ends after as many steps as there are symbols.
    var steps = 0
    while index != 0, index < table.chains.count, steps < table.chains.count {
      if candidates.accept(SymbolIndex(index), of: self) { return SymbolIndex(index) }
      index = Int(table.chains[index])
      steps += 1
    }
    return candidates.onlyVersioned
  }
}

/// The entries of one object that a search meets.
private struct Candidates {
  private let query: SymbolQuery
  private var versionedCount = 0
  private var versioned: SymbolIndex?

  init(_ query: SymbolQuery) { self.query = query }

  /// For a reference without a version: the entry with one, if there is exactly one such entry that
  /// is not hidden.
  var onlyVersioned: SymbolIndex? { versionedCount == 1 ? versioned : nil }

  /// Whether the search ends with the entry at `index`.
  mutating func accept(_ index: SymbolIndex, of object: ObjectFile) -> Bool {
    guard index.position < object.image.symbols.table.count else { return false }
    let symbol = object.image[index]
    guard symbol.value != 0 || symbol.isAbsolute || symbol.type == .threadLocal,
      Self.canBeBound(symbol.type),
      !(query.typeClass.contains(.plt) && symbol.isUndefined),
      object.image.name(of: index) == query.name
    else { return false }
    guard !object.versions.isEmpty else { return true }
    let word = object.versions.word(of: index)
    guard let wanted = query.version else { return acceptUnversioned(index, word) }
    guard let own = object.versions.version(of: index) else {
      // An unversioned definition stands for every version, but for one that is asked for alone.
      return !wanted.isHidden && !word.isHidden
    }
    return own == wanted
  }

  private mutating func acceptUnversioned(_ index: SymbolIndex, _ word: VersionIndex) -> Bool {
    // The base version and the first one after it are what an old, unversioned library had.
    guard word.number >= (query.wantsNewest ? 2 : 3) else { return true }
    if !word.isHidden {
      if versionedCount == 0 { versioned = index }
      versionedCount += 1
    }
    return false
  }

  private static func canBeBound(_ type: SymbolType) -> Bool {
    switch type {
    case .none, .object, .function, .common, .threadLocal, .indirectFunction: true
    default: false
    }
  }
}
