// The names of some symbols of one image, to be asked for by bytes. Nothing is copied: the names stay in
// the image's string table.

/// Names of symbols; equal ones are one.
public struct SymbolNames: Sendable {
  private let image: DynamicImage
  private var slots = HashSlots()
  /// For each name the first symbol that has it.
  private var symbols: [SymbolIndex] = []

  /// No names of `image` yet.
  public init(in image: DynamicImage) { self.image = image }

  /// The names of `symbols` in `image`.
  public init(of symbols: some Sequence<SymbolIndex>, in image: DynamicImage) {
    self.init(in: image)
    for symbol in symbols { insert(symbol, called: image.name(of: symbol)) }
  }

  /// Adds `name`, that of `symbol`; returns its position, which is that of an equal name if there is
  /// one.
  @discardableResult
  public mutating func insert(_ symbol: SymbolIndex, called name: ArraySlice<UInt8>) -> Int {
    let digest = name.digest
    if let position = position(of: name, digest) { return position }
    slots.insert(symbols.count, digest)
    symbols.append(symbol)
    return symbols.count - 1
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
