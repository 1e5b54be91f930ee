// Files are replaced whole, keep their identity, and are left alone when anything is wrong.

import ELFModel
import Foundation
import TestSupport
import Testing

@testable import Storage

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

  private let edit = [ByteEdit(offset: 2, bytes: Array("ab".utf8))]

  @Test func anEditReplacesTheFileAndLeavesNothingBehind() throws {
    let before = try FileManager.default.attributesOfItem(atPath: path.text)[.systemFileNumber]
    try FileStore.commit(edit, to: try DiskFile(path))
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
    try FileStore.commit(edit, to: try DiskFile(path))
    #expect(try describe() == before)
    let attributes = try mustRun("getfattr", ["-d", "-m", "-", path.text])
    #expect(attributes.contains("user.note=\"kept\"") && attributes.contains("user.empty"))
  }

  @Test func severalNamesAreRefused() throws {
    try FileManager.default.linkItem(at: folder.file("file"), to: folder.file("other"))
    let file = try DiskFile(path)
    #expect(throws: StorageError.hardLinked(path: path, links: 2)) {
      try FileStore.commit(edit, to: file)
    }
    #expect(try content() == "0123456789" && folder.names() == ["file", "other"])
  }

  @Test func aFileThatChangedMeanwhileIsLeftAlone() throws {
    let file = try DiskFile(path)
    try folder.write("changed!!!", to: "file")
    #expect(throws: StorageError.changedMeanwhile(path: path)) {
      try FileStore.commit(edit, to: file)
    }
    #expect(try content() == "changed!!!" && folder.names() == ["file"])
  }

  @Test func aSymbolicLinkIsFollowedAndStays() throws {
    try FileManager.default.createSymbolicLink(
      at: folder.file("link"), withDestinationURL: folder.file("file"))
    try FileStore.commit(edit, to: try DiskFile(FilePath(folder.file("link").path)))
    #expect(try content() == "01ab456789")
    let type = try FileManager.default.attributesOfItem(atPath: folder.file("link").path)[.type]
    #expect(type as? FileAttributeType == .typeSymbolicLink)
  }

  @Test func anOutputLeavesTheInputAlone() throws {
    let output = FilePath(folder.file("output").path)
    try folder.write("old", to: "output")
    try FileStore.write(edit, of: try DiskFile(path), to: output)
    #expect(try content() == "0123456789" && content("output") == "01ab456789")
  }

  @Test func anOutputThatCannotBeIsRefused() throws {
    let file = try DiskFile(path)
    #expect(throws: StorageError.sameFile(path: path)) {
      try FileStore.write([], of: file, to: path)
    }
    let directory = FilePath(folder.url.path)
    #expect(throws: StorageError.notRegular(path: directory)) {
      try FileStore.write([], of: file, to: directory)
    }
    let nowhere = FilePath(folder.file("missing/output").path)
    #expect(throws: StorageError.self) { try FileStore.write([], of: file, to: nowhere) }
  }

  @Test func aNewFileNeverReplacesAnother() throws {
    let new = FilePath(folder.file("new").path)
    let model = try DiskFile(path)
    try FileStore.create(new, Array("once".utf8), asReadableAs: model)
    #expect(throws: StorageError.exists(path: new)) {
      try FileStore.create(new, [], asReadableAs: model)
    }
    #expect(try content("new") == "once" && folder.names() == ["file", "new"])
  }

  /// A record of a private file's bytes is as private.
  @Test func aNewFileIsNoMoreReadableThanItsModel() throws {
    try mustRun("chmod", ["700", path.text])
    let new = FilePath(folder.file("new").path)
    try FileStore.create(new, [], asReadableAs: try DiskFile(path))
    #expect(try mustRun("stat", ["-c", "%a", new.text]) == "600\n")
  }

  /// What speaks against writing is found before anything is written.
  @Test func placesThatCannotBeWrittenAreFoundInTime() throws {
    let file = try DiskFile(path)
    let link = FilePath(folder.file("link").path)
    try FileManager.default.createSymbolicLink(
      at: folder.file("link"), withDestinationURL: folder.file("nothing"))
    #expect(throws: StorageError.danglingLink(path: link)) {
      try FileStore.checkOutput(link, of: file)
    }
    #expect(throws: StorageError.exists(path: link)) { try FileStore.checkNew(link) }
    let nowhere = FilePath(folder.file("missing/new").path)
    #expect(throws: StorageError.self) { try FileStore.checkNew(nowhere) }
    #expect(throws: StorageError.self) { try FileStore.checkOutput(nowhere, of: file) }
    let (one, same) = (folder.file("new").path, folder.url.path + "/./new")
    #expect(throws: StorageError.sameOutput(path: FilePath(one))) {
      try FileStore.checkDistinct(FilePath(one), FilePath(same))
    }
    #expect(throws: Never.self) { try FileStore.checkDistinct(FilePath(one), path) }
    #expect(throws: Never.self) { try FileStore.checkNew(FilePath(one)) }
    #expect(throws: Never.self) { try FileStore.checkReplaceable(file) }
  }

  @Test func onlyRegularFilesAreOpened() throws {
    #expect(throws: StorageError.notRegular(path: FilePath(folder.url.path))) {
      _ = try DiskFile(FilePath(folder.url.path))
    }
    try mustRun("mkfifo", [folder.file("pipe").path])
    #expect(throws: StorageError.self) { _ = try DiskFile(FilePath(folder.file("pipe").path)) }
    #expect(throws: StorageError.self) { _ = try DiskFile(FilePath(folder.file("none").path)) }
  }

  @Test func aFileThatShrinksIsAnError() throws {
    let file = try DiskFile(path)
    try folder.write("0", to: "file")
    #expect(throws: StorageError.shrank(path: path)) { _ = try file.bytes(in: 0..<10) }
  }
}
