// What an object needs, breadth first: its search list, and the order of initialisation.
//
// Source: glibc elf/dl-deps.c `_dl_map_object_deps`, elf/dl-sort-maps.c `_dl_sort_maps_dfs`.

internal import ELFModel

extension GlibcProcess {
  /// Loads all that `root` needs and gives it its search list.
  ///
  /// - Parameter toleratesMissing: whether a library that is not found is noted and left out.
  mutating func mapDependencies(
    of root: LinkMapIndex, preloads: [LinkMapIndex], mode: OpenMode, toleratesMissing: Bool
  ) throws(LoadFailure) {
    var list = DependencyList([root] + preloads)
    var failure: LoadFailure?
    while failure == nil, let position = list.next() {
      let map = list.maps[position]
      var needed: [LinkMapIndex] = []
      var asked: [LinkMapIndex] = []
      var missing: Set<ArraySlice<UInt8>> = []
      var dispensable: Set<ArraySlice<UInt8>> = []
      var place = position
      for reference in self[self[map].original ?? map].file.libraryReferences
      where !(reference.kind == .auxiliary ? dispensable : missing).contains(reference.name) {
        do throws(LoadFailure) {
          guard
            let found = try self.map(
              search.expand(reference.name, neededBy: maps.requester(map))[...], for: map,
              kind: self[map].kind == .executable ? .library : self[map].kind,
              mode: mode, isOpened: false, in: self[map].namespace)
          else { continue }
          if reference.kind == .needed {
            needed.append(found)
            asked.append(found)
            list.append(found)
          } else {
            // A filtee's definitions go before those of the object that it stands for.
            needed.append(found)
            if list.insert(found, before: place) { place += 1 }
          }
        } catch {
          if reference.kind == .auxiliary {
            dispensable.insert(reference.name)
            if dispensable.count >= SearchLimits.missingLibraries { break }
            continue
          }
          if toleratesMissing {
            if missing.insert(reference.name).inserted, let problem = error.problem {
              problems.append(problem)
            }
            if missing.count >= SearchLimits.missingLibraries { break }
            continue
          }
          failure = error
          break
        }
      }
      self[map].found = asked
      // An object that needs nothing has such a list too, with itself alone.
      if self[map].searchList == nil, self[map].initialisationOrder.isEmpty, map != root,
        self[map].original == nil
      {
        self[map].initialisationOrder = [map] + needed
      }
    }
    self[root].searchList = list.maps
    self[root].relocationDependencies.removeAll { $0 != root && list.maps.contains($0) }
    let rest = list.maps.filter { $0 != root }
    self[root].initialisationOrder = sorted([root] + rest)
    if let failure { throw failure }
  }

  /// `maps` so that each comes before what it needs, the first staying in front.
  private func sorted(_ maps: [LinkMapIndex]) -> [LinkMapIndex] {
    var visited = Set<LinkMapIndex>()
    var postorder: [LinkMapIndex] = []
    for root in maps.reversed() where visited.insert(root).inserted {
      // A walk in depth without recursion: libraries may form long chains.
      var path: [(map: LinkMapIndex, next: Int)] = [(root, 0)]
      while let (map, next) = path.last {
        let needed = self[map].initialisationOrder
        guard next < needed.count else {
          postorder.append(map)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let dependency = needed[next]
        if self[dependency].kind != .executable, visited.insert(dependency).inserted {
          path.append((dependency, 0))
        }
      }
    }
    let members = Set(maps)
    let order = postorder.reversed().filter(members.contains)
    return [maps[0]] + order.filter { $0 != maps[0] }
  }
}

/// The list that grows while it is walked.
private struct DependencyList {
  private(set) var maps: [LinkMapIndex]
  private var isDone: [Bool]
  private var members: Set<LinkMapIndex>
  private var moveCount = 0
  private static let mostMoves = 1000

  init(_ first: [LinkMapIndex]) {
    maps = first
    isDone = first.map { _ in false }
    members = Set(first)
  }

  /// The position of the next object whose needs are to be seen; marks it as seen.
  mutating func next() -> Int? {
    guard let position = isDone.firstIndex(of: false) else { return nil }
    isDone[position] = true
    return position
  }

  mutating func append(_ map: LinkMapIndex) {
    guard members.insert(map).inserted else { return }
    maps.append(map)
    isDone.append(false)
  }

  /// Puts `map` before the object at `position`, unless it is in front of it already.
  ///
  /// - Returns: whether the object at `position` moved back by one.
  mutating func insert(_ map: LinkMapIndex, before position: Int) -> Bool {
    if members.insert(map).inserted {
      maps.insert(map, at: position)
      isDone.insert(false, at: position)
      return true
    }
    guard let place = maps.firstIndex(of: map), place > position else { return false }
    // Two that stand for each other would go before each other for ever, and with glibc they do: no
    // such process starts. Others move a few times.
    moveCount += 1
    guard moveCount <= Self.mostMoves else { return false }
    maps.remove(at: place)
    isDone.remove(at: place)
    maps.insert(map, at: position)
    isDone.insert(false, at: position)
    return true
  }
}

/// A reference of an object to a library.
struct LibraryReference {
  enum Kind {
    case needed
    case filter
    case auxiliary
  }

  let kind: Kind
  let name: ArraySlice<UInt8>
}

extension ObjectFile {
  /// The libraries that the object speaks of, in the order in which they stand.
  var libraryReferences: [LibraryReference] {
    image.dynamic.table.compactMap { entry in
      let kind: LibraryReference.Kind
      switch entry.tag {
      case .needed: kind = .needed
      case .filter: kind = .filter
      case .auxiliary: kind = .auxiliary
      default: return nil
      }
      return LibraryReference(kind: kind, name: image.libraryName(at: entry.value))
    }
  }
}
