// Which symbols of a file leave a reference with nothing once they are demoted.
//
// The run after the demotion tells most of it. It does not tell of what it never came to: a dlopen
// ends at the first symbol that is missing (glibc elf/dl-open.c; musl ldso/dynlink.c `dlopen`), and a
// PLT slot may wait for a call. Such references are looked up here, in the scope that they have in
// the run before.

internal import ELFModel
internal import LoaderModel

/// The symbols of one file whose demotion takes the only definition from a reference.
struct LostDefinitions: Sendable {
  /// Those that something in the process cannot do without.
  private(set) var needed = SymbolSet()
  /// Those that are only wanted by weak references, which become null.
  private(set) var nulled = SymbolSet()

  /// What `demoted` of the file that reads as `image` and is loaded as `subjects` takes away, by the
  /// `changes` between two runs.
  init(
    of changes: [BindingChange], from before: ProcessRecord, to after: ProcessRecord,
    in image: DynamicImage, subjects: Set<LinkMapIndex>, demoting demoted: SymbolSet
  ) {
    let remaining = RemainingDefinitions(before, after, subjects)
    for change in changes where change.after?.definer == nil {
      guard case .definition(let map, let symbol)? = change.before?.target, subjects.contains(map)
      else { continue }
      let reference = change.reference
      let isCertain = change.after != nil
      guard isCertain || !remaining.answer(reference) else { continue }
      // A lookup by dlsym or by the loader asks for something that is to be there.
      let isRelocation = reference.cause == .relocation || reference.cause == .firstCall
      note(symbol, isWeak: isRelocation && before.isWeak(reference.symbol, of: reference.reference))
    }
    let waitingMaps = before.indices.filter {
      before.isWaiting($0) && !subjects.contains($0)
    }
    guard !waitingMaps.isEmpty else { return }
    let names = NameSet(of: demoted, in: image)
    for map in waitingMaps {
      let file = before[map].file
      for waiting in before[map].waitingSymbols where names.contains(file.image.name(of: waiting)) {
        guard let symbol = remaining.definition(of: waiting, calledBy: map),
          demoted.contains(symbol),
          !remaining.answer(file.image.name(of: waiting), file.version(of: waiting), from: map)
        else { continue }
        note(symbol, isWeak: before.isWeak(waiting, of: map))
      }
    }
  }

  private mutating func note(_ symbol: SymbolIndex, isWeak: Bool) {
    if isWeak { nulled.insert(symbol) } else { needed.insert(symbol) }
  }
}

/// Where a name is found in a process: before a demotion, and after it.
private struct RemainingDefinitions {
  private let before: ProcessRecord
  private let subjects: Set<LinkMapIndex>
  /// The file with the demotion; nil if the second run does not have it.
  private let demotedFile: ObjectFile?

  init(_ before: ProcessRecord, _ after: ProcessRecord, _ subjects: Set<LinkMapIndex>) {
    self.before = before
    self.subjects = subjects
    let identity = subjects.first.map { before[$0].file.identity }
    demotedFile = after.maps.first { $0.file.identity == identity }?.file
  }

  /// Whether `reference` would find a definition after the demotion.
  func answer(_ reference: Binding) -> Bool {
    answer(
      reference.name, reference.version, from: reference.reference,
      passingBy: reference.isCopy ? reference.reference : nil)
  }

  /// Whether `name` would be found from `map` after the demotion.
  func answer(
    _ name: ArraySlice<UInt8>, _ version: VersionName?, from map: LinkMapIndex,
    passingBy skipped: LinkMapIndex? = nil
  ) -> Bool {
    before.scopes[map.rawValue].joined().contains { candidate in
      guard candidate != skipped else { return false }
      let file = subjects.contains(candidate) ? demotedFile : before[candidate].file
      return file.map { Self.find(name, version, in: $0) != nil } ?? false
    }
  }

  /// The symbol of the file that a call through the slot of `waiting` in `map` finds before the
  /// demotion; nil if it finds another object's, or none.
  func definition(of waiting: SymbolIndex, calledBy map: LinkMapIndex) -> SymbolIndex? {
    let file = before[map].file
    let name = file.image.name(of: waiting)
    let version = file.version(of: waiting)
    for candidate in before.scopes[map.rawValue].joined() {
      if let symbol = Self.find(name, version, in: before[candidate].file) {
        return subjects.contains(candidate) ? symbol : nil
      }
    }
    return nil
  }

  /// The PLT entry that stands in for a function is no definition of it.
  private static func find(_ name: ArraySlice<UInt8>, _ version: VersionName?, in file: ObjectFile)
    -> SymbolIndex?
  {
    file.definition(of: name, version: version).flatMap { file.image[$0].isUndefined ? nil : $0 }
  }
}

extension ProcessRecord {
  /// Whether `map` is still there and has slots that nobody has called through.
  fileprivate func isWaiting(_ map: LinkMapIndex) -> Bool {
    !self[map].isUnloaded && !self[map].waitingSymbols.isEmpty
  }

  /// Whether the reference of `map` by its entry `symbol` may stay without a definition.
  fileprivate func isWeak(_ symbol: SymbolIndex?, of map: LinkMapIndex) -> Bool {
    symbol.map { self[map].file.image[$0].binding == .weak } ?? false
  }
}
