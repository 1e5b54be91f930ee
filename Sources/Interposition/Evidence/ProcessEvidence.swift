// Who was bound to whom in one process, as far as it is known: from the model, or from what a real
// loader wrote down. All that follows is decided from this value alone.
//
// Invariant: every index of a reference names one of `objects`, and no object's file changes.

public import ELFModel
public import LoaderModel

/// The position of an object in a process's evidence.
public struct ObjectIndex: RawRepresentable, Sendable, Hashable, Comparable {
  /// The position.
  public let rawValue: Int

  /// The object at `rawValue`.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Order of appearance.
  public static func < (first: ObjectIndex, second: ObjectIndex) -> Bool {
    first.rawValue < second.rawValue
  }
}

/// A program or library of a process.
public struct EvidenceObject: Sendable {
  /// The path under which it was loaded.
  public let path: [UInt8]
  /// The namespace it is in.
  public let namespace: Int
  /// Its tables; nil if the file is gone.
  public let file: ObjectFile?
  /// Whether somebody asked for it to come before the libraries (`LD_PRELOAD`).
  public let isPreloaded: Bool

  /// Memberwise.
  public init(path: [UInt8], namespace: Int, file: ObjectFile?, isPreloaded: Bool) {
    self.path = path
    self.namespace = namespace
    self.file = file
    self.isPreloaded = isPreloaded
  }

  /// What stands behind the last slash of its path.
  public var fileName: ArraySlice<UInt8> {
    path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
  }

  /// The name by which others need it: `DT_SONAME`, else the file's name.
  public var neededName: ArraySlice<UInt8> { file?.soname?[...] ?? fileName }
}

/// One entry of an object's `.dynsym` that asks others for a definition, and who gave it.
public struct EvidenceReference: Sendable {
  /// The object that refers to the name.
  public let referrer: ObjectIndex
  /// The name.
  public let name: ArraySlice<UInt8>
  /// The version asked for.
  public let version: VersionName?
  /// The object whose definition was taken.
  public let definer: ObjectIndex
  /// The definition; nil if the object's file is gone or no longer has it.
  public let definition: SymbolIndex?
  /// How often the loader looked it up.
  public internal(set) var count: Int

  /// Memberwise.
  public init(
    referrer: ObjectIndex, name: ArraySlice<UInt8>, version: VersionName?, definer: ObjectIndex,
    definition: SymbolIndex?, count: Int
  ) {
    self.referrer = referrer
    self.name = name
    self.version = version
    self.definer = definer
    self.definition = definition
    self.count = count
  }
}

/// The objects and references of one process.
public struct ProcessEvidence: Sendable {
  /// The objects, the first loaded first as far as that is known.
  public let objects: [EvidenceObject]
  /// The program; nil if it cannot be told from the libraries.
  public let program: ObjectIndex?
  /// The references that were bound, each entry of a `.dynsym` once for each object that it was
  /// bound to.
  public let references: [EvidenceReference]
  /// For each object those that it needs, in order; nil if only their names tell.
  private let dependencies: [[ObjectIndex]]?
  /// Whether all objects are known and every lookup could be judged.
  public let isComplete: Bool
  /// What came of a log's lookups; none in the model.
  public let lookups: LookupTally

  /// Memberwise.
  public init(
    objects: [EvidenceObject], program: ObjectIndex?, references: [EvidenceReference],
    dependencies: [[ObjectIndex]]? = nil, isComplete: Bool = true,
    lookups: LookupTally = LookupTally()
  ) {
    self.dependencies = dependencies
    self.isComplete = isComplete
    self.lookups = lookups
    self.objects = objects
    self.program = program
    self.references = references
  }

  /// The same process with other tables and references.
  func with(objects: [EvidenceObject], references: [EvidenceReference]) -> ProcessEvidence {
    ProcessEvidence(
      objects: objects, program: program, references: references, dependencies: dependencies,
      isComplete: isComplete, lookups: lookups)
  }

  /// The objects that the one at `index` needs, as its loader found them; nil if that is not told.
  func dependencies(of index: ObjectIndex) -> [ObjectIndex]? {
    dependencies.flatMap { $0.indices.contains(index.rawValue) ? $0[index.rawValue] : nil }
  }

  /// The object at `index`.
  public subscript(index: ObjectIndex) -> EvidenceObject { objects[index.rawValue] }

  /// The positions of all objects.
  public var indices: [ObjectIndex] { objects.indices.map { ObjectIndex(rawValue: $0) } }
}
