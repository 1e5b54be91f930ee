// What a process's references come to.

public import ELFModel

/// One reference and what it is bound to.
public struct Binding: Sendable {
  /// What a reference is bound to.
  public enum Target: Sendable, Equatable {
    /// A definition found by name.
    case definition(LinkMapIndex, SymbolIndex)
    /// The entry that the relocation names, which is local or hidden: no name is looked up.
    case itself
    /// Nothing: the reference is weak, its value is 0.
    case nothing
    /// Nothing, and the loader gives up.
    case undefined
  }

  /// Why the name was looked up.
  public enum Cause: Sendable, Equatable {
    /// A relocation when the object was loaded.
    case relocation
    /// The first call through a PLT slot.
    case firstCall
    /// dlsym or dlvsym.
    case dlsym
    /// The loader itself, for its own use.
    case loader
  }

  /// The object that refers to the name.
  public let reference: LinkMapIndex
  /// The entry in its `.dynsym`; nil for a lookup that no relocation asks for.
  public let symbol: SymbolIndex?
  /// `r_offset` of the first relocation that asks; nil for a lookup that none asks for.
  let place: UInt64?
  /// The name.
  public let name: ArraySlice<UInt8>
  /// The version asked for.
  public let version: VersionName?
  let typeClass: TypeClass
  /// What it came to.
  public let target: Target
  /// Whether the referring object's own entry is PROTECTED.
  public let isProtected: Bool
  /// Why it was looked up.
  public let cause: Cause
  /// How many events had happened before: 0 for startup.
  public let event: Int
  /// How often the loader looked it up, which is how often LD_DEBUG tells of it.
  public internal(set) var count: Int

  /// Whether the relocation copies data into the program.
  public var isCopy: Bool { typeClass.contains(.copy) }

  /// The object that has the definition; nil if there is none.
  public var definer: LinkMapIndex? {
    switch target {
    case .definition(let map, _): map
    case .itself: reference
    case .nothing, .undefined: nil
    }
  }
}

/// What went wrong in a process, or could not be known.
public enum ProcessProblem: Sendable, Equatable {
  /// A library that some object needs was not found.
  case missingLibrary(name: [UInt8], neededBy: LinkMapIndex)
  /// A library is there, but cannot be loaded.
  case unusableLibrary(path: [UInt8], reason: String, neededBy: LinkMapIndex?)
  /// A library lacks a version that an object needs of it.
  case missingVersion(version: [UInt8], library: LinkMapIndex, neededBy: LinkMapIndex)
  /// An object to preload was not found; the process runs without it.
  case ignoredPreload(name: [UInt8], reason: String)
  /// An auditor could not be loaded; the process runs without it.
  case ignoredAuditor(name: [UInt8], reason: String)
  /// The dynamic linker that the program asks for is not there: the program does not start.
  case missingInterpreter(name: [UInt8])
  /// An event failed, as the call in the program would.
  case failedEvent(Int, reason: String)
}
