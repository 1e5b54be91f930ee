// symdemote-policy(5): selections, policy files, lists and presets.

internal import Commands
internal import Policy

enum PolicyPage {
  static var page: ManualFile {
    var page = ManualPage(
      name: "symdemote-policy", section: 5,
      summary: "what is demoted and what stays exported")
    page.add("DESCRIPTION", mdoc(description))
    page.add("SELECTION", mdoc(selection) + keywords)
    page.add("PRECEDENCE", mdoc(precedence))
    page.add("POLICY FILES", mdoc(files) + literal(sample) + ".Pp\n" + mdoc(syntax))
    page.add("LISTS", mdoc(lists) + formats)
    page.add("PRESETS", mdoc(presetsBegin) + presets)
    page.add("WHAT STAYS ANYWAY", mdoc(rules))
    page.add("EXAMPLES", ManualPage.examples(ManualExample.policies))
    page.refer(
      to: [("ld", 1), ("symdemote", 1), ("symdemote", 7)]
        + ["apply", "check", "explain", "plan", "policy"].map { ("symdemote-\($0)", 1) })
    return page.file
  }

  private static let words = MdocWords(placeholders: [
    "GLOB", "REGEX", "LIB", "FILE", "DIR", "NAME",
  ])

  private static let keywords = list(
    SelectionKeyword.allCases.map { keyword in
      (
        "Cm \(escaped(keyword.rawValue, isCode: true))"
          + (keyword.placeholder.map { " " + valueMacro($0) } ?? ""),
        mdoc(sentence(keyword.help), words)
      )
    })

  private static let formats = list(
    ListFormat.allCases.map { ("Cm \(escaped($0.rawValue, isCode: true))", mdoc($0.help)) })

  private static let presets = list(
    PresetTable.all.map { ("Cm \(escaped($0.name, isCode: true))", mdoc($0.title)) })

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
    A policy file is a list of lines. It says what a build is meant to export, and can be held against each \
    result.
    """

  private static let sample = [
    "# What app and its plugins export, and nothing else.", "all", "", "[app]",
    "keep app_*              # the interface for plugins;",
    "keep app_register       # by exact name: check notices when it is gone",
    "keep-list=src/app.map   # what the linker is told counts as well", "", "[plugins/*.so]",
    "preset python-extension",
  ]

  private static let syntax = """
    A value stands behind white space or an equals sign. A `#` that begins a line, or stands behind white \
    space, begins a comment; `\\#` is the character itself.

    Lines before the first section are for every file, those of a section for the files whose path its glob \
    matches: `*` stays within a folder, `**` is any number of folders, and a glob that does not begin with \
    `/` is held against the end of the path. Relative paths begin in the folder of the policy file.

    A mistake is told with file, line and column, and ends the run before anything is written.
    """

  private static let lists = """
    `keep-list` reads the list of exports that a project has already. Its format is told from the content, \
    or named in front: `version-script:app.map`. A file that could be of two formats is an error. Every \
    format keeps names; the `local:` patterns of a version script demote, so that `local: *` is `all`.
    """

  private static let presetsBegin = """
    `preset` keeps what hosts of plugins, or plugins of a kind, need exported: names that are looked up by \
    dlsym(3), or that plugins refer to. `symdemote help presets NAME` tells the names and on what the list \
    rests.
    """

  private static let rules = """
    Some symbols must stay exported whoever asks: what a COPY relocation shares, allocators, the C++ \
    runtime, names that the loader or libc looks up, what another object of the process needs and nothing \
    else provides. A rule keeps them from a pattern, and is named in the report; asked for by exact name, \
    the run is refused with exit status 3. --force overrides most rules, and lists each name that it forced.

    symdemote-explain(1) tells of one symbol which lines and which rules speak of it.
    """
}
