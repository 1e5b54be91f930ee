// Each file once, by its own name rather than a link's; no circle, no pipe, no way out.

import Foundation
import TestSupport
import Testing

@testable import Storage

@Suite struct FolderWalkTests {
  private func names(_ walk: FolderWalk, below folder: TemporaryFolder) -> [String] {
    walk.files.map { String($0.path.text.dropFirst(folder.url.path.count + 1)) }
  }

  private func stage() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try files.createDirectory(at: folder.file("b/c"), withIntermediateDirectories: true)
    for name in ["z", "b/y", "b/c/x"] { try folder.write(name, to: name) }
    return folder
  }

  private func link(_ name: String, _ target: String, in folder: TemporaryFolder) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.file(name).path, withDestinationPath: target)
  }

  @Test func filesInOrder() throws {
    let folder = try stage()
    let walk = try FolderWalk([FilePath(folder.url.path)])
    #expect(names(walk, below: folder) == ["b/c/x", "b/y", "z"] && walk.failures.isEmpty)
  }

  @Test func oneFileOfManyNames() throws {
    let folder = try stage()
    try link("a", "z", in: folder)
    try FileManager.default.linkItem(at: folder.file("z"), to: folder.file("b/hard"))
    let walk = try FolderWalk([FilePath(folder.url.path)])
    #expect(names(walk, below: folder) == ["b/c/x", "b/hard", "b/y"])
    #expect(Set(walk.files.map(\.identity.inode)).count == 3)
  }

  @Test func linksToFilesAreFollowedAndThoseToFoldersAreNot() throws {
    let folder = try stage()
    let outside = try TemporaryFolder()
    try outside.write("o", to: "o")
    try link("b/circle", "..", in: folder)
    try link("self", "self", in: folder)
    try link("nothing", "/nonexistent", in: folder)
    try link("away", outside.url.path, in: folder)
    try link("file", outside.file("o").path, in: folder)
    let walk = try FolderWalk([FilePath(folder.url.path)])
    #expect(names(walk, below: folder) == ["b/c/x", "b/y", "file", "z"])
    #expect(walk.failures.isEmpty)
  }

  @Test func rootsMayBeFilesAndLinks() throws {
    let folder = try stage()
    try link("way", "b", in: folder)
    let single = try FolderWalk([FilePath(folder.file("z").path)])
    #expect(names(single, below: folder) == ["z"])
    let through = try FolderWalk([FilePath(folder.file("way").path)])
    #expect(names(through, below: folder) == ["way/c/x", "way/y"])
    let both = try FolderWalk([FilePath(folder.url.path + "/"), FilePath(folder.file("b").path)])
    #expect(both.files.count == 3)
    #expect(throws: StorageError.self) { try FolderWalk([FilePath("/nonexistent")]) }
  }

  @Test func pipesAreNotOpened() throws {
    let folder = try stage()
    try mustRun("mkfifo", [folder.file("pipe").path])
    let walk = try FolderWalk([FilePath(folder.url.path)])
    #expect(names(walk, below: folder) == ["b/c/x", "b/y", "z"])
  }

  @Test func namesOfOneFolder() throws {
    let folder = try stage()
    #expect(
      try folderNames(FilePath(folder.url.path)).map { String(decoding: $0, as: UTF8.self) }
        == ["b", "z"])
    #expect(throws: StorageError.self) { try folderNames(FilePath("/nonexistent")) }
  }
}
