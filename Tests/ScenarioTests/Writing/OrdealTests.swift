// A crash, a full disk or a signal at any system call of `apply` and `undo` loses nothing. These
// tests fail where ptrace(2) is not permitted.

import Foundation
import TestSupport
import Testing

@Suite struct OrdealTests {
  /// A library with everything that a file has beside its content.
  private struct Subject {
    let folder: TemporaryFolder
    let original: URL
    private let source: Specimen

    /// user::rwx user:1:r-x group::r-x mask::r-x other::--x, as <linux/posix_acl_xattr.h> has it.
    private static let accessList: [UInt8] = [
      2, 0, 0, 0, 1, 0, 7, 0, 255, 255, 255, 255, 2, 0, 5, 0, 1, 0, 0, 0, 4, 0, 5, 0, 255, 255, 255,
      255, 16, 0, 5, 0, 255, 255, 255, 255, 32, 0, 1, 0, 255, 255, 255, 255,
    ]
    /// cap_net_raw+ep, as <linux/capability.h> has it (VFS_CAP_REVISION_2).
    private static let capability: [UInt8] = [
      1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]

    init() throws {
      folder = try TemporaryFolder()
      source = try Specimen()
      original = source.file
    }

    /// Makes `file` what it is before the command.
    func restore(
      _ file: URL, from content: Data, mode: mode_t = 0o751, capability: Bool = false
    ) throws {
      try? FileManager.default.removeItem(at: file)
      try content.write(to: file)
      try #require(chown(file.path, 1234, 2345) == 0)
      try setExtendedAttribute("user.note", of: file, to: Array("kept".utf8))
      try setExtendedAttribute("system.posix_acl_access", of: file, to: Self.accessList)
      try #require(chmod(file.path, mode) == 0)
      if capability {
        try setExtendedAttribute("security.capability", of: file, to: Self.capability)
      }
      let times = [timespec(tv_sec: 981_173_106, tv_nsec: 7), timespec(tv_sec: 1, tv_nsec: 9)]
      try #require(utimensat(AT_FDCWD, file.path, times, 0) == 0)
    }

    /// Removes everything from the folder.
    func clear() throws {
      for name in try folder.names() {
        try FileManager.default.removeItem(at: folder.file(name))
      }
    }
  }

  private func report(_ tally: Ordeal.Tally, _ title: String) {
    print(
      "\(title): \(tally.calls) calls, killed \(tally.kills) times"
        + " (\(tally.leftHalfway) times halfway, each ended by the next run),"
        + " \(tally.faults) faults; \(tally.lost) files lost")
  }

  private static let faults: [Mishap] = [ENOSPC, EIO, EACCES, EINTR].map { .fail($0) }

  /// The plain command, at every call; once more as on a file system that knows no files without
  /// a name.
  @Test(arguments: [false, true])
  func everyCallOfApply(_ isUnnamedDenied: Bool) throws {
    let subject = try Subject()
    let file = subject.folder.file("file")
    let content = try Data(contentsOf: subject.original)
    let title = isUnnamedDenied ? "apply, no unnamed files" : "apply"
    var ordeal = try Ordeal(
      title, in: subject.folder, ["apply", "--all", file.path], targets: [file],
      isUnnamedDenied: isUnnamedDenied
    ) {
      try subject.clear()
      try subject.restore(file, from: content)
    }
    var tally = Ordeal.Tally()
    try ordeal.endure([.killBefore], at: .all, &tally)
    try ordeal.endure([.killAfter] + Self.faults, at: .files, &tally)
    try ordeal.endure([.shorten], at: .transfers, &tally)
    report(tally, title)
    #expect(tally.kills > 100 && tally.faults > 100 && tally.leftHalfway == 0)
  }

  /// A wheel, whose files are looked at elsewhere; what is left there goes with a later run.
  @Test func everyCallAboutAWheel() throws {
    let subject = try Subject()
    let file = subject.folder.file("one-1.0-py3-none-any.whl")
    try makeWheel(file, of: subject.original)
    let content = try Data(contentsOf: file)
    let temporary = try TemporaryFolder()
    let environment = ["TMPDIR": temporary.url.path]
    var ordeal = try Ordeal(
      "wheel", in: subject.folder, ["wheel", "--all", "--jobs=1", file.path], targets: [file],
      environment: environment
    ) {
      try subject.clear()
      try subject.restore(file, from: content)
      for name in try temporary.names() {
        try FileManager.default.removeItem(at: temporary.file(name))
      }
    }
    var tally = Ordeal.Tally()
    try ordeal.endure(
      [.fail(ENOSPC), .fail(EIO), .fail(EINTR)], at: .files, every: 3, &tally)
    try ordeal.endure([.shorten], at: .transfers, &tally)
    try ordeal.endure([.killBefore], at: .files, every: 2, &tally)
    report(tally, ordeal.title)
    #expect(tally.kills > 50 && tally.leftHalfway == 0)
    // In the middle of a run its files are there.
    let middle = try ordeal.callCount(.files) / 2
    try ordeal.reset()
    _ = try traced(
      ordeal.arguments, .killBefore, at: middle, of: .files, environment: environment)
    #expect(try temporary.names().count == 1)
    Thread.sleep(forTimeInterval: 3)
    #expect(try symdemote("wheel", file.path, environment: environment).succeeded)
    #expect(try temporary.names() == [])
  }

  /// Trouble is told with the file and the call.
  @Test func whatIsSaidOfTrouble() throws {
    let subject = try Subject()
    let file = subject.folder.file("file")
    let content = try Data(contentsOf: subject.original)
    let log = subject.folder.url.appendingPathExtension("errors")
    defer { try? FileManager.default.removeItem(at: log) }
    var calls: Set<Substring> = []
    for index in 0... {
      try subject.clear()
      try subject.restore(file, from: content)
      let trace = try traced(
        ["apply", "--all", file.path], .fail(EIO), at: index, of: .files, errors: log)
      guard let call = trace.call else { break }
      let said = try String(contentsOf: log, encoding: .utf8)
      if trace.status == 0 { continue }
      #expect(said.hasPrefix("symdemote: "), "\(call): \(said)")
      #expect(said.contains("Input/output error"), "\(call): \(said)")
      #expect(said.contains(file.path) || said.contains("standard output"), "\(call): \(said)")
      calls.formUnion(said.split { !$0.isLetter && $0 != "_" }.map { $0 })
    }
    let expected: Set<Substring> = [
      "open", "fstat", "pread", "copy_file_range", "pwrite", "fchown", "fchmod", "fsetxattr",
      "flistxattr", "fgetxattr", "fsync", "flock", "linkat", "rename", "statx", "realpath",
    ]
    #expect(expected.subtracting(calls) == [])
  }

  @Test func withARecordABackupAndTheDatesKept() throws {
    let subject = try Subject()
    let file = subject.folder.file("file")
    let content = try Data(contentsOf: subject.original)
    var ordeal = try Ordeal(
      "apply with record and backup", in: subject.folder,
      [
        "apply", "--all", "--undo-file=\(subject.folder.file("undo").path)", "--backup=simple",
        "--preserve-dates", file.path,
      ], targets: [file], companions: ["undo", "file~"], keepsDates: true
    ) {
      try subject.clear()
      try subject.restore(file, from: content)
    }
    var tally = Ordeal.Tally()
    try ordeal.endure([.killBefore, .fail(ENOSPC), .fail(EINTR)], at: .files, &tally)
    try ordeal.endure([.shorten], at: .transfers, &tally)
    report(tally, ordeal.title)
    #expect(tally.kills > 50 && tally.leftHalfway == 0)
  }

  @Test func anOutputThatIsReplaced() throws {
    let subject = try Subject()
    let (file, output) = (subject.folder.file("file"), subject.folder.file("output"))
    let content = try Data(contentsOf: subject.original)
    var ordeal = try Ordeal(
      "apply with output", in: subject.folder,
      ["apply", "--all", "--output=\(output.path)", file.path], targets: [output]
    ) {
      try subject.clear()
      try subject.restore(file, from: content)
      try subject.restore(output, from: Data("what was there before\n".utf8))
    }
    var tally = Ordeal.Tally()
    try ordeal.endure([.killBefore, .fail(EIO)], at: .files, &tally)
    report(tally, ordeal.title)
    #expect(tally.kills > 50 && tally.leftHalfway == 0)
  }

  /// Three names in two folders: some may be new and some old, until the next run.
  @Test func aGroupOfNames() throws {
    let subject = try Subject()
    let files = ["file", "other-name", "below.d/third"].map { subject.folder.file($0) }
    let content = try Data(contentsOf: subject.original)
    var ordeal = try Ordeal(
      "apply to three names", in: subject.folder, ["apply", "--all"] + files.map(\.path),
      targets: files
    ) {
      try subject.clear()
      try FileManager.default.createDirectory(
        at: subject.folder.file("below.d"), withIntermediateDirectories: false)
      try subject.restore(files[0], from: content)
      for other in files.dropFirst() { try #require(link(files[0].path, other.path) == 0) }
    }
    var tally = Ordeal.Tally()
    try ordeal.endure([.killBefore, .fail(ENOSPC), .fail(EIO)], at: .files, &tally)
    report(tally, ordeal.title)
    #expect(tally.leftHalfway > 1, "the journal was put to use")
  }

  /// In place the file itself is half edited for a while, until the next run.
  @Test func inPlace() throws {
    let subject = try Subject()
    let file = subject.folder.file("file")
    let content = try Data(contentsOf: subject.original)
    var ordeal = try Ordeal(
      "apply in place", in: subject.folder,
      ["apply", "--all", "--write=inplace", "--allow-privileged", file.path], targets: [file],
      isInPlace: true
    ) {
      try subject.clear()
      try subject.restore(file, from: content, mode: 0o4751, capability: true)
    }
    var tally = Ordeal.Tally()
    try ordeal.endure(
      [.killBefore, .fail(ENOSPC), .fail(EIO), .fail(EINTR)], at: .files, &tally)
    try ordeal.endure([.shorten], at: .transfers, &tally)
    report(tally, ordeal.title)
    #expect(tally.leftHalfway > 1, "the journal was put to use")
  }

  @Test(arguments: [false, true])
  func undoing(_ isInPlace: Bool) throws {
    let subject = try Subject()
    let (file, record) = (subject.folder.file("file"), subject.folder.file("undo"))
    try subject.restore(file, from: try Data(contentsOf: subject.original))
    let option = "--undo-file=\(record.path)"
    try mustRun(toolPath, ["apply", "--all", option, file.path])
    let (content, recorded) = try (Data(contentsOf: file), Data(contentsOf: record))
    let title = "undo" + (isInPlace ? " in place" : "")
    var ordeal = try Ordeal(
      title, in: subject.folder,
      ["undo", option] + (isInPlace ? ["--write=inplace"] : []) + [file.path], targets: [file],
      isInPlace: isInPlace, idleStatus: 3
    ) {
      try subject.clear()
      try subject.restore(file, from: content)
      try recorded.write(to: record)
    }
    var tally = Ordeal.Tally()
    try ordeal.endure([.killBefore, .fail(EIO)], at: .files, &tally)
    report(tally, title)
    #expect(tally.kills > 50)
    #expect(try WholeFile(file, keepsDates: false).bytes == Data(contentsOf: subject.original))
  }
}
