// The objects of a namespace by what they are called, so that a library that is named in a great many
// ways is not compared with all of them for each.
//
// Source: glibc elf/dl-load.c `_dl_map_object`, which goes through the objects in the order of loading.
// Invariant: `first(called:)` is the first in that order of those that were added for which
// `LinkMap.isCalled` holds.

internal import ELFModel

/// Names, and the first object that answers to each.
struct NamesInUse: Sendable {
  private var names = NameSet()
  private var maps: [LinkMapIndex] = []

  /// The first object that answers to `name`.
  func first(called name: ArraySlice<UInt8>) -> LinkMapIndex? {
    names.position(of: name).map { maps[$0] }
  }

  /// Adds all that `map`, which stands at `index`, answers to.
  mutating func add(_ map: LinkMap, at index: LinkMapIndex) {
    for name in map.allNames { add(name, at: index) }
  }

  /// Adds one name of the object at `index`.
  mutating func add(_ name: [UInt8], at index: LinkMapIndex) {
    let position = names.insert(name)
    if position == maps.count {
      maps.append(index)
    } else {
      maps[position] = min(maps[position], index)
    }
  }
}
