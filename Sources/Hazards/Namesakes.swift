// Which symbols of a file have names that other objects of the process define as well. Several rules
// ask, and there are very many names, so that all of it is found out in one go.

internal import ELFModel
internal import LoaderModel

/// Symbols of one file that have a namesake in another.
struct Namesakes: Sendable {
  /// Those with one in any other object.
  private(set) var inOthers = SymbolSet()
  /// Those with one in a library of the platform.
  private(set) var inPlatform = SymbolSet()

  /// None.
  init() {}

  /// The namesakes that `symbols` of `file` have among the definitions of `others`.
  init(of symbols: SymbolSet, in file: ObjectFile, among others: [ObjectFile]) {
    let isPlatform = others.map(PlatformLibrary.contains)
    let search = DefinitionSearch(in: others)
    search.findDefiners(of: symbols, in: file) { symbol, position in
      inOthers.insert(symbol)
      if isPlatform[position] { inPlatform.insert(symbol) }
    }
  }
}
