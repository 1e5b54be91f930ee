// The difference between two dynamic symbol tables: what each named, defined symbol was and is.
// It is taken from the two images alone, whatever happened in between.

public import ELFModel

/// One symbol before and after; nil where it is new or gone.
public struct SymbolPair: Sendable, Equatable {
  /// Where it stood.
  public let before: SymbolIndex?
  /// Where it stands.
  public let after: SymbolIndex?
}

/// Two images, and which symbol of the one is which of the other.
public struct SymbolDiff: Sendable {
  let before: SymbolView
  let after: SymbolView
  /// The symbols that are not local on both sides, by name and version.
  public let pairs: [SymbolPair]

  /// Pairs the symbols of two images by name; of several of the same name those of the same
  /// address and type first, then those of the same version.
  ///
  /// The marker of a version definition is listed if it is local on one side only.
  ///
  /// - Parameter extra: symbols of `before` to list although nobody could bind to them: undefined
  ///   ones and markers.
  public init(
    from before: DynamicImage, to after: DynamicImage, alsoListing extra: SymbolSet = []
  ) {
    let (old, new) = (SymbolView(before), SymbolView(after))
    var candidates = Candidates(new, new.listed)
    var pairs = old.listed.map { SymbolPair(before: $0, after: candidates.take(for: $0, of: old)) }
    pairs += candidates.rest.map { SymbolPair(before: nil, after: $0) }
    pairs = pairs.filter { pair in
      !(pair.before.map { before[$0].isLocal } ?? true)
        || !(pair.after.map { after[$0].isLocal } ?? true)
    }
    var undefined = Candidates(new, new.undefined)
    pairs += extra.filter { before[$0].isUndefined }.map {
      SymbolPair(before: $0, after: undefined.take(for: $0, of: old))
    }
    var markers = Candidates(new, new.markers)
    pairs += old.markers.compactMap { marker in
      let pair = SymbolPair(before: marker, after: markers.take(for: marker, of: old))
      let isMoved = pair.after.map { after[$0].isLocal != before[marker].isLocal } ?? false
      return isMoved || extra.contains(marker) ? pair : nil
    }
    self.before = old
    self.after = new
    self.pairs = Self.sorted(pairs, old, new)
  }

  /// Whether a loader or a linker sees a difference in the symbol that is `pair`.
  func isChange(_ pair: SymbolPair) -> Bool {
    guard let old = pair.before, let new = pair.after else { return true }
    let (first, second) = (before.image[old], after.image[new])
    return first.info != second.info || first.other != second.other || first.value != second.value
      || first.size != second.size
      || !isSameName(old, new)
  }

  /// Whether both have the same name and the same version.
  private func isSameName(_ old: SymbolIndex, _ new: SymbolIndex) -> Bool {
    if before.naming.versionOffset(of: old) == nil, after.naming.versionOffset(of: new) == nil {
      return before.image.name(of: old).hasSameBytes(as: after.image.name(of: new))
    }
    return before.naming.versionedName(of: old) == after.naming.versionedName(of: new)
  }

  /// Whether the symbol was there for others and is only there for its own file now.
  func isDemotion(_ pair: SymbolPair) -> Bool {
    guard let old = pair.before, let new = pair.after else { return false }
    return !before.image[old].isLocal && after.image[new].isLocal
  }

  /// Whether the symbol was there for others and is gone.
  func isRemoval(_ pair: SymbolPair) -> Bool {
    guard let old = pair.before, pair.after == nil else { return false }
    return !before.image[old].isLocal
  }

  /// How many of the symbols that others could bind to are there for them no more, and how many of
  /// these are gone altogether.
  var lostExports: (demoted: Int, removed: Int) {
    let exports = SymbolSet(before.image.exports)
    let pairs = pairs.filter { $0.before.map(exports.contains) ?? false }
    let removed = pairs.count(where: isRemoval)
    return (pairs.count(where: isDemotion) + removed, removed)
  }

  /// How many of the symbols that others can bind to were not there for them before.
  var addedExports: Int {
    let (old, new) = (SymbolSet(before.image.exports), SymbolSet(after.image.exports))
    return pairs.count { pair in
      (pair.after.map(new.contains) ?? false) && !(pair.before.map(old.contains) ?? false)
    }
  }

  /// What differs of the symbol that is `pair` beside its name, in words; empty if nothing does.
  func difference(_ pair: SymbolPair) -> String {
    guard let old = pair.before, let new = pair.after else { return "" }
    let (former, symbol) = (before.image[old], after.image[new])
    return [
      former.value == symbol.value
        ? nil : "at \(symbol.value.hexadecimal), was \(former.value.hexadecimal)",
      former.size == symbol.size
        ? nil : "\(symbol.size) \(symbol.size == 1 ? "byte" : "bytes"), was \(former.size)",
      former.type == symbol.type ? nil : "\(symbol.type.word), was \(former.type.word)",
      former.binding == symbol.binding
        ? nil : "\(symbol.binding.word), was \(former.binding.word)",
      former.other == symbol.other
        ? nil : "st_other \(symbol.other.hexadecimal), was \(former.other.hexadecimal)",
    ].compactMap { $0 }.joined(separator: "; ")
  }

  /// Whether all that differs of the symbol is where it lies, and how much code it is.
  func isMove(_ pair: SymbolPair) -> Bool {
    guard let old = pair.before, let new = pair.after, isChange(pair) else { return false }
    let (former, symbol) = (before.image[old], after.image[new])
    return former.info == symbol.info && former.other == symbol.other && isSameName(old, new)
      && (former.size == symbol.size || symbol.type == .function)
  }

  /// Whether anything differs.
  public var isChange: Bool { pairs.contains { isChange($0) } }

  /// By name, then by version, then in table order. Names are compared as they lie in the string
  /// tables.
  private static func sorted(_ pairs: [SymbolPair], _ old: SymbolView, _ new: SymbolView)
    -> [SymbolPair]
  {
    let names = pairs.map { pair in
      pair.before.map { old.image.name(of: $0) } ?? pair.after.map { new.image.name(of: $0) } ?? []
    }
    func version(_ position: Int) -> String {
      let pair = pairs[position]
      let version = pair.before.map { old.naming.version(of: $0) }
      return (version ?? pair.after.map { new.naming.version(of: $0) } ?? nil) ?? ""
    }
    return pairs.indices.sorted { first, second in
      let order = names[first].byteOrder(names[second])
      if order != 0 { return order < 0 }
      let (one, other) = (version(first), version(second))
      return one != other ? one < other : first < second
    }.map { pairs[$0] }
  }
}

/// One image and the names of its symbols.
struct SymbolView: Sendable {
  let image: DynamicImage
  let naming: SymbolNaming

  init(_ image: DynamicImage) {
    self.image = image
    naming = SymbolNaming(image)
  }

  /// What is worth listing: defined symbols with a name, except sections, files and the markers of
  /// version definitions; in table order.
  var listed: [SymbolIndex] {
    let markers = VersionMarkers(in: image)
    return image.symbolIndices.filter { index in
      let symbol = image[index]
      return !symbol.isUndefined && symbol.type != .section && symbol.type != .file
        && !image.strings.table.isEmptyName(at: symbol.nameOffset) && !markers.contains(symbol)
    }
  }

  /// The markers of version definitions.
  var markers: [SymbolIndex] {
    let markers = VersionMarkers(in: image)
    return image.symbolIndices.filter { markers.contains(image[$0]) }
  }

  /// What the image only refers to.
  var undefined: [SymbolIndex] {
    image.symbolIndices.filter { image[$0].isUndefined && !image[$0].isLocal }
  }
}

/// The symbols after that no symbol before has been paired with yet.
private struct Candidates {
  private let view: SymbolView
  private let indices: [SymbolIndex]
  private var isTaken: [Bool]
  private var names = NameSet()
  /// For each name the position of the first symbol that has it and was not taken; negative if there is
  /// none.
  private var first: [Int32] = []
  /// For each symbol the position of the next one of its name.
  private var next: [Int32]
  /// More symbols of one name than this are not searched for the best one.
  private static let searched = 64

  init(_ view: SymbolView, _ indices: [SymbolIndex]) {
    self.view = view
    self.indices = indices
    isTaken = Array(repeating: false, count: indices.count)
    next = Array(repeating: -1, count: indices.count)
    for position in indices.indices.reversed() {
      let name = names.insert(view.image.name(of: indices[position]))
      if name == first.count { first.append(-1) }
      (next[position], first[name]) = (first[name], Int32(position))
    }
  }

  mutating func take(for index: SymbolIndex, of other: SymbolView) -> SymbolIndex? {
    guard let name = names.position(of: other.image.name(of: index)) else { return nil }
    // The first of equals wins.
    var best: (position: Int32, before: Int32, likeness: Int)?
    var (position, before, seen) = (first[name], Int32(-1), 0)
    while position >= 0, seen < Self.searched {
      let following = next[Int(position)]
      // What stands alone needs no comparison.
      let isAlone = seen == 0 && following < 0
      let likeness = isAlone ? 0 : likeness(indices[Int(position)], index, other)
      if likeness > best?.likeness ?? -1 { best = (position, before, likeness) }
      (before, position, seen) = (position, following, seen + 1)
    }
    guard let best else { return nil }
    let following = next[Int(best.position)]
    if best.before < 0 { first[name] = following } else { next[Int(best.before)] = following }
    isTaken[Int(best.position)] = true
    return indices[Int(best.position)]
  }

  /// What was not taken, in table order.
  var rest: [SymbolIndex] { indices.indices.lazy.filter { !isTaken[$0] }.map { indices[$0] } }

  private func likeness(_ index: SymbolIndex, _ wanted: SymbolIndex, _ other: SymbolView) -> Int {
    let (symbol, former) = (view.image[index], other.image[wanted])
    let isSamePlace = symbol.value == former.value && symbol.type == former.type
    let isSameVersion = view.naming.version(of: index) == other.naming.version(of: wanted)
    return (isSamePlace ? 2 : 0) + (isSameVersion ? 1 : 0)
  }
}
