// What cures a collision. Nothing is recommended that was not tried: the demotion is decided as
// `apply` decides it, and the process is made again with the result. A line is given only if it
// cures all that is captured, and moves nothing else: half a cure makes two copies of one.

internal import ELFModel
internal import Interposition
internal import LoaderModel

/// Finds cures for the collisions of one process.
struct CurePlanner {
  /// What was found to help, and the files as it would leave them.
  struct Treatment {
    let cure: Cure
    let replacements: [FileIdentity: DynamicImage]
  }

  let subject: AuditSubject
  let request: AuditRequest
  let workshop: ProcessWorkshop
  let demands: LatentSearch.Demands?
  /// What is captured now, for one reason or another.
  let capturedBefore: Set<ReferenceKey>
  /// How many demotions were tried so far.
  private var trialCount = 0
  var evidence: ProcessEvidence { subject.evidence }

  init(
    _ subject: AuditSubject, _ request: AuditRequest, _ workshop: ProcessWorkshop,
    demands: LatentSearch.Demands? = nil
  ) {
    self.subject = subject
    self.request = request
    self.workshop = workshop
    self.demands = demands
    capturedBefore = Diagnosis(subject.evidence).capturedReferences
  }

  /// Each trial makes the whole process again; as many as there are pairs of objects would take
  /// too long. No more collisions are treated than take about this many; the first are the worst.
  static let trialLimit = 64

  /// The best treatment of what `findings` say of `collision`.
  ///
  /// The captor's copies are made local; or, if its names are needed, or it is the library itself
  /// and the other the one that embeds it, those of the captured object.
  mutating func treatment(of collision: Collision, _ findings: [Finding]) throws -> Treatment {
    var captured: Set<ReferenceKey> = []
    for finding in findings {
      captured.formUnion(finding.captured.map { ReferenceKey(finding.library, $0) })
    }
    guard trialCount < Self.trialLimit else {
      return Treatment(
        cure: Cure(
          untried:
            "cures of other collisions of this process come first, and \(trialCount) were tried",
          capturedCount: captured.count), replacements: [:])
    }
    let (first, second) = candidates(collision, findings)
    let treatment = try attempt(first, on: collision, captured)
    guard let second, treatment.cure.curedCount < captured.count else { return treatment }
    let other = try attempt(second, on: collision, captured)
    return other.cure.curedCount > treatment.cure.curedCount ? other : treatment
  }

  /// A file whose symbols are demoted, and the one that has their names.
  private struct Candidate {
    let source: ObjectIndex
    let target: ObjectIndex
  }

  private func candidates(_ collision: Collision, _ findings: [Finding]) -> (Candidate, Candidate?)
  {
    let outward = Candidate(source: collision.owner, target: collision.captor)
    guard findings.contains(where: { $0.library == collision.owner }) else { return (outward, nil) }
    let inward = Candidate(source: collision.captor, target: collision.owner)
    let family = findings[0].family
    func isOriginal(_ object: ObjectIndex) -> Bool {
      evidence[object].file?.soname.flatMap { family?.isLibrary($0) } ?? false
    }
    let isEmbedded = isOriginal(collision.captor) && !isOriginal(collision.owner)
    return isEmbedded ? (inward, outward) : (outward, inward)
  }

  /// More copies than this on the way to one definition are left alone.
  private static let stepLimit = 3

  private mutating func attempt(
    _ candidate: Candidate, on collision: Collision, _ captured: Set<ReferenceKey>
  ) throws -> Treatment {
    let source = candidate.source
    var trials: [Trial] = []
    var obstacle: String?
    var last = evidence
    var replacements: [FileIdentity: DynamicImage] = [:]
    var kept: [KeptNames] = []
    var remaining = captured
    let names = Set(captured.map(\.name)).map { ReferencedName(name: $0, version: nil) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    var target: ObjectIndex? = candidate.target
    while let current = target, trials.count < Self.stepLimit {
      target = nil
      trialCount += 1
      switch try planUnlessShared(source, current) {
      case .failure(let failure): obstacle = failure.reason
      case .success(let planned):
        kept += planned.kept(among: names)
        guard !planned.isEmpty else { continue }
        replacements[planned.identity] = planned.after
        let evidenceAfter = try subject.replacing(replacements)
        let after = bound(by: evidenceAfter)
        let uncured = remaining.filter { key in
          let isOwnCode = key.library == collision.owner && current == collision.owner
          return !(isOwnCode && planned.demotes(key.name)) && after[key] != collision.owner
        }
        // A demotion that only makes room for the next copy helps together with the next one.
        let next = nextCaptor(of: uncured, after).flatMap {
          [current, source].contains($0) ? nil : $0
        }
        guard uncured.count < remaining.count || next != nil else { continue }
        trials.append(Trial(target: current, planned: planned))
        last = evidenceAfter
        remaining = uncured
        target = next
      }
    }
    guard remaining.isEmpty else {
      let cured = captured.count - remaining.count
      let reason =
        cured == 0
        ? "demoting the names would not change what is used"
        : "only \(cured) of \(captured.count) would go where they belong"
      return untreated(obstacle ?? kept.obstacle ?? reason, captured, kept)
    }
    if let harm = harm(of: trials, on: collision, curing: captured, leaving: last) {
      return untreated(harm, captured, [])
    }
    return Treatment(
      cure: Cure(
        steps: trials.map(\.planned.step), capturedCount: captured.count,
        curedCount: captured.count, demotedCount: trials.reduce(0) { $0 + $1.planned.count },
        isTried: true, kept: kept, warnings: trials.flatMap(\.planned.warnings)),
      replacements: replacements)
  }

  private func untreated(_ reason: String, _ captured: Set<ReferenceKey>, _ kept: [KeptNames])
    -> Treatment
  {
    Treatment(
      cure: Cure(none: reason, capturedCount: captured.count, kept: kept), replacements: [:])
  }

  /// The object that most of `keys` are bound to now.
  private func nextCaptor(of keys: Set<ReferenceKey>, _ after: [ReferenceKey: ObjectIndex])
    -> ObjectIndex?
  {
    var counts: [ObjectIndex: Int] = [:]
    for key in keys { if let definer = after[key] { counts[definer, default: 0] += 1 } }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  private func bound(by evidence: ProcessEvidence) -> [ReferenceKey: ObjectIndex] {
    var definers: [ReferenceKey: ObjectIndex] = [:]
    for reference in evidence.references { definers[ReferenceKey(reference)] = reference.definer }
    return definers
  }
}

/// A reference, as it is known in two runs of a process.
struct ReferenceKey: Hashable {
  let library: ObjectIndex
  let name: ArraySlice<UInt8>
  let version: ArraySlice<UInt8>?

  init(_ library: ObjectIndex, _ name: ReferencedName) {
    self.library = library
    self.name = name.name
    version = name.version
  }

  init(_ reference: EvidenceReference) {
    library = reference.referrer
    name = reference.name
    version = reference.version?.name
  }
}
