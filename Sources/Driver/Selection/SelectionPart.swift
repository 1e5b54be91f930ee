// One line of a selection, or many that are alike, and what it comes to.

internal import Policy

extension Selection {
  /// What is said in one place, or of many names in a row.
  struct Part: Sendable {
    enum Content: Sendable {
      /// The same clauses for every file.
      case clauses(ClauseList)
      /// The names of a library that the process finds by its soname.
      case library([UInt8])
      /// What other libraries define, too.
      case colliding
    }

    private enum Source: Sendable {
      case line(SelectionLine)
      case names(NameRun)
    }

    private let source: Source
    let content: Content
    /// Which files it is for; nil for all.
    let files: PathGlob?

    /// What `line` comes to.
    init(_ line: SelectionLine, _ content: Content, for files: PathGlob?) {
      (source, self.content, self.files) = (.line(line), content, files)
    }

    /// Lines that name one symbol each.
    init(_ run: NameRun, for files: PathGlob?) {
      (source, content, self.files) = (.names(run), .clauses(ClauseList(run)), files)
    }

    /// Whether each clause has a line of its own, which stands for itself.
    var hasLineForEachClause: Bool { if case .names = source { true } else { false } }

    /// The line that says the clause at `place`.
    func line(of place: Int) -> SelectionLine {
      switch source {
      case .line(let line): line
      case .names(let run): run.line(at: place)
      }
    }

    /// Whether something of it demotes.
    var demotes: Bool {
      switch content {
      case .clauses(let clauses): clauses.demotes
      case .library, .colliding: line.intent == .demote
      }
    }

    /// Whether it is for the file at `path`, as globs see it.
    func isFor(_ path: [UInt8]) -> Bool { files?.matches(path) ?? true }

    /// The line, or the first of them.
    var line: SelectionLine { line(of: 0) }
  }
}
