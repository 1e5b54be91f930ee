// The diagnosis for people: the verdict first, then what is split, then the rest, each with the line
// that cures it. What does not fit a screen is counted; JSON has all of it.

internal import Interposition
internal import LoaderModel
internal import Storage

struct AuditText {
  private let report: AuditReport
  private let labels: ObjectLabels

  private static let width = 96
  private static let collisionLimit = 6
  private static let findingLimit = 6
  private static let latentLimit = 6

  init(_ report: AuditReport) {
    self.report = report
    labels = ObjectLabels(report.diagnosis.evidence)
  }

  var text: String {
    let collisions = report.collisions.prefix(Self.collisionLimit).map { "\n" + block($0) }
    return verdict + collisions.joined()
      + more(report.collisions.count, Self.collisionLimit, "pair")
      + latentText + dullText
  }

  // MARK: The verdict

  /// The program, and what is wrong, in a line.
  var verdict: String {
    let evidence = report.diagnosis.evidence
    let size = "\(evidence.objects.count) objects, \(evidence.references.count) references"
    return report.program.text.printable + processText + ": " + verdictWords
      + (isClean ? " (\(size))\n" : "\n")
  }

  /// Whether there is nothing to say.
  private var isClean: Bool {
    report.diagnosis.findings.isEmpty && (report.latent?.findings.isEmpty ?? true)
  }

  /// What is wrong, in a line.
  var verdictWords: String {
    let findings = report.diagnosis.findings
    let split = Set(findings.filter { $0.kind == .split }.map(\.library))
    let whole = Set(findings.filter { $0.kind == .whole }.map(\.library)).subtracting(split)
    let clashes = Set(findings.filter { $0.kind == .clash }.map(\.library))
      .subtracting(split).subtracting(whole)
    var parts: [String] = []
    for (libraries, words) in [
      (split, "split between two copies"), (whole, "using another's copy"),
      (clashes, "with a name clash"),
    ] where !libraries.isEmpty {
      parts.append(
        parts.isEmpty
          ? "\(counted(libraries.count, "library", "libraries")) \(words)"
          : "\(libraries.count) \(words)")
    }
    if let latent = report.latent, !latent.findings.isEmpty {
      parts.append(
        "\(counted(latent.findings.count, "library", "libraries")) to be captured when opened")
    }
    return parts.isEmpty ? "nothing is captured\(knowledge)" : parts.joined(separator: ", ")
  }

  private var knowledge: String {
    report.diagnosis.isComplete ? "" : ", as far as is known"
  }

  private var processText: String {
    let numbers = report.processes
    guard !numbers.isEmpty else { return "" }
    return " (process \(few(numbers.map(String.init), most: 4, separator: " ")))"
  }

  // MARK: One pair of copies

  private func block(_ audited: AuditedCollision) -> String {
    let (owner, captor) = (audited.collision.owner, audited.collision.captor)
    let family = audited.findings[0].family.map { " (\($0.title))" } ?? ""
    let heading = "\(labels[owner])\(family): the copy in \(labels[captor]) is used\n"
    let findings = audited.findings.prefix(Self.findingLimit).map(line)
    let caution =
      audited.findings.allSatisfy { $0.kind == .clash }
      ? "  so few names may be there by chance or on purpose: look before you cure\n" : ""
    return heading + findings.joined()
      + more(audited.findings.count, Self.findingLimit, "library", "libraries") + caution
      + text(audited.cure)
  }

  private func line(_ finding: Finding) -> String {
    "  \(finding.kind.rawValue)  \(labels[finding.library]): \(share(of: finding))\n"
      + "         \(sample(finding.captured))\n"
  }

  /// How many of a library's references are captured.
  func share(of finding: Finding) -> String {
    let all = finding.captured.count + finding.ownCount
    let object = finding.owner == finding.library ? "itself" : labels[finding.owner]
    if finding.ownCount > 0 {
      return "\(finding.captured.count) of its \(all) references to \(object)"
    }
    return all == 1
      ? "its only reference to \(object)" : "all \(all) of its references to \(object)"
  }

  private func sample(_ names: [ReferencedName], indentation: Int = 9) -> String {
    nameSample(names.map(\.text), width: Self.width - indentation)
  }

  private func text(_ cure: Cure) -> String {
    var lines: [String] = []
    if let refusal = cure.refusal {
      lines.append(refusal.printable)
    } else {
      lines += cure.steps.map { "cure   \($0.command)" }
      lines.append("       \(extent(of: cure))")
      var rules: [String] = []
      for rule in cure.warnings.compactMap(\.rule) where !rules.contains(rule) {
        rules.append(rule)
      }
      if !rules.isEmpty {
        var text = "       apply \(cure.isTried ? "will" : "may") warn:"
        for (position, rule) in rules.enumerated() {
          let word = " [\(rule)]" + (position + 1 == rules.count ? "" : ",")
          if text.count + word.count > Self.width {
            lines.append(text)
            text = "        "
          }
          text += word
        }
        lines.append(text)
      }
    }
    for kept in cure.kept {
      lines.append(
        "       \(kept.names.count) must stay [\(kept.rule)]: \(sample(kept.names, indentation: 30))"
      )
      lines.append("         \(kept.reason.printable)")
    }
    return lines.map { "  \($0)\n" }.joined()
  }

  /// How much a cure cures.
  func extent(of cure: Cure) -> String {
    if !cure.isTried {
      "demotes \(counted(cure.demotedCount, "name", "names")); none is needed by the libraries read"
    } else if cure.capturedCount == 1 {
      "cures it, \(trial)"
    } else {
      "cures all \(cure.capturedCount), \(trial)"
    }
  }

  private var trial: String {
    report.processes.isEmpty ? "as tried in the model" : "by what the log tells"
  }

  // MARK: What could come

  private var latentText: String {
    guard let latent = report.latent else { return "" }
    let read =
      "\(counted(latent.libraryCount, "library", "libraries")) read, "
      + "\(latent.symbolCount) symbols indexed"
    guard !latent.findings.isEmpty else { return "\n\(read): none would be captured when opened\n" }
    let blocks = latent.findings.prefix(Self.latentLimit).map { finding in
      let names = finding.collision.names
      let family = finding.collision.family.map { " (\($0.title))" } ?? ""
      return "  \(finding.library.text.printable)\(family): "
        + "\(counted(names.count, "name", "names")), \(finding.collision.ownReferenceCount) of them "
        + "its own references\n         \(sample(names))\n" + text(finding.cure)
    }
    let caution =
      latent.findings.contains { !$0.cure.steps.isEmpty }
      ? "  a plugin that was not read may count on the program for a name; --with=DIR reads more\n"
      : ""
    return "\n\(read); if opened, these would use the copy in \(report.program.text.printable):\n"
      + blocks.joined() + more(latent.findings.count, Self.latentLimit, "library", "libraries")
      + caution
  }

  private var dullText: String {
    let met = report.diagnosis.dull.met
    guard !met.isEmpty else { return "" }
    return "\nleft out: " + met.map { "\($0.rule.title) \($0.count)" }.joined(separator: ", ")
      + "\n"
  }

  // MARK: Words

  private func more(_ count: Int, _ limit: Int, _ one: String, _ many: String? = nil) -> String {
    guard count > limit else { return "" }
    let words = counted(count - limit, "more \(one)", "more \(many ?? one + "s")")
    return "  and \(words); --format=json shows all\n"
  }
}
