// Packing relocations, in the order they have. A rewritten table must fit where it lies, so it is
// grouped as it was, where only few bytes differ, and if that has become too long, in the cheapest
// way.

internal import ELFModel

extension PackedRelocationCodec {
  /// `records` in at most `byteCount` bytes, filled up with zeros; nil if no way of grouping makes
  /// them so short.
  func encode(_ records: [WireRelocation], groupedAs groups: [PackedGroup], byteCount: Int)
    -> [UInt8]?
  {
    let regrouped = [fitting(groups, to: records)].compactMap { $0 }
    for candidate in regrouped + [cheapestGroups(records)] {
      let bytes = encode(records, candidate)
      guard bytes.count <= byteCount else { continue }
      return bytes + [UInt8](repeating: 0, count: byteCount - bytes.count)
    }
    return nil
  }

  /// `records` packed into `groups`, each of which can hold those that fall to it.
  func encode(_ records: [WireRelocation], _ groups: [PackedGroup]) -> [UInt8] {
    var bytes = Self.magic
    append(Int64(records.count), to: &bytes)
    // The first group's first difference is counted from 0.
    append(0, to: &bytes)
    var steps = Steps(records, self)
    for group in groups {
      append(Int64(group.count), to: &bytes)
      append(Int64(group.flags.rawValue), to: &bytes)
      let addends = group.flags.intersection([.hasAddend, .byAddend])
      for position in 0..<group.count {
        let step = steps.next()
        if position == 0 {
          if group.flags.contains(.byOffsetDelta) { append(step.offset, to: &bytes) }
          if group.flags.contains(.byInfo) { append(step.info, to: &bytes) }
          if addends == [.hasAddend, .byAddend] { append(step.addendDelta, to: &bytes) }
        }
        if !group.flags.contains(.byOffsetDelta) { append(step.offset, to: &bytes) }
        if !group.flags.contains(.byInfo) { append(step.info, to: &bytes) }
        if addends == .hasAddend { append(step.addendDelta, to: &bytes) }
      }
    }
    return bytes
  }

  /// `groups` if they still hold `records`, which have changed since.
  private func fitting(_ groups: [PackedGroup], to records: [WireRelocation]) -> [PackedGroup]? {
    guard groups.reduce(0, { $0 + $1.count }) == records.count else { return nil }
    var steps = Steps(records, self)
    for group in groups {
      var last: Step?
      for _ in 0..<group.count {
        let step = steps.next()
        guard group.flags.allows(step, after: last) else { return nil }
        last = step
      }
    }
    return groups
  }

  // MARK: The cheapest grouping

  /// The groups that take the fewest bytes, but for a byte or two where a group's size needs more
  /// than two.
  ///
  /// Each record either continues the group of the one before, whose flags must allow it, or begins
  /// another; the cheapest way to each record and each kind of group is known from those before it.
  func cheapestGroups(_ records: [WireRelocation]) -> [PackedGroup] {
    let kinds = GroupFlags.kinds(hasAddends: hasAddends)
    guard !records.isEmpty else { return [] }
    var costs = [Int](repeating: 0, count: kinds.count)
    var cheapest = 0
    // For each record and kind whether it begins a group, as bits; and the best kind to end with.
    var begins = [UInt16](repeating: 0, count: records.count)
    var bestKinds = [UInt8](repeating: 0, count: records.count)
    var steps = Steps(records, self)
    var last: Step?
    for record in records.indices {
      let step = steps.next()
      var next = [Int](repeating: Int.max, count: kinds.count)
      for (kind, flags) in kinds.enumerated() where flags.allows(step, after: nil) {
        let opened = cheapest + 2 + 1 + step.sharedSize(flags) + step.ownSize(flags)
        next[kind] = opened
        if let last, costs[kind] != Int.max, flags.allows(step, after: last),
          costs[kind] + step.ownSize(flags) <= opened
        {
          next[kind] = costs[kind] + step.ownSize(flags)
        } else {
          begins[record] |= 1 << UInt16(kind)
        }
      }
      costs = next
      cheapest = costs.min() ?? 0
      bestKinds[record] = UInt8(costs.firstIndex(of: cheapest) ?? 0)
      last = step
    }
    return groups(kinds, begins, bestKinds)
  }

  /// Goes back from the last record along the cheapest way.
  private func groups(_ kinds: [GroupFlags], _ begins: [UInt16], _ bestKinds: [UInt8])
    -> [PackedGroup]
  {
    var groups: [PackedGroup] = []
    var end = begins.count
    while end > 0 {
      let kind = bestKinds[end - 1]
      var start = end - 1
      while begins[start] & 1 << UInt16(kind) == 0 { start -= 1 }
      groups.append(PackedGroup(count: end - start, flags: kinds[Int(kind)]))
      end = start
    }
    return groups.reversed()
  }
}

extension GroupFlags {
  /// All that make sense; where records have addends, groups may do without if they are 0.
  fileprivate static func kinds(hasAddends: Bool) -> [GroupFlags] {
    let addends: [GroupFlags] =
      hasAddends ? [[.hasAddend], [.hasAddend, .byAddend], []] : [[]]
    let others: [GroupFlags] = [[], .byInfo, .byOffsetDelta, [.byInfo, .byOffsetDelta]]
    return addends.flatMap { addend in others.map { $0.union(addend) } }
  }

  /// Whether a group of this kind can hold `step` after `last`, or as its first.
  fileprivate func allows(_ step: Step, after last: Step?) -> Bool {
    if !contains(.hasAddend), step.addend != 0 { return false }
    guard let last else { return true }
    return (!contains(.byOffsetDelta) || step.offset == last.offset)
      && (!contains(.byInfo) || step.info == last.info)
      && (!isSuperset(of: [.hasAddend, .byAddend]) || step.addendDelta == 0)
  }
}

/// A record as the differences to the one before.
private struct Step {
  let offset: Int64
  let info: Int64
  let addend: Int64
  let addendDelta: Int64

  /// The bytes that a group with `flags` needs for itself, size and flags not counted, if it begins
  /// here.
  func sharedSize(_ flags: GroupFlags) -> Int {
    (flags.contains(.byOffsetDelta) ? slebSize(offset) : 0)
      + (flags.contains(.byInfo) ? slebSize(info) : 0)
      + (flags.isSuperset(of: [.hasAddend, .byAddend]) ? slebSize(addendDelta) : 0)
  }

  /// The bytes of the record in a group with `flags`.
  func ownSize(_ flags: GroupFlags) -> Int {
    (flags.contains(.byOffsetDelta) ? 0 : slebSize(offset))
      + (flags.contains(.byInfo) ? 0 : slebSize(info))
      + (flags.intersection([.hasAddend, .byAddend]) == .hasAddend ? slebSize(addendDelta) : 0)
  }
}

/// Goes through records once. The sum of addends is that of the last record: a group without
/// addends holds none but 0.
private struct Steps {
  private var records: ArraySlice<WireRelocation>
  private let codec: PackedRelocationCodec
  private var offset: UInt64 = 0
  private var addend: Int64 = 0

  init(_ records: [WireRelocation], _ codec: PackedRelocationCodec) {
    self.records = records[...]
    self.codec = codec
  }

  /// The next step, which there must be.
  mutating func next() -> Step {
    let record = records.removeFirst()
    defer { (offset, addend) = (record.offset, record.addend) }
    return Step(
      offset: codec.shortest(record.offset &- offset), info: codec.infoNumber(record),
      addend: record.addend,
      addendDelta: codec.shortest(UInt64(bitPattern: record.addend &- addend)))
  }
}

/// The bytes of `value` as SLEB128.
private func slebSize(_ value: Int64) -> Int {
  let bits = 65 - (value < 0 ? ~value : value).leadingZeroBitCount
  return (bits + 6) / 7
}

private func append(_ value: Int64, to bytes: inout [UInt8]) {
  var rest = value
  while true {
    let byte = UInt8(truncatingIfNeeded: rest & 0x7f)
    rest >>= 7
    if rest == 0 && byte & 0x40 == 0 || rest == -1 && byte & 0x40 != 0 {
      bytes.append(byte)
      return
    }
    bytes.append(byte | 0x80)
  }
}
