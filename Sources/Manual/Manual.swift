// Every file that is made from the tables: the pages and the completions. `make manual` writes them into
// the folder Manual, where packagers take them from; a test holds them against the tables. symdemote(7),
// which no table knows anything of, is written by hand.

internal import Commands

/// The files of the manual.
package enum Manual {
  /// The pages, but for those written by hand.
  package static var pages: [ManualFile] {
    [ToolPage.page] + OptionTable.commands.map(\.page) + [PolicyPage.page]
  }

  /// A file of completions for each shell.
  package static var completions: [ManualFile] {
    [
      ManualFile(name: "symdemote.bash", text: BashCompletion.text),
      ManualFile(name: "_symdemote", text: ZshCompletion.text),
      ManualFile(name: "symdemote.fish", text: FishCompletion.text),
    ]
  }

  /// The options of which a page says more than the help.
  package static var annotatedOptions: [String] { OptionNotes.named }

  /// What the examples of pages run, with the exit status that each ends with.
  package static var examples: [ManualExample] {
    ManualExample.tool + ManualExample.policies
      + OptionTable.commands.flatMap { ManualExample.all[$0.name] ?? [] }
  }
}
