// The words for every error, in one place: what, where, and what to do. And the exit status each
// comes to.

internal import ELFCodec
internal import Patterns
internal import Policy
internal import Storage
internal import Wheels

/// The status and the words for `error`.
///
/// - Parameter path: the file that the words will stand behind, and need not name again.
public func wording(of error: any Error, at path: String? = nil) -> (
  status: ExitStatus, text: String
) {
  switch error {
  case let error as DecodeError: (.trouble, words(error))
  case let error as EncodeError: (.refused, words(error))
  case let error as StorageError: (error.exitStatus, error.words(at: path))
  case let error as WheelError: (error.exitStatus, error.words)
  case let error as PolicyError: (.trouble, words(error))
  case let error as PatternError:
    (.trouble, "pattern '\(error.pattern)', column \(error.column): \(error.reason)")
  case let error as PatternTooCostly:
    (
      .trouble,
      "pattern '\(error.pattern)' takes too many steps for the name '\(error.name)';"
        + " write it without repeated groups that overlap"
    )
  case let error as ListingError: (.trouble, words(error))
  case let error as SyntaxError: (.trouble, error.message)
  case let error as UndoRecordError: (.trouble, "line \(error.line): \(error.reason)")
  default: (.trouble, "\(error)")
  }
}

private func words(_ error: DecodeError) -> String {
  switch error {
  case .notELF: "not an ELF file"
  case .unsupported(let kind, let advice): "\(kind) is not supported: \(advice)"
  case .outOfBounds(let structure, let offset, let byteCount, let limit):
    "\(structure) at \(offset.hexadecimal): its \(byteCount) bytes reach beyond the end"
      + " (\(limit.hexadecimal)); the file is truncated or damaged"
  case .unmapped(let structure, let address):
    "\(structure): no segment of the file holds its address \(address.hexadecimal)"
  case .malformed(let structure, let offset, let reason):
    structure + (offset.map { " at \($0.hexadecimal)" } ?? "") + ": \(reason)"
  }
}

private func words(_ error: EncodeError) -> String {
  switch error {
  case .doesNotFit(let structure, let offset):
    "\(structure) at \(offset.hexadecimal): the edited table would not fit where it lies"
  }
}

private func words(_ error: ListingError) -> String {
  switch error {
  case .dynamicListOfLibrary:
    "a dynamic list restricts what an executable exports, not a library; use version-script"
  case .exportedForLibrary(let count, let example, let library):
    "a linker exports what the libraries of the link refer to or define, whatever a dynamic list"
      + " says, and that would be \(counted(count, "symbol", "symbols")) to be demoted"
      + " (\(example.printable), of \(library.printable)); use version-script"
  case .unversionedBesideVersions(let count, let example):
    "\(counted(count, "export without a version stays", "exports without a version stay")) beside"
      + " others with one (\(example.printable)): no version script can say that"
  case .unsayableName(let name, let form):
    "a \(form.rawValue) has no way to say the name '\(name.printable)'"
  case .unsayableVersion(let name):
    "not every linker reads '\(name.printable)' as the name of a version"
  case .noArchive:
    "--exclude-libs goes by archives, and nothing is demoted by --demote-from=LIB.a"
  case .unsayableArchive(let name):
    "--exclude-libs cannot name the archive '\(name.printable)': commas, colons and white space end"
      + " its name; use version-script"
  case .demotedOtherwise(let count, let example):
    "--exclude-libs goes by archives, and \(counted(count, "symbol is", "symbols are")) demoted by"
      + " something else (\(example.printable)); use version-script"
  case .keptFromArchive(let count, let example):
    "--exclude-libs would hide \(counted(count, "symbol that stays", "symbols that stay"))"
      + " (\(example.printable)); use version-script"
  }
}

private func words(_ error: PolicyError) -> String {
  switch error {
  case .contradiction(let name, let demote, let keep):
    "'\(name)' is both to be demoted (\(demote)) and kept (\(keep));"
      + " leave one out"
  case .emptySelection:
    "nothing is selected; choose what to demote with --demote=GLOB, --demote-from=LIB (the vendored"
      + " library's .a, or a .so that defines the same names), or --all"
  case .keepWithoutDemote:
    "what is kept selects nothing to demote; add --all to demote everything else"
  case .unknownPreset(let name):
    "there is no preset '\(name)'; `symdemote help presets` lists them"
  case .unknownLibrary(let name, let reason): "library '\(name)': \(reason)"
  case .nothingToCollideWith:
    "--colliding needs others to collide with: a process (--in=PROGRAM for a library, and no"
      + " --no-process), or libraries (--with=DIR)"
  case .withoutColliding: "--with goes with --colliding"
  case .tooManyTexts(let limit): "lists include each other too often: more than \(limit) are read"
  case .tooManyPatterns(let limit, let beyond):
    "at most \(limit) patterns are tried on one name, and \(beyond.printable) is one too many;"
      + " those whose first or last letters differ are not tried on the same names"
  case .standardInputTwice: "standard input (-) is named twice, and can be read once"
  }
}
