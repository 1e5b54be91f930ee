// symdemote(1): what there is, and where it is told.

internal import Commands

enum ToolPage {
  static var page: ManualFile {
    var page = ManualPage(
      name: "symdemote", section: 1,
      summary: "demote exported symbols of finished ELF files to local ones")
    page.add(
      "SYNOPSIS",
      """
      .Nm
      .Ar COMMAND
      .Op Ar OPTION ...
      .Ar FILE ...
      .Nm
      .Cm help
      .Op Ar COMMAND | TOPIC
      .Nm
      .Fl -version

      """)
    page.add("DESCRIPTION", mdoc(description, MdocWords(placeholders: ["COMMAND", "TOPIC"])))
    page.add(
      "COMMANDS",
      list(
        OptionTable.commands.map { command in
          (
            "Cm \(command.name.rawValue)",
            mdoc(sentence(command.summary) + " See \(command.pageName)(1).")
          )
        }))
    page.add(
      "HELP TOPICS",
      list(
        HelpTopic.allCases.map { ("Cm \($0.rawValue)", mdoc(sentence($0.summary))) })
        + ".Pp\n"
        + mdoc(
          "All of them are in symdemote-policy(5), too. `symdemote help presets NAME` tells what a "
            + "preset keeps, and the evidence."))
    page.add(
      "OPTIONS",
      mdoc(optionNotes, MdocWords(placeholders: ["COMMAND"]))
        + list([
          ("Fl -help", mdoc("Print what commands there are, or the options of the one before it.")),
          ("Fl -version", mdoc("Print the version, and what is linked in.")),
        ]))
    page.add("ENVIRONMENT", Environment.section(for: nil))
    page.add("FILES", files)
    page.add("EXIT STATUS", ManualPage.exitStatus)
    page.add("EXAMPLES", ManualPage.examples(ManualExample.tool))
    page.refer(
      to: OptionTable.commands.map { ($0.pageName, 1) }
        + [("symdemote-policy", 5), ("symdemote", 7), ("ld.so", 8), ("nm", 1)])
    page.add("STANDARDS", mdoc(standards))
    return page.file
  }

  private static let description = """
    A program has a library linked in, and the linker put the library's symbols into the program's dynamic \
    symbol table. If something in its process needs another copy of that library, the dynamic linker \
    binds that copy's own calls to the program's: symdemote(7) tells the story.

    `symdemote` takes such a program as it was shipped and demotes those symbols: they become local in \
    `.dynsym`, and each table that depends on them is made true again. No byte of the file's layout moves, \
    and its size stays the same. The result is verified before anything is written.

    Results go to standard output, messages to standard error.
    """

  private static let optionNotes = """
    The options of a COMMAND stand behind it, in any order, before or behind its operands. A value stands \
    behind an equals sign or is the next word; `--` ends the options. An option is given once, unless its page says otherwise.
    """

  private static let files = list([
    (
      "Pa .symdemote-*.tmp , .symdemote-*.journal",
      mdoc(
        "What a run has beside a file while it writes. If the run is killed, the next one removes it, "
          + "once it has finished or taken back the edit.")
    ),
    (
      "Pa share/symdemote/schema/",
      mdoc(
        "Schemas of the reports that --format=json and --format=jsonl print (JSON Schema, 2020-12)."
      )
    ),
  ])

  private static let standards = """
    What a demoted file is, is told by the System V gABI and the supplements for its machine; what a \
    process makes of it, by the sources of glibc and musl. Findings are printed in SARIF 2.1.0, an OASIS \
    standard.
    """
}
