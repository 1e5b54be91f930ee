// `symdemote policy --suggest`: what an audit found, as a policy that a person can edit. Each cure
// is a line in the section of the file that it changes; what was not tried, and what could be done
// beside, stands behind a `#`.

public import Interposition
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

  /// Whether it is for what opens plugins.
  var isForHosts: Bool { name.hasSuffix("-host") }

  /// That which covers more comes first.
  public static func < (first: FittingPreset, second: FittingPreset) -> Bool {
    (second.count, first.name) < (first.count, second.name)
  }
}

/// A policy for a program and the libraries of its process.
public struct SuggestedPolicy {
  /// A demotion in the words of a policy, which may lie elsewhere than where the audit ran.
  public struct Line {
    let step: CureStep
    let source: [UInt8]
    let target: [UInt8]

    /// That of `step`, which takes the names of `source`, a soname or an absolute path, and changes
    /// the file at `target`.
    public init(_ step: CureStep, source: [UInt8], target: [UInt8]) {
      (self.step, self.source, self.target) = (step, source, target)
    }
  }

  /// What helps against one collision.
  private struct Remedy {
    let title: String
    let cure: Cure
    let lines: [Line]
  }

  private static let width = 100

  private let audit: AuditReport
  private let program: [UInt8]
  private let processWords: [[UInt8]]
  private let presets: [FittingPreset]
  private let remedies: [Remedy]

  /// What `audit` suggests.
  ///
  /// - Parameters:
  ///   - program: the path of the program's file.
  ///   - processWords: the options that describe the process.
  ///   - presets: those that cover exports of the program.
  ///   - line: the line for a step of a cure.
  public init(
    _ audit: AuditReport, program: [UInt8], processWords: [[UInt8]], presets: [FittingPreset],
    line: (CureStep) throws -> Line
  ) rethrows {
    self.audit = audit
    self.program = program
    self.processWords = processWords
    self.presets = presets
    let labels = ObjectLabels(audit.diagnosis.evidence)
    let present = try audit.collisions.map { audited in
      let family = audited.findings[0].family.map { " (\($0.title))" } ?? ""
      let captured = audited.findings.reduce(0) { $0 + $1.captured.count }
      return Remedy(
        title: "\(labels[audited.collision.owner])\(family): "
          + counted(captured, "reference to it goes", "references to it go")
          + " to the copy in \(labels[audited.collision.captor])",
        cure: audited.cure, lines: try audited.cure.steps.map(line))
    }
    let later = try (audit.latent?.findings ?? []).map { finding in
      let family = finding.collision.family.map { " (\($0.title))" } ?? ""
      return Remedy(
        title: "\(finding.library.text)\(family): "
          + counted(finding.collision.names.count, "name", "names")
          + " would be captured if it were opened",
        cure: finding.cure, lines: try finding.cure.steps.map(line))
    }
    remedies = present + later
  }

  /// The policy file.
  public var text: String {
    let targets = targets
    return heading(targets) + targets.map(section).joined()
      + (targets.contains(program) ? "" : "\n[\(PolicyWord.section(program))]\n" + programNotes)
  }

  /// The files that cures change.
  private var targets: [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return remedies.flatMap(\.lines).map(\.target).filter { seen.insert($0).inserted }
  }

  /// With the command that looks at the same processes as the audit did, for each file.
  private func heading(_ targets: [[UInt8]]) -> String {
    let knowledge = audit.diagnosis.isComplete ? "" : ", as far as it is known"
    let verdict =
      remedies.isEmpty
      ? "Nothing is captured in the process of \(audit.program.text)\(knowledge)."
      : "What an audit of \(audit.program.text) suggests."
    var options: [[UInt8]: [[UInt8]]] = [:]
    for line in remedies.flatMap(\.lines) { options[line.target] = line.step.options }
    let commands = (targets.isEmpty ? [program] : targets).map { target in
      // Whoever copies a command wants it whole.
      "#   \(planCommand(options[target] ?? processWords, target))\n"
    }
    return comment(verdict) + comment("To see what it would do, once it is saved as FILE:")
      + commands.joined()
  }

  private func planCommand(_ options: [[UInt8]], _ target: [UInt8]) -> String {
    shellCommand(
      ["symdemote", "plan"].map { Array($0.utf8) } + options
        + [Array("--policy=FILE".utf8), operandWord(target)])
  }

  private func section(_ target: [UInt8]) -> String {
    var text = "\n[\(PolicyWord.section(target))]\n"
    var said: Set<[UInt8]> = []
    let tried = remedies.filter(\.cure.isTried)
    for remedy in tried + remedies.filter({ !$0.cure.isTried }) {
      for line in remedy.lines where line.target == target {
        text += comment(remedy.title) + remarks(on: remedy.cure)
        guard said.insert(line.source).inserted else { continue }
        text += demotion(line, isActive: remedy.cure.isTried)
      }
    }
    return text + (target == program ? programNotes : "")
  }

  private func demotion(_ line: Line, isActive: Bool) -> String {
    guard let source = PolicyWord.value(line.source) else {
      return comment(
        "no line of a policy can name this library; it takes an option: "
          + shellCommand([Array("--demote-from=".utf8) + line.step.source]))
    }
    return "\(isActive ? "" : "#")demote-from \(source)\n"
  }

  /// What is to be known of a cure beside.
  private func remarks(on cure: Cure) -> String {
    var texts = cure.warnings.map { "apply \(cure.isTried ? "will" : "may") warn: \($0.text)" }
    texts += cure.kept.map { kept in
      "\(counted(kept.names.count, "name", "names")) must stay [\(kept.rule)]: \(kept.reason)"
    }
    if !cure.isTried {
      texts.append(
        "not tried in a process that has opened it; none of the libraries read needs the "
          + counted(cure.demotedCount, "name", "names") + " that would go")
    }
    return texts.map(comment).joined()
  }

  private var programNotes: String {
    let uncured = remedies.compactMap { remedy in
      remedy.cure.refusal.map { comment("\(remedy.title): \($0)") }
    }
    return uncured.joined()
      + comment("To close everything that nobody in the process needs:") + "#all\n"
      + offer(presets.filter(\.isForHosts), "If it opens plugins of a kind, with what they need:")
      + offer(
        presets.filter { !$0.isForHosts }, "If others look it up in files of a kind, with that:")
  }

  private func offer(_ presets: [FittingPreset], _ condition: String) -> String {
    guard !presets.isEmpty else { return "" }
    return comment(condition)
      + presets.map { preset in
        "#preset \(preset.name)  # \(counted(preset.count, "export", "exports")): \(preset.title)\n"
      }.joined()
  }

  /// `text` in as many lines as it takes; a word is never broken.
  private func comment(_ text: String) -> String {
    wrapped(text.printable, to: Self.width, first: "# ", rest: "#   ").map { "\($0)\n" }.joined()
  }
}
