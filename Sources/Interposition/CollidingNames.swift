// Exports of a file that other libraries define, too: whoever comes first in a lookup scope has them
// all. Two kinds collide on purpose. What a library of the platform defines is replaced for all of
// the process; what a library defines weakly waits for somebody else's definition.

public import ELFModel
internal import Hazards
public import LoaderModel

/// Names that collide for the same reason with the same library.
public struct CollidingNames: Sendable {
  /// Why two files define the same name.
  public enum Kind: Int, Sendable, Hashable, Comparable {
    /// The other is a copy of the same library, by its soname: the two are never in one process.
    case sameLibrary
    /// Two copies of the same thing, or two things of the same name.
    case copies
    /// The other belongs to the platform.
    case platform
    /// The other is a weak definition.
    case weakDefinition

    /// What decides against a demotion, and more so, comes later.
    public static func < (first: Kind, second: Kind) -> Bool { first.rawValue < second.rawValue }
  }

  /// Why.
  public let kind: Kind
  /// The library that defines them; of several that which comes first.
  public let library: ObjectFile
  /// The names.
  public internal(set) var names: NameSet
}

/// The library and the reason of a collision.
private struct NameCollision: Hashable {
  let kind: CollidingNames.Kind
  let library: Int
}

/// What `image` exports that one of `libraries` defines, too, by library and kind. A name that
/// collides with any of them on purpose is not among the copies.
public func collidingNames(of image: DynamicImage, with libraries: [ObjectFile])
  -> [CollidingNames]
{
  let soname = image.lastName(of: .soname).map { Array($0) }
  let own = NameSet(of: image.exports, in: image)
  var found = [NameCollision?](repeating: nil, count: own.count)
  for (place, library) in libraries.enumerated() {
    let isPlatform = PlatformLibrary.contains(library)
    let isSame = library.soname != nil && library.soname == soname
    for symbol in library.image.exports {
      guard let name = own.position(of: library.image.name(of: symbol)) else { continue }
      let kind: CollidingNames.Kind =
        isSame
        ? .sameLibrary
        : isPlatform
          ? .platform
          : library.image[symbol].binding == .weak ? .weakDefinition : .copies
      if found[name].map({ kind > $0.kind }) ?? true {
        found[name] = NameCollision(kind: kind, library: place)
      }
    }
  }
  var groups: [CollidingNames] = []
  var places: [NameCollision: Int] = [:]
  for symbol in image.exports {
    let name = image.name(of: symbol)
    guard let position = own.position(of: name), let collision = found[position] else { continue }
    let place = places[collision] ?? groups.count
    if place == groups.count {
      groups.append(
        CollidingNames(
          kind: collision.kind, library: libraries[collision.library], names: NameSet()))
      places[collision] = place
    }
    groups[place].names.insert(Array(name))
  }
  return groups
}
