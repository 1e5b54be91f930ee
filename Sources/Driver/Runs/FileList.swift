// The files of a run: those that are named, and those that are found below folders. Each is worked on
// once, whatever its names.
//
// The order in which files are told of is the user's, and by name below a folder. The order in which
// they are decided about, and which of its names a file goes by, follow from their real paths alone:
// whoever names the same files otherwise, in another order or from another folder, gets the same
// bytes.

internal import LoaderModel
internal import Reporting
internal import Storage

/// A file of a run.
struct ListedFile: Sendable {
  /// The name that it goes by.
  var path: FilePath
  /// Every name of it that the run knows.
  var names: [FilePath]
  /// Whether nobody named it: then it is left alone unless it is the kind of file that is looked for.
  var isFound: Bool
  /// What there is to say of it instead of looking; nil if it can be looked at.
  var failure: FileReport?
  /// What there is to say of it beside that.
  var remarks: [Message] = []
  /// How many files of the run are decided about before it.
  var number = 0

  /// A file that is named.
  init(_ path: FilePath) { (self.path, names, isFound) = (path, [path], false) }
}

/// The files of a run.
struct FileList: Sendable {
  /// In the order in which they are told of.
  var files: [ListedFile]
  /// The positions in `files`, in the order in which they are decided about.
  let order: [Int]
  /// Which file it was, for each real path, when the run began: a file that is replaced leaves its
  /// inode number to others.
  let identities: [FilePath: FileIdentity]
  /// Whether a killed run left one of them in the middle of an edit.
  let isInterrupted: Bool
  /// The part of the run that these files are worked on in; nil for all of it.
  let shard: Shard?
  /// The place in `order` of each file.
  let numbers: [FileIdentity: Int]
  /// How many are worked on at once.
  let jobCount: Int
  /// Whether standard input named some of them.
  let standardInputIsRead: Bool

  let choice: InputChoice
  /// What was named, in operands and in a list.
  let paths: [FilePath]

  /// Finds the files of `choice`.
  ///
  /// - Throws: ``OtherFileFailure`` for a list that cannot be read.
  init(_ choice: InputChoice) throws(OtherFileFailure) {
    let listed = try choice.list.map { list throws(OtherFileFailure) in
      try Self.paths(in: list, endedByZeros: choice.listHasZeros)
    }
    self.init(choice, choice.operands + (listed ?? []))
  }

  private init(_ choice: InputChoice, _ paths: [FilePath]) {
    (self.choice, self.paths) = (choice, paths)
    var builder = FileListBuilder(backupSuffix: choice.backupSuffix)
    for path in paths { builder.add(path, recursively: choice.isRecursive) }
    var files = builder.files
    let keys = builder.keys
    order = files.indices.sorted { keys[$0].bytes.lexicographicallyPrecedes(keys[$1].bytes) }
    for (number, position) in order.enumerated() { files[position].number = number }
    self.files = files
    numbers = builder.positions.mapValues { files[$0].number }
    shard = choice.shard
    identities = builder.identities
    isInterrupted = builder.isInterrupted
    jobCount = min(choice.jobCount ?? processorCount, mostJobs)
    standardInputIsRead = choice.list?.bytes == [UInt8(ascii: "-")]
  }

  /// The same files as they are now.
  func listedAgain() -> FileList { FileList(choice, paths) }

  private static func paths(in list: FilePath, endedByZeros: Bool) throws(OtherFileFailure)
    -> [FilePath]
  {
    let text = try naming(list) { try wholeText(list) }
    return text.split(separator: endedByZeros ? 0 : UInt8(ascii: "\n")).map { FilePath($0) }
  }
}

/// As many threads as there are descriptors for: each has a few files open.
private var mostJobs: Int { max(1, (descriptorLimit() - 32) / 8) }
