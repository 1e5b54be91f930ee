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
    let calls = AroundOpening(before: exchange, after: exchange)
    #expect(throws: StorageError.changedMeanwhile(path: path)) {
      _ = try FileStore(calls).recover(path)
    }
    #expect(try content("other/file") == "01a3456789")
    #expect(try FileStore().recover(path) == .takenBack)
    #expect(try content("real/file") == "0123456789")
  }
}
