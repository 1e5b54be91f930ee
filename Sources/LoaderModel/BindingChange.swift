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
  let (objectsBefore, objectsAfter) = (before.lastingObjects, after.lastingObjects)
  func isSame(_ old: LinkMapIndex?, _ new: LinkMapIndex?) -> Bool {
    old.map { objectsBefore[$0.rawValue] } == new.map { objectsAfter[$0.rawValue] }
  }
  var places: [ReferenceKey: Int] = [:]
  places.reserveCapacity(after.bindings.count)
  for (position, binding) in after.bindings.enumerated() {
    places[ReferenceKey(binding, objectsAfter)] = position
  }
  var changes: [BindingChange] = []
  var isMet = [Bool](repeating: false, count: after.bindings.count)
  for old in before.bindings {
    var new: Binding?
    if let place = places[ReferenceKey(old, objectsBefore)], !isMet[place] {
      isMet[place] = true
      new = after.bindings[place]
    }
    if let new, isSame(old.definer, new.definer), new.target.isFailure == old.target.isFailure {
      continue
    }
    // What found nothing before, and is not looked up any more, is no change.
    guard new != nil || old.definer != nil else { continue }
    changes.append(BindingChange(before: old, after: new))
  }
  let added = places.values.filter { !isMet[$0] }.sorted().map { after.bindings[$0] }
  changes += added.filter { $0.target == .undefined }.map { BindingChange(before: nil, after: $0) }
  return changes
}

extension Binding.Target {
  fileprivate var isFailure: Bool { self == .undefined }
}

/// What makes an object the same in two runs, of which one may have loaded fewer: the file, the
/// namespace, and the how-manieth time it is loaded there.
private struct LastingObject: Hashable {
  let file: FileIdentity
  let namespace: Int
  let ordinal: Int
}

extension ProcessRecord {
  /// For each link map what it is in another run.
  fileprivate var lastingObjects: [LastingObject] {
    var counts: [LastingObject: Int] = [:]
    return maps.map { map in
      let first = LastingObject(
        file: map.file.identity, namespace: map.namespace, ordinal: 0)
      defer { counts[first, default: 0] += 1 }
      return LastingObject(
        file: first.file, namespace: first.namespace, ordinal: counts[first, default: 0])
    }
  }
}

/// What makes a reference the same in two runs. A demotion moves symbols and takes their versions,
/// so it is known by its name and by the place that is relocated.
private struct ReferenceKey: Hashable {
  private let reference: LastingObject
  private let name: ArraySlice<UInt8>
  private let place: UInt64?
  private let version: ArraySlice<UInt8>?
  private let typeClass: TypeClass
  private let cause: Binding.Cause
  private let event: Int

  init(_ binding: Binding, _ objects: [LastingObject]) {
    reference = objects[binding.reference.rawValue]
    name = binding.name
    place = binding.place
    version = binding.place == nil ? binding.version?.name : nil
    typeClass = binding.typeClass
    cause = binding.cause
    event = binding.event
  }

  /// Less than all of it, since there are very many; the name among it, so that a file whose
  /// relocations are all of one place cannot make them all alike.
  func hash(into hasher: inout Hasher) {
    hasher.combine(reference)
    hasher.combine(place)
    hasher.combine(event)
    unsafe name.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}
