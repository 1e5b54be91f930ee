// What files were when the run began. Shards write whenever they come to it: the library that a program is
// tried with may have been edited by another shard already, though in the single run it comes later. So
// before a shard edits a file it lays down, in a folder that all of them share, what stood there: the
// record that `symdemote undo` takes. Whoever reads the file looks there afterwards: without a record the
// edit has not begun, and what was opened stays what it was, since an edit makes a new file.

internal import ELFCodec
internal import ELFModel
internal import LoaderModel
internal import Reporting
internal import Storage

/// From an open file to its tables, and to which file it is.
typealias TableReading = @Sendable (DiskFile) throws -> ObjectFile

/// The tables as they are in the file.
let readAsItIs: TableReading = { ObjectFile(try decode($0), identity: $0.fileIdentity) }

/// The records of the files of a run.
struct FirstContents: Sendable {
  private let list: FileList
  private let folder: FilePath
  /// What the names of this run's records begin with.
  private let prefix: String

  /// The records in `folder` of a run of `command` over `list`.
  init(_ list: FileList, recordedIn folder: FilePath, _ command: String) {
    (self.list, self.folder) = (list, folder)
    prefix = String(list.identity(command).prefix(16))
  }

  /// Where the record of `file` is.
  func record(of file: ListedFile) -> FilePath { record(file.number) }

  private func record(_ number: Int) -> FilePath { folder.appending("\(prefix)-\(number).undo") }

  /// Whether `file` was edited, or is being.
  func isRecorded(_ file: ListedFile) -> Bool { exists(record(of: file)) }

  private func exists(_ path: FilePath) -> Bool { (try? NamedPlace(path)) != nil }

  /// The tables that `file` had when the run began, and which file it was.
  ///
  /// - Throws: what ``image(of:)`` throws.
  @Sendable
  func object(of file: DiskFile) throws -> ObjectFile {
    ObjectFile(try image(of: file), identity: file.identity(in: list.identities))
  }

  /// The tables that `file` had when the run began.
  ///
  /// - Throws: ``OtherFileFailure`` if that cannot be known, or what decoding throws.
  func image(of file: DiskFile) throws -> DynamicImage {
    guard let number = list.numbers[file.identity(in: list.identities)] else {
      return try decode(file)
    }
    let path = record(number)
    guard exists(path) else {
      // An edit that an earlier run left halfway is its shard's to end.
      for name in list.files[list.order[number]].names {
        try naming(name) { try FileStore().checkUninterrupted(name) }
      }
      return try decode(file)
    }
    let reading = Result {
      try naming(path) { try UndoRecord(readingFrom: try DiskFile(path), for: file) }
    }
    // An edit that failed withdraws its record.
    if case .failure = reading, !exists(path) { return try decode(file) }
    let record = try reading.get()
    let original = EditedSource(file, edits: record.edits)
    guard record.size == file.byteCount, try Digest(of: original) == record.before else {
      throw OtherFileFailure(
        path: file.path, cause: UnknownContent(reason: "changed since \(path.text) was recorded"))
    }
    return try decode(original)
  }

  /// What speaks against this run: the folder is not there, or is about to become a part of the list, or
  /// this shard was here before.
  func problem() -> Message? {
    let name = folder.text
    guard (try? NamedPlace(folder)) == .folder else {
      return Message(
        .error, "\(name): --shard-records is a folder that all shards have, and this is none")
    }
    if list.choice.isRecursive, list.paths.contains(where: { isFolder(below: $0) }) {
      return Message(
        .error,
        "\(name): --shard-records lies below a folder of the run, whose files it would add to; choose one"
          + " elsewhere")
    }
    let own = list.files.indices.filter { list.shard?.holds($0) ?? true }
    if own.contains(where: { isRecorded(list.files[$0]) }) {
      return Message(
        .error,
        "\(name): this shard was run before, and has edited files; what it would say now is not what"
          + " one run would. Run the command without --shard to bring it to an end")
    }
    return nil
  }
}

extension FirstContents {
  /// Whether the folder of the records is `root`, or below it.
  private func isFolder(below root: FilePath) -> Bool {
    guard let place = Sysroot().realPath(of: folder), let root = Sysroot().realPath(of: root) else {
      return false
    }
    return place == root || place.bytes.starts(with: root.appending([]).bytes)
  }
}

/// Why it is not known what a file was.
struct UnknownContent: Error, CustomStringConvertible {
  let reason: String
  var description: String { reason }
}
