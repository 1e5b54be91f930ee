// Something lies where a run makes files of its own. It is left alone, and a run that is killed
// nonetheless leaves nothing that the next one would not find.

import Foundation
import TestSupport
import Testing

@Suite struct ObstructionTests {
  /// What a run calls its own files beside `file`: FNV-1a of the name, in 36 digits.
  private func ownName(_ kind: String, beside file: URL) -> URL {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in file.lastPathComponent.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 36)
    let name = String(repeating: "0", count: 13 - digits.count) + digits
    return file.deletingLastPathComponent().appendingPathComponent(".symdemote-\(name).\(kind)")
  }

  private func plant(_ kind: String, at place: URL) throws {
    switch kind {
    case "fifo": try #require(mkfifo(place.path, 0o600) == 0)
    case "folder": try #require(mkdir(place.path, 0o700) == 0)
    case "socket": try #require(mknod(place.path, S_IFSOCK | 0o600, 0) == 0)
    default: try #require(symlink("/etc/passwd", place.path) == 0)
    }
  }

  private static let kinds = ["fifo", "folder", "socket", "symlink"]

  @Test(arguments: kinds)
  func whereATemporaryFileWouldBe(_ kind: String) throws {
    let specimen = try Specimen()
    let output = specimen.folder.file("out")
    for file in [specimen.file, output] { try plant(kind, at: ownName("tmp", beside: file)) }
    let names = try specimen.folder.names()
    let option = "--output=\(output.path)"
    #expect(try symdemote("plan", "--all", option, specimen.path).status == 1)
    #expect(try symdemote("apply", "--all", option, specimen.path).status == 0)
    #expect(try symdemote("plan", "--all", specimen.path).status == 1)
    let apply = try symdemote("apply", "--all", specimen.path)
    #expect(apply.status == 0 && !apply.errors.contains("symdemote-"), "\(apply.errors)")
    #expect(try exportedNames(specimen.file) == [] && exportedNames(output) == [])
    #expect(try specimen.folder.names() == names + ["out"])
  }

  @Test(arguments: kinds)
  func whereAJournalWouldBe(_ kind: String) throws {
    let specimen = try Specimen()
    let place = ownName("journal", beside: specimen.file)
    try plant(kind, at: place)
    let names = try specimen.folder.names()
    for command in ["plan", "apply"] {
      for way in ["auto", "inplace"] {
        let result = try expectEnd(
          2, untouched: specimen.file, saying: "is in the way", command, "--all",
          "--write=\(way)", specimen.path)
        #expect(result.errors.contains(place.path))
      }
    }
    #expect(try specimen.folder.names() == names)
    try FileManager.default.removeItem(at: place)
    #expect(try symdemote("plan", "--all", "--write=inplace", specimen.path).status == 1)
    #expect(try symdemote("apply", "--all", "--write=inplace", specimen.path).status == 0)
  }

  /// Killed, or with a call that fails, at every call: as without the obstacle.
  @Test(arguments: [1, 3])
  func killedBesideAnObstacle(_ count: Int) throws {
    let (folder, source) = try (TemporaryFolder(), Specimen())
    let content = try Data(contentsOf: source.file)
    let files = ["file", "other-name", "third"].prefix(count).map { folder.file($0) }
    var ordeal = try Ordeal(
      "apply to \(count) obstructed names", in: folder, ["apply", "--all"] + files.map(\.path),
      targets: files
    ) {
      for name in try folder.names() { try FileManager.default.removeItem(at: folder.file(name)) }
      try content.write(to: files[0])
      for other in files.dropFirst() { try #require(link(files[0].path, other.path) == 0) }
      for file in files { try plant("fifo", at: ownName("tmp", beside: file)) }
    }
    var tally = Ordeal.Tally()
    try ordeal.endure([.killBefore, .fail(EIO)], at: .files, &tally)
    print(
      "\(ordeal.title): \(tally.calls) calls, killed \(tally.kills) times"
        + " (\(tally.leftHalfway) times halfway), \(tally.faults) faults; \(tally.lost) files lost")
    #expect(tally.kills > 50 && tally.lost == 0 && (tally.leftHalfway > 1) == (count > 1))
  }

  /// A journal that was emptied is no interrupted run any more; the next run removes it.
  @Test func anEmptyJournal() throws {
    let specimen = try Specimen()
    let place = ownName("journal", beside: specimen.file)
    let names = try specimen.folder.names()
    try Data().write(to: place)
    try #require(chmod(place.path, 0o600) == 0)
    let plan = try symdemote("plan", "--all", specimen.path)
    #expect(plan.status == 1 && !plan.errors.contains("interrupted"))
    let apply = try symdemote("apply", "--all", "--write=inplace", specimen.path)
    #expect(apply.status == 0 && !apply.errors.contains("interrupted"), "\(apply.errors)")
    #expect(try specimen.folder.names() == names)
    try Data("x".utf8).write(to: place)
    try #require(chmod(place.path, 0o600) == 0)
    try expectEnd(2, untouched: specimen.file, saying: "is damaged", "plan", "--all", specimen.path)
  }
}
