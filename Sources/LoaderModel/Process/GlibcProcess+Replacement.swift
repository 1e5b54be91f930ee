// A process like another one but that some of its files define less, as after a demotion. The objects are
// mapped as they were, and only those references are looked up anew whose definition might be another
// one.
//
// Why that is enough: a look-up takes the first definition in its scope (glibc elf/dl-lookup.c
// `do_lookup_x`). If that lies in a file that stays as it is, nothing comes before it where files define
// less; and what found nothing finds nothing. Looked up anew are references that found a replaced file;
// PROTECTED ones, which ask twice; and those that found a UNIQUE definition, since the first one of a
// name that is asked for counts for all. Where a file has a name twice, as in two versions, one might be
// found because the other is gone, so that such a file is no case for this.
//
// Invariant: the process is the one that comes of a start with the replaced files.

internal import ELFModel

/// A process whose objects are mapped, and none of whose references is bound.
struct MappedObjects: Sendable {
  fileprivate(set) var maps: [LinkMap]
  fileprivate(set) var filters: BloomFilters
  let namespace: Namespace
  let interpreter: LinkMapIndex?
  let problems: [ProcessProblem]

  /// Those of `process`; nil if auditors are there, or if slots are to wait for their first call.
  init?(of process: GlibcProcess) {
    guard process.namespaces.count == 1, process.bindings.isEmpty, !process.start.isLazy else {
      return nil
    }
    (maps, filters, namespace) = (process.maps, process.filters, process.namespaces[0])
    (interpreter, problems) = (process.interpreter, process.problems)
  }
}

/// What the objects of a process were bound to when it started, some of whose files are replaced.
struct EarlierBindings {
  fileprivate let all: [Binding]
  private let maps: [LinkMap]
  private let isReplaced: [Bool]
  /// For each link map where its bindings are.
  private var ranges: [Range<Int>?]

  fileprivate init(of process: GlibcProcess, isReplaced: [Bool]) {
    (all, maps, self.isReplaced) = (process.bindings, process.maps, isReplaced)
    ranges = [Range<Int>?](repeating: nil, count: isReplaced.count)
    // Objects are bound one after the other, and what the loader looks up for itself comes behind.
    var start = 0
    while start < all.count, all[start].event == 0, all[start].cause == .relocation {
      let map = all[start].reference
      var end = start + 1
      while end < all.count, all[end].reference == map, all[end].cause == .relocation,
        all[end].event == 0
      { end += 1 }
      ranges[map.rawValue] = start..<end
      start = end
    }
  }

  /// Where the bindings of `map` are; nil if it is replaced, or had none.
  func bindings(of map: LinkMapIndex) -> Range<Int>? {
    isReplaced[map.rawValue] ? nil : ranges[map.rawValue]
  }

  /// Whether nothing else can come of a reference now.
  fileprivate func isSettled(_ binding: Binding) -> Bool {
    guard !binding.isProtected else { return false }
    switch binding.target {
    case .itself, .nothing, .undefined: return true
    case .definition(let map, let symbol):
      return !isReplaced[map.rawValue]
        && maps[map.rawValue].file.image[symbol].binding != .unique
    }
  }
}

extension GlibcProcess {
  /// The process of the start of `other` if `replacements` were its files: what these define is what
  /// the files defined, or less, and they are the same in all else.
  ///
  /// - Returns: nil if the process cannot be told from the other one; a start will tell.
  public init?(
    like other: GlibcProcess, replacing replacements: [FileIdentity: ObjectFile],
    search: any LibrarySearch
  ) {
    guard var mapped = other.mapped, !other.copiesUniqueSymbols else { return nil }
    var isReplaced = [Bool](repeating: false, count: mapped.maps.count)
    for position in mapped.maps.indices {
      let former = mapped.maps[position].file
      guard let file = replacements[former.identity] else { continue }
      guard former.hasDistinctNames else { return nil }
      isReplaced[position] = true
      mapped.maps[position].file = file
      mapped.filters.replace(LinkMapIndex(rawValue: position), by: file)
    }
    var start = other.start
    start.program = mapped.maps[LinkMapIndex.program.rawValue].file
    if let interpreter = mapped.interpreter {
      start.interpreter?.file = mapped.maps[interpreter.rawValue].file
    }
    self.init(start, search: search, mapped: mapped)
    bindObjects(like: EarlierBindings(of: other, isReplaced: isReplaced))
  }

  /// Whether the one definition of some UNIQUE name is a copy in the program, which needs not be UNIQUE
  /// itself.
  private var copiesUniqueSymbols: Bool {
    namespaces[0].uniqueSymbols.values.contains { map, symbol in
      self[map].file.image[symbol].binding != .unique
    }
  }

  /// Binds `map` as it was bound earlier, but for what may have come to something else.
  mutating func rebind(_ map: LinkMapIndex, like known: Range<Int>, of earlier: EarlierBindings) {
    self[map].isRelocated = true
    let scope = self[map].scope
    for position in known {
      let binding = earlier.all[position]
      if earlier.isSettled(binding) {
        bindings.append(binding)
        continue
      }
      let query = SymbolQuery(
        binding.name, version: binding.version, typeClass: binding.typeClass)
      lookUp(
        query, from: map, symbol: binding.symbol, place: binding.place, scope: scope,
        cause: .relocation, addsDependency: true)
      bindings[bindings.count - 1].count = binding.count
    }
  }
}

extension ObjectFile {
  /// Whether no two entries that `.gnu.hash` leads to have one name. They would have one hash, and be in
  /// one bucket.
  fileprivate var hasDistinctNames: Bool {
    guard directory == nil, let table = image.gnuHash?.table else { return false }
    let first = Int(table.symbolOffset)
    guard first <= image.symbols.table.count,
      table.chains.count <= image.symbols.table.count - first
    else { return false }
    var start = 0
    for (position, word) in table.chains.enumerated() {
      // A bucket of so many is no linker's.
      guard position - start < 100 else { return false }
      for other in start..<position where (table.chains[other] ^ word) <= 1 {
        let names = [other, position].map { image.name(of: SymbolIndex(first + $0)) }
        if names[0].hasSameBytes(as: names[1]) { return false }
      }
      if word & 1 == 1 { start = position + 1 }
    }
    return true
  }
}
