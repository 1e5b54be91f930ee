// From evidence to findings.
//
// A reference is captured if it goes to an object that its own does not need, although one that it
// does need, or it itself, defines the name in a version that would do. What an object defines
// itself it may lose to one that it needs, too: linking to a library does not ask for the library's
// copy in place of one's own. A library is split if some
// of what it wants of one copy goes to the other: that is what crashes.

internal import ELFModel
internal import Hazards
internal import LoaderModel

/// What is wrong with a process.
public struct Diagnosis: Sendable {
  /// What it was found in.
  public let evidence: ProcessEvidence
  /// Split libraries first, then by the number of captured names.
  public let findings: [Finding]
  /// What was left out.
  public let dull: DullCounts

  /// Examines `evidence`.
  public init(_ evidence: ProcessEvidence) {
    self.evidence = evidence
    var examination = Examination(evidence)
    for reference in evidence.references { examination.examine(reference) }
    dull = examination.dull
    findings = examination.findings()
  }

  /// Whether all is known that could be captured.
  public var isComplete: Bool { evidence.isComplete }

  /// The findings by what they collide over, in the order of the first of each.
  public var collisions: [(collision: Collision, findings: [Finding])] {
    var groups: [(collision: Collision, findings: [Finding])] = []
    var places: [Collision: Int] = [:]
    for finding in findings {
      let collision = Collision(owner: finding.owner, captor: finding.captor)
      let place = places[collision] ?? groups.count
      if place == groups.count {
        places[collision] = place
        groups.append((collision, []))
      }
      groups[place].findings.append(finding)
    }
    return groups
  }
}

/// Goes through the references of a process, one by one.
private struct Examination {
  private struct Key: Hashable {
    let library: ObjectIndex
    let collision: Collision
  }

  private let evidence: ProcessEvidence
  private var closures: DependencyClosures
  private let platform: PlatformLibraries
  private var objections = CaptorRules()
  private(set) var dull = DullCounts()
  private var captured: [Key: [ReferencedName]] = [:]

  init(_ evidence: ProcessEvidence) {
    self.evidence = evidence
    closures = DependencyClosures(evidence)
    platform = PlatformLibraries(evidence)
  }

  mutating func examine(_ reference: EvidenceReference) {
    // Only ld.so is in several namespaces, and it is the same everywhere.
    guard
      evidence[reference.referrer].namespace == evidence[reference.definer].namespace
    else { return }
    let closure = closures.closure(of: reference.referrer)
    guard
      !closure.contains(reference.definer)
        || losesItsOwn(reference) && !closures.isFiltee(reference.definer, of: reference.referrer)
    else { return }
    guard let (owner, definition) = owner(of: reference, in: closure) else { return }
    let captor = evidence[reference.definer]
    let capture = Capture(
      name: reference.name, owned: definition,
      used: reference.definition.flatMap { captor.file?.image[$0] },
      ownerSoname: evidence[owner].file?.soname, isPlatformName: platform.define(reference.name),
      objection: reference.definition.flatMap { symbol in
        captor.file.flatMap { objections.objection(to: symbol, in: $0) }
      },
      isPreloaded: captor.isPreloaded)
    if let rule = DullCatalog.rule(for: capture) {
      dull.count(rule)
      return
    }
    let key = Key(
      library: reference.referrer,
      collision: Collision(owner: owner, captor: reference.definer))
    captured[key, default: []].append(
      ReferencedName(name: reference.name, version: reference.version?.name))
  }

  /// Whether the library that refers to the name defines it, too, and another one's copy is used.
  /// A program is searched first; only what a COPY relocation copies does it seek elsewhere.
  private func losesItsOwn(_ reference: EvidenceReference) -> Bool {
    guard reference.definer != reference.referrer, reference.referrer != evidence.program,
      let file = evidence[reference.referrer].file
    else { return false }
    return file.definition(of: reference.name, version: reference.version) != nil
  }

  /// The object that the reference belongs to.
  private func owner(of reference: EvidenceReference, in closure: DependencyClosure)
    -> (ObjectIndex, DynamicSymbol)?
  {
    for member in closure.order {
      guard let file = evidence[member].file,
        let index = file.definition(of: reference.name, version: reference.version)
      else { continue }
      return (member, file.image[index])
    }
    return nil
  }

  func findings() -> [Finding] {
    let own = ownNames()
    let findings = captured.map { key, names in
      finding(key, names, own: own[OwnKey(key.library, key.collision.owner)] ?? [])
    }
    return findings.sorted { first, second in
      if first.kind != second.kind { return first.kind < second.kind }
      if first.captured.count != second.captured.count {
        return first.captured.count > second.captured.count
      }
      return (first.library, first.owner, first.captor)
        < (second.library, second.owner, second.captor)
    }
  }

  private struct OwnKey: Hashable {
    let library: ObjectIndex
    let owner: ObjectIndex

    init(_ library: ObjectIndex, _ owner: ObjectIndex) {
      self.library = library
      self.owner = owner
    }
  }

  /// The names that the libraries of findings find where they belong.
  private func ownNames() -> [OwnKey: [ArraySlice<UInt8>]] {
    let wanted = Set(captured.keys.map { OwnKey($0.library, $0.collision.owner) })
    var names: [OwnKey: [ArraySlice<UInt8>]] = [:]
    for reference in evidence.references {
      let key = OwnKey(reference.referrer, reference.definer)
      guard wanted.contains(key), !DullRule.isLinkerMade(reference.name) else { continue }
      names[key, default: []].append(reference.name)
    }
    return names
  }

  private func finding(_ key: Key, _ names: [ReferencedName], own: [ArraySlice<UInt8>]) -> Finding {
    let family = FamilyTable.family(of: names.map(\.name))
    let severity = Severity(
      evidence, key.library, key.collision, family, captured: names.count, own: own)
    return Finding(
      library: key.library, owner: key.collision.owner, captor: key.collision.captor,
      captured: names.sorted(), ownCount: own.count, family: family, kind: severity.kind)
  }
}
