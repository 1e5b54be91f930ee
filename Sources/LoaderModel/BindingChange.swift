// What differs between two runs of one process, such as before and after a demotion.

internal import ELFModel

/// A reference that comes to something else.
public struct BindingChange: Sendable {
  /// What becomes of a reference.
  public enum Kind: String, Sendable {
    /// Another object's definition.
    case moved
    /// Weak, and now without a definition: its value is 0.
    case lost
    /// Now without a definition where one is needed.
    case undefined
    /// Without a definition before, and now with one.
    case found
    /// Not looked up any more: what the process did before it came to that has failed.
    case unreached
  }

  /// The reference in the first run; nil if only the second has it.
  public let before: Binding?
  /// The same reference in the second run; nil if only the first has it.
  public let after: Binding?

  /// What becomes of it.
  public var kind: Kind {
    guard let after else { return .unreached }
    return switch (before?.definer, after.definer, after.target) {
    case (_, .none, .nothing): .lost
    case (_, .none, _): .undefined
    case (.none, .some, _): .found
    default: .moved
    }
  }

  /// The reference, as one of the runs has it.
  public var reference: Binding {
    if let binding = before ?? after { return binding }
    preconditionFailure("a change of no binding")
  }
}

/// The references that are bound to another object in `after` than in `before`, or to none, in the
/// order of `before`. The two are runs of the same program through the same events.
public func bindingChanges(from before: ProcessRecord, to after: ProcessRecord)
  -> [BindingChange]
{
  var lasting = LastingObjects()
  let (objectsBefore, objectsAfter) = (lasting.numbers(in: before), lasting.numbers(in: after))
  func isSame(_ old: LinkMapIndex?, _ new: LinkMapIndex?) -> Bool {
    old.map { objectsBefore[$0.rawValue] } == new.map { objectsAfter[$0.rawValue] }
  }
  var changes: [BindingChange] = []
  func compare(_ old: Binding, _ new: Binding?) {
    if let new, isSame(old.definer, new.definer), new.target.isFailure == old.target.isFailure {
      return
    }
    // What found nothing before, and is not looked up any more, is no change.
    guard new != nil || old.definer != nil else { return }
    changes.append(BindingChange(before: old, after: new))
  }

  // Nearly always both come to the same references, one after the other.
  var common = 0
  while common < min(before.bindings.count, after.bindings.count) {
    let (old, new) = (before.bindings[common], after.bindings[common])
    guard isSame(old.reference, new.reference), new.isSameReference(as: old) else { break }
    compare(old, new)
    common += 1
  }
  guard common < max(before.bindings.count, after.bindings.count) else { return changes }

  let references = ReferenceTable(after.bindings, from: common, objectsAfter)
  var isMet = [Bool](repeating: false, count: after.bindings.count)
  for old in before.bindings[common...] {
    var new: Binding?
    if let place = references.position(of: old, objectsBefore), !isMet[place] {
      isMet[place] = true
      new = after.bindings[place]
    }
    compare(old, new)
  }
  for place in after.bindings.indices[common...]
  where !isMet[place] && after.bindings[place].target == .undefined && references.holds(place) {
    changes.append(BindingChange(before: nil, after: after.bindings[place]))
  }
  return changes
}

extension Binding.Target {
  fileprivate var isFailure: Bool { self == .undefined }
}

/// Objects as they are in two runs, of which one may have loaded fewer: by the file, the namespace, and
/// the how-manieth time it is loaded there.
private struct LastingObjects {
  private struct Object: Hashable {
    let file: FileIdentity
    let namespace: Int
    var ordinal: Int
  }

  private var numbers: [Object: Int] = [:]

  /// For each link map of `record` the number that it has in every run.
  mutating func numbers(in record: ProcessRecord) -> [Int] {
    var counts: [Object: Int] = [:]
    return record.maps.map { map in
      var object = Object(file: map.file.identity, namespace: map.namespace, ordinal: 0)
      let ordinal = counts[object, default: 0]
      counts[object] = ordinal + 1
      object.ordinal = ordinal
      let number = numbers[object] ?? numbers.count
      numbers[object] = number
      return number
    }
  }
}

/// The references of one run, to find those of another among them. A demotion moves symbols and takes
/// their versions, so one is known by its name and by the place that is relocated.
private struct ReferenceTable {
  private let bindings: [Binding]
  private let objects: [Int]
  private var slots = HashSlots()

  /// - Parameters:
  ///   - start: where the references begin among `bindings`.
  ///   - objects: for each link map what it is in every run.
  init(_ bindings: [Binding], from start: Int, _ objects: [Int]) {
    (self.bindings, self.objects) = (bindings, objects)
    slots.reserve(bindings.count - start)
    // Of two that are the same, the last one counts.
    for position in bindings.indices[start...].reversed() {
      let object = objects[bindings[position].reference.rawValue]
      let hash = Self.hash(bindings[position], of: object)
      if self.position(of: bindings[position], of: object, hash) == nil {
        slots.insert(position, hash)
      }
    }
  }

  /// Whether the reference at `position` counts.
  func holds(_ position: Int) -> Bool {
    self.position(of: bindings[position], objects) == position
  }

  /// Where the reference of `binding` is, a binding of a run with `objects`; nil if it is not there.
  func position(of binding: Binding, _ objects: [Int]) -> Int? {
    let object = objects[binding.reference.rawValue]
    return position(of: binding, of: object, Self.hash(binding, of: object))
  }

  private func position(of binding: Binding, of object: Int, _ hash: UInt32) -> Int? {
    slots.position(hash) { position in
      objects[bindings[position].reference.rawValue] == object
        && bindings[position].isSameReference(as: binding)
    }
  }

  /// Less than all of it, since there are very many; the name among it, so that a file whose
  /// relocations are all of one place cannot make them all alike.
  private static func hash(_ binding: Binding, of object: Int) -> UInt32 {
    HashSlots.hash(
      UInt64(object), binding.place ?? .max, UInt64(binding.event), UInt64(binding.name.digest))
  }
}

extension Binding {
  /// Whether `other`, of the same object, is the same reference.
  fileprivate func isSameReference(as other: Binding) -> Bool {
    place == other.place && event == other.event && typeClass == other.typeClass
      && cause == other.cause && name.hasSameBytes(as: other.name)
      && (place != nil || version?.name == other.version?.name)
  }
}
