// How much an edit may have done beside making symbols local.

/// What a comparison accepts.
public struct Latitude: Sendable, Equatable {
  /// Relocations against local symbols may name none any more, if they mean the same.
  public let convertedRelocations: Bool
  /// Local symbols that nothing names may be gone.
  public let removedSymbols: Bool

  /// Nothing but what is said.
  public init(convertedRelocations: Bool = false, removedSymbols: Bool = false) {
    self.convertedRelocations = convertedRelocations
    self.removedSymbols = removedSymbols
  }

  /// Whatever a demotion can be asked to do.
  public static let all = Latitude(convertedRelocations: true, removedSymbols: true)
}
