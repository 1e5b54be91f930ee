// Where the results of a run go that leaves its files alone: to places of their own, of which none is a file
// that the run is given.

internal import Glibc

/// What is wrong with the places of results, each for the file at the same position.
public enum OutputProblem: Equatable, Sendable {
  /// The result for one would replace another, or itself.
  case isInput(result: Int, input: Int)
  /// Two would be written to the same place.
  case areOne(Int, Int)
}

private enum Place: Hashable {
  case file(device: dev_t, inode: ino_t)
  /// What is not there yet.
  case name(FilePath)

  init(_ path: FilePath, _ system: any SystemCalls) throws(StorageError) {
    if let status = try system.status(at: path) {
      self = .file(device: status.st_dev, inode: status.st_ino)
    } else {
      let folder = try system.realPath(path.folder) ?? path.folder
      self = .name(folder.appending(Array(path.lastComponent)))
    }
  }
}

/// What is wrong with writing what becomes of each of `inputs` to the path at its position in `outputs`; nil if
/// nothing is. What cannot be looked at is told of when its turn comes.
public func outputProblem(of inputs: [FilePath], to outputs: [FilePath]) -> OutputProblem? {
  let system = Linux()
  var known: [Place: Int] = [:]
  for (position, path) in inputs.enumerated() {
    guard let place = try? Place(path, system) else { continue }
    known[place] = known[place] ?? position
  }
  var taken: [Place: Int] = [:]
  for (position, path) in outputs.enumerated() {
    guard let place = try? Place(path, system) else { continue }
    if let own = try? Place(inputs[position], system), own == place {
      return .isInput(result: position, input: position)
    }
    if let input = known[place] { return .isInput(result: position, input: input) }
    if let other = taken.updateValue(position, forKey: place) { return .areOne(other, position) }
  }
  return nil
}
