// Files are replaced whole, keep their identity, and are left alone when anything is wrong.

import ELFModel
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storage

/// Counts what is opened.
private final class OpenCounting: SystemCalls, @unchecked Sendable {
  private(set) var count = 0

  func open(_ path: FilePath, _ flags: Int32, mode: mode_t) throws(StorageError) -> Descriptor {
    count += 1
    return try Linux().open(path, flags, mode: mode)
  }
}

@Suite struct FileStoreTests {
  let folder: TemporaryFolder
  let path: FilePath

  init() throws {
    folder = try TemporaryFolder()
    path = FilePath(try folder.write("0123456789", to: "file").path)
  }

  private func content(_ name: String = "file") throws -> String {
    String(decoding: try Data(contentsOf: folder.file(name)), as: UTF8.self)
  }

  private let store = FileStore()
  private let rules = WritingRules()
  private let edit = [ByteEdit(offset: 2, bytes: Array("ab".utf8))]

  @Test func anEditReplacesTheFileAndLeavesNothingBehind() throws {
    let before = try FileManager.default.attributesOfItem(atPath: path.text)[.systemFileNumber]
    _ = try store.commit(edit, to: try DiskFile(path), rules)
    #expect(try content() == "01ab456789")
    #expect(try folder.names() == ["file"])
    let after = try FileManager.default.attributesOfItem(atPath: path.text)[.systemFileNumber]
    #expect(before as? Int != after as? Int, "a new inode: running programs keep the old one")
  }

  @Test func modeOwnerAndAttributesAreKept() throws {
    try mustRun("chmod", ["4751", path.text])
    try mustRun("setfattr", ["-n", "user.note", "-v", "kept", path.text])
    try mustRun("setfattr", ["-n", "user.empty", path.text])
    if geteuid() == 0 { try mustRun("chown", ["1234:4321", path.text]) }
    try mustRun("chmod", ["4751", path.text])
    let describe = { try mustRun("stat", ["-c", "%a %u %g", path.text]) }
    let before = try describe()
    var rules = rules
    rules.allowsPrivileged = true
    _ = try store.commit(edit, to: try DiskFile(path), rules)
    #expect(try describe() == before)
    let attributes = try mustRun("getfattr", ["-d", "-m", "-", path.text])
    #expect(attributes.contains("user.note=\"kept\"") && attributes.contains("user.empty"))
  }

  @Test func severalNamesAreRefused() throws {
    try FileManager.default.linkItem(at: folder.file("file"), to: folder.file("other"))
    let file = try DiskFile(path)
    #expect(throws: StorageError.hardLinked(path: path, links: 2, named: 1)) {
      _ = try store.commit(edit, to: file, rules)
    }
    #expect(try content() == "0123456789" && folder.names() == ["file", "other"])
  }

  @Test func aFileThatChangedMeanwhileIsLeftAlone() throws {
    let file = try DiskFile(path)
    try folder.write("changed!!!", to: "file")
    #expect(throws: StorageError.changedMeanwhile(path: path)) {
      _ = try store.commit(edit, to: file, rules)
    }
    #expect(try content() == "changed!!!" && folder.names() == ["file"])
  }

  @Test func aSymbolicLinkIsFollowedAndStays() throws {
    try FileManager.default.createSymbolicLink(
      at: folder.file("link"), withDestinationURL: folder.file("file"))
    _ = try store.commit(edit, to: try DiskFile(FilePath(folder.file("link").path)), rules)
    #expect(try content() == "01ab456789")
    let type = try FileManager.default.attributesOfItem(atPath: folder.file("link").path)[.type]
    #expect(type as? FileAttributeType == .typeSymbolicLink)
  }

  @Test func anOutputLeavesTheInputAlone() throws {
    let output = FilePath(folder.file("output").path)
    try folder.write("old", to: "output")
    _ = try store.write(edit, of: try DiskFile(path), to: output, rules)
    #expect(try content() == "0123456789" && content("output") == "01ab456789")
  }

  @Test func anOutputThatCannotBeIsRefused() throws {
    let file = try DiskFile(path)
    #expect(throws: StorageError.sameFile(path: path)) {
      _ = try store.write([], of: file, to: path, rules)
    }
    let directory = FilePath(folder.url.path)
    #expect(throws: StorageError.notRegular(path: directory)) {
      _ = try store.write([], of: file, to: directory, rules)
    }
    let nowhere = FilePath(folder.file("missing/output").path)
    #expect(throws: StorageError.self) { _ = try store.write([], of: file, to: nowhere, rules) }
  }

  @Test func aNewFileNeverReplacesAnother() throws {
    let new = FilePath(folder.file("new").path)
    let model = try DiskFile(path)
    #expect(try store.create(new, Array("once".utf8), asReadableAs: model))
    #expect(throws: StorageError.exists(path: new)) {
      _ = try store.create(new, [], asReadableAs: model)
    }
    // What a run that was killed has left is what the next one would make.
    #expect(try !store.create(new, Array("once".utf8), asReadableAs: model))
    #expect(try content("new") == "once" && folder.names() == ["file", "new"])
  }

  /// A record that somebody else put there, or may write to, says what they please tomorrow.
  @Test(arguments: ["owner", "group", "others", "link"])
  func aRecordOfSomebodyElseIsNone(_ way: String) throws {
    let new = FilePath(folder.file("new").path)
    let model = try DiskFile(path)
    try #require(try store.create(new, Array("once".utf8), asReadableAs: model))
    switch way {
    case "owner": try #require(chown(new.text, 1234, 2345) == 0)
    case "group": try #require(chmod(new.text, 0o620) == 0)
    case "others": try #require(chmod(new.text, 0o602) == 0)
    default:
      try FileManager.default.moveItem(atPath: new.text, toPath: folder.file("real").path)
      try FileManager.default.createSymbolicLink(
        at: folder.file("new"), withDestinationURL: folder.file("real"))
    }
    #expect(throws: StorageError.exists(path: new)) {
      _ = try store.create(new, Array("once".utf8), asReadableAs: model)
    }
    try FileManager.default.removeItem(at: folder.file("new"))
    #expect(try store.create(new, Array("once".utf8), asReadableAs: model))
  }

  /// A record of a private file's bytes is as private.
  @Test func aNewFileIsNoMoreReadableThanItsModel() throws {
    try mustRun("chmod", ["700", path.text])
    let new = FilePath(folder.file("new").path)
    #expect(try store.create(new, [], asReadableAs: try DiskFile(path)))
    let mode = { try mustRun("stat", ["-c", "%a", new.text]) }
    #expect(try mode() == "600\n")
    // What a list denies to one user, the bits do not tell; and the group may be another.
    for (bits, list, expected) in [
      ("646", "", "644\n"), ("640", "", "600\n"), ("604", "", "600\n"),
      ("644", "u:1234:---", "600\n"),
    ] {
      try mustRun("setfacl", ["-b", path.text])
      try mustRun("chmod", [bits, path.text])
      if !list.isEmpty { try mustRun("setfacl", ["-m", list, path.text]) }
      try FileManager.default.removeItem(at: folder.file("new"))
      #expect(try store.create(new, [], asReadableAs: try DiskFile(path)))
      #expect(try mode() == expected, "\(bits) \(list)")
    }
  }

  /// What speaks against writing is found before anything is written.
  @Test func placesThatCannotBeWrittenAreFoundInTime() throws {
    let file = try DiskFile(path)
    let link = FilePath(folder.file("link").path)
    try FileManager.default.createSymbolicLink(
      at: folder.file("link"), withDestinationURL: folder.file("nothing"))
    #expect(throws: StorageError.danglingLink(path: link)) {
      try store.checkOutput(link, of: file)
    }
    func check(recordAt path: FilePath) throws {
      var rules = rules
      rules.undoFile = path
      _ = try store.check(edit, of: file, to: nil, rules)
    }
    #expect(throws: StorageError.exists(path: link)) { try check(recordAt: link) }
    let nowhere = FilePath(folder.file("missing/new").path)
    #expect(throws: StorageError.self) { try check(recordAt: nowhere) }
    #expect(throws: StorageError.self) { try store.checkOutput(nowhere, of: file) }
    let (one, same) = (folder.file("new").path, folder.url.path + "/./new")
    #expect(throws: StorageError.sameOutput(path: FilePath(one))) {
      try store.checkDistinct(FilePath(one), FilePath(same))
    }
    #expect(throws: Never.self) { try store.checkDistinct(FilePath(one), path) }
    #expect(throws: Never.self) { try check(recordAt: FilePath(one)) }
  }

  @Test func onlyRegularFilesAreOpened() throws {
    #expect(throws: StorageError.notRegular(path: FilePath(folder.url.path))) {
      _ = try DiskFile(FilePath(folder.url.path))
    }
    try mustRun("mkfifo", [folder.file("pipe").path])
    #expect(throws: StorageError.self) { _ = try DiskFile(FilePath(folder.file("pipe").path)) }
    #expect(throws: StorageError.self) { _ = try DiskFile(FilePath(folder.file("none").path)) }
  }

  /// Whose mere open could do something, by way of a link, too.
  @Test func devicesAndPipesAreNotOpened() throws {
    try mustRun("mkfifo", [folder.file("pipe").path])
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link").path, withDestinationPath: "/dev/null")
    for name in ["pipe", "link"] {
      let calls = OpenCounting()
      let place = FilePath(folder.file(name).path)
      #expect(throws: StorageError.notRegular(path: place)) { _ = try DiskFile(place, calls) }
      #expect(calls.count == 0, "\(name)")
    }
    let calls = OpenCounting()
    _ = try DiskFile(path, calls)
    #expect(calls.count == 1)
  }

  @Test func aFileThatShrinksIsAnError() throws {
    let file = try DiskFile(path)
    try folder.write("0", to: "file")
    #expect(throws: StorageError.shrank(path: path)) { _ = try file.bytes(in: 0..<10) }
  }
}
