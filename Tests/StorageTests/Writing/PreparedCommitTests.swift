// Edits that wait for their names until all of them are durable.

import ELFModel
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Storage

/// Counts what is made durable, and perhaps refuses to do it for a whole file system, or has no files
/// without a name.
private final class Counting: SystemCalls {
  let files = Atomic(0)
  let fileSystems = Atomic(0)
  let failsForFileSystems: Bool
  let hasUnnamedFiles: Bool
  let tellsOfLoss: Bool

  init(
    failsForFileSystems: Bool = false, hasUnnamedFiles: Bool = true, tellsOfLoss: Bool = true
  ) {
    self.failsForFileSystems = failsForFileSystems
    self.hasUnnamedFiles = hasUnnamedFiles
    self.tellsOfLoss = tellsOfLoss
  }

  func reportsFailedSynchronisation(_ file: Descriptor) -> Bool { tellsOfLoss }

  func synchronise(_ file: Descriptor, _ path: FilePath) throws(StorageError) {
    files.add(1, ordering: .relaxed)
    try Linux().synchronise(file, path)
  }

  func synchroniseFileSystem(_ file: Descriptor, _ path: FilePath) throws(StorageError) {
    fileSystems.add(1, ordering: .relaxed)
    if failsForFileSystems { throw .system(call: "syncfs", path: path, code: EIO) }
    try Linux().synchroniseFileSystem(file, path)
  }

  func openUnnamed(in folder: FilePath, mode: mode_t) throws(StorageError) -> Descriptor? {
    hasUnnamedFiles ? try Linux().openUnnamed(in: folder, mode: mode) : nil
  }
}

@Suite struct PreparedCommitTests {
  private let folder: TemporaryFolder
  private let edits = [ByteEdit(offset: 2, bytes: Array("ab".utf8))]
  private let names = ["x", "y", "z"]

  init() throws {
    folder = try TemporaryFolder()
    for name in names { try Data("0123456789".utf8).write(to: folder.file(name)) }
  }

  private func path(_ name: String) -> FilePath { FilePath(folder.file(name).path) }

  private func content(_ name: String) throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  private func prepare(_ calls: any SystemCalls, _ name: String, _ rules: WritingRules = .init())
    throws -> Preparation
  {
    try FileStore(calls).prepare(edits, to: try DiskFile(path(name), calls), rules)
  }

  private func prepared(_ calls: any SystemCalls, _ name: String) throws -> PreparedCommit {
    guard case .prepared(let commit) = try prepare(calls, name) else {
      throw RunFailure(description: "\(name) was written at once")
    }
    return commit
  }

  @Test func nothingChangesUntilTheEnd() throws {
    let calls = Counting()
    let commits = try names.map { try prepared(calls, $0) }
    #expect(try folder.names() == names)
    #expect(try names.map(content) == Array(repeating: "0123456789", count: 3))
    #expect(Set(commits.map(\.fileSystem)).count == 1)
    #expect(commits[0].byteCount == 12)
    try commits[0].synchroniseFileSystem()
    for commit in commits { #expect(try commit.finish(isDurable: true) == []) }
    try commits[0].synchroniseFileSystem()
    #expect(try names.map(content) == Array(repeating: "01ab456789", count: 3))
    #expect(try folder.names() == names)
    #expect(calls.files.load(ordering: .relaxed) == 0)
    #expect(calls.fileSystems.load(ordering: .relaxed) == 2)
  }

  @Test func whatIsDroppedLeavesNothing() throws {
    _ = try prepared(Counting(), "x")
    #expect(try folder.names() == names && content("x") == "0123456789")
    // The file is free for others again.
    #expect(try prepared(Counting(), "x").finish(isDurable: false) == [])
    #expect(try content("x") == "01ab456789")
  }

  @Test func aFileIsMadeDurableWhereItsFileSystemIsNot() throws {
    let calls = Counting(failsForFileSystems: true)
    let commit = try prepared(calls, "x")
    #expect(throws: StorageError.self) { try commit.synchroniseFileSystem() }
    _ = try commit.finish(isDurable: false)
    #expect(commit.synchroniseFolder() == [])
    #expect(calls.files.load(ordering: .relaxed) == 2)
    #expect(try content("x") == "01ab456789")
  }

  @Test func aFileThatChangedMeanwhileStays() throws {
    let commit = try prepared(Counting(), "x")
    try Data("other".utf8).write(to: folder.file("x"))
    #expect(throws: StorageError.changedMeanwhile(path: path("x"))) {
      _ = try commit.finish(isDurable: true)
    }
    #expect(try content("x") == "other" && folder.names() == names)
  }

  @Test func anotherRunIsRefusedWhileOneWaits() throws {
    let commit = try prepared(Counting(), "x")
    #expect(throws: StorageError.busy(path: path("x"))) { _ = try prepare(Linux(), "x") }
    #expect(commit.byteCount == 12)
  }

  /// What goes with an edit is made together with it, and so are files that cannot be nameless.
  @Test func otherEditsAreWrittenAtOnce() throws {
    try FileManager.default.copyItem(at: folder.file("x"), to: folder.file("w"))
    func isWritten(_ preparation: Preparation) -> Bool {
      if case .written = preparation { true } else { false }
    }
    #expect(isWritten(try prepare(Counting(hasUnnamedFiles: false), "x")))
    let silent = Counting(tellsOfLoss: false)
    #expect(isWritten(try prepare(silent, "w")))
    #expect(silent.files.load(ordering: .relaxed) == 2)
    try FileManager.default.removeItem(at: folder.file("w"))
    var rules = WritingRules()
    rules.undoFile = path("undo")
    #expect(isWritten(try prepare(Linux(), "y", rules)))
    rules = WritingRules()
    rules.way = .inplace
    #expect(isWritten(try prepare(Linux(), "z", rules)))
    #expect(try names.map(content) == Array(repeating: "01ab456789", count: 3))
    try FileManager.default.linkItem(at: folder.file("x"), to: folder.file("w"))
    rules = WritingRules()
    rules.names = [path("w"), path("x")]
    let other = [ByteEdit(offset: 0, bytes: Array("Z".utf8))]
    #expect(isWritten(try FileStore().prepare(other, to: try DiskFile(path("x")), rules)))
    #expect(try content("w") == "Z1ab456789")
  }
}
