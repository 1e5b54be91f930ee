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

  /// The namesakes that `symbols` of `image` have among the definitions of `objects`.
  init(of symbols: SymbolSet, in image: DynamicImage, among objects: some Sequence<ObjectFile>) {
    let files = Array(objects)
    let isPlatform = files.map(PlatformLibrary.contains)
    let search = DefinitionSearch(in: files)
    for symbol in symbols {
      search.findDefiners(ofNameAt: image[symbol].nameOffset, in: image.strings.table) { position in
        inOthers.insert(symbol)
        if isPlatform[position] { inPlatform.insert(symbol) }
      }
    }
  }
}
