// The clauses that give a name and look at nothing else, found by hash. The names themselves stay where
// the clauses have them.

internal import ELFModel

/// The plain names among the clauses of a policy. Equal names are one entry.
struct PlainNames: Sendable {
  private let clauses: ClauseList
  private var slots = HashSlots()
  /// For each entry the first clause with its name.
  private var firsts: [UInt32] = []
  /// For each entry that has them the clauses behind the first.
  private var repetitions: [Int: [Int]] = [:]

  /// The positions of the clauses that are no plain names.
  let others: [Int]

  init(in clauses: ClauseList) {
    self.clauses = clauses
    var others: [Int] = []
    for position in clauses.indices {
      guard let name = clauses.plainName(at: position) else {
        others.append(position)
        continue
      }
      let digest = name.digest
      if let entry = Self.entry(of: name, digest, slots, firsts, clauses) {
        repetitions[entry, default: []].append(position)
      } else {
        slots.insert(firsts.count, digest)
        firsts.append(UInt32(position))
      }
    }
    self.others = others
  }

  /// How many entries there are.
  var count: Int { firsts.count }

  /// The entry for `name`.
  func entry(of name: ArraySlice<UInt8>) -> Int? {
    firsts.isEmpty ? nil : Self.entry(of: name, name.digest, slots, firsts, clauses)
  }

  /// The clauses of an entry, in the order in which they were given.
  func forEachPosition(of entry: Int, _ body: (Int) -> Void) {
    body(Int(firsts[entry]))
    if repetitions.isEmpty { return }
    repetitions[entry]?.forEach(body)
  }

  /// The clause of an entry that decides where all of them speak.
  func deciding(_ entry: Int) -> Int {
    let first = Int(firsts[entry])
    guard let repetitions = repetitions[entry] else { return first }
    return repetitions.reduce(first) { best, next in
      clauses[next].outweighs(clauses[best]) ? next : best
    }
  }

  private static func entry(
    of name: ArraySlice<UInt8>, _ digest: UInt32, _ slots: HashSlots, _ firsts: [UInt32],
    _ clauses: ClauseList
  ) -> Int? {
    slots.position(digest) { entry in
      clauses.plainName(at: Int(firsts[entry])).map { $0.hasSameBytes(as: name) } ?? false
    }
  }
}
