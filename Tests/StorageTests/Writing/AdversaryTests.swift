// Whoever may write to a folder on the way to a file, or to one of the folders of a file with several
// names, is at work at the worst moment: no file but the one that was judged is changed.

import ELFModel
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storage

/// Runs something before and after a file is opened for writing into it.
private struct AroundOpening: SystemCalls {
  let before: @Sendable () -> Void
  let after: @Sendable () -> Void

  func open(_ path: FilePath, _ flags: Int32, mode: mode_t) throws(StorageError) -> Descriptor {
    let isForWriting = flags & O_ACCMODE == O_RDWR && flags & O_CREAT == 0
    guard isForWriting, path.text.hasSuffix("/file") else {
      return try Linux().open(path, flags, mode: mode)
    }
    before()
    defer { after() }
    return try Linux().open(path, flags, mode: mode)
  }
}

/// Runs something before and after each call that names a file.
private struct AroundNaming: SystemCalls {
  let before: @Sendable () -> Void
  let after: @Sendable () -> Void
  var isPathlessLinkDenied = false

  private func around(_ body: () throws(StorageError) -> Void) throws(StorageError) {
    before()
    defer { after() }
    try body()
  }

  func link(_ from: FilePath, to: FilePath) throws(StorageError) {
    try around { () throws(StorageError) in try Linux().link(from, to: to) }
  }

  func link(_ file: Descriptor, to path: FilePath) throws(StorageError) {
    if isPathlessLinkDenied { throw .system(call: "linkat", path: path, code: ENOENT) }
    try around { () throws(StorageError) in try Linux().link(file, to: path) }
  }

  func rename(_ from: FilePath, to: FilePath) throws(StorageError) {
    try around { () throws(StorageError) in try Linux().rename(from, to: to) }
  }

  func unlink(_ path: FilePath) throws(StorageError) {
    try around { () throws(StorageError) in try Linux().unlink(path) }
  }
}

@Suite struct AdversaryTests {
  let folder: TemporaryFolder
  let path: FilePath
  private let edit = [ByteEdit(offset: 2, bytes: Array("ab".utf8))]

  /// `real` and `other` are two folders with a `file` each.
  init() throws {
    folder = try TemporaryFolder()
    for name in ["real", "other"] {
      try FileManager.default.createDirectory(
        at: folder.file(name), withIntermediateDirectories: false)
      try folder.write("0123456789", to: "\(name)/file")
    }
    path = FilePath(folder.file("real/file").path)
  }

  private func content(_ name: String) throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  /// Makes `other` the folder that is called `real`, and the other way round.
  private var exchange: @Sendable () -> Void {
    let names = [("real", "aside"), ("other", "real"), ("aside", "other")]
      .map { (folder.file($0.0).path, folder.file($0.1).path) }
    return { for (from, to) in names { rename(from, to) } }
  }

  @Test func whatIsWrittenIntoIsWhatWasJudged() throws {
    let calls = AroundOpening(before: exchange, after: exchange)
    var rules = WritingRules()
    rules.way = .inplace
    let file = try DiskFile(path)
    #expect(throws: StorageError.changedMeanwhile(path: path)) {
      _ = try FileStore(calls).commit(edit, to: file, rules)
    }
    #expect(try content("other/file") == "0123456789" && content("real/file") == "0123456789")
    #expect(try FileStore().commit(edit, to: file, rules) == [.notAtomic])
    #expect(try content("real/file") == "01ab456789")
  }

  @Test func whatIsTakenBackIsWhatWasWrittenInto() throws {
    let journal = try FileStore().journal(
      of: edit, on: try DiskFile(path), [path], keepsDates: false)
    let place = OwnName.journal.beside(path).text
    try Data(Journal.inPlace(journal).bytes).write(to: URL(fileURLWithPath: place))
    try #require(chmod(place, 0o600) == 0)
    for name in ["real", "other"] {
      let handle = try FileHandle(forWritingTo: folder.file("\(name)/file"))
      try handle.write(contentsOf: Data("01a".utf8))
      try handle.close()
    }
    // Another file is there when it is opened.
    let (own, aside, theirs) = (
      path.text, folder.file("aside").path, folder.file("other/file").path
    )
    let there: @Sendable () -> Void = {
      rename(own, aside)
      rename(theirs, own)
    }
    let back: @Sendable () -> Void = {
      rename(own, theirs)
      rename(aside, own)
    }
    #expect(throws: StorageError.changedMeanwhile(path: path)) {
      _ = try FileStore(AroundOpening(before: there, after: back)).recover(path)
    }
    #expect(try content("other/file") == "01a3456789")
    // Or another folder, which is not looked into.
    let calls = AroundOpening(before: exchange, after: exchange)
    #expect(try FileStore(calls).recover(path) == .takenBack)
    #expect(try content("other/file") == "01a3456789")
    #expect(try content("real/file") == "0123456789")
  }

  /// The folder is another at each call that names something; what is replaced is in the one in which
  /// the file was found.
  @Test(arguments: [false, true])
  func aFolderThatIsExchanged(_ isPathlessLinkDenied: Bool) throws {
    let calls = AroundNaming(
      before: exchange, after: exchange, isPathlessLinkDenied: isPathlessLinkDenied)
    var rules = WritingRules()
    rules.backup = Backup(.simple, suffix: Array("~".utf8))
    rules.undoFile = FilePath(folder.file("real/undo").path)
    try folder.write("other", to: "other/file~")
    try folder.write("old", to: "real/file~")
    let file = try DiskFile(path)
    #expect(try FileStore(calls).commit(edit, to: file, rules) == [])
    #expect(try content("real/file") == "01ab456789" && content("real/file~") == "0123456789")
    #expect(try content("other/file") == "0123456789" && content("other/file~") == "other")
    let names = { try FileManager.default.contentsOfDirectory(atPath: folder.file($0).path) }
    #expect(try Set(names("other")) == ["file", "file~"])
    #expect(try Set(names("real")) == ["file", "file~", "undo"])
  }

  /// What is made for an edit that then fails is removed where it was made, and only there.
  @Test func aFolderThatIsExchangedBeforeAFailure() throws {
    let calls = AroundNaming(before: exchange, after: exchange)
    try folder.write("precious", to: "other/undo")
    let record = FilePath(folder.file("real/undo").path)
    let file = try DiskFile(path)
    var rules = WritingRules()
    rules.undoFile = record
    let companions = try Companions(
      of: edit, on: file, replacing: nil, at: [path], FileStore(calls), rules)
    #expect(FileManager.default.fileExists(atPath: record.text))
    companions.withdraw()
    #expect(!FileManager.default.fileExists(atPath: record.text))
    #expect(try content("other/undo") == "precious")
  }

  /// The owner of one name's folder puts another file where the new one is, whenever a file is named.
  @Test(arguments: [false, true], [0, 1])
  func aForeignFileInAGroup(_ isPathlessLinkDenied: Bool, _ first: Int) throws {
    try FileManager.default.removeItem(at: folder.file("other/file"))
    try FileManager.default.linkItem(at: folder.file("real/file"), to: folder.file("other/file"))
    let names = [FilePath(folder.file("other/file").path), path]
    let (theirs, evil) = (OwnName.temporary.beside(names[0]).text, folder.file("evil").path)
    let plant: @Sendable () -> Void = {
      guard access(theirs, F_OK) == 0 else { return }
      try? Data("evil".utf8).write(to: URL(fileURLWithPath: evil))
      rename(evil, theirs)
    }
    let calls = AroundNaming(
      before: plant, after: plant, isPathlessLinkDenied: isPathlessLinkDenied)
    var rules = WritingRules()
    rules.names = names
    let file = try DiskFile(names[first])
    #expect(throws: StorageError.self) { _ = try FileStore(calls).commit(edit, to: file, rules) }
    #expect(try ["0123456789", "01ab456789"].contains(content("real/file")))
    // Nor does the next run take it for the new one.
    _ = try FileStore().recover(path)
    #expect(try ["0123456789", "01ab456789"].contains(content("real/file")))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.file("real").path)
    #expect(left == ["file"])
  }

  /// An inode number is not enough: whoever removed the new file may have got it.
  @Test func aFileThatGotTheNumberOfTheNewOne() throws {
    try folder.write("new", to: "new")
    let stamp = try DiskFile(FilePath(folder.file("new").path)).status
    let journal = GroupJournal(
      old: FileStamp(try DiskFile(path).status), new: FileStamp(stamp), owner: stamp.st_uid,
      names: [path])
    #expect(journal.isNew(stamp))
    var other = stamp
    other.st_uid = 1234
    #expect(!journal.isNew(other))
    other = stamp
    other.st_mtim.tv_nsec ^= 1
    #expect(!journal.isNew(other))
    other = stamp
    other.st_size += 1
    #expect(!journal.isNew(other))
  }
}
