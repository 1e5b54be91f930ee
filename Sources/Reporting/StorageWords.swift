// The words for what goes wrong on disk: where, what, and what to do.

internal import Storage

extension StorageError {
  /// What a run ends with.
  var exitStatus: ExitStatus {
    switch self {
    case .hardLinked, .outputLinked, .changedMeanwhile, .identityLost, .privileged, .signed, .busy,
      .executing:
      .refused
    case .readBackDiffers: .unverified
    case .system, .notRegular, .shrank, .sameFile, .sameOutput, .unusableFolder, .danglingLink,
      .exists, .sealed, .mountPoint, .sticky, .interrupted, .halfway, .foreignJournal,
      .misplacedJournal, .inTheWay, .damagedJournal, .backupIsFile, .backupIsNeeded:
      .trouble
    }
  }

  /// What to say.
  ///
  /// - Parameter known: the file that the words will stand behind, and need not name again.
  func words(at known: String?) -> String {
    func name(_ path: FilePath) -> String { path.text == known ? "" : "\(path.text): " }
    return switch self {
    case .system(let call, let path, let code):
      "\(name(path))\(call): \(systemMessage(code))"
    case .notRegular(let path): "\(name(path))not a regular file"
    case .shrank: "the file became shorter while it was read"
    case .changedMeanwhile: "the file changed while it was worked on; nothing was written"
    case .identityLost(_, let what, let code):
      "the edited file could not be given the original's \(what) (\(systemMessage(code)));"
        + " run as its owner or use --output=OUT"
    case .unusableFolder(let path, let code):
      "no file can be written in the folder \(path.text): \(systemMessage(code))"
    case .sameOutput(let path):
      "\(path.text) is named by both --output and --undo-file"
    case .danglingLink(let path):
      "\(path.text) is a symbolic link to nothing; remove it, or name what it should point to"
    case .sameFile(let path):
      "\(path.text) is the input itself; leave --output out to edit in place"
    case .exists(let path):
      "\(path.text) exists already and may be needed to undo an earlier edit;"
        + " choose another name"
    case .interrupted(let path):
      "\(name(path))an earlier run was interrupted while it wrote the file;"
        + " the next `symdemote apply` or `undo` on it finishes that edit or takes it back"
    case .hardLinked, .outputLinked, .privileged, .signed, .sealed, .mountPoint, .sticky,
      .executing, .backupIsFile, .backupIsNeeded:
      wordsOfRefusal
    case .busy, .halfway, .foreignJournal, .misplacedJournal, .inTheWay, .damagedJournal,
      .readBackDiffers:
      wordsOfInterruption
    }
  }

  /// Why a file is not to be edited as it is.
  private var wordsOfRefusal: String {
    switch self {
    case .hardLinked(_, let links, let named):
      "the file has \(links) names (hard links), and an edit would part \(named) of them from the"
        + " others; name them all, or use --output=OUT or --write=inplace"
    case .privileged(_, let what):
      "the file is privileged (\(what)): what it binds to is a matter of security;"
        + " --allow-privileged edits it all the same"
    case .signed(_, let what):
      "the file is signed (\(what)), and the signature would not fit the result;"
        + " --allow-signed edits it all the same"
    case .sealed(let path, let isAppendOnly):
      isAppendOnly
        ? "\(path.text) is append-only; `chattr -a` lets it be changed"
        : "\(path.text) is immutable; `chattr -i` lets it be changed"
    case .outputLinked(let path, let links):
      "\(path.text) has \(links) names (hard links), and would be parted from the others;"
        + " remove it first, or choose another OUT"
    case .mountPoint(let path):
      "something is mounted at \(path.text), so no other file can take that name;"
        + " write into it with --write=inplace, or choose another OUT"
    case .sticky(let path):
      "\(path.text) is another user's in a sticky folder, where only that user or the folder's owner"
        + " may replace it; run as either, or have the result written elsewhere (--output=OUT)"
    case .executing:
      "the program is running, so nothing can be written into it;"
        + " leave --write=inplace out to replace it, or end it first"
    case .backupIsFile(let path):
      "the backup would replace \(path.text), which is another name of the file;"
        + " choose another --suffix"
    case .backupIsNeeded(let path):
      "the backup would replace \(path.text), which this run is given or makes for an undo;"
        + " choose another --suffix"
    default: ""
    }
  }

  /// What another run does, or did not end.
  private var wordsOfInterruption: String {
    switch self {
    case .busy(let path):
      "another run is at work on \(path.text), or another program holds a lock on it;"
        + " nothing was written"
    case .halfway(_, let journal, let code):
      "the edit could be neither finished nor taken back (\(systemMessage(code))); keep"
        + " \(journal.text), with which the next run on the file will do so"
    case .foreignJournal(let path):
      "\(path.text), which tells how to finish an interrupted run, is another user's; let that user"
        + " run symdemote on the file again, or remove it if it is not to be believed"
    case .misplacedJournal(let path, let about):
      "\(path.text) tells how to finish an interrupted run on \(about.text), but lies beside another"
        + " name; move it back, or remove it if that file is whole"
    case .inTheWay(let path):
      "\(path.text) is in the way: it is no regular file, and symdemote keeps that name for what an"
        + " interrupted run leaves; remove it"
    case .damagedJournal(let path, let line):
      "\(path.text), line \(line): this tells how to finish an interrupted run, but is damaged;"
        + " compare the file with a backup and remove it"
    case .readBackDiffers:
      "what was written reads back as something else; the original was restored"
    default: ""
    }
  }
}
