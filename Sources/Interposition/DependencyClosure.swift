// What an object may count on: itself and all that it needs, directly or not. A definition from
// there is one that its makers linked it to; any other came by the order of a search.
//
// Breadth first over DT_NEEDED as in glibc elf/dl-deps.c, among the objects of the same namespace,
// so the nearest come first. Under which names objects were asked for is known to whoever loaded
// them; where that is not told, names decide. A library's filtees (DT_FILTER, DT_AUXILIARY) belong
// to it.

internal import ELFModel
internal import LoaderModel

/// The closures of the objects of one process.
struct DependencyClosures {
  private let evidence: ProcessEvidence
  private let names: [Int: ObjectNames]
  private var closures: [DependencyClosure?]

  init(_ evidence: ProcessEvidence) {
    self.evidence = evidence
    closures = Array(repeating: nil, count: evidence.objects.count)
    var names: [Int: ObjectNames] = [:]
    for index in evidence.indices {
      names[evidence[index].namespace, default: ObjectNames()].add(index, evidence[index])
    }
    self.names = names
  }

  /// The closure of the object at `index`.
  mutating func closure(of index: ObjectIndex) -> DependencyClosure {
    if let known = closures[index.rawValue] { return known }
    let closure = walked(from: index)
    closures[index.rawValue] = closure
    return closure
  }

  private func walked(from root: ObjectIndex) -> DependencyClosure {
    var closure = DependencyClosure(root)
    var next = 0
    while next < closure.order.count {
      let object = closure.order[next]
      next += 1
      for dependency in dependencies(of: object) { closure.append(dependency) }
      for filtee in named(by: Self.filterTags, in: evidence[object]) { closure.append(filtee) }
    }
    return closure
  }

  /// The objects that the one at `index` needs itself, in order.
  func dependencies(of index: ObjectIndex) -> [ObjectIndex] {
    evidence.dependencies(of: index) ?? named(by: [.needed], in: evidence[index])
  }

  private static let filterTags: [DynamicTag] = [.filter, .auxiliary]

  /// Whether `object` is one that `filter` says it only stands in for.
  func isFiltee(_ object: ObjectIndex, of filter: ObjectIndex) -> Bool {
    named(by: Self.filterTags, in: evidence[filter]).contains(object)
  }

  private func named(by tags: [DynamicTag], in object: EvidenceObject) -> [ObjectIndex] {
    guard let image = object.file?.image, let names = names[object.namespace] else { return [] }
    return image.dynamic.table.compactMap { entry in
      guard tags.contains(entry.tag) else { return nil }
      return names[UInt32(exactly: entry.value).map(image.strings.table.name) ?? []]
    }
  }
}

/// Objects, the nearest first.
struct DependencyClosure {
  private(set) var order: [ObjectIndex]
  private var members: Set<ObjectIndex>

  init(_ root: ObjectIndex) {
    order = [root]
    members = [root]
  }

  mutating func append(_ object: ObjectIndex) {
    if members.insert(object).inserted { order.append(object) }
  }

  func contains(_ object: ObjectIndex) -> Bool { members.contains(object) }
}

/// The objects of one namespace by the names that a DT_NEEDED may give.
private struct ObjectNames {
  private var names = NameSet()
  private var objects: [ObjectIndex] = []

  mutating func add(_ index: ObjectIndex, _ object: EvidenceObject) {
    for name in [object.neededName, object.path[...]]
    where names.insert(Array(name)) == objects.count { objects.append(index) }
  }

  subscript(name: ArraySlice<UInt8>) -> ObjectIndex? {
    names.position(of: name).map { objects[$0] }
  }
}
