// The page of a command, from the option table, with what the table is too short for.

internal import Commands

extension Command {
  /// `symdemote-apply(1)`.
  var page: ManualFile {
    var page = ManualPage(name: pageName, section: 1, summary: summary)
    let words = mdocWords
    page.add("SYNOPSIS", synopsis)
    let notes = CommandNotes.text(of: name)
    page.add("DESCRIPTION", mdoc(details + (notes.isEmpty ? "" : "\n\n" + notes), words))
    page.add(
      "OPTIONS",
      optionGroups.map { group in
        ".Ss \(group.title == "Options" ? "Other options" : group.title)\n"
          + introduction(to: group.title, words)
          + list(
            group.options.map { option in
              // Of selections the introduction says it.
              let isRepeatable = option.isRepeatable && group.title != "Selection"
              return (
                optionMacro(option.shown), text(of: option, words, isRepeatable: isRepeatable)
              )
            })
      }.joined())
    page.add("ENVIRONMENT", Environment.section(for: self))
    page.add("EXIT STATUS", ManualPage.exitStatus)
    page.add("EXAMPLES", ManualPage.examples(ManualExample.all[name] ?? []))
    page.refer(to: references)
    return page.file
  }

  var pageName: String { "symdemote-\(name.rawValue)" }

  private var synopsis: String {
    let selection =
      switch selection {
      case .none: ""
      case .optional: ".Op Ar SELECTION\n"
      case .required: ".Ar SELECTION\n"
      }
    let required = required.map { ".\(optionMacro($0.shown))\n" }.joined()
    return ".Nm symdemote\n.Cm \(name.rawValue)\n\(selection)\(required).Op Ar OPTION ...\n"
      + ".Ar \(operands.names.joined(separator: " "))\(operands.isOpen ? " ..." : "")\n"
  }

  private func introduction(to group: String, _ words: MdocWords) -> String {
    if group == "Process" { return mdoc(aboutProcess, words) }
    guard group == "Selection" else { return "" }
    return mdoc(
      "A SELECTION is any number of these options; those with a value may be given more than once. "
        + "\(OptionTable.selectionNotes) What they can be "
        + "given, and how to write them down, is in symdemote-policy(5).",
      MdocWords(
        placeholders: words.placeholders.union(["SELECTION"]), page: words.page))
  }

  private var aboutProcess: String {
    """
    The process that is modelled starts as the first of these say; what those from --dlopen on ask for happens \
    in it afterwards, in the order in which they are given.
    """
  }

  private func text(of option: Option, _ words: MdocWords, isRepeatable: Bool) -> String {
    let note = OptionNotes.text(of: option, in: self)
    // The note says where else it is told.
    let help = option.help.split(separator: "; `symdemote help ")[0]
    let repeated = isRepeatable ? " May be given more than once." : ""
    return mdoc(sentence(String(help)) + repeated, words)
      + (note.isEmpty || note.hasPrefix(".Bl") ? "" : ".Pp\n") + note
  }

  /// What the values and operands of the command are called.
  var mdocWords: MdocWords {
    let values = options.compactMap(\.value) + operands.names
    return MdocWords(
      placeholders: Set(
        values.flatMap { value in
          value.matches(of: /[A-Z]+/).map { String($0.0) }.filter { $0.count > 1 }
        }), page: "\(pageName).1")
  }

  /// Pages that say more: neighbours, and what explains the subject.
  private var references: [(name: String, section: Int)] {
    let neighbours = CommandNotes.neighbours(of: name).map { ("symdemote-\($0.rawValue)", 1) }
    return [("symdemote", 1), ("symdemote", 7)] + neighbours
      + (selection == .none ? [] : [("symdemote-policy", 5)])
  }
}

extension Option {
  /// As it is typed.
  var shown: String { name + (value.map { isValueOptional ? "[=\($0)]" : "=\($0)" } ?? "") }
}
