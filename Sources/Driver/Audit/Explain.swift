// `symdemote audit --explain`: the story of one name, as it is and as it would be.

internal import Interposition
internal import LoaderModel
internal import Reporting
internal import Storage

/// Tells the story of `explained` in the process of each program of `request`.
func explain(
  _ explained: [UInt8], _ request: AuditRequest, _ world: ProcessWorld,
  to receiver: any ReportReceiver
) -> RunEnding {
  forEach(request.input, "audit", to: receiver) { _ in
    { listed, _ in
      report(of: listed) {
        guard try listed.isProgramOrNamed else { return nil }
        return try explain(SoughtName(explained), in: listed.path, request, world.workshop())
      }
    }
  }
}

private func explain(
  _ name: SoughtName, in path: FilePath, _ request: AuditRequest, _ workshop: ProcessWorkshop
) throws -> FileReport {
  let record = try workshop.process(of: path)
  let story = name.story(in: record)
  guard !story.definitions.isEmpty || !story.searches.isEmpty else {
    return .failed(
      path, .trouble, "nothing in the process defines or refers to \(name.text)")
  }
  let subject = AuditSubject(path, record, workshop)
  let captures = Diagnosis(subject.evidence).capturing(name.name)
  var afterwards: ExplainReport.Afterwards?
  if !request.selection.isEmpty {
    switch try DemotionTrial(
      of: request.selection, in: path, workshop)
    {
    case .refused(let report): return report
    case .decided(let replacements, _):
      let after = try workshop.process(of: path, replacing: replacements)
      afterwards = .init(story: name.story(in: after), cause: .selection)
    }
  } else if let (collision, findings) = captures.first {
    var planner = CurePlanner(subject, request, workshop)
    let treatment = try planner.treatment(of: collision, findings)
    if !treatment.cure.steps.isEmpty {
      let after = try workshop.process(of: path, replacing: treatment.replacements)
      afterwards = .init(story: name.story(in: after), cause: .cure(treatment.cure.steps))
    }
  }
  return FileReport(
    path: path, status: request.status(hasFindings: !captures.isEmpty),
    messages: subject.messages, body: ExplainReport(before: story, after: afterwards))
}

/// A name as it was given: `name`, `name@VERSION`, or `name@@VERSION` as nm shows a default version.
private struct SoughtName {
  let name: [UInt8]
  let version: [UInt8]?
  let text: String

  init(_ given: [UInt8]) {
    let at = UInt8(ascii: "@")
    let place = given.firstIndex(of: at) ?? given.endIndex
    name = Array(given[..<place])
    version = place == given.endIndex ? nil : Array(given[place...].drop { $0 == at })
    text = String(decoding: given, as: UTF8.self)
  }

  func story(in record: ProcessRecord) -> SymbolStory {
    SymbolStory(of: name, version: version, in: record)
  }
}

extension Diagnosis {
  /// The collisions over `name`, with what was found of each.
  fileprivate func capturing(_ name: [UInt8]) -> [(collision: Collision, findings: [Finding])] {
    collisions.filter { _, findings in
      findings.contains { $0.captured.contains { $0.name == name[...] } }
    }
  }
}
