// Whether one object defines a name, as ld.so asks it.
//
// Source: glibc elf/dl-lookup.c `check_match`, `do_lookup_x`.

public import ELFModel

extension ObjectFile {
  /// The entry that answers `query`. HIDDEN and LOCAL entries are answers too, as in glibc; it is
  /// for the caller to pass them by.
  func match(for query: SymbolQuery) -> SymbolIndex? {
    var candidates = Candidates()
    // A directory leaves few entries to ask, whatever their number.
    let answer =
      if let directory {
        directory.entries(for: query, hasVersions: !versions.isEmpty).first {
          candidates.accept($0, of: self, for: query)
        }
      } else {
        firstEntry(hashedAs: query) { candidates.accept($0, of: self, for: query) }
      }
    return answer ?? candidates.onlyVersioned
  }

  /// The definition that an object whose scope begins here would find under `name` and `version`.
  public func definition(of name: ArraySlice<UInt8>, version: VersionName?) -> SymbolIndex? {
    definition(for: SymbolQuery(name, version: version))
  }

  /// The definition that answers `query` where the object is the first that is asked.
  func definition(for query: SymbolQuery) -> SymbolIndex? {
    guard let index = match(for: query) else { return nil }
    let symbol = image[index]
    return symbol.isLocal || symbol.visibility.isClosed ? nil : index
  }

  /// The version that the symbol at `index` refers to or carries; nil if it has none.
  public func version(of index: SymbolIndex) -> VersionName? { versions.version(of: index) }
}

/// The entries of one object that a search meets.
private struct Candidates {
  private var versionedCount = 0
  private var versioned: SymbolIndex?

  /// For a reference without a version: the entry with one, if there is exactly one such entry that
  /// is not hidden.
  var onlyVersioned: SymbolIndex? { versionedCount == 1 ? versioned : nil }

  /// Whether the search ends with the entry at `index`.
  @inline(__always)
  mutating func accept(_ index: SymbolIndex, of object: ObjectFile, for query: SymbolQuery) -> Bool
  {
    let symbol = object.image[index]
    guard symbol.canBeBound, !(query.typeClass.contains(.plt) && symbol.isUndefined),
      object.image.strings.table.isName(query.name, at: symbol.nameOffset)
    else { return false }
    guard !object.versions.isEmpty else { return true }
    let word = object.versions.word(of: index)
    guard let wanted = query.version else {
      return acceptUnversioned(index, word, wantsNewest: query.wantsNewest)
    }
    guard let own = object.versions.version(of: index) else {
      // An unversioned definition stands for every version, but for one that is asked for alone.
      return !wanted.isHidden && !word.isHidden
    }
    return own == wanted
  }

  private mutating func acceptUnversioned(
    _ index: SymbolIndex, _ word: VersionIndex, wantsNewest: Bool
  ) -> Bool {
    // The base version and the first one after it are what an old, unversioned library had.
    guard word.number >= (wantsNewest ? 2 : 3) else { return true }
    if !word.isHidden {
      if versionedCount == 0 { versioned = index }
      versionedCount += 1
    }
    return false
  }
}

extension DynamicSymbol {
  /// Whether references can be bound to it, going by its value and type alone.
  var canBeBound: Bool {
    guard value != 0 || isAbsolute || type == .threadLocal else { return false }
    switch type {
    case .none, .object, .function, .common, .threadLocal, .indirectFunction: return true
    default: return false
    }
  }
}
