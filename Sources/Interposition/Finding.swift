// The unit of a diagnosis: a library, the object that part of its references belong to, and the
// object that captures them.

internal import ELFModel
internal import LoaderModel

/// A name as a reference asks for it.
public struct ReferencedName: Sendable {
  /// The name.
  public let name: ArraySlice<UInt8>
  /// The version; nil without one.
  public let version: ArraySlice<UInt8>?

  /// Memberwise.
  public init(name: ArraySlice<UInt8>, version: ArraySlice<UInt8>?) {
    self.name = name
    self.version = version
  }
}

/// References of one library that belong to one object and go to another.
public struct Finding: Sendable {
  /// What a finding comes to.
  public enum Kind: String, Sendable, Comparable {
    /// Both copies are at work for one library, on the same data, each with its own idea of it.
    case split
    /// A second copy is used throughout, which works as long as it is of the right version.
    case whole
    /// Too few names for a second copy: a name that two libraries happen to share, or one that is
    /// replaced on purpose.
    case clash

    private var rank: Int {
      switch self {
      case .split: 0
      case .whole: 1
      case .clash: 2
      }
    }

    /// The worst first.
    public static func < (first: Kind, second: Kind) -> Bool { first.rank < second.rank }
  }

  /// The library whose references they are.
  public let library: ObjectIndex
  /// The object that they belong to: the library itself, or one that it needs.
  public let owner: ObjectIndex
  /// The object whose copy is used.
  public let captor: ObjectIndex
  /// What is captured, sorted by name.
  public let captured: [ReferencedName]
  /// How many of the library's references that belong to `owner` go there.
  public let ownCount: Int
  /// The family that most of the captured names belong to.
  public let family: Family?
  /// What it comes to.
  public let kind: Kind
}

/// A library's copies and their captor: what one demotion can part.
public struct Collision: Sendable, Hashable {
  /// The object that the references belong to.
  public let owner: ObjectIndex
  /// The object whose copy is used.
  public let captor: ObjectIndex

  /// Memberwise.
  public init(owner: ObjectIndex, captor: ObjectIndex) {
    self.owner = owner
    self.captor = captor
  }
}

extension [ReferencedName] {
  /// By name, then by version, bytes compared.
  func sorted() -> [ReferencedName] {
    sorted { first, second in
      if first.name != second.name { return first.name.lexicographicallyPrecedes(second.name) }
      return (first.version ?? []).lexicographicallyPrecedes(second.version ?? [])
    }
  }
}
