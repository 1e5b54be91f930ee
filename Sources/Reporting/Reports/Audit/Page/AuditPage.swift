// The diagnosis as a part of a page: the verdict, the process as a drawing, the cures, and every captured
// reference in a table.

internal import Interposition
internal import Patterns
internal import Storage

struct AuditPage {
  private let report: AuditReport
  private let labels: ObjectLabels
  private let words: AuditText
  private let position: Int

  init(_ report: AuditReport, at position: Int) {
    self.report = report
    self.position = position
    labels = ObjectLabels(report.diagnosis.evidence)
    words = AuditText(report)
  }

  var html: String {
    let evidence = report.diagnosis.evidence
    let size =
      "\(counted(evidence.objects.count, "object", "objects")), "
      + counted(evidence.references.count, "reference", "references")
    return """
      <p class="verdict">\(words.verdictWords.html) \
      <span class="size">(\(size.html))</span></p>
      \(report.collisions.isEmpty ? "" : collisions)\(later)\(leftOut)
      """
  }

  private var collisions: String {
    controls + ProcessDrawing(report, labels).html
      + report.collisions.map(collision).joined() + table
  }

  /// The switch between before and after; without a cure there is nothing to switch.
  private var controls: String {
    guard report.collisions.contains(where: { $0.cure.curedCount > 0 }) else { return "" }
    func choice(_ value: String, _ words: String, isChosen: Bool) -> String {
      "<label><input type=\"radio\" name=\"state\(position)\" value=\"\(value)\""
        + "\(isChosen ? " checked" : "")>\(words)</label>"
    }
    return """
      <div class="controls" hidden><fieldset class="switch"><legend>Show</legend>\
      \(choice("before", "as it is", isChosen: true))\
      \(choice("after", "after the cure", isChosen: false))</fieldset></div>
      <p class="paper"><span class="before">As it is</span><span class="after">After the cure</span></p>

      """
  }

  // MARK: One pair of copies

  private func collision(_ audited: AuditedCollision) -> String {
    let (owner, captor) = (audited.collision.owner, audited.collision.captor)
    let family = audited.findings[0].family.map { " (\($0.title))" } ?? ""
    let heading = "\(labels[owner])\(family): the copy in \(labels[captor]) is used"
    let isClash = audited.findings.allSatisfy { $0.kind == .clash }
    let caution =
      isClash
      ? "<p class=\"note\">So few names may be there by chance or on purpose: look before you cure."
        + "</p>\n" : ""
    let findings = audited.findings.map { finding in
      "<li>\(kind(finding.kind)) <code>\(labels[finding.library].html)</code>: "
        + "\(words.share(of: finding).html)</li>\n"
    }
    return """
      <section class="collision\(isClash ? " clash" : "")">
      <h3>\(heading.html)</h3>
      <ul>
      \(findings.joined())</ul>
      \(caution)\(cure(audited.cure))</section>

      """
  }

  private func kind(_ kind: Finding.Kind) -> String {
    "<span class=\"kind \(kind.rawValue)\">\(kind.rawValue)</span>"
  }

  /// What helps, ready to be copied.
  private func cure(_ cure: Cure) -> String {
    var html = ""
    if let refusal = cure.refusal {
      html += "<p>\(refusal.html)</p>\n"
    } else {
      html += cure.steps.map { step in
        "<div class=\"command\"><code>\(step.command.html)</code>"
          + "<button type=\"button\" class=\"copy\" hidden>Copy</button></div>\n"
      }.joined()
      html += "<p>It \(words.extent(of: cure).html).</p>\n"
      html += cure.warnings.map { warning in
        "<p class=\"note\">apply \(cure.isTried ? "will" : "may") warn: "
          + "\(warning.text.html)</p>\n"
      }.joined()
    }
    return html
      + cure.kept.map { kept in
        details(
          "\(counted(kept.names.count, "name", "names")) must stay [\(kept.rule)]: \(kept.reason)",
          kept.names)
      }.joined()
  }

  private func details(_ title: String, _ names: [ReferencedName]) -> String {
    "<details><summary>\(title.html)</summary><p><code>"
      + names.map { Self.versioned($0).html }.joined(separator: " ") + "</code></p></details>\n"
  }

  // MARK: Every reference

  private var table: String {
    let kinds: [Finding.Kind] = [.split, .whole, .clash].filter { kind in
      report.diagnosis.findings.contains { $0.kind == kind }
    }
    let boxes =
      kinds.count < 2
      ? ""
      : kinds.map { kind in
        "<label><input type=\"checkbox\" value=\"\(kind.rawValue)\" checked> \(kind.rawValue)</label>"
      }.joined()
    let count = report.diagnosis.findings.reduce(0) { $0 + $1.captured.count }
    let allRows = report.collisions.map { (audited: AuditedCollision) -> String in
      audited.findings.map { self.rows(of: $0, isCured: audited.cure.curedCount > 0) }.joined()
    }
    return """
      <h3>Captured references</h3>
      <div class="filter"><label>Filter <input type="search" placeholder="name or library" \
      aria-keyshortcuts="/" autocomplete="off" spellcheck="false"></label>\(boxes)\
      <span class="count" role="status">\(counted(count, "reference", "references"))</span></div>
      <table>
      <thead><tr><th scope="col">Name</th><th scope="col">Referred to by</th>\
      <th scope="col">Belongs to</th><th scope="col">Bound to</th><th scope="col">Kind</th></tr></thead>
      <tbody>
      \(allRows.joined())</tbody>
      </table>

      """
  }

  private func rows(of finding: Finding, isCured: Bool) -> String {
    let (library, owner, captor) = (
      labels[finding.library].html, labels[finding.owner].html, labels[finding.captor].html
    )
    let captured = "<span class=\"captured\">\(captor)</span>"
    let target =
      isCured
      ? "<span class=\"before\">\(captured)</span>"
        + "<span class=\"after cured\">\(owner)</span>" : captured
    let rest =
      "<td>\(library)</td><td>\(owner)</td><td>\(target)</td><td>\(kind(finding.kind))</td></tr>\n"
    return finding.captured.map { name in
      let readable = Demangler.demangle(name.name).map {
        "<small>\(String(decoding: $0, as: UTF8.self).html)</small>"
      }
      return "<tr data-kind=\"\(finding.kind.rawValue)\"><td><span class=\"name\">"
        + "\(Self.versioned(name).html)</span>\(readable ?? "")</td>\(rest)"
    }.joined()
  }

  private static func versioned(_ name: ReferencedName) -> String {
    String(decoding: name.name, as: UTF8.self)
      + (name.version.map { "@" + String(decoding: $0, as: UTF8.self) } ?? "")
  }

  // MARK: What could come, and what is left out

  private var later: String {
    guard let latent = report.latent else { return "" }
    let read =
      "\(counted(latent.libraryCount, "library", "libraries")) read, \(latent.symbolCount) symbols indexed"
    guard !latent.findings.isEmpty else {
      return "<p class=\"note\">\(read): none would be captured when opened.</p>\n"
    }
    let findings = latent.findings.map { finding in
      let names = finding.collision.names
      let family = finding.collision.family.map { " (\($0.title))" } ?? ""
      let title =
        "\(counted(names.count, "name", "names")), \(finding.collision.ownReferenceCount) of them "
        + "its own references"
      return """
        <section class="collision later">
        <h3>\((finding.library.text + family).html)</h3>
        \(details(title, names))\(cure(finding.cure))</section>

        """
    }
    return "<h3>If opened, these would use the copy in \(report.program.text.html)</h3>\n"
      + "<p class=\"note\">\(read).</p>\n" + findings.joined()
  }

  private var leftOut: String {
    let met = report.diagnosis.dull.met
    guard !met.isEmpty else { return "" }
    let words = met.map { "\($0.rule.title) \($0.count)" }.joined(separator: ", ")
    return "<p class=\"note\">Left out: \(words.html).</p>\n"
  }
}
