// What makes a whole file unfit for an edit: its loaders would misread it, its names are found by
// other ways than symbols, or some part of it stores indices into `.dynsym` (or their order) and is
// not understood, and would silently mean other symbols afterwards. Each kind has a file of its own.
//
// No option lifts an obstacle: it is not a risk but an edit that cannot be made whole.

public import ELFModel

/// A part of a file that an edit could not keep true.
public struct Obstacle: Sendable, Equatable {
  /// The id of the obstacle that lies in the machine, and not in the file.
  public static let machine = "machine"

  /// A stable name.
  public let id: String
  /// The structure it lies in.
  public let structure: String
  /// What is in the way.
  public let reason: String
}

extension DynamicImage {
  /// Everything that speaks against editing the file. Where its machine does, nothing else is asked:
  /// what the machine's own tags mean is not known then.
  public var obstacles: [Obstacle] { obstacles(converting: false) }

  /// The same for a demotion after which no relocation names a demoted symbol, if `converting`.
  public func obstacles(converting: Bool) -> [Obstacle] {
    if let machineObstacle { return [machineObstacle] }
    let ofTables =
      tagObstacles + sectionObstacles + duplicateSections + [uncountedSymbols].compactMap { $0 }
    let ofLoaders = [systemLibraryObstacle, lazyDescriptorObstacle]
    let ofReferences = converting ? [] : [androidObstacle, omittedValueObstacle]
    return (ofLoaders + ofReferences).compactMap { $0 } + ofTables
  }
}
