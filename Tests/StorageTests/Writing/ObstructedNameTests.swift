// The names that a run takes for itself can be foreseen, and whoever may write to the folder may put
// something there: it stays, is not waited for, and keeps nobody from working.

import ELFModel
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storage

/// A kernel or file system that lacks something, or another caller.
private struct Lacking: SystemCalls {
  var unnamedFiles = false
  var removal = false
  var user: uid_t = geteuid()

  func openUnnamed(in folder: FilePath, mode: mode_t) throws(StorageError) -> Descriptor? {
    unnamedFiles ? nil : try Linux().openUnnamed(in: folder, mode: mode)
  }

  func unlink(_ path: FilePath) throws(StorageError) {
    // A sticky folder, to others than root.
    if removal, try linkStatus(at: path)?.st_uid != geteuid() {
      throw .system(call: "unlink", path: path, code: EPERM)
    }
    try Linux().unlink(path)
  }

  func caller() -> Caller { Caller(user: user, groups: [0], capabilities: []) }
}

@Suite struct ObstructedNameTests {
  let folder: TemporaryFolder
  let path: FilePath
  private let edit = [ByteEdit(offset: 2, bytes: Array("ab".utf8))]

  init() throws {
    folder = try TemporaryFolder()
    path = FilePath(try folder.write("0123456789", to: "file").path)
  }

  private func content(_ name: String = "file") throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  /// Puts something of `kind` at `place`; what is returned keeps it locked.
  private func plant(_ kind: String, at place: FilePath) throws -> Int32 {
    switch kind {
    case "fifo": try #require(mkfifo(place.text, 0o600) == 0)
    case "folder": try #require(mkdir(place.text, 0o700) == 0)
    case "symlink": try #require(symlink(folder.file("file").path, place.text) == 0)
    case "dangling": try #require(symlink("nowhere", place.text) == 0)
    case "socket": try #require(mknod(place.text, S_IFSOCK | 0o600, 0) == 0)
    default:
      try Data("x".utf8).write(to: URL(fileURLWithPath: place.text))
      try #require(chown(place.text, 1234, 2345) == 0)
      let file = open(place.text, O_RDONLY)
      if kind == "locked" { try #require(flock(file, LOCK_EX) == 0) }
      return file
    }
    return -1
  }

  private static let kinds = [
    "fifo", "folder", "symlink", "dangling", "socket", "locked", "foreign",
  ]

  @Test(arguments: kinds, [false, true])
  func temporaryNames(_ kind: String, _ unnamedFiles: Bool) throws {
    let calls = Lacking(unnamedFiles: unnamedFiles, removal: true)
    let names = try ["file", "b"].map { name in
      if name != "file" {
        try FileManager.default.linkItem(at: folder.file("file"), to: folder.file(name))
      }
      return FilePath(folder.file(name).path)
    }
    let output = FilePath(try folder.write("old", to: "out").path)
    let held = try (names + [output]).map { try plant(kind, at: OwnName.temporary.beside($0)) }
    defer { for file in held where file >= 0 { release(file) } }
    let before = try folder.names()
    var rules = WritingRules()
    rules.names = names
    let store = FileStore(calls)
    _ = try store.write(edit, of: try DiskFile(path, calls), to: output, rules)
    #expect(try content("out") == "01ab456789" && folder.names() == before)
    _ = try store.commit(edit, to: try DiskFile(path, calls), rules)
    #expect(try content() == "01ab456789")
    #expect(try FileIdentity(folder.file("b")) == FileIdentity(folder.file("file")))
    #expect(try folder.names() == before, "what was planted stays, nothing else lies there")
    try FileManager.default.removeItem(at: folder.file("b"))
    _ = try store.commit(
      [ByteEdit(offset: 0, bytes: [65])], to: try DiskFile(path, calls), WritingRules())
    #expect(try content() == "A1ab456789")
    #expect(try folder.names() == before.filter { $0 != "b" })
  }

  /// Whoever runs at the same time as the same user is waited for by nobody, and not overtaken.
  @Test func anotherRunIsNoObstacle() throws {
    let place = OwnName.temporary.beside(path)
    try Data().write(to: URL(fileURLWithPath: place.text))
    let held = open(place.text, O_RDONLY)
    try #require(flock(held, LOCK_EX) == 0)
    let file = try DiskFile(path)
    #expect(throws: StorageError.busy(path: place)) {
      _ = try FileStore().commit(edit, to: file, WritingRules())
    }
    release(held)
    _ = try FileStore().commit(edit, to: file, WritingRules())
    #expect(try folder.names() == ["file"])
  }

  /// A name at random is one that the next run knows, and no two are alike.
  @Test func namesAtRandom() throws {
    let names = (0..<100).map { _ in OwnName.temporary.atRandom(beside: path) }
    #expect(Set(names).count == 100)
    for name in names { #expect(OwnName.temporary.fits(Array(name.lastComponent))) }
    #expect(names[0].folder == path.folder)
  }

  @Test(arguments: kinds)
  func journalNames(_ kind: String) throws {
    let place = OwnName.journal.beside(path)
    let held = try plant(kind, at: place)
    defer { if held >= 0 { release(held) } }
    let before = try folder.names()
    let error: StorageError =
      held >= 0 ? .foreignJournal(path: place) : .inTheWay(path: place)
    let store = FileStore()
    #expect(throws: error) { try store.checkUninterrupted(path) }
    #expect(throws: error) { _ = try store.recover(path) }
    var rules = WritingRules()
    rules.way = .inplace
    let file = try DiskFile(path)
    #expect(throws: error) { _ = try store.check(edit, of: file, to: nil, rules) }
    #expect(throws: error) { _ = try store.commit(edit, to: file, rules) }
    #expect(try content() == "0123456789" && folder.names() == before)
    try FileManager.default.removeItem(atPath: place.text)
    #expect(throws: Never.self) { try store.checkUninterrupted(path) }
    #expect(try store.recover(path) == nil)
    #expect(try store.commit(edit, to: file, rules) == [.notAtomic])
  }

  /// What a killed run left goes, whether or not there is anything to do; a dry run removes nothing.
  @Test(arguments: [false, true])
  func straysGo(_ isAtRandom: Bool) throws {
    let stray =
      isAtRandom
      ? OwnName.temporary.atRandom(beside: path) : OwnName.temporary.beside(path)
    let live = OwnName.temporary.beside(FilePath(folder.file("live").path))
    for place in [stray, live] { try Data().write(to: URL(fileURLWithPath: place.text)) }
    let held = open(live.text, O_RDONLY)
    try #require(flock(held, LOCK_EX) == 0)
    let (store, file) = try (FileStore(), DiskFile(path))
    _ = try store.check([], of: file, to: nil, WritingRules())
    #expect(access(stray.text, F_OK) == 0)
    let before = try FileIdentity(folder.file("file"))
    #expect(try store.commit([], to: file, WritingRules()) == [])
    #expect(access(stray.text, F_OK) != 0 && access(live.text, F_OK) == 0)
    #expect(try FileIdentity(folder.file("file")) == before)
    release(held)
    #expect(try store.commit([], to: file, WritingRules()) == [])
    #expect(try folder.names() == ["file"])
  }

  /// A group that was left halfway by a run which had to take names at random.
  @Test(arguments: [false, true])
  func aGroupLeftHalfway(_ isBegun: Bool) throws {
    try FileManager.default.linkItem(at: folder.file("file"), to: folder.file("b"))
    let names = ["file", "b"].map { FilePath(folder.file($0).path) }
    try folder.write("01ab456789", to: "new")
    let (old, new) = try (
      DiskFile(path).status, DiskFile(FilePath(folder.file("new").path)).status
    )
    let journal = GroupJournal(
      old: FileStamp(old), new: FileStamp(new), owner: new.st_uid, names: names)
    let place = OwnName.journal.beside(path).text
    try Data(Journal.group(journal).bytes).write(to: URL(fileURLWithPath: place))
    try #require(chmod(place, 0o600) == 0)
    try #require(link(place, OwnName.journal.beside(names[1]).text) == 0)
    for name in names {
      try #require(mkfifo(OwnName.temporary.beside(name).text, 0o600) == 0)
      let random = OwnName.temporary.atRandom(beside: name).text
      try #require(link(folder.file("new").path, random) == 0)
    }
    let theirs = OwnName.temporary.atRandom(beside: path)
    try Data("another's".utf8).write(to: URL(fileURLWithPath: theirs.text))
    if isBegun {
      try #require(rename(folder.file("new").path, path.text) == 0)
    } else {
      try FileManager.default.removeItem(at: folder.file("new"))
    }
    #expect(try FileStore().recover(path) == (isBegun ? .finished : .takenBack))
    for name in ["file", "b"] {
      #expect(try content(name) == (isBegun ? "01ab456789" : "0123456789"))
    }
    #expect(try DiskFile(path).linkCount == 2)
    let left = try folder.names().filter { $0.hasSuffix(".tmp") }
    let planted = names.map { OwnName.temporary.beside($0) }
    #expect(
      Set(left) == Set((planted + [theirs]).map { String($0.text.split(separator: "/").last!) }))
    #expect(try !folder.names().contains { $0.hasSuffix(".journal") })
  }

  /// Other tests start processes, which have the file open for a moment as well.
  private func release(_ file: Int32) {
    flock(file, LOCK_UN)
    close(file)
  }
}
