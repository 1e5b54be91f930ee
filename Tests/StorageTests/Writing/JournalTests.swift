// A journal reads back as it was written, is believed only if it is the caller's own, and leads from
// every point at which a run may have been killed to a whole file.

import ELFModel
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storage

@Suite struct JournalTests {
  let folder: TemporaryFolder
  let path: FilePath
  let store = FileStore()

  init() throws {
    folder = try TemporaryFolder()
    path = FilePath(try folder.write("0123456789", to: "file").path)
  }

  private func content(_ name: String = "file") throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  /// The journal of an edit that writes `ab` at 2 and `z` at 9.
  private func journal() throws -> InPlaceJournal {
    let edits = [
      ByteEdit(offset: 9, bytes: Array("z".utf8)), ByteEdit(offset: 2, bytes: Array("ab".utf8)),
    ]
    return try store.journal(of: edits, on: try DiskFile(path), [path], keepsDates: true)
  }

  private func leave(_ journal: Journal) throws {
    for name in journal.names {
      try Data(journal.bytes).write(to: URL(fileURLWithPath: OwnName.journal.beside(name).text))
      _ = chmod(OwnName.journal.beside(name).text, 0o600)
    }
  }

  @Test func readsBackAsWritten() throws {
    let strange = FilePath(Array("/tmp/a b\n\\c\u{e9}".utf8) + [0xff])
    let group = GroupJournal(
      old: FileStamp(try DiskFile(path).status),
      new: FileStamp(try DiskFile(FilePath("/bin/sh")).status),
      owner: 1234, names: [path, strange])
    for journal in [Journal.group(group), .inPlace(try journal())] {
      #expect(try Journal(journal.bytes) == journal)
    }
  }

  @Test(arguments: [
    ("symdemote-inplace 1", "symdemote-inplace 2", 1), ("file ", "file x", 2),
    ("mode ", "mode x", 3), ("times ", "times 1 ", 4), ("name /", "name ", 5),
    ("name /", "name \\g0/", 5), ("bytes 2", "bytes 12", 6), ("bytes 9 39", "bytes 9 3939", 7),
    ("bytes 9", "bytes 3", 7), ("bytes 9 39 7a\n", "bytes 9 39 7a\n\n", 8),
  ])
  func damageIsAnErrorWithItsLine(_ part: String, _ replacement: String, _ line: Int) throws {
    let text = String(decoding: Journal.inPlace(try journal()).bytes, as: UTF8.self)
    let damaged = text.replacingOccurrences(of: part, with: replacement)
    try #require(damaged != text)
    #expect {
      _ = try Journal(Array(damaged.utf8))
    } throws: {
      ($0 as? UndoRecordError)?.line == line
    }
    let place = OwnName.journal.beside(path)
    try Data(damaged.utf8).write(to: URL(fileURLWithPath: place.text))
    _ = chmod(place.text, 0o600)
    #expect(throws: StorageError.damagedJournal(path: place, line: line)) {
      _ = try store.recover(path)
    }
    #expect(try content() == "0123456789", "and nothing is done")
  }

  /// No journal of so small a file is that long; it is not even read.
  @Test func aJournalThatIsTooLong() throws {
    let place = OwnName.journal.beside(path)
    try Data(count: 1 << 21).write(to: URL(fileURLWithPath: place.text))
    _ = chmod(place.text, 0o600)
    #expect(throws: StorageError.damagedJournal(path: place, line: 1)) {
      _ = try store.recover(path)
    }
  }

  /// Every mixture of old and new bytes that a killed run may leave.
  @Test(arguments: [
    ("0123456789", Recovery.takenBack), ("01a3456789", .takenBack), ("01ab456789", .takenBack),
    ("012345678z", .takenBack), ("01ab45678z", .finished),
  ])
  func aFileThatWasWrittenInto(_ left: String, _ outcome: Recovery) throws {
    try leave(.inPlace(try journal()))
    let handle = try FileHandle(forWritingTo: folder.file("file"))
    try handle.write(contentsOf: Data(left.utf8))
    try handle.close()
    #expect(throws: StorageError.interrupted(path: path)) { try store.checkUninterrupted(path) }
    #expect(try store.recover(path) == outcome)
    #expect(try content() == (outcome == .finished ? "01ab45678z" : "0123456789"))
    #expect(try folder.names() == ["file"])
    #expect(try store.recover(path) == nil)
    #expect(throws: Never.self) { try store.checkUninterrupted(path) }
  }

  /// Somebody wrote to the file since: nothing is known any more, and nothing done.
  @Test func aFileThatIsNeitherOldNorNew() throws {
    try leave(.inPlace(try journal()))
    let handle = try FileHandle(forWritingTo: folder.file("file"))
    try handle.write(contentsOf: Data("01x".utf8))
    try handle.close()
    #expect(throws: StorageError.changedMeanwhile(path: path)) { _ = try store.recover(path) }
    #expect(try content() == "01x3456789")
    // Another file by that name is none of the journal's business.
    try FileManager.default.removeItem(at: folder.file("file"))
    try folder.write("another", to: "file")
    #expect(try store.recover(path) == nil)
    #expect(try content() == "another" && folder.names() == ["file"])
  }

  /// Whoever may write to the folder could tell the next user what to do to files.
  @Test(arguments: ["owner", "mode", "link"])
  func aJournalOfSomebodyElse(_ way: String) throws {
    try leave(.inPlace(try journal()))
    let handle = try FileHandle(forWritingTo: folder.file("file"))
    try handle.write(contentsOf: Data("01ab".utf8))
    try handle.close()
    let place = OwnName.journal.beside(path)
    switch way {
    case "owner": try #require(chown(place.text, 1234, 2345) == 0)
    case "mode": try #require(chmod(place.text, 0o662) == 0)
    default:
      let elsewhere = folder.file("elsewhere")
      try FileManager.default.moveItem(at: URL(fileURLWithPath: place.text), to: elsewhere)
      try FileManager.default.createSymbolicLink(
        atPath: place.text, withDestinationPath: elsewhere.path)
    }
    #expect(throws: StorageError.self) { _ = try store.recover(path) }
    #expect(try content() == "01ab456789")
  }

  /// A journal that a live run holds is not touched; one whose run is gone is.
  @Test func aJournalInUse() throws {
    try leave(.inPlace(try journal()))
    let held = open(OwnName.journal.beside(path).text, O_RDONLY)
    try #require(flock(held, LOCK_EX) == 0)
    #expect(throws: StorageError.busy(path: path)) { _ = try store.recover(path) }
    release(held)
    #expect(try store.recover(path) == .takenBack)
  }

  /// A temporary file of a live run stays, one that was left behind goes; whatever has another name
  /// is not ours.
  @Test func temporaryFiles() throws {
    let (stale, live) = (
      OwnName.temporary.beside(folderPath("a")), OwnName.temporary.beside(folderPath("b"))
    )
    let others = [
      ".symdemote-x.tmp", "symdemote-0123456789abc.tmp", ".symdemote-0123456789ab-.tmp",
    ]
    for name in others { try folder.write("", to: name) }
    for place in [stale, live] { try Data().write(to: URL(fileURLWithPath: place.text)) }
    try FileManager.default.createSymbolicLink(
      at: folder.file(".symdemote-0123456789abc.tmp"), withDestinationURL: folder.file("file"))
    let held = open(live.text, O_RDONLY)
    try #require(flock(held, LOCK_EX) == 0)
    let edit = [ByteEdit(offset: 0, bytes: [65])]
    _ = try store.commit(edit, to: try DiskFile(path), WritingRules())
    let kept =
      others + [".symdemote-0123456789abc.tmp", String(live.text.split(separator: "/").last!)]
    #expect(try Set(folder.names()) == Set(kept + ["file"]))
    release(held)

    // The temporary name of this very file: of a live run it ends ours.
    let own = OwnName.temporary.beside(path)
    try Data().write(to: URL(fileURLWithPath: own.text))
    let other = open(own.text, O_RDONLY)
    try #require(flock(other, LOCK_EX) == 0)
    #expect(throws: StorageError.busy(path: own)) {
      _ = try store.commit(edit, to: try DiskFile(path), WritingRules())
    }
    release(other)
    _ = try store.commit(edit, to: try DiskFile(path), WritingRules())
    #expect(!FileManager.default.fileExists(atPath: own.text))
  }

  /// Other tests start processes, which have the file open for a moment as well.
  private func release(_ file: Int32) {
    flock(file, LOCK_UN)
    close(file)
  }

  private func folderPath(_ name: String) -> FilePath { FilePath(folder.file(name).path) }
}
