// One demotion of a cure: decided as `apply` decides it, with the options that make `apply` look at
// the same process, and not done.

internal import ELFModel
internal import Interposition
internal import LoaderModel
internal import Policy
internal import Reporting
internal import Storage

extension CurePlanner {
  /// Why a demotion cannot be had, a part of a sentence.
  struct Obstacle: Error {
    let reason: String
  }

  /// What `apply` would make of the file of `target` if it were told to demote the names of
  /// `source`.
  func plan(_ source: ObjectIndex, _ target: ObjectIndex) throws -> Result<
    PlannedDemotion, Obstacle
  > {
    guard let library = evidence[source].file, let file = evidence[target].file else {
      return .failure(Obstacle(reason: "a file is not there any more"))
    }
    let isProgram = target == evidence.program
    var names: [[UInt8]] = []
    var wanted = PluginNames()
    for symbol in library.image.exports {
      let name = library.image.name(of: symbol)
      if isProgram, let asker = demands?.asker(of: name),
        file.definition(of: name, version: library.version(of: symbol)) != nil
      {
        wanted.add(name, by: asker)
      } else {
        names.append(Array(name))
      }
    }
    guard wanted.areFew else { return .failure(Obstacle(reason: wanted.obstacle)) }
    return try plan(
      NameSet(names), keeping: wanted, from: location(of: source), in: location(of: target),
      isProgram: isProgram)
  }

  /// Where the file of `object` is: the program's path is one of this system, the others' are of the
  /// system that is modelled.
  func location(of object: ObjectIndex) -> FilePath {
    let path = FilePath(evidence[object].path)
    if object == evidence.program { return path }
    return Sysroot(request.process.sysroot).location(of: path) ?? path
  }

  /// - Parameter names: what `source` defines and nobody wants of the target.
  func plan(
    _ names: NameSet, keeping wanted: PluginNames, from source: FilePath, in target: FilePath,
    isProgram: Bool
  ) throws -> Result<PlannedDemotion, Obstacle> {
    let (file, image) = try open(original: target)
    if let report = unfit(image, target) {
      let reason = report.messages.first?.text ?? "it is no file to edit"
      return .failure(Obstacle(reason: "\(target.text) cannot be edited: \(reason)"))
    }
    var choice = ProcessChoice()
    choice.options = request.process
    var options = request.processWords + wanted.options
    if !isProgram, let program = evidence.program {
      choice.programs = [FilePath(evidence[program].path)]
      options.append(Array("--in=".utf8) + evidence[program].path)
    }
    let policy = try ExportPolicy([
      Clause(.demote, .library(names), source: "--demote-from=\(source.text)")
    ])
    let decision = try Decision(
      policy.judge(image), by: policy, in: image, force: false,
      try Surroundings(of: file, image, choice, workshop))
    return .success(
      PlannedDemotion(
        decision.disposition, of: image, wanted: wanted,
        identity: FileIdentity(device: file.identity.device, inode: file.identity.inode),
        step: CureStep(source: source.bytes, target: target.bytes, options: options)))
  }
}
