// Evidence from a log of a real loader, and the files that it names.
//
// A log tells names, not entries: the entry is sought in the referring file, and with it the version
// exactly as the loader took it. What has no entry there was asked for by dlsym or by the loader
// itself, and is left out as it is in the model.

internal import ELFModel
public import LoaderModel

extension ProcessEvidence {
  /// What `process` was seen to do.
  ///
  /// - Parameters:
  ///   - preloads: the names in `LD_PRELOAD`, which a log does not tell.
  ///   - open: the file that the log calls so, and where it is; nil if it is gone.
  public init(
    _ process: BindingLog.Process, preloads: [[UInt8]],
    open: ([UInt8]) -> (path: [UInt8], file: ObjectFile)?
  ) {
    var objects = process.objects.map { object in
      let opened = open(object.name)
      return EvidenceObject(
        path: opened?.path ?? object.name, namespace: object.namespace, file: opened?.file,
        isPreloaded: false)
    }
    Self.forgetOtherMachines(&objects)
    let program = Self.program(among: objects)
    for (position, object) in objects.enumerated()
    where ObjectIndex(rawValue: position) != program
      && preloads.contains(where: { $0 == object.path || $0[...] == object.neededName })
    {
      objects[position] = EvidenceObject(
        path: object.path, namespace: object.namespace, file: object.file, isPreloaded: true)
    }
    var entries = EntryIndices()
    var list = ReferenceList()
    var tally = LookupTally()
    for (lookup, count) in zip(process.lookups, process.counts) {
      // What the platform asks for itself says nothing of anybody's copies.
      if !DullRule.isPlatform(Array(objects[lookup.referrer].neededName)) {
        tally.total += count
        if objects[lookup.referrer].file == nil { tally.unjudged += count }
      }
      let name = process.names[lookup.name]
      let version = lookup.version >= 0 ? process.names[lookup.version] : nil
      guard let referrer = objects[lookup.referrer].file,
        let symbol = entries[lookup.referrer, referrer].entry(
          name[...], version: version, isKnown: lookup.version != BindingLog.unknownVersion)
      else { continue }
      let asked = referrer.version(of: symbol)
      list.add(
        EvidenceReference(
          referrer: ObjectIndex(rawValue: lookup.referrer), name: name[...], version: asked,
          definer: ObjectIndex(rawValue: lookup.definer),
          definition: objects[lookup.definer].file?.definition(of: name[...], version: asked),
          count: count),
        of: symbol)
    }
    self.init(
      objects: objects, program: program, references: list.references,
      isComplete: objects.allSatisfy { $0.file != nil || isKernelObject($0.path[...]) },
      lookups: tally)
  }

  /// A process is of one machine: a file of another has come to lie where the process's was. Its
  /// libraries tell the machine better than a program that somebody may have named in error.
  private static func forgetOtherMachines(_ objects: inout [EvidenceObject]) {
    var counts: [UInt16: Int] = [:]
    for object in objects {
      guard let header = object.file?.image.header else { continue }
      counts[header.machine.code, default: 0] += header.objectType == .sharedLibrary ? 2 : 1
    }
    guard counts.count > 1,
      let own = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key
    else { return }
    for (position, object) in objects.enumerated()
    where object.file.map({ $0.image.header.machine.code != own }) ?? false {
      objects[position] = EvidenceObject(
        path: object.path, namespace: object.namespace, file: nil, isPreloaded: false)
    }
  }

  /// The one object that is no library. A loader calls it by what stands in `argv[0]`; if no such
  /// file is there, a name without a slash can only be that.
  private static func program(among objects: [EvidenceObject]) -> ObjectIndex? {
    let place =
      objects.firstIndex {
        $0.namespace == 0 && $0.file.map { $0.image.header.objectType != .sharedLibrary } ?? false
      }
      ?? objects.firstIndex {
        $0.namespace == 0 && $0.file == nil && !$0.path.contains(UInt8(ascii: "/"))
          && !isKernelObject($0.path[...])
      }
    return place.map { ObjectIndex(rawValue: $0) }
  }
}

/// For each object of a log the entries of its `.dynsym` by name, made when first asked for.
private struct EntryIndices {
  private var indices: [Int: EntryIndex] = [:]

  subscript(object: Int, file: ObjectFile) -> EntryIndex {
    mutating get {
      if let known = indices[object] { return known }
      let made = EntryIndex(file)
      indices[object] = made
      return made
    }
  }
}

/// The entries of one file that a loader may look up, by name.
private struct EntryIndex {
  private let file: ObjectFile
  private var names = NameSet()
  private var entries: [[SymbolIndex]] = []

  init(_ file: ObjectFile) {
    self.file = file
    for index in file.image.symbolIndices where !file.image[index].isLocal {
      let name = names.insert(Array(file.image.name(of: index)))
      if name == entries.count { entries.append([]) }
      entries[name].append(index)
    }
  }

  /// The entry that asks for `name` in `version`.
  ///
  /// - Parameter isKnown: whether the version was to be read; if not, the only entry is meant.
  func entry(_ name: ArraySlice<UInt8>, version: [UInt8]?, isKnown: Bool) -> SymbolIndex? {
    guard let position = names.position(of: name) else { return nil }
    let candidates = entries[position]
    let exact = candidates.first { candidate in
      let own = file.version(of: candidate)?.name
      return version.map { own == $0[...] } ?? (own == nil)
    }
    if isKnown || candidates.count != 1 { return exact }
    return candidates[0]
  }
}
