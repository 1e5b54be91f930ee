// A collision that waits: a library that is not in the process defines what the program exports. If
// it is opened later, what it and its users want of it goes to the program, which comes first in
// every scope but that of RTLD_DEEPBIND.

internal import ELFModel
internal import Hazards
public import LoaderModel

/// A name that a program exports and a library defines too.
public struct SharedName: Sendable {
  /// The name, in the version that the library gives it.
  public let name: ReferencedName
  /// The library's entry.
  let owned: DynamicSymbol
  /// The program's definition that would be found.
  let used: SymbolIndex
  /// Whether a relocation of the library itself names it, and would be bound to the program.
  let isReferredTo: Bool
}

/// The names of `library` that, asked for in its version, `program` would answer.
///
/// What a loader binds by itself (DT_SYMBOLIC, PROTECTED, local) is no reference to others.
public func sharedNames(of library: ObjectFile, with program: ObjectFile) -> [SharedName] {
  let image = library.image
  let referredTo = library.referencesThatOthersMayBind
  return image.exports.compactMap { symbol in
    let entry = image[symbol]
    guard !entry.visibility.isClosed else { return nil }
    let (name, version) = (image.name(of: symbol), library.version(of: symbol))
    guard let used = program.definition(of: name, version: version) else { return nil }
    return SharedName(
      name: ReferencedName(
        name: Array(name)[...], version: version.map { Array($0.name)[...] }),
      owned: entry, used: used, isReferredTo: referredTo.contains(symbol))
  }
}

/// What a library that is not in the process would lose to the program.
public struct LatentCollision: Sendable {
  /// The names that would be the program's, sorted.
  public let names: [ReferencedName]
  /// How many of them the library itself refers to: it would be split at once.
  public let ownReferenceCount: Int
  /// The family that most of the names belong to.
  public let family: Family?
}

/// Tells which shared names matter.
public struct LatentJudge {
  private let program: ObjectFile
  private let platform: PlatformLibraries
  private var rules = CaptorRules()

  /// A judge of what collides with the program of `evidence`; nil if that is not known.
  public init?(_ evidence: ProcessEvidence) {
    guard let program = evidence.program.flatMap({ evidence[$0].file }) else { return nil }
    self.program = program
    platform = PlatformLibraries(evidence)
  }

  /// The collision that `shared` makes of a library with that soname; nil if there is none.
  public mutating func collision(_ shared: [SharedName], soname: [UInt8]?) -> LatentCollision? {
    var names: [ReferencedName] = []
    var ownReferenceCount = 0
    for candidate in shared {
      let capture = Capture(
        name: candidate.name.name, owned: candidate.owned, used: program.image[candidate.used],
        ownerSoname: soname, isPlatformName: platform.define(candidate.name.name),
        objection: rules.objection(to: candidate.used, in: program), isPreloaded: false)
      guard DullCatalog.rule(for: capture) == nil else { continue }
      names.append(candidate.name)
      ownReferenceCount += candidate.isReferredTo ? 1 : 0
    }
    guard !names.isEmpty else { return nil }
    return LatentCollision(
      names: names.sorted(), ownReferenceCount: ownReferenceCount,
      family: FamilyTable.family(of: names.map(\.name)))
  }
}

extension ObjectFile {
  /// The defined symbols that the object's relocations name and that another object could answer.
  fileprivate var referencesThatOthersMayBind: SymbolSet {
    let entries = image.dynamic.table
    let isSymbolic =
      entries[.symbolic] != nil || entries.has(DynamicTag.flagsSymbolic, in: .flags)
    guard !isSymbolic else { return [] }
    var symbols = SymbolSet()
    for placed in image.relocations {
      for relocation in placed.table.symbolic
      where relocation.symbol.position < image.symbols.table.count {
        let entry = image[relocation.symbol]
        if !entry.isUndefined, !entry.isLocal, entry.visibility == .default {
          symbols.insert(relocation.symbol)
        }
      }
    }
    return symbols
  }
}
