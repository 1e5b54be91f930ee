// What a symbol means to a process: who is bound to it, and where each would go without it.

internal import ELFModel
internal import Hazards
internal import LoaderModel
internal import Reporting

extension ExplainedProcess {
  /// What `symbol` of the file that reads as `image` means to the process `before`.
  ///
  /// - Parameter view: the process with the symbol demoted; nil if it cannot be.
  init(
    of symbol: SymbolIndex, in image: DynamicImage, _ identity: FileIdentity, program: String,
    before: ProcessRecord, view: ProcessView?
  ) {
    let subjects = Set(before.indices.filter { before[$0].file.identity == identity })
    var rows = ReferenceRows(process: before, after: view?.after)
    for binding in before.bindings {
      guard case .definition(let map, symbol) = binding.target, subjects.contains(map) else {
        continue
      }
      rows.add(binding)
    }
    for change in view?.changes ?? [] {
      switch change.before?.target {
      case .definition(let map, symbol)? where subjects.contains(map): rows.add(change)
      case .definition?:
        // The file's own references, which had gone to another object's definition.
        let reference = change.reference
        if reference.symbol == symbol, subjects.contains(reference.reference) { rows.add(change) }
      default: continue
      }
    }
    let name = image.name(of: symbol)
    let next = before.nextDefiner(of: name, from: .program, besides: subjects)
    for map in before.indices where !before[map].isUnloaded && !subjects.contains(map) {
      let file = before[map].file
      for waiting in before[map].waitingSymbols where file.image.name(of: waiting) == name {
        let version = file.version(of: waiting)
        guard before.definer(of: name, version, from: map, among: subjects) == symbol else {
          continue
        }
        rows.addWaiting(
          map, next: before.nextDefiner(of: name, version, from: map, besides: subjects))
      }
    }
    let definitions = before.indices.filter { !before[$0].isUnloaded && !subjects.contains($0) }
      .flatMap { map -> [Definition] in
        let other = before[map].file.image
        let naming = SymbolNaming(other)
        return other.symbolIndices.filter {
          other.name(of: $0) == name && !other[$0].isUndefined && !other[$0].isLocal
            && !other[$0].visibility.isClosed
        }.map { entry in
          Definition(
            object: before.objectName(map), name: naming.versionedName(of: entry),
            isNext: next?.map == map && next?.symbol == entry)
        }
      }
    self.init(
      program: program, hasFile: !subjects.isEmpty, references: rows.references,
      definitions: definitions)
  }

  /// The objects that would have references without a definition.
  var referencesLeftAlone: [String] {
    references.filter { $0.after.contains(nil) }.map(\.object)
  }
}

/// References, one row for each object that makes them and each that they were bound to.
private struct ReferenceRows {
  private struct Row {
    let map: LinkMapIndex
    let before: String?
    var kinds: [String] = []
    var bound = 0
    var changed = 0
    var after: [String?] = []
  }

  let process: ProcessRecord
  /// The process after the demotion; nil if there is none.
  let after: ProcessRecord?
  private var rows: [Row] = []

  init(process: ProcessRecord, after: ProcessRecord?) {
    self.process = process
    self.after = after
  }

  /// Adds a reference that is bound to the symbol.
  mutating func add(_ binding: Binding) {
    let place = row(binding.reference, binding.definer.map(process.objectName))
    rows[place].bound += 1
    add(process.kinds(of: binding), to: place)
  }

  /// Adds a reference that the demotion binds elsewhere.
  mutating func add(_ change: BindingChange) {
    guard let before = change.before else { return }
    let place = row(before.reference, before.definer.map(process.objectName))
    rows[place].changed += 1
    add(process.kinds(of: before), to: place)
    // What is not looked up any more was needed by what failed before.
    let definer = change.after?.definer
    add(after: definer.flatMap { definer in after?.objectName(definer) }, to: place)
  }

  /// Adds a PLT slot that waits for its first call.
  mutating func addWaiting(_ map: LinkMapIndex, next: (map: LinkMapIndex, symbol: SymbolIndex)?) {
    let place = row(map, nil)
    add(["call, not made yet"], to: place)
    rows[place].changed += 1
    add(after: next.map { process.objectName($0.map) }, to: place)
  }

  private mutating func row(_ map: LinkMapIndex, _ before: String?) -> Int {
    if let place = rows.firstIndex(where: { $0.map == map && $0.before == before }) { return place }
    rows.append(Row(map: map, before: before))
    return rows.count - 1
  }

  private mutating func add(_ kinds: [String], to place: Int) {
    for kind in kinds where !rows[place].kinds.contains(kind) { rows[place].kinds.append(kind) }
  }

  private mutating func add(after: String?, to place: Int) {
    if !rows[place].after.contains(after) { rows[place].after.append(after) }
  }

  var references: [ExplainedProcess.Reference] {
    rows.map { row in
      // What no change speaks of stays where it is.
      let stays = row.bound > row.changed ? [row.before] : []
      return ExplainedProcess.Reference(
        object: process.objectName(row.map), kinds: row.kinds, before: row.before,
        after: stays + row.after.filter { !stays.contains($0) })
    }
  }
}

extension ProcessRecord {
  /// The path of the object at `map`, with its namespace if that is not the program's.
  fileprivate func objectName(_ map: LinkMapIndex) -> String {
    let namespace = self[map].namespace
    return String(decoding: self[map].name, as: UTF8.self)
      + (namespace == 0 ? "" : " [\(namespace)]")
  }

  /// How the object that made `binding` refers to the name.
  fileprivate func kinds(of binding: Binding) -> [String] {
    switch binding.cause {
    case .dlsym: return ["dlsym"]
    case .loader: return ["the loader"]
    case .relocation, .firstCall: break
    }
    let image = self[binding.reference].file.image
    guard let symbol = binding.symbol, let types = image.header.machine.relocationTypes else {
      return ["relocation"]
    }
    var kinds: [String] = []
    for placed in image.relocations {
      for relocation in placed.table.symbolic where relocation.symbol == symbol {
        let kind = types.word(relocation.type)
        if !kinds.contains(kind) { kinds.append(kind) }
      }
    }
    return kinds
  }

  /// The symbol that a search from `map` ends at, if it ends in one of `subjects`.
  fileprivate func definer(
    of name: ArraySlice<UInt8>, _ version: VersionName?, from map: LinkMapIndex,
    among subjects: Set<LinkMapIndex>
  ) -> SymbolIndex? {
    let found = nextDefiner(of: name, version, from: map, besides: [])
    return found.flatMap { subjects.contains($0.map) ? $0.symbol : nil }
  }

  /// What a search from `map` finds that passes `skipped` by.
  fileprivate func nextDefiner(
    of name: ArraySlice<UInt8>, _ version: VersionName? = nil, from map: LinkMapIndex,
    besides skipped: Set<LinkMapIndex>
  ) -> (map: LinkMapIndex, symbol: SymbolIndex)? {
    for candidate in scopes[map.rawValue].joined() where !skipped.contains(candidate) {
      let file = self[candidate].file
      if let symbol = file.definition(of: name, version: version), !file.image[symbol].isUndefined {
        return (candidate, symbol)
      }
    }
    return nil
  }
}

extension RelocationTypes {
  /// What a relocation of this type asks for.
  fileprivate func word(_ type: UInt32) -> String {
    if type == jumpSlot { return "call" }
    if type == copy { return "copy" }
    return threadLocal.contains { $0.contains(type) } ? "thread-local" : "address"
  }
}
