// The names of some symbols of one image, to be asked for by bytes. Nothing is copied: the names stay in
// the image's string table.

/// Names of symbols; equal ones are one.
public struct SymbolNames: Sendable {
  private let image: DynamicImage
  private var slots = HashSlots()
  /// For each name the first symbol that has it.
  private var symbols: [SymbolIndex] = []

  /// The names of `symbols` in `image`.
  public init(of symbols: some Sequence<SymbolIndex>, in image: DynamicImage) {
    self.image = image
    for symbol in symbols {
      let name = image.name(of: symbol)
      let digest = name.digest
      if position(of: name, digest) == nil {
        slots.insert(self.symbols.count, digest)
        self.symbols.append(symbol)
      }
    }
  }

  /// How many names there are.
  public var count: Int { symbols.count }

  /// Whether a symbol has `name`.
  public func contains(_ name: ArraySlice<UInt8>) -> Bool { position(of: name) != nil }

  /// The position of `name` among the names, in the order in which the symbols came.
  public func position(of name: ArraySlice<UInt8>) -> Int? {
    symbols.isEmpty ? nil : position(of: name, name.digest)
  }

  private func position(of name: ArraySlice<UInt8>, _ digest: UInt32) -> Int? {
    slots.position(digest) { image.strings.table.isName(name, at: image[symbols[$0]].nameOffset) }
  }
}
