// A machine whose loaders would misread a demoted file, or might. What is known of them stands in
// `ELFModel/Machines`.

internal import ELFModel

extension DynamicImage {
  var machineObstacle: Obstacle? {
    let machine = header.machine
    let reason: String
    switch machine.localSymbols {
    case .boundByIndex, .boundWithoutValue: return nil
    case .misread(let why): reason = "demotion would break files for \(machine.name): \(why)"
    case .unproven: reason = "no demoted file for \(machine.name) has been run yet"
    case .unknown: reason = "how loaders treat local symbols on \(machine.name) is not known"
    }
    return Obstacle(
      id: Obstacle.machine, structure: TableName.fileHeader.rawValue, reason: reason)
  }
}
