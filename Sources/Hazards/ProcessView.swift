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
  private let homecomings: SymbolSet

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
    lost = LostDefinitions(
      of: changes, from: before, to: after, in: image, subjects: subjects, demoting: demoted)
  }

  /// Whether the file takes part in the process.
  public var concernsFile: Bool { !subjects.isEmpty }

  /// The references that were bound to `symbol` of the file and will be bound elsewhere.
  func changes(of symbol: SymbolIndex) -> [BindingChange] { changesBySymbol[symbol] ?? [] }

  /// Whether the file's own references to `symbol` had been bound to another object's definition
  /// and will be bound to `symbol`.
  func comesHome(_ symbol: SymbolIndex) -> Bool { homecomings.contains(symbol) }

  /// The other objects of the process.
  var others: [LinkMap] {
    before.indices.filter { !subjects.contains($0) }.map { before[$0] }
  }

  /// The names that other objects refer to.
  var namesReferredToByOthers: NameSet {
    NameSet(before.bindings.filter { !subjects.contains($0.reference) }.map { Array($0.name) })
  }
}
