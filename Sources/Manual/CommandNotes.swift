// What a page says of a command beyond its help.

internal import Commands

enum CommandNotes {
  /// More paragraphs; empty if the help says it all.
  static func text(of command: Command.Name) -> String {
    switch command {
    case .exports:
      """
      A file that could not be edited at all, because something in it is not understood or its loader \
      would misread the result, is listed with that reason for each symbol.
      """
    case .plan:
      """
      A line with `-` shows what a symbol was and one with `+` what it becomes; a small letter is a local \
      symbol. The part of the line behind a # sign says which part of the selection decided, or which rule, in \
      brackets: symdemote-policy(5) lists the rules.

      Where there are many symbols they are shown in groups, with a few names of each; --verbose lists \
      every one. Behind the diff stands what changes in the processes that were modelled: a binding is \
      `moved` to another object, `found` where there was none, `lost` (a weak reference that stays \
      empty), or `undefined`, which no demotion without --force causes.
      """
    case .apply:
      """
      The check is done by code that knows nothing of how the edit was planned. After a crash, a full disk or a \
      signal at any moment the file's name means the old file or the new one, whole. Programs that run, or have \
      the library mapped, keep the old one until they are started again. Owner, mode, access control list, \
      capabilities and other extended attributes stay; times are new unless --preserve-dates is given. If \
      there is nothing to do, nothing is opened for writing, and a second run changes nothing.

      An installed program belongs to root, and editing it takes root's rights. A package manager's check of its files \
      will report the edit, and an update of the package brings the old symbols back. With --output the \
      program itself stays as it is.

      Sign and package a file after this step, not before: what was computed from its bytes no longer fits.
      """
    case .check:
      """
      A line begins with the file and says what it `exports` and should not, or `lacks` and should have, \
      and which line of the selection says so. Findings have stable numbers for services that show them: \
      SD001, an export that is not allowed, and SD002, one that is missing.
      """
    case .verify:
      """
      With --against, what lies between the two files must be a demotion and nothing else: the same layout, \
      every relocation with the meaning it had, no symbol gained.
      """
    case .diff:
      """
      Neither file needs to be made from the other: two builds of a library, or the packages of two \
      releases, can be compared. A line without a sign is a symbol that others can use as before; where it lies \
      elsewhere, or its code has another size, the line says so.
      """
    case .undo:
      """
      The record has the old bytes and the digests of both files. Keep it where only you can write: \
      whoever can change it decides what undo writes.
      """
    case .bindings:
      """
      The model follows glibc's dynamic linker, or musl's where the program asks for it: search paths, \
      `ld.so.cache`, scopes, versions, dlopen(3), namespaces and lazy binding. Constructors are not run; \
      what they would open is said by --dlopen.
      """
    case .audit:
      """
      A finding is `split` if a library's references to one copy go partly to another, `whole` if all of \
      them do, and a `clash` if so few names are concerned that they may be there by chance or on purpose. \
      Names that are replaced on purpose, such as an allocator's, are left out and counted.

      Under `cure` stands a command that ends the collision, and how many of the captured references it leads \
      back, as tried in the model. `apply` would warn there of what stands in brackets: symdemote-policy(5) \
      lists the rules.

      The numbers of findings for services are SD101 (split), SD102 (whole), SD103 (clash) and SD104 (a \
      library that --with found, and that would be captured if it were opened).

      symdemote(7) tells how a crash leads here.
      """
    case .policy:
      """
      One of --emit and --suggest has to be given. --emit takes one FILE; what its form cannot say is an error, \
      so that a link with it exports what was asked for, or is not made. --suggest takes no selection, since it \
      makes one.
      """
    case .explain:
      """
      What it proposes was tried in the model before it is printed: an option or a line to add or to take \
      out, how many other symbols that would change, and what a forced demotion would leave undefined.
      """
    case .report:
      """
      The output has the same bytes that one run over all files would have printed. Reports are read line \
      by line; those of a whole distribution need no more memory than those of a few files.

      What keeps reports from being merged is told on standard error and, in JSON, as in the report of any \
      command: by a message and `exit_status` 2. Files that were merged before it was found may be there. With \
      --format=jsonl the last line is missing then.
      """
    case .wheel:
      """
      It is run after `auditwheel repair`, which gives files new names and brings libraries in. ELF files are \
      looked at in a folder below TMPDIR that goes with the run, laid out as an installer would. A library of \
      the wheel is named by its soname, not by its path there: --demote-from=libz.so.1.

      A wheel is refused if its RECORD is signed or does not fit its ELF files (other files are not held \
      against it), and if its archive could be read in two ways, is encrypted, or needs ZIP64. An archive \
      that is not changed is not touched.
      """
    }
  }

  /// Commands that people look for from here.
  static func neighbours(of command: Command.Name) -> [Command.Name] {
    switch command {
    case .exports: [.plan, .diff]
    case .plan: [.apply, .audit, .explain]
    case .apply: [.plan, .undo, .verify]
    case .check: [.explain, .plan, .policy]
    case .verify: [.apply, .diff]
    case .diff: [.plan, .verify]
    case .undo: [.apply]
    case .bindings: [.audit, .explain]
    case .audit: [.apply, .bindings, .explain]
    case .policy: [.audit, .check]
    case .explain: [.audit, .plan]
    case .report: [.apply, .audit]
    case .wheel: [.apply, .policy]
    }
  }
}
