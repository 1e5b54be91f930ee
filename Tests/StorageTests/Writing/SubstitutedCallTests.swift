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

/// Kernels that do not tell where something is mounted.
private struct SilentMount: SystemCalls {
  func rename(_ from: FilePath, to: FilePath) throws(StorageError) {
    throw .system(call: "rename", path: to, code: EBUSY)
  }
}

/// A namespace in which only some users are known.
private struct Namespace: SystemCalls {
  let map: FilePath

  func isMapped(_ number: UInt32, in map: FilePath) -> Bool {
    Linux().isMapped(number, in: self.map)
  }

  func setOwner(_ file: Descriptor, _ user: uid_t, _ group: gid_t, _ path: FilePath)
    throws(StorageError)
  {
    throw .system(call: "fchown", path: path, code: EINVAL)
  }
}

/// Somebody else than root, to whom nothing is denied that root may do.
private struct Somebody: SystemCalls {
  var user: uid_t = 1234
  var groups: Set<gid_t> = [2345]
  var capabilities: Capabilities = []

  func caller() -> Caller { Caller(user: user, groups: groups, capabilities: capabilities) }
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

  /// Nothing can take the name of what is mounted, but it can be written into.
  @Test func mountPoints() throws {
    let calls = Sealed(path: path, with: .mountRoot)
    let error = StorageError.mountPoint(path: path)
    #expect(throws: error) { _ = try commit(calls) }
    #expect(throws: error) { _ = try commit(SilentMount()) }
    func check(_ calls: any SystemCalls, _ rules: WritingRules = WritingRules()) throws {
      _ = try FileStore(calls).check(edit, of: try DiskFile(path, calls), to: nil, rules)
    }
    #expect(throws: error) { try check(calls) }
    #expect(throws: Never.self) { try check(Linux()) }
    // A folder may be mounted as it likes.
    #expect(throws: Never.self) {
      try check(Sealed(path: FilePath(folder.url.path), with: .mountRoot))
    }

    let output = FilePath(try folder.write("old", to: "out").path)
    func write(_ calls: any SystemCalls) throws {
      _ = try FileStore(calls).write(
        edit, of: try DiskFile(path, calls), to: output, WritingRules())
    }
    let mounted = Sealed(path: output, with: .mountRoot)
    #expect(throws: StorageError.mountPoint(path: output)) { try write(mounted) }
    #expect(throws: StorageError.mountPoint(path: output)) { try write(SilentMount()) }
    #expect(throws: StorageError.mountPoint(path: output)) {
      _ = try FileStore(mounted).check(
        edit, of: try DiskFile(path, mounted), to: output, WritingRules())
    }
    #expect(try content("out") == "old" && content() == "0123456789")
    #expect(try folder.names() == ["file", "out"])
    try write(calls)
    #expect(try content("out") == "01ab456789", "the original of a copy may be mounted")

    let backup = FilePath(try folder.write("kept", to: "file~").path)
    var rules = WritingRules()
    rules.backup = Backup(.simple, suffix: Array("~".utf8))
    for seal in [SealAttributes.mountRoot, .immutable] {
      #expect(throws: StorageError.self) { try check(Sealed(path: backup, with: seal), rules) }
      #expect(throws: StorageError.self) { _ = try commit(Sealed(path: backup, with: seal), rules) }
    }
    #expect(try content("file~") == "kept" && content() == "0123456789")

    var inPlace = WritingRules()
    inPlace.way = .inplace
    #expect(try commit(calls, inPlace) == [.notAtomic])
    #expect(try content() == "01ab456789")
  }

  /// What a dry run foresees of a caller, who may do more in truth: so each line is known to be of
  /// the dry run alone.
  @Test(
    arguments: [
      (1234, 2345, 0o755, 0o755, Capabilities(), nil), (1235, 2345, 0o755, 0o755, [], "owner"),
      (1235, 2346, 0o755, 0o755, .changingOwner, nil), (1234, 2346, 0o755, 0o755, [], "owner"),
      (1234, 2346, 0o755, 0o2755, [], nil), (1234, 2346, 0o755, 0o2755, .owning, nil),
      (1234, 2346, 0o2755, 0o2755, [], "mode"),
      (1234, 2346, 0o2755, 0o2755, .settingGroupBit, nil),
      (1234, 2345, 0o6755, 0o755, [], nil),
    ] as [(Int, Int, Int, Int, Capabilities, String?)])
  func identitiesThatCannotBeGiven(
    _ owner: Int, _ group: Int, _ mode: Int, _ folderMode: Int, _ capabilities: Capabilities,
    _ lost: String?
  ) throws {
    try #require(chown(path.text, uid_t(owner), gid_t(group)) == 0)
    try #require(chmod(path.text, mode_t(mode)) == 0)
    try #require(chown(folder.url.path, 0, gid_t(group)) == 0)
    try #require(chmod(folder.url.path, mode_t(folderMode)) == 0)
    let calls = Somebody(capabilities: capabilities)
    var rules = WritingRules()
    rules.allowsPrivileged = true
    let file = try DiskFile(path, calls)
    let store = FileStore(calls)
    if let lost {
      #expect(throws: StorageError.identityLost(path: path, what: lost, code: EPERM)) {
        _ = try store.check(edit, of: file, to: nil, rules)
      }
    } else {
      #expect(try store.check(edit, of: file, to: nil, rules) == [])
    }
    // A copy is whoever's makes it.
    let output = FilePath(folder.file("out").path)
    #expect(try store.check(edit, of: file, to: output, rules) == [])
    #expect(try store.commit(edit, to: file, rules) == [], "what is tried is decided by the kernel")
  }

  /// A container may see files of users whom it does not know.
  @Test func usersOfAnotherNamespace() throws {
    let map = try folder.write("         0     100000       1000\n      5000 0 2\n", to: "map")
    let calls = Namespace(map: FilePath(map.path))
    for (number, isKnown) in [
      (0, true), (999, true), (1000, false), (4999, false), (5001, true), (5002, false),
    ] as [(UInt32, Bool)] {
      #expect(calls.isMapped(number, in: path) == isKnown, "\(number)")
    }
    #expect(Linux().isMapped(geteuid(), in: FilePath("/proc/self/uid_map")))
    #expect(Linux().isMapped(1000, in: FilePath(folder.file("none").path)), "without /proc")
    let file = try DiskFile(path, calls)
    #expect(try FileStore(calls).check(edit, of: file, to: nil, WritingRules()) == [])
    try #require(chown(path.text, 65534, 65534) == 0)
    let theirs = try DiskFile(path, calls)
    let error = StorageError.identityLost(path: path, what: "owner", code: EINVAL)
    #expect(throws: error) {
      _ = try FileStore(calls).check(edit, of: theirs, to: nil, WritingRules())
    }
    #expect(throws: error) { _ = try FileStore(calls).commit(edit, to: theirs, WritingRules()) }
    #expect(try content() == "0123456789")
  }

  @Test(
    arguments: [
      (1234, 0, Capabilities(), true), (1235, 1234, [], true), (1235, 1236, [], false),
      (1235, 1236, .owning, true),
    ] as [(uid_t, uid_t, Capabilities, Bool)])
  func stickyFolders(
    _ owner: uid_t, _ folderOwner: uid_t, _ capabilities: Capabilities, _ isFree: Bool
  ) throws {
    let output = FilePath(try folder.write("old", to: "out").path)
    try #require(chown(output.text, owner, 0) == 0)
    try #require(chown(folder.url.path, folderOwner, 0) == 0)
    let calls = Somebody(capabilities: capabilities)
    let (store, file) = try (FileStore(calls), DiskFile(path, calls))
    func check() throws { _ = try store.check(edit, of: file, to: output, WritingRules()) }
    // Only a sticky folder makes a difference.
    try #require(chmod(folder.url.path, 0o777) == 0)
    #expect(throws: Never.self) { try check() }
    try #require(chmod(folder.url.path, 0o1777) == 0)
    let error: StorageError? = isFree ? nil : .sticky(path: output)
    if let error {
      #expect(throws: error) { try check() }
      #expect(throws: error) { _ = try store.write(edit, of: file, to: output, WritingRules()) }
      #expect(try content("out") == "old" && folder.names() == ["file", "out"])
    } else {
      #expect(throws: Never.self) { try check() }
      _ = try store.write(edit, of: file, to: output, WritingRules())
      #expect(try content("out") == "01ab456789")
    }
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
