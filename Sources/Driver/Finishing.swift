// What a demotion may be followed by: relocations that do without the demoted symbols, and symbols
// that are gone altogether.

internal import Demotion
internal import ELFCodec
internal import ELFModel
internal import Storage
internal import Verification

/// Which steps follow a demotion.
public struct FinishingChoice: Sendable, Equatable {
  /// Relocations against local symbols are made to name none.
  public var convertsRelocations = false
  /// Local symbols that nothing names leave the table.
  public var removesSymbols = false

  /// Nothing but the demotion.
  public init() {}

  /// What a verification has to accept.
  var latitude: Latitude {
    Latitude(convertedRelocations: convertsRelocations, removedSymbols: removesSymbols)
  }
}

/// A demoted image after these steps.
struct FinishedImage {
  /// The image that is written.
  private(set) var image: DynamicImage
  /// The relocations that name no symbol any more.
  private(set) var conversions: [ConvertedRelocation] = []
  /// How many relocations name a symbol that became local and would be misread by the file's loader.
  private(set) var misreadCount = 0
  /// The symbols that are gone, by their indices in the image that had them.
  private(set) var removed: (from: DynamicImage, symbols: SymbolSet)?
  /// How many symbols are gone.
  var removedCount: Int { removed?.symbols.count ?? 0 }

  /// Takes `choice` on `image`, in which every demotion is made, of `file`, which read as `original`.
  ///
  /// - Throws: the file's I/O error.
  init(
    _ image: DynamicImage, madeFrom original: DynamicImage, _ choice: FinishingChoice,
    in file: DiskFile
  ) throws {
    self.image = image
    if choice.convertsRelocations {
      let candidates = RelocationConversion.candidates(
        in: image, madeFrom: original, includesSlots: image.takesRelativeSlots)
      let words = try programWords(
        at: candidates.compactMap(\.addendAddress), of: image, in: file)
      let conversion = RelocationConversion(candidates, words: words, in: image)
      conversions = conversion.converted
      self.image = conversion.applied(to: self.image)
    }
    misreadCount = self.image.misreadReferences(since: original)
    if choice.removesSymbols {
      let removal = SymbolRemoval(from: self.image)
      removed = (from: self.image, symbols: removal.removed)
      self.image = removal.applied(to: self.image)
    }
  }

  /// Makes the section headers true of what `change` makes of `.symtab`.
  mutating func describe(_ change: StaticChange) { image = change.described(in: image) }

  /// Whether an edited file, read as a stranger would, is what was planned. The records before are
  /// the file's; here they are numbered as the demotion left them.
  func isRead(as found: DynamicImage, _ records: [ConvertedRelocation]) -> Bool {
    found == image
      && records.elementsEqual(conversions) {
        $0.table == $1.table && $0.after == $1.after && $0.word == $1.word
      }
  }

  /// How many relocations still name a definition of the file that is local.
  var relocationsLeft: Int {
    image.relocations.reduce(0) { sum, placed in
      sum
        + placed.table.symbolic.count {
          image[$0.symbol].isLocal && !image[$0.symbol].isUndefined
            && image[$0.symbol].type != .section
        }
    }
  }
}
