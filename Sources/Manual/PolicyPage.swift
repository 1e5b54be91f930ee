// symdemote-policy(5): selections, policy files, lists and presets.

internal import Commands
internal import Hazards
internal import Policy

enum PolicyPage {
  static var page: ManualFile {
    var page = ManualPage(
      name: "symdemote-policy", section: 5,
      summary: "what is demoted and what stays exported")
    page.add("DESCRIPTION", mdoc(description))
    page.add("SELECTION", mdoc(selection) + keywords)
    page.add("PRECEDENCE", mdoc(precedence))
    // The lines are those of the section above.
    page.add(
      "POLICY FILES",
      mdoc(files) + ".Pp\n" + text(HelpTopic.policyFile.parts.filter { !$0.isTable }) + ".Pp\n"
        + mdoc(mistakes))
    page.add("LISTS", text(HelpTopic.lists.parts))
    page.add("PRESETS", text(HelpTopic.presets.parts))
    page.add(
      "WHAT STAYS ANYWAY", mdoc(rules) + keepingRules + ".Pp\n" + mdoc(warnings) + warningRules)
    page.add("EXAMPLES", ManualPage.examples(ManualExample.policies))
    page.refer(
      to: [("ld", 1), ("symdemote", 1), ("symdemote", 7)]
        + ["apply", "check", "explain", "plan", "policy"].map { ("symdemote-\($0)", 1) })
    return page.file
  }

  private static let words = MdocWords(
    placeholders: ["GLOB", "REGEX", "LIB", "FILE", "DIR", "NAME", "FORMAT"])

  /// What `symdemote help` says of a topic.
  private static func text(_ parts: [HelpPart]) -> String {
    parts.enumerated().map { place, part in
      switch part {
      case .prose(let text):
        // A list ends a paragraph as well.
        (place > 0 && parts[place - 1].isTable ? ".Pp\n" : "") + mdoc(text, words)
      case .sample(let lines): literal(lines) + ".Pp\n"
      case .table(let rows):
        list(rows.map { ("Cm \(escaped($0.name, isCode: true))", mdoc($0.text, words)) })
      }
    }.joined()
  }

  private static let keywords = list(
    SelectionKeyword.allCases.map { keyword in
      (
        "Cm \(escaped(keyword.rawValue, isCode: true))"
          + (keyword.placeholder.map { " " + valueMacro($0) } ?? ""),
        mdoc(sentence(String(keyword.help.split(separator: "; `symdemote help ")[0])), words)
          + (place(of: keyword).map { "See\n.Sx \($0) .\n" } ?? "")
      )
    })

  /// The section that says more of what a keyword takes.
  private static func place(of keyword: SelectionKeyword) -> String? {
    switch keyword {
    case .keepList: "LISTS"
    case .preset: "PRESETS"
    case .policy: "POLICY FILES"
    default: nil
    }
  }

  private static let description = """
    `symdemote` is told by a selection which exported symbols of a file are to become local. A selection \
    is given as options, or written down as a policy file, in the same words.
    """

  private static let selection = """
    Each of these is an option with two dashes in front, as in --demote=GLOB, and a line of a policy \
    file without them, as in `demote GLOB`. The line `policy` is for the command line only.

    A GLOB knows `*`, `?`, `[a-z]` and `[!a]`, and `\\` takes the meaning of the next character. It is held \
    against the whole name. A name may have a version: `NAME@VERSION`, or `@VERSION` for all its names.
    """

  private static let precedence = """
    Where several lines cover the same name, the most exact decides: a name with its version, then a name, \
    then a pattern or a library, then `all` and `*`. An entry of a list or a preset counts for what it is. \
    Of equal rank, keep wins; the same exact name on both sides is an error. What no line covers stays \
    exported.

    What covers no export of any file is a warning, with --strict an error. To symdemote-check(1) an exact \
    name that is to be kept and is not there is a finding.
    """

  private static let files = """
    A policy says what a build is meant to export, and can be held against each result.
    """

  private static let mistakes = """
    A mistake is told with file, line and column, and ends the run before anything is written.
    """

  private static let rules = """
    Some symbols must stay exported whoever asks. A rule keeps them from a pattern or a library, and reports \
    name it in brackets; asked for by exact name, the run is refused with exit \
    status 3. --force overrides most rules, and lists each name that it forced. symdemote-explain(1) tells of one \
    symbol which lines and which rules speak of it.

    These rules keep what is named behind them:
    """

  private static let warnings = """
    The last of these, from `needed` on, look at the processes of the file and are left out with --no-process. \
    These rules do not keep a symbol but warn:
    """

  private static let keepingRules = list(
    RuleCatalog.all.map { rule in
      let end = rule.yieldsToForce ? "" : " No --force lifts this rule."
      return ("Cm \(escaped(rule.id, isCode: true))", mdoc(sentence(rule.subject) + end))
    } + processRules(.objects))

  private static let warningRules = list(processRules(.warns))

  private static func processRules(_ effect: ProcessRule.Effect) -> [(item: String, text: String)] {
    ProcessRuleCatalog.all.filter { $0.effect == effect }.map {
      ("Cm \(escaped($0.id, isCode: true))", mdoc(sentence($0.subject)))
    }
  }
}

extension HelpPart {
  fileprivate var isTable: Bool { if case .table = self { true } else { false } }
}
