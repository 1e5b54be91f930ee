// The forms that only an audit has, each in a file of its own: here is chosen between them.

internal import Interposition
internal import Storage

extension AuditReport {
  /// A graph of the process, or a part of a page: a drawing, the cures, and every reference.
  public func text(as format: Format, at position: Int) -> String? {
    switch format {
    case .dot: DotGraph.text(AuditGraph(self, number: position, most: DotGraph.mostNodes))
    case .mermaid:
      MermaidGraph.text(AuditGraph(self, number: position, most: MermaidGraph.mostNodes))
    case .html: AuditPage(self, at: position).html
    default: nil
    }
  }

  /// One for each library whose references are captured.
  public var annotations: [Annotation] {
    let labels = ObjectLabels(diagnosis.evidence)
    return collisions.flatMap { audited in
      audited.findings.map { annotation($0, audited.cure, labels) }
    } + (latent?.findings ?? []).map(annotation)
  }

  private func annotation(_ finding: Finding, _ cure: Cure, _ labels: ObjectLabels) -> Annotation {
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
    let parties = [finding.library, finding.owner, finding.captor].map { evidence[$0] }
    let paths = parties.map { String(decoding: $0.path, as: UTF8.self) }
    return Annotation(
      rule.severity, rule, text + Self.advice(cure),
      symbols: finding.captured.map { AnnotatedSymbol($0.text) },
      identity: parties.map { String(decoding: $0.neededName, as: UTF8.self) },
      others: paths.reduce(into: []) { others, path in
        if path != program.text, !others.contains(path) { others.append(path) }
      })
  }

  private func annotation(_ finding: LatentFinding) -> Annotation {
    let names = finding.collision.names
    return Annotation(
      FindingRule.latentCapture.severity, .latentCapture,
      "\(program.text): if \(finding.library.text) is opened, \(names.count) of its names would be "
        + "the program's: " + nameSample(names.map(\.text), width: 80) + Self.advice(finding.cure),
      symbols: names.map { AnnotatedSymbol($0.text) },
      identity: [finding.library.text.lastPathComponent, program.text.lastPathComponent],
      others: [finding.library.text])
  }

  private static func advice(_ cure: Cure) -> String {
    cure.refusal.map { "; \($0)" }
      ?? "; cure: " + cure.steps.map(\.command).joined(separator: " && ")
  }
}
