// `symdemote policy --suggest`: what an audit found, as a policy that a person can edit. Each cure is
// a line in the section of the file that it changes; what could be done beside stands behind a `#`.

internal import Interposition
internal import Storage

/// Presets that have something to say about a file.
public struct FittingPreset: Sendable, Comparable {
  let name: String
  let title: String
  let count: Int

  /// The preset `name`, which covers `count` exports.
  public init(name: String, title: String, count: Int) {
    self.name = name
    self.title = title
    self.count = count
  }

  /// That which covers more comes first.
  public static func < (first: FittingPreset, second: FittingPreset) -> Bool {
    (second.count, first.name) < (first.count, second.name)
  }
}

/// A policy for a program and the libraries of its process.
public struct SuggestedPolicyReport: ReportBody {
  private let audit: AuditReport
  private let presets: [FittingPreset]
  private let labels: ObjectLabels

  /// What `audit` suggests; `presets` are those that cover exports of the program.
  public init(_ audit: AuditReport, presets: [FittingPreset]) {
    self.audit = audit
    self.presets = presets
    labels = ObjectLabels(audit.diagnosis.evidence)
  }

  /// The policy file.
  public var text: String {
    let sections = targets.map(section).joined()
    return heading + sections + (targets.contains(audit.program.bytes) ? "" : programSection)
  }

  /// The policy for machines.
  public var fields: [JSONField] {
    [JSONField("form", .string("policy")), JSONField("content", .string(text))]
  }

  private var heading: String {
    let found = audit.collisions.count + (audit.latent?.findings.count ?? 0)
    let knowledge = audit.diagnosis.isComplete ? "" : ", as far as it is known"
    return comment(
      found == 0
        ? "Nothing is captured in the process of \(audit.program.text)\(knowledge)."
        : "What an audit of \(audit.program.text) suggests. `symdemote plan --policy=FILE` tries it."
    )
  }

  /// What helps against one collision.
  private struct Remedy {
    let title: String
    let cure: Cure
  }

  private var remedies: [Remedy] {
    let present = audit.collisions.map { audited in
      let family = audited.findings[0].family.map { " (\($0.title))" } ?? ""
      let captured = audited.findings.reduce(0) { $0 + $1.captured.count }
      return Remedy(
        title:
          "\(labels[audited.collision.owner])\(family): \(captured) references to it go to the "
          + "copy in \(labels[audited.collision.captor])",
        cure: audited.cure)
    }
    let later = (audit.latent?.findings ?? []).map { finding in
      let family = finding.collision.family.map { " (\($0.title))" } ?? ""
      return Remedy(
        title: "\(finding.library.text)\(family): \(finding.collision.names.count) names would be "
          + "captured if it were opened",
        cure: finding.cure)
    }
    return present + later
  }

  /// The files that cures change.
  private var targets: [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return remedies.flatMap(\.cure.steps).map(\.target).filter { seen.insert($0).inserted }
  }

  private func section(_ target: [UInt8]) -> String {
    let isProgram = target == audit.program.bytes
    var text = "\n[\(Self.sectionName(target))]\n"
    if !isProgram {
      text += comment("To be applied with --in=\(audit.program.text).")
    }
    var said: Set<[UInt8]> = []
    for remedy in remedies {
      for step in remedy.cure.steps where step.target == target {
        text += comment(remedy.title)
        if said.insert(step.source).inserted {
          text += "demote-from \(String(decoding: step.source, as: UTF8.self))\n"
        }
      }
    }
    return text + (isProgram ? programNotes : "")
  }

  private var programSection: String {
    "\n[\(Self.sectionName(audit.program.bytes))]\n" + programNotes
  }

  private var programNotes: String {
    let uncured = remedies.compactMap { remedy in
      remedy.cure.obstacle.map { comment("\(remedy.title): no cure: \($0)") }
    }
    let hosts = presets.map { "#preset \($0.name)  # \($0.count) exports: \($0.title)\n" }
    return uncured.joined()
      + comment("To close everything that nobody in the process needs:") + "#all\n"
      + (hosts.isEmpty
        ? "" : comment("If it opens plugins of a kind, with what they need:") + hosts.joined())
  }

  /// The file's name, as a glob that covers nothing else.
  private static func sectionName(_ path: [UInt8]) -> String {
    let name = path.split(separator: UInt8(ascii: "/")).last ?? []
    let escaped = name.flatMap { byte in
      "*?[]\\".utf8.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  private func comment(_ text: String) -> String { "# \(text.printable)\n" }
}
