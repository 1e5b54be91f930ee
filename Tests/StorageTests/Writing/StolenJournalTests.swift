// A journal that somebody takes away while its run lives, and puts back one day, gives nobody rights
// that the file has no more: it is empty by then. One of a run that was killed says what the file
// was, and gives rights to no other.

import ELFModel
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storage

/// Has the journal renamed away when the file is written into.
private struct Thief: SystemCalls {
  let journal: String
  let den: String

  func write(_ file: Descriptor, _ bytes: [UInt8], at offset: Int, _ path: FilePath)
    throws(StorageError)
  {
    if path.text.hasSuffix("/file") { Glibc.rename(journal, den) }
    try Linux().write(file, bytes, at: offset, path)
  }
}

/// A file system on which nothing becomes shorter.
private struct FailingEnd: SystemCalls {
  func truncate(_ file: Descriptor, _ path: FilePath) throws(StorageError) {
    throw .system(call: "ftruncate", path: path, code: EIO)
  }
}

/// Ends each run between the emptying of its journal and the removal of its names.
private struct KeptNames: SystemCalls {
  func unlink(_ path: FilePath) throws(StorageError) {
    if path.text.hasSuffix(".journal") { throw .system(call: "unlink", path: path, code: EIO) }
    try Linux().unlink(path)
  }
}

/// Gives the journal of a group another name, and may let its folder fail from then on.
private struct Witness: SystemCalls {
  let lasts: Bool
  let folder: FilePath
  let journal: String
  let witness: String

  func rename(_ from: FilePath, to: FilePath) throws(StorageError) {
    Glibc.link(journal, witness)
    try Linux().rename(from, to: to)
  }

  func synchronise(_ file: Descriptor, _ path: FilePath) throws(StorageError) {
    if !lasts, path == folder, access(witness, F_OK) == 0 {
      throw .system(call: "fsync", path: path, code: EIO)
    }
    try Linux().synchronise(file, path)
  }
}

@Suite struct StolenJournalTests {
  let folder: TemporaryFolder
  let path: FilePath
  let store = FileStore()
  private let edit = [
    ByteEdit(offset: 2, bytes: Array("ab".utf8)), ByteEdit(offset: 9, bytes: Array("z".utf8)),
  ]

  init() throws {
    folder = try TemporaryFolder()
    path = FilePath(try folder.write("0123456789", to: "file").path)
  }

  private var place: String { OwnName.journal.beside(path).text }

  private func content(_ name: String = "file") throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  private func mode() throws -> UInt32 { try FileIdentity(folder.file("file")).mode & 0o7777 }

  private var inPlace: WritingRules {
    var rules = WritingRules()
    rules.way = .inplace
    rules.allowsPrivileged = true
    return rules
  }

  private func overwrite(_ text: String) throws {
    let handle = try FileHandle(forWritingTo: folder.file("file"))
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  @Test func aJournalOfARunThatEndedIsEmpty() throws {
    try #require(chmod(path.text, 0o4755) == 0)
    let stolen = folder.file("stolen").path
    let thief = Thief(journal: place, den: stolen)
    #expect(
      try FileStore(thief).commit(edit, to: try DiskFile(path, thief), inPlace) == [.notAtomic])
    #expect(try content() == "01ab45678z" && mode() == 0o4755)
    #expect(try content("stolen") == "")
    // The right is taken away, the journal put back.
    try #require(chmod(path.text, 0o755) == 0)
    try #require(rename(stolen, place) == 0)
    #expect(throws: Never.self) { try store.checkUninterrupted(path) }
    #expect(store.interruption(at: path) == nil)
    #expect(try store.recover(path) == nil)
    #expect(try mode() == 0o755 && folder.names() == ["file"])
  }

  /// What the thief of a killed run's journal gets depends on the file being the same still.
  @Test(
    arguments: ["same", "owner", "group", "content", "digest", "mode"],
    ["01ab456789", "01ab45678z"])
  func aJournalOfARunThatWasKilled(_ difference: String, _ left: String) throws {
    try #require(chmod(path.text, 0o4755) == 0)
    var text = String(
      decoding: Journal.inPlace(
        try store.journal(of: edit, on: try DiskFile(path), [path], keepsDates: false)
      ).bytes, as: UTF8.self)
    try overwrite(left)
    try #require(chmod(path.text, 0o755) == 0)
    switch difference {
    case "owner": try #require(chown(path.text, 1234, gid_t.max) == 0)
    case "group": try #require(chown(path.text, uid_t.max, 1234) == 0)
    case "content": try overwrite("x")
    case "digest":
      text =
        text.split(separator: "\n").filter { !$0.hasPrefix("content") }
        .joined(separator: "\n") + "\n"
    case "mode": try #require(chmod(path.text, 0o750) == 0)
    default: break
    }
    try Data(text.utf8).write(to: URL(fileURLWithPath: place))
    try #require(chmod(place, 0o600) == 0)
    let isFinished = left.hasSuffix("z")
    let recovery = try store.recover(path)
    if difference == "same" {
      #expect(recovery == (isFinished ? .finished : .takenBack))
    } else {
      #expect(recovery == .withoutPrivileges)
    }
    #expect(try mode() == (difference == "same" ? 0o4755 : difference == "mode" ? 0o750 : 0o755))
    let expected = isFinished ? "01ab45678z" : "0123456789"
    #expect(try content() == (difference == "content" ? "x" : "0") + expected.dropFirst())
    #expect(try folder.names() == ["file"])
  }

  /// A file without such rights is not read as a whole for their sake.
  @Test func onlyPrivilegedFilesAreDigested() throws {
    func digest() throws -> Digest? {
      try store.journal(of: edit, on: try DiskFile(path), [path], keepsDates: false).content
    }
    #expect(try digest() == nil)
    try #require(chmod(path.text, 0o2755) == 0)
    #expect(try digest() == Digest(of: try DiskFile(path)))
  }

  /// A journal says beside which names it lies.
  @Test func aJournalBesideAnotherName() throws {
    try FileManager.default.linkItem(at: folder.file("file"), to: folder.file("other"))
    let other = FilePath(folder.file("other").path)
    let journal = try store.journal(of: edit, on: try DiskFile(path), [path], keepsDates: false)
    let there = OwnName.journal.beside(other)
    try overwrite("01ab")
    try Data(Journal.inPlace(journal).bytes).write(to: URL(fileURLWithPath: there.text))
    try #require(chmod(there.text, 0o600) == 0)
    let error = StorageError.misplacedJournal(path: there, about: path)
    #expect(throws: error) { _ = try store.recover(other) }
    #expect(throws: error) { try store.checkUninterrupted(other) }
    #expect(try content() == "01ab456789", "nothing is done")
    // Its own name may be reached in another way.
    try #require(rename(there.text, place) == 0)
    let way = folder.url.appendingPathExtension("link")
    try FileManager.default.createSymbolicLink(at: way, withDestinationURL: folder.url)
    defer { try? FileManager.default.removeItem(at: way) }
    let same = FilePath(way.appendingPathComponent("file").path)
    #expect(throws: StorageError.interrupted(path: same)) { try store.checkUninterrupted(same) }
    #expect(try store.recover(same) == .takenBack)
    #expect(try content() == "0123456789")
  }

  /// A run that ended between the emptying and the removal leaves rubbish, and nothing to wait for.
  @Test(arguments: [WritingWay.auto, .inplace])
  func emptyJournals(_ way: WritingWay) throws {
    let names = try ["file", "b", "c"].map { name in
      if name != "file" {
        try FileManager.default.linkItem(at: folder.file("file"), to: folder.file(name))
      }
      return FilePath(folder.file(name).path)
    }
    var rules = WritingRules()
    (rules.way, rules.names) = (way, names)
    let notes: [Shortcoming] = way == .inplace ? [.notAtomic] : []
    let calls = KeptNames()
    #expect(try FileStore(calls).commit(edit, to: try DiskFile(path, calls), rules) == notes)
    let left = try folder.names().filter { $0.hasSuffix(".journal") }
    #expect(left.count == 3)
    for name in left { #expect(try content(name) == "") }
    #expect(throws: Never.self) { try store.checkUninterrupted(names[1]) }
    #expect(try store.recover(path) == nil)
    #expect(try folder.names().filter { $0.hasSuffix(".journal") }.count == 2)
    // The others are found by the next edit, which a dry run knows.
    let next = [ByteEdit(offset: 0, bytes: Array("Y".utf8))]
    #expect(try store.check(next, of: try DiskFile(path), to: nil, rules) == notes)
    #expect(try folder.names().filter { $0.hasSuffix(".journal") }.count == 2)
    #expect(try store.commit(next, to: try DiskFile(path), rules) == notes)
    #expect(try content("c") == "Y1ab45678z" && folder.names() == ["b", "c", "file"])
  }

  /// Those that are not empty, or not the caller's, are in the way of an edit, as a dry run tells.
  @Test(arguments: ["full", "foreign", "folder"], [WritingWay.auto, .inplace])
  func journalsOfOtherNames(_ kind: String, _ way: WritingWay) throws {
    try FileManager.default.linkItem(at: folder.file("file"), to: folder.file("b"))
    let other = FilePath(folder.file("b").path)
    var rules = WritingRules()
    (rules.way, rules.names) = (way, [path, other])
    let there = OwnName.journal.beside(other)
    let error: StorageError
    switch kind {
    case "full":
      let journal = try store.journal(
        of: edit, on: try DiskFile(path), [other], keepsDates: false)
      try Data(Journal.inPlace(journal).bytes).write(to: URL(fileURLWithPath: there.text))
      try #require(chmod(there.text, 0o600) == 0)
      error = .interrupted(path: other)
    case "foreign":
      try Data().write(to: URL(fileURLWithPath: there.text))
      try #require(chown(there.text, 1234, 2345) == 0)
      error = .foreignJournal(path: there)
    default:
      try #require(mkdir(there.text, 0o700) == 0)
      error = .inTheWay(path: there)
    }
    let before = try folder.names()
    let file = try DiskFile(path)
    #expect(throws: error) { _ = try store.check(edit, of: file, to: nil, rules) }
    #expect(throws: error) { _ = try store.commit(edit, to: file, rules) }
    #expect(try content() == "0123456789" && folder.names() == before)
    try FileManager.default.removeItem(atPath: there.text)
    #expect(throws: Never.self) { _ = try store.commit(edit, to: file, rules) }
    #expect(try content("b") == "01ab45678z")
  }

  /// A journal that cannot be emptied goes all the same.
  @Test func aJournalThatCannotBeEmptied() throws {
    let calls = FailingEnd()
    _ = try FileStore(calls).commit(edit, to: try DiskFile(path, calls), inPlace)
    #expect(try content() == "01ab45678z" && folder.names() == ["file"])
  }

  /// While it is not known that all names are new on the disk, what tells so is not emptied.
  @Test(arguments: [false, true])
  func aGroupThatMayNotLast(_ lasts: Bool) throws {
    try FileManager.default.linkItem(at: folder.file("file"), to: folder.file("b"))
    var rules = WritingRules()
    rules.names = [path, FilePath(folder.file("b").path)]
    let calls = Witness(
      lasts: lasts, folder: FilePath(folder.url.path), journal: place,
      witness: folder.file("witness").path)
    let notes = try FileStore(calls).commit(edit, to: try DiskFile(path, calls), rules)
    #expect(notes.contains(.notDurable(code: EIO)) == !lasts)
    #expect(try content("witness").isEmpty == lasts)
    #expect(try content("b") == "01ab45678z" && folder.names() == ["b", "file", "witness"])
  }
}
