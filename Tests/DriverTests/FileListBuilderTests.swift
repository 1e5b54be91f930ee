// Which names are of one file, while others replace files.

import Foundation
import Storage
import TestSupport
import Testing

@testable import Driver

@Suite struct FileListBuilderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Data("first".utf8).write(to: folder.file("a"))
  }

  private func path(_ name: String) -> FilePath { FilePath(folder.file(name).path) }

  @Test func namesOfOneFileAreOneEntry() throws {
    try FileManager.default.linkItem(at: folder.file("a"), to: folder.file("b"))
    var builder = FileListBuilder(backupSuffix: nil)
    for name in ["b", "a"] { builder.add(path(name), recursively: false) }
    #expect(builder.files.map(\.names) == [[path("b"), path("a")]])
    #expect(builder.files.map(\.path) == [path("a")])
  }

  /// The inode that a file had when it was found may be another's by the time that one is.
  @Test func aFileThatTookAnInodeOverIsNoOtherNameOfTheOld() throws {
    var builder = FileListBuilder(backupSuffix: nil)
    builder.add(path("a"), recursively: false)
    try FileManager.default.moveItem(at: folder.file("a"), to: folder.file("b"))
    try Data("second".utf8).write(to: folder.file("a"))
    builder.add(path("b"), recursively: false)
    #expect(builder.files.map(\.names) == [[path("a")], [path("b")]])
    let identities = [path("a"), path("b")].map {
      builder.identities[Sysroot().realPath(of: $0) ?? $0]
    }
    #expect(identities[0] != nil && identities[1] != nil && identities[0] != identities[1])
  }

  /// A walk may meet what another run is about to put in place under the name of its making, and again
  /// where it was put.
  @Test func aFileMetWhileItIsPutInPlaceIsFoundWhereItBelongs() throws {
    try FileManager.default.createDirectory(
      at: folder.file("tree"), withIntermediateDirectories: false)
    let making = "tree/.symdemote-0123456789abc.tmp"
    try Data("whole".utf8).write(to: folder.file("tree/b"))
    try FileManager.default.linkItem(at: folder.file("tree/b"), to: folder.file(making))
    try Data("kept".utf8).write(to: folder.file("tree/c"))
    try FileManager.default.linkItem(at: folder.file("tree/c"), to: folder.file("tree/c~"))
    for name in ["tree/d~", "tree/.symdemote-0123456789abd.journal"] {
      try Data("of no concern".utf8).write(to: folder.file(name))
    }
    #expect(OwnName.isOwn(path(making)))
    var builder = FileListBuilder(backupSuffix: nil)
    builder.add(path("tree"), recursively: true)
    #expect(
      builder.files.map(\.names) == [[path("tree/b")], [path("tree/c"), path("tree/c~")]])
  }
}
