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
    guard let library = evidence[source].file, evidence[target].file != nil else {
      return .failure(Obstacle(reason: "a file is not there any more"))
    }
    let isProgram = target == evidence.program
    let planned = try plan(
      library.image.exportedNames, from: location(of: source), in: location(of: target),
      isProgram: isProgram)
    if isProgram, case .success(let planned) = planned,
      let obstacle = demandObstacle(planned.demotedNames)
    {
      return .failure(obstacle)
    }
    return planned
  }

  /// Why `names` of the program cannot be demoted: plugins that were read count on them. A line goes
  /// by names, whatever their versions, and so do the demands.
  func demandObstacle(_ names: some Sequence<[UInt8]>) -> Obstacle? {
    guard let demands else { return nil }
    var wanted: [[UInt8]] = []
    var asker: FilePath?
    for name in names {
      guard let library = demands.asker(of: name[...]) else { continue }
      wanted.append(name)
      asker = asker ?? library
    }
    guard let asker else { return nil }
    let shown = wanted.prefix(3).map { String(decoding: $0, as: UTF8.self) }
    let dots = wanted.count > 3 ? " …" : ""
    return Obstacle(
      reason: "\(shown.joined(separator: " "))\(dots) must stay [plugin]: \(asker.text) counts on "
        + "the program for \(wanted.count == 1 ? "it" : "them")")
  }

  /// Where the file of `object` is: the program's path is one of this system, the others' are of the
  /// system that is modelled.
  func location(of object: ObjectIndex) -> FilePath {
    let path = FilePath(evidence[object].path)
    if object == evidence.program { return path }
    return Sysroot(request.process.sysroot).location(of: path) ?? path
  }

  /// - Parameter names: what `source` defines.
  func plan(
    _ names: NameSet, from source: FilePath, in target: FilePath, isProgram: Bool
  ) throws -> Result<PlannedDemotion, Obstacle> {
    let (file, image) = try open(original: target)
    if let report = unfit(image, target, converting: true) {
      let reason = report.messages.first?.text ?? "it is no file to edit"
      return .failure(Obstacle(reason: "\(target.text) cannot be edited: \(reason)"))
    }
    var choice = ProcessChoice()
    choice.options = request.process
    var options = request.processWords
    // Some loaders need it, and a rule has kept what it cannot do for them.
    if image.misreadsDemotedReferences { options.append(Array("--convert-relocations".utf8)) }
    if !isProgram, let program = evidence.program {
      choice.programs = [FilePath(evidence[program].path)]
      options.append(Array("--in=".utf8) + evidence[program].path)
    }
    let policy = try ExportPolicy([
      Clause(.demote, Selector(.members(names)), text: "--demote-from=\(source.text)")
    ])
    let decision = try Decision(
      try policy.judge(image), by: policy, in: image, force: false,
      try Surroundings(of: file, image, choice, workshop))
    return .success(
      PlannedDemotion(
        decision, of: image,
        identity: file.fileIdentity,
        step: CureStep(source: source.bytes, target: target.bytes, options: options)))
  }
}

extension DynamicImage {
  /// The names that it exports, each once.
  var exportedNames: NameSet { NameSet(of: exports, in: self) }
}
