// What can go wrong on disk.

internal import Glibc

/// A failed operation on a file.
public enum StorageError: Error, Sendable, Equatable {
  /// A system call failed with `code` (errno).
  case system(call: String, path: FilePath, code: Int32)
  /// The path names something that is not a regular file.
  case notRegular(path: FilePath)
  /// The file ended before a range that it had when it was opened.
  case shrank(path: FilePath)
  /// The file has several names, not all of them known; replacing some would part them from the
  /// others.
  case hardLinked(path: FilePath, links: UInt64, named: Int)
  /// The file runs with rights that its caller has not: setuid, setgid, or file capabilities.
  case privileged(path: FilePath, what: String)
  /// The file has a signature, which an edit would make wrong.
  case signed(path: FilePath, what: String)
  /// The file or folder is immutable or append-only.
  case sealed(path: FilePath, isAppendOnly: Bool)
  /// Another run is at work on the file.
  case busy(path: FilePath)
  /// The file to be written into is a running program.
  case executing(path: FilePath)
  /// An earlier run left the file in the middle of an edit.
  case interrupted(path: FilePath)
  /// This run had to leave the file in the middle of an edit, and `journal` for the next one.
  case halfway(path: FilePath, journal: FilePath, code: Int32)
  /// A journal that somebody else may have written.
  case foreignJournal(path: FilePath)
  /// A journal of a file that has, or had, another name than the one beside which it lies.
  case misplacedJournal(path: FilePath, about: FilePath)
  /// Something else than a regular file where a journal would be.
  case inTheWay(path: FilePath)
  /// A journal that cannot be read.
  case damagedJournal(path: FilePath, line: Int)
  /// What was written reads back as something else.
  case readBackDiffers(path: FilePath)
  /// The place of a backup is another name of the file.
  case backupIsFile(path: FilePath)
  /// The place of a backup has what the run is given, or makes for an undo.
  case backupIsNeeded(path: FilePath)
  /// The file changed between reading and writing.
  case changedMeanwhile(path: FilePath)
  /// The owner or an attribute of the file could not be given to its replacement.
  case identityLost(path: FilePath, what: String, code: Int32)
  /// No file can be made, replaced and synchronised in a folder.
  case unusableFolder(path: FilePath, code: Int32)
  /// Something is mounted there, so that nothing can take the name.
  case mountPoint(path: FilePath)
  /// Another user's file in a sticky folder, which only its owner and the folder's replace.
  case sticky(path: FilePath)
  /// The output has several names, and would be parted from the others.
  case outputLinked(path: FilePath, links: UInt64)
  /// The output is the input.
  case sameFile(path: FilePath)
  /// Two files are to be written at the same place.
  case sameOutput(path: FilePath)
  /// A symbolic link whose target does not exist.
  case danglingLink(path: FilePath)
  /// A file that must not exist yet exists.
  case exists(path: FilePath)

  /// Whether room or open files ran out, which a run's own other files may hold.
  public var isShortage: Bool { [ENOSPC, EDQUOT, EMFILE, ENFILE].contains(code) }

  /// The error number of a failed system call; 0 for every other error.
  var code: Int32 {
    if case .system(_, _, let code) = self { code } else { 0 }
  }
}
