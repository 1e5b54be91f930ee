// Which of some objects define the names of a file, for a great many names. A name's hash is taken once,
// and Bloom filters dismiss most names without looking at anything else. Where the file has more names
// than the objects together, their names are looked for in the file instead.

public import ELFModel

/// Objects in which names are looked for.
public struct DefinitionSearch: Sendable {
  private let files: [ObjectFile]
  private var filters = BloomFilters()

  /// A search in `files`.
  public init(in files: [ObjectFile]) {
    self.files = files
    for file in files { filters.append(file) }
  }

  /// Calls `found` with each of `symbols`, entries of `file`, and the position of each object that has a
  /// definition of its name, of whatever version; perhaps several times.
  public func findDefiners(
    of symbols: SymbolSet, in file: ObjectFile, _ found: (SymbolIndex, Int) -> Void
  ) {
    let total = files.reduce(0) { $0 + $1.image.symbols.table.count }
    if total < symbols.count, file.leadsToAll(of: symbols) {
      findNamesakes(among: symbols, in: file, found)
    } else {
      findDefiners(ofEach: symbols, in: file, found)
    }
  }

  /// Looks the name of each symbol up in the objects.
  private func findDefiners(
    ofEach symbols: SymbolSet, in file: ObjectFile, _ found: (SymbolIndex, Int) -> Void
  ) {
    guard !files.isEmpty else { return }
    let strings = file.image.strings.table
    for symbol in symbols {
      let offset = file.image[symbol].nameOffset
      let hash = strings.gnuHash(at: offset)
      for position in files.indices
      where filters.pass(hash, to: LinkMapIndex(rawValue: position)) {
        let query = SymbolQuery(strings.name(at: offset), version: nil, gnuHash: hash)
        if files[position].definition(for: query) != nil { found(symbol, position) }
      }
    }
  }

  /// Looks the names of the objects' entries up in the file.
  private func findNamesakes(
    among symbols: SymbolSet, in file: ObjectFile, _ found: (SymbolIndex, Int) -> Void
  ) {
    var filter = BloomFilters()
    filter.append(file)
    for position in files.indices {
      let image = files[position].image
      for index in image.symbolIndices where image[index].canBeBound {
        let hash = image.gnuHash(of: index)
        guard filter.pass(hash, to: .program) else { continue }
        let query = SymbolQuery(image.name(of: index), version: nil, gnuHash: hash)
        // Whether the object gives out a definition of the name is asked at most once.
        var isDefined: Bool?
        _ = file.firstEntry(hashedAs: query) { candidate in
          guard symbols.contains(candidate),
            file.image.strings.table.isName(query.name, at: file.image[candidate].nameOffset)
          else { return false }
          let answer = isDefined ?? (files[position].definition(for: query) != nil)
          isDefined = answer
          if answer { found(candidate, position) }
          return !answer
        }
      }
    }
  }
}

extension ObjectFile {
  /// Whether the hash table leads to all of `symbols`, however many have one name.
  fileprivate func leadsToAll(of symbols: SymbolSet) -> Bool {
    guard directory == nil, let table = image.gnuHash?.table, !table.bloom.isEmpty else {
      return false
    }
    let held = table.heldPositions
    for symbol in symbols where !held.contains(symbol.position) { return false }
    return true
  }
}
