// What this kernel or this file system cannot be made to do, by calls that stand in for its own:
// sealed files, file systems that lack something, disks that write something else.

import ELFModel
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storage

/// Files that are sealed.
private struct Sealed: SystemCalls {
  let path: FilePath
  let with: SealAttributes

  func seals(of path: FilePath) throws(StorageError) -> SealAttributes {
    path == self.path ? with : []
  }
}

/// Files that have a signature.
private struct Signed: SystemCalls {
  let name: String

  func attributeNames(_ file: Descriptor, _ path: FilePath) throws(StorageError) -> [[CChar]] {
    [name.utf8.map { CChar(bitPattern: $0) } + [0]]
  }

  func attribute(_ file: Descriptor, _ name: [CChar], _ path: FilePath) throws(StorageError)
    -> [UInt8]
  { [1] }

  func setAttribute(_ file: Descriptor, _ name: [CChar], _ value: [UInt8], _ path: FilePath)
    throws(StorageError)
  {}
}

/// A file system, or a kernel, that lacks something.
private struct Lacking: SystemCalls {
  enum Feature: CaseIterable {
    case unnamedFiles
    case namesForUnnamedFiles
    case renameWithoutReplacing
    case locks
    case seals
    case folderSynchronisation
  }

  let features: Set<Feature>

  func openUnnamed(in folder: FilePath, mode: mode_t) throws(StorageError) -> Descriptor? {
    features.contains(.unnamedFiles) ? nil : try Linux().openUnnamed(in: folder, mode: mode)
  }

  func link(_ file: Descriptor, to path: FilePath) throws(StorageError) {
    if features.contains(.namesForUnnamedFiles) {
      throw .system(call: "linkat", path: path, code: ENOENT)
    }
    try Linux().link(file, to: path)
  }

  func renameWithoutReplacing(_ from: FilePath, to: FilePath) throws(StorageError) {
    if features.contains(.renameWithoutReplacing) {
      throw .system(call: "renameat2", path: to, code: EINVAL)
    }
    try Linux().renameWithoutReplacing(from, to: to)
  }

  func lock(_ file: Descriptor, _ path: FilePath) throws(StorageError) -> LockOutcome {
    features.contains(.locks) ? .unsupported : try Linux().lock(file, path)
  }

  func synchronise(_ file: Descriptor, _ path: FilePath) throws(StorageError) {
    if features.contains(.folderSynchronisation),
      try status(file, path).st_mode & S_IFMT == S_IFDIR
    {
      throw .system(call: "fsync", path: path, code: EINVAL)
    }
    try Linux().synchronise(file, path)
  }
}

/// A disk that fails when a folder is to be durable.
private struct FailingFolders: SystemCalls {
  func synchronise(_ file: Descriptor, _ path: FilePath) throws(StorageError) {
    if try status(file, path).st_mode & S_IFMT == S_IFDIR {
      throw .system(call: "fsync", path: path, code: EIO)
    }
    try Linux().synchronise(file, path)
  }
}

/// A disk on which other bytes arrive than were sent, the first time they are.
private final class Faulty: SystemCalls, @unchecked Sendable {
  private var hasFailed = false

  func write(_ file: Descriptor, _ bytes: [UInt8], at offset: Int, _ path: FilePath)
    throws(StorageError)
  {
    let isFirst = !hasFailed && path.text.hasSuffix("/file")
    hasFailed = hasFailed || isFirst
    try Linux().write(file, isFirst ? bytes.map { $0 ^ 1 } : bytes, at: offset, path)
  }
}

@Suite struct SubstitutedCallTests {
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

  private func commit(_ calls: any SystemCalls, _ rules: WritingRules = WritingRules()) throws
    -> [Shortcoming]
  {
    try FileStore(calls).commit(edit, to: try DiskFile(path, calls), rules)
  }

  @Test func verityIsASignature() throws {
    let calls = Sealed(path: path, with: .verity)
    #expect(throws: StorageError.signed(path: path, what: "fs-verity")) { _ = try commit(calls) }
    #expect(try content() == "0123456789")
    // A copy was never sealed.
    let output = FilePath(folder.file("copy").path)
    let notes = try FileStore(calls).write(
      edit, of: try DiskFile(path, calls), to: output, WritingRules())
    #expect(try notes == [] && content("copy") == "01ab456789")
    var rules = WritingRules()
    rules.allowsSigned = true
    #expect(try commit(calls, rules) == [.signatureStale(name: "fs-verity")])
    #expect(try content() == "01ab456789")
  }

  @Test(arguments: ["security.ima", "security.evm"])
  func signatures(_ name: String) throws {
    let calls = Signed(name: name)
    #expect(throws: StorageError.signed(path: path, what: name)) { _ = try commit(calls) }
    var rules = WritingRules()
    rules.allowsPrivileged = true
    #expect(throws: StorageError.self) { _ = try commit(calls, rules) }
    #expect(try content() == "0123456789")
    rules.allowsSigned = true
    #expect(try commit(calls, rules) == [.signatureStale(name: name)])
    #expect(try content() == "01ab456789")
    // Other attributes are none.
    #expect(try commit(Signed(name: "security.selinux")) == [])
  }

  @Test(arguments: [SealAttributes.immutable, .appendOnly], [false, true])
  func sealedFilesAndFolders(_ seal: SealAttributes, _ isFolder: Bool) throws {
    let place = isFolder ? FilePath(folder.url.path) : path
    let error = StorageError.sealed(path: place, isAppendOnly: seal == .appendOnly)
    #expect(throws: error) { _ = try commit(Sealed(path: place, with: seal)) }
    #expect(try content() == "0123456789" && folder.names() == ["file"])
  }

  /// Whatever is lacking, and everything at once: the result is the same.
  @Test(arguments: Lacking.Feature.allCases.map { [$0] } + [Lacking.Feature.allCases])
  private func whatIsLackingIsDoneWithout(_ features: [Lacking.Feature]) throws {
    let calls = Lacking(features: Set(features))
    var rules = WritingRules()
    rules.undoFile = FilePath(folder.file("undo").path)
    rules.backup = Backup(.numbered, suffix: Array("~".utf8))
    #expect(try commit(calls, rules) == [])
    #expect(try content() == "01ab456789" && content("file.~1~") == "0123456789")
    #expect(try folder.names() == ["file", "file.~1~", "undo"])

    let names = try ["b", "c"].map { name in
      try FileManager.default.linkItem(at: folder.file("file"), to: folder.file(name))
      return FilePath(folder.file(name).path)
    }
    var group = WritingRules()
    group.names = names
    let next = [ByteEdit(offset: 0, bytes: Array("X".utf8))]
    let file = try DiskFile(path, calls)
    #expect(try FileStore(calls).commit(next, to: file, group) == [])
    #expect(try content("c") == "X1ab456789")
    #expect(try FileIdentity(folder.file("b")) == FileIdentity(folder.file("file")))
    group.way = .inplace
    let last = [ByteEdit(offset: 9, bytes: Array("Z".utf8))]
    let again = try DiskFile(path, calls)
    #expect(try FileStore(calls).commit(last, to: again, group) == [.notAtomic])
    #expect(try content("b") == "X1ab45678Z")
    #expect(try folder.names() == ["b", "c", "file", "file.~1~", "undo"])
  }

  /// Without a record that lasts nothing is edited; without one, the edit is a fact to tell of.
  @Test func aRecordThatMayNotLast() throws {
    var rules = WritingRules()
    rules.undoFile = FilePath(folder.file("undo").path)
    #expect(throws: StorageError.system(call: "fsync", path: path.folder, code: EIO)) {
      _ = try commit(FailingFolders(), rules)
    }
    #expect(try content() == "0123456789" && folder.names() == ["file"])
    #expect(try commit(FailingFolders()) == [.notDurable(code: EIO)])
    #expect(try content() == "01ab456789")
  }

  @Test func whatReadsBackAsSomethingElseIsTakenBack() throws {
    var rules = WritingRules()
    rules.way = .inplace
    #expect(throws: StorageError.readBackDiffers(path: path)) { _ = try commit(Faulty(), rules) }
    #expect(try content() == "0123456789" && folder.names() == ["file"])
    #expect(try commit(Linux(), rules) == [.notAtomic])
    #expect(try content() == "01ab456789")
  }
}
