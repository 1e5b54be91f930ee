// Which family a name belongs to, asked of every symbol of a file: only families of which a name begins
// with the same two bytes are looked at, or in C++ those of which a namespace does.

/// Some families, found by the beginnings of their names.
public struct FamilyIndex: Sendable {
  private let families: [Family]
  private var byName = Beginnings()
  private var byScope = Beginnings()

  /// Finds names of `families`; among equals the first has a name.
  init(_ families: [Family]) {
    self.families = families
    for (place, family) in families.enumerated() {
      for name in family.names + family.prefixes { byName.insert(name, place) }
      for namespace in family.namespaces { byScope.insert(namespace, place) }
    }
  }

  /// The family that `name` belongs to; nil if there is none.
  public func family(of name: ArraySlice<UInt8>) -> Family? { place(of: name).map { families[$0] } }

  /// The position of the family that `name` belongs to; nil if there is none.
  func place(of name: ArraySlice<UInt8>) -> Int? {
    let scope = mangledScope(of: name)
    var best: (place: Int, likeness: Int)?
    func consider(_ place: Int) {
      let likeness = families[place].likeness(to: name, in: scope)
      guard likeness > 0 else { return }
      let (former, formerPlace) = (best?.likeness ?? 0, best?.place ?? families.count)
      if likeness > former || (likeness == former && place < formerPlace) {
        best = (place, likeness)
      }
    }
    byName.forEach(at: name, consider)
    if let scope { byScope.forEach(at: scope, consider) }
    return best?.place
  }
}

/// Numbers by the first bytes of words.
struct Beginnings: Sendable {
  /// By the first two bytes.
  private var pairs: [UInt16: [Int]] = [:]
  /// By the only byte.
  private var single: [UInt8: [Int]] = [:]

  /// Files `number` under the beginning of `word`, once; an empty word has none.
  mutating func insert(_ word: [UInt8], _ number: Int) {
    guard let first = word.first else { return }
    if word.count == 1 {
      if single[first]?.last != number { single[first, default: []].append(number) }
    } else {
      let pair = UInt16(first) << 8 | UInt16(word[1])
      if pairs[pair]?.last != number { pairs[pair, default: []].append(number) }
    }
  }

  /// The numbers of which some word may begin as `name` does.
  func forEach(at name: ArraySlice<UInt8>, _ body: (Int) -> Void) {
    guard let first = name.first else { return }
    single[first]?.forEach(body)
    guard name.count > 1 else { return }
    pairs[UInt16(first) << 8 | UInt16(name[name.startIndex + 1])]?.forEach(body)
  }
}
