// The findings of an audit, for services that show findings beside the files they are about: one for each
// library whose references are captured.

internal import Interposition
internal import Storage

extension AuditReport {
  /// One for each library whose references are captured, or would be.
  public var annotations: [Annotation] {
    let labels = ObjectLabels(diagnosis.evidence)
    let names = DistinctNames(
      diagnosis.evidence.objects.map { (Array($0.neededName), $0.path, $0.namespace) })
    let libraries = (latent?.findings ?? []).map(\.library.bytes)
    let files = DistinctNames(libraries.map { (lastPathComponent($0), $0, 0) })
    return collisions.flatMap { audited in
      audited.findings.map { annotation($0, audited.cure, labels, names) }
    } + (latent?.findings ?? []).enumerated().map { annotation($1, named: files[$0]) }
  }

  private func annotation(
    _ finding: Finding, _ cure: Cure, _ labels: ObjectLabels, _ names: DistinctNames
  ) -> Annotation {
    let evidence = diagnosis.evidence
    let all = finding.captured.count + finding.ownCount
    let owner =
      finding.owner == finding.library ? "itself" : labels[finding.owner]
    let text =
      "\(program.text): \(finding.captured.count) of the \(counted(all, "reference", "references"))"
      + " of \(labels[finding.library]) to \(owner)"
      + " \(all == 1 ? "goes" : "go") to the copy in \(labels[finding.captor]): "
      + nameSample(finding.captured.map(\.text), width: 80)
    let rule: FindingRule =
      switch finding.kind {
      case .split: .splitLibrary
      case .whole: .foreignCopy
      case .clash: .nameClash
      }
    let parties = [finding.library, finding.owner, finding.captor]
    return Annotation(
      rule.severity, rule, text + Self.advice(cure),
      symbols: finding.captured.map { AnnotatedSymbol($0.text) },
      identity: parties.map { names[$0.rawValue] },
      others: parties.map { evidence[$0].path }.reduce(into: []) { others, path in
        if path != program.bytes, !others.contains(path) { others.append(path) }
      })
  }

  private func annotation(_ finding: LatentFinding, named name: [UInt8]) -> Annotation {
    let names = finding.collision.names
    return Annotation(
      FindingRule.latentCapture.severity, .latentCapture,
      "\(program.text): if \(finding.library.text) is opened, \(names.count) of its names would be "
        + "the program's: " + nameSample(names.map(\.text), width: 80) + Self.advice(finding.cure),
      symbols: names.map { AnnotatedSymbol($0.text) },
      identity: [name, lastPathComponent(program.bytes)], others: [finding.library.bytes])
  }

  private static func advice(_ cure: Cure) -> String {
    cure.refusal.map { "; \($0)" }
      ?? "; cure: " + cure.steps.map(\.command).joined(separator: " && ")
  }
}

/// Names by which files are known wherever they lie; of those that have the same, the path.
private struct DistinctNames {
  private let names: [[UInt8]]

  init(_ files: [(name: [UInt8], path: [UInt8], namespace: Int)]) {
    var counts: [[UInt8]: Int] = [:]
    for file in files { counts[file.name, default: 0] += 1 }
    names = files.map { file in
      guard counts[file.name] != 1 else { return file.name }
      // Each namespace has its own of the same file.
      let namespace = file.namespace == 0 ? "" : " [\(file.namespace)]"
      return plainPath(file.path) + Array(namespace.utf8)
    }
  }

  subscript(position: Int) -> [UInt8] { names[position] }
}
