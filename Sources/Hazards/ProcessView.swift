// A file in a process, before and after a demotion: what the rules about processes look at.

public import ELFModel
public import LoaderModel

/// One process in which a file takes part whose symbols are to be demoted.
public struct ProcessView: Sendable {
  /// The process as it is.
  public let before: ProcessRecord
  /// The process with the demotion.
  public let after: ProcessRecord
  /// What differs between them.
  public let changes: [BindingChange]
  /// The file's tables before.
  let image: DynamicImage
  /// The symbols that are demoted.
  let demoted: SymbolSet
  /// The file's link maps: one for each namespace that it is loaded in.
  let subjects: Set<LinkMapIndex>
  /// Symbols whose names stand as strings in the data of a file that calls dlsym.
  let spelledOut: SymbolSet
  /// The symbols that leave a reference with nothing.
  let lost: LostDefinitions
  /// The changed references that had been bound to a symbol of the file.
  private let changesBySymbol: [SymbolIndex: [BindingChange]]
  /// The file's own symbols whose references had gone to another object and stay at home now.
  let homecomings: SymbolSet
  /// The demoted symbols whose names other objects define too.
  let namesakes: Namesakes

  /// The process that is `before` and will be `after` once `demoted` is demoted in the file that
  /// is `identity` and reads as `image`.
  ///
  /// - Parameter spelledOut: the demoted symbols, and perhaps others, whose names stand as strings
  ///   in the data of a file that calls dlsym.
  public init(
    before: ProcessRecord, after: ProcessRecord, of image: DynamicImage, identity: FileIdentity,
    demoting demoted: SymbolSet, spelledOut: SymbolSet
  ) {
    self.before = before
    self.after = after
    self.image = image
    self.demoted = demoted
    self.spelledOut = spelledOut
    changes = bindingChanges(from: before, to: after)
    let subjects = Set(before.indices.filter { before[$0].file.identity == identity })
    self.subjects = subjects
    var changesBySymbol: [SymbolIndex: [BindingChange]] = [:]
    var homecomings = SymbolSet()
    for change in changes {
      if case .definition(let map, let symbol) = change.before?.target, subjects.contains(map) {
        changesBySymbol[symbol, default: []].append(change)
      } else if let symbol = change.before?.symbol, let home = change.after?.definer,
        change.before?.definer != nil, change.reference.reference == home, subjects.contains(home)
      {
        homecomings.insert(symbol)
      }
    }
    self.changesBySymbol = changesBySymbol
    self.homecomings = homecomings
    namesakes =
      subjects.isEmpty
      ? Namesakes()
      : Namesakes(
        of: demoted, in: ObjectFile(image, identity: identity),
        among: before.indices.filter { !subjects.contains($0) }.map { before[$0].file })
    lost = LostDefinitions(
      of: changes, from: before, to: after, in: image, subjects: subjects, demoting: demoted)
  }

  /// Whether the file takes part in the process.
  public var concernsFile: Bool { !subjects.isEmpty }

  /// The demoted symbols for which `isWanted` holds.
  func demoted(where isWanted: (SymbolIndex, DynamicSymbol) -> Bool) -> SymbolSet {
    demoted.subset { isWanted($0, image[$0]) }
  }

  /// The symbols of the file that references were bound to, of which `isWanted` holds; it is given the
  /// references that will be bound elsewhere.
  func rebound(where isWanted: (DynamicSymbol, [BindingChange]) -> Bool) -> SymbolSet {
    var symbols = SymbolSet()
    for (symbol, changes) in changesBySymbol where isWanted(image[symbol], changes) {
      symbols.insert(symbol)
    }
    return symbols
  }

  /// The names that other objects refer to.
  var namesReferredToByOthers: NameSet {
    var names = NameSet()
    for binding in before.bindings where !subjects.contains(binding.reference) {
      names.insert(binding.name)
    }
    return names
  }
}
