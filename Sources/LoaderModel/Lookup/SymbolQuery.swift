// What a loader looks for: a name, perhaps a version, and which kinds of definition will do.

internal import ELFModel

/// What a reference's relocation type rules out (glibc `ELF_RTYPE_CLASS_…`).
struct TypeClass: OptionSet, Hashable {
  let rawValue: UInt8

  /// A call, or a thread-local reference: the PLT entry that stands in for a function will not do.
  static let plt = TypeClass(rawValue: 1)
  /// A COPY relocation: the executable's own definition will not do.
  static let copy = TypeClass(rawValue: 2)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The class of a relocation of `type` (glibc `elf_machine_type_class`).
  init(of type: UInt32, on types: RelocationTypes) {
    if type == types.copy {
      self = .copy
    } else if type == types.jumpSlot || types.threadLocal.contains(where: { $0.contains(type) }) {
      self = .plt
    } else {
      self = []
    }
  }
}

/// A name to look up.
struct SymbolQuery {
  let name: ArraySlice<UInt8>
  let version: VersionName?
  var typeClass: TypeClass = []
  /// `DL_LOOKUP_RETURN_NEWEST`: of several versions the default one is meant, not the oldest.
  var wantsNewest = false
  let gnuHash: UInt32

  /// A query for `name`.
  ///
  /// - Parameter gnuHash: the name's hash, if that is known already.
  init(
    _ name: ArraySlice<UInt8>, version: VersionName?, typeClass: TypeClass = [],
    wantsNewest: Bool = false, gnuHash: UInt32? = nil
  ) {
    self.name = name
    self.version = version
    self.typeClass = typeClass
    self.wantsNewest = wantsNewest
    self.gnuHash = gnuHash ?? NameHash.gnu(name)
  }
}
