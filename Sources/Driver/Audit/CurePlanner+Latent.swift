// Cures for what is latent. They are decided in one go, since that is what can be had for hundreds of
// libraries; so no process with such a library in it is tried. What is known is that the rules let
// the names go, that the process as it is does not change, and that no library that was read counts
// on the program for one of them.

internal import ELFCodec
internal import ELFModel
internal import Interposition
internal import LoaderModel
internal import Reporting
internal import Storage

extension CurePlanner {
  /// What is latent in the process, each with its cure.
  func latentFindings(_ search: LatentSearch, at position: Int) throws -> [LatentFinding] {
    let latent = search.collisions[position]
    guard !latent.isEmpty, let program = evidence.program, let file = evidence[program].file
    else { return [] }
    let target = location(of: program)
    let own = file.image.exportedNames
    // A line goes by names, whatever their versions.
    let names = latent.map { demotable($0.path, in: own) }
    let planned = try plan(
      NameSet(names.flatMap { $0 ?? [] }), from: FilePath(""), in: target, isProgram: true)
    var obstacle: String?
    if case .success(let demotion) = planned {
      obstacle = harm(
        of: [Trial(target: program, planned: demotion)], on: nil, curing: [],
        leaving: try subject.replacing([demotion.identity: demotion.after]))
    }
    return zip(latent, names).map { entry, names in
      LatentFinding(
        library: entry.path, collision: entry.collision,
        cure: cure(entry, names, planned, obstacle, in: target))
    }
  }

  /// What the library at `path` exports and `own` has; nil if it cannot be read again.
  private func demotable(_ path: FilePath, in own: NameSet) -> [[UInt8]]? {
    do {
      let image = try open(original: path).1
      var seen = NameSet()
      var names: [[UInt8]] = []
      for symbol in image.exports where own.contains(image.name(of: symbol)) {
        let name = Array(image.name(of: symbol))
        if seen.insert(name) == names.count { names.append(name) }
      }
      return names
    } catch {
      return nil
    }
  }

  private func cure(
    _ entry: LatentSearch.Entry, _ names: [[UInt8]]?,
    _ planned: Result<PlannedDemotion, Obstacle>, _ obstacle: String?, in target: FilePath
  ) -> Cure {
    let captured = entry.collision.names
    func none(_ reason: String, kept: [KeptNames] = []) -> Cure {
      Cure(none: reason, capturedCount: captured.count, kept: kept)
    }
    guard let names else { return none("\(entry.path.text) cannot be read again") }
    switch planned {
    case .failure(let failure): return none(failure.reason)
    case .success(let demotion):
      if let reason = obstacle { return none(reason) }
      let kept = demotion.kept(among: captured)
      let demoted = names.filter { demotion.demotes($0[...]) }
      if let wanted = demandObstacle(demoted) { return none(wanted.reason, kept: kept) }
      guard kept.isEmpty, captured.allSatisfy({ demotion.demotes($0.name) }) else {
        return none(kept.obstacle ?? "some of them must stay", kept: kept)
      }
      let step = CureStep(
        source: entry.path.bytes, target: target.bytes, options: demotion.step.options)
      return Cure(
        steps: [step], capturedCount: captured.count, curedCount: captured.count,
        demotedCount: demoted.count, isTried: false, kept: [], warnings: demotion.warnings)
    }
  }
}
