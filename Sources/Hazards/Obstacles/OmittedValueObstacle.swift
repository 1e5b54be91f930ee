// A machine whose loaders leave out the value of a local symbol that a relocation names. What names
// none is right, so a demotion there goes with conversion.

internal import ELFModel

extension Obstacle {
  /// The id of the obstacle that lies in what a machine's loaders make of local symbols, and goes with
  /// conversion.
  public static let omittedValue = "omitted-value"
}

extension DynamicImage {
  /// Why plain demotion would break a file of such a machine.
  var omittedValueObstacle: Obstacle? {
    guard omitsLocalValues else { return nil }
    return Obstacle(
      id: Obstacle.omittedValue, structure: TableName.fileHeader.rawValue,
      reason: "loaders on \(header.machine.name) leave out the value of a local symbol that a "
        + "relocation names: --convert-relocations is needed")
  }
}
