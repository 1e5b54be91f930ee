// Cures for what is latent. They are decided in one go, since a rule's word on a name does not
// depend on which library it was named with.

internal import ELFModel
internal import Interposition
internal import LoaderModel
internal import Reporting
internal import Storage

extension CurePlanner {
  /// What is latent in the process, each with its cure.
  func latentFindings(_ search: LatentSearch, at position: Int) throws -> [LatentFinding] {
    let latent = search.collisions[position]
    guard !latent.isEmpty, let program = evidence.program else { return [] }
    let target = location(of: program)
    let names = latent.flatMap(\.sharedNames).filter { demands?.asker(of: $0[...]) == nil }
    let planned = try plan(
      NameSet(names), keeping: PluginNames(), from: FilePath(""), in: target, isProgram: true)
    return latent.map { entry in
      LatentFinding(
        library: entry.path, collision: entry.collision, cure: cure(entry, planned, in: target))
    }
  }

  private func cure(
    _ entry: LatentSearch.Entry, _ planned: Result<PlannedDemotion, Obstacle>, in target: FilePath
  ) -> Cure {
    let names = entry.collision.names
    var wanted = PluginNames()
    for name in entry.sharedNames {
      if let asker = demands?.asker(of: name[...]) { wanted.add(name[...], by: asker) }
    }
    guard wanted.areFew else { return Cure(none: wanted.obstacle, capturedCount: names.count) }
    switch planned {
    case .failure(let obstacle): return Cure(none: obstacle.reason, capturedCount: names.count)
    case .success(let demotion):
      let kept = demotion.kept(among: names) + wanted.kept(among: names)
      let curedCount = names.count { demotion.demotes($0.name) }
      guard curedCount > 0 else {
        return Cure(none: "all of them must stay", capturedCount: names.count, kept: kept)
      }
      let step = CureStep(
        source: entry.path.bytes, target: target.bytes,
        options: request.processWords + wanted.options)
      return Cure(
        steps: [step], capturedCount: names.count, curedCount: curedCount, kept: kept)
    }
  }
}
