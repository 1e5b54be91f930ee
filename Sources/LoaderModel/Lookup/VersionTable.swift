// The versions of one file by their number, as `l_versions` holds them.
//
// Source: glibc elf/dl-version.c `_dl_check_map_versions`. Definitions are entered after needs; the
// base version has no entry, so that it matches like no version at all. A file with neither a
// definition nor a need has no versions, whatever `.gnu.version` says.

internal import ELFModel

/// A version as a reference asks for it.
public struct VersionName: Sendable, Equatable {
  /// The version's name.
  public let name: ArraySlice<UInt8>
  /// Whether only a definition of this very version will do.
  let isHidden: Bool

  /// Compares the names.
  public static func == (first: VersionName, second: VersionName) -> Bool {
    first.name == second.name
  }
}

/// What the numbers in one file's `.gnu.version` stand for.
struct VersionTable: Sendable {
  private let names: [VersionName?]
  private let words: [VersionIndex]

  init(of image: DynamicImage) {
    let highest =
      (image.versionNeeds.map(\.number) + image.versionDefinitions.map(\.number)).max() ?? 0
    guard highest > 0, let words = image.versions?.table else {
      names = []
      self.words = []
      return
    }
    let strings = image.strings.table
    var names = [VersionName?](repeating: nil, count: Int(highest) + 1)
    for need in image.versionNeeds {
      names[Int(need.number)] = VersionName(
        name: strings.name(at: need.nameOffset), isHidden: need.isHidden)
    }
    for definition in image.versionDefinitions where !definition.isBase {
      let hidden = names[Int(definition.number)]?.isHidden ?? false
      names[Int(definition.number)] = VersionName(
        name: strings.name(at: definition.nameOffset), isHidden: hidden)
    }
    self.names = names
    self.words = words
  }

  /// Whether the file has no versions.
  var isEmpty: Bool { words.isEmpty }

  /// The word of the symbol at `index`.
  func word(of index: SymbolIndex) -> VersionIndex {
    index.position < words.count ? words[index.position] : .local
  }

  /// The version of the symbol at `index`; nil if it has none.
  func version(of index: SymbolIndex) -> VersionName? {
    let number = Int(word(of: index).number)
    return number < names.count ? names[number] : nil
  }
}
