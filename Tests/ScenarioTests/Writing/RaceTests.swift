// Others are at work on the same file: another run, a process that has it mapped. And a run that
// finds nothing to do is no work at all.

import Foundation
import TestSupport
import Testing

@Suite struct RaceTests {
  /// Of several runs at once one edits the file, and the others do nothing or say why not.
  @Test(arguments: ["auto", "inplace"])
  func severalRunsAtOnce(_ way: String) throws {
    let specimen = try Specimen()
    let original = try Data(contentsOf: specimen.file)
    let expected = specimen.folder.file("expected")
    try mustRun(toolPath, ["apply", "--all", "--output=\(expected.path)", specimen.path])
    let new = try Data(contentsOf: expected)
    let record = specimen.folder.file("undo")
    let names = try specimen.folder.names()
    var losers = 0
    for round in 0..<25 {
      try original.write(to: specimen.file)
      try? FileManager.default.removeItem(at: record)
      let runs = try (0..<4).map { _ in
        let process = Process()
        process.executableURL = URL(fileURLWithPath: toolPath)
        process.arguments = [
          "apply", "--all", "--write=\(way)", "--undo-file=\(record.path)", specimen.path,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
      }
      for run in runs { run.waitUntilExit() }
      let statuses = runs.map(\.terminationStatus)
      #expect(statuses.contains(0), "round \(round): \(statuses)")
      // In place, a run may read while another writes; what it reads makes no sense then.
      let sane: Set<Int32> = way == "auto" ? [0, 3] : [0, 2, 3]
      #expect(statuses.allSatisfy(sane.contains), "round \(round): \(statuses)")
      losers += statuses.count { $0 != 0 }
      #expect(try Data(contentsOf: specimen.file) == new, "round \(round)")
      #expect(try specimen.folder.names() == names + ["undo"], "round \(round)")
      let undone = try symdemote("undo", "--undo-file=\(record.path)", specimen.path)
      #expect(undone.status == 0, "round \(round): whoever won left the record")
    }
    print("\(way): \(losers) of 100 runs lost")
  }

  /// The lock of a live run is respected, whoever holds it.
  @Test func aFileThatIsLocked() throws {
    let specimen = try Specimen()
    let descriptor = open(specimen.path, O_RDONLY)
    try #require(flock(descriptor, LOCK_EX) == 0)
    try expectEnd(
      3, untouched: specimen.file, saying: "another run is at work", "apply", "--all",
      specimen.path)
    // Other tests start processes, which have the file open for a moment as well.
    flock(descriptor, LOCK_UN)
    close(descriptor)
    #expect(try symdemote("apply", "--all", specimen.path).status == 0)
  }

  /// A process that has the library mapped keeps the old one, every byte of it.
  @Test func aMappedLibraryStaysAsItIs() throws {
    let specimen = try Specimen()
    let size = try FileIdentity(specimen.file).size
    let descriptor = open(specimen.path, O_RDONLY)
    defer { close(descriptor) }
    let mapping = try #require(mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0))
    defer { munmap(mapping, size) }
    let original = try Data(contentsOf: specimen.file)
    #expect(try symdemote("apply", "--all", specimen.path).status == 0)
    #expect(Data(bytes: mapping, count: size) == original)
    #expect(try Data(contentsOf: specimen.file) != original)
  }

  /// A second run makes no call that could change a file, nor opens one for writing; the first, of
  /// course, does.
  @Test(arguments: [
    [], ["--backup", "--preserve-dates"], ["--write=inplace"], ["--write=inplace", "--backup=t"],
    ["--symtab"], ["--convert-relocations", "--remove"], ["--undo-file=undo"], ["other"],
    ["other", "--write=inplace"],
  ])
  func nothingToDoIsNothingDone(_ options: [String]) throws {
    let specimen = try Specimen()
    let folder = specimen.folder.url.path
    if options.contains("other") {
      try FileManager.default.linkItem(at: specimen.file, to: specimen.folder.file("other"))
    }
    let words =
      ["apply", "--all", specimen.path]
      + options.map {
        $0 == "other"
          ? "\(folder)/other" : $0.replacingOccurrences(of: "=undo", with: "=\(folder)/undo")
      }
    let first = try traced(words)
    #expect(first.status == 0 && first.changingCount > 5)
    let before = try (FileIdentity(specimen.file), specimen.folder.names())
    let second = try traced(words)
    #expect(second.status == 0 && second.changingCount == 0, "\(second.changingCount) calls")
    let inPlace = try traced(words.filter { !$0.hasPrefix("--write") } + ["--write=inplace"])
    #expect(inPlace.status == 0 && inPlace.changingCount == 0)
    #expect(try FileIdentity(specimen.file) == before.0)
    #expect(try specimen.folder.names() == before.1)
    // What a killed run left is removed, which is the only change.
    let stray = specimen.folder.file(".symdemote-0123456789abc.tmp")
    try Data().write(to: stray)
    let third = try traced(words)
    #expect(third.status == 0 && third.changingCount == 1, "\(third.changingCount) calls")
    #expect(try specimen.folder.names() == before.1)
    // A dry run neither, be there ever so much to do.
    let plan = try traced(["plan", "--all", try Specimen().path])
    #expect(plan.changingCount == 0)
  }

  /// The result depends on the file and the selection, and on nothing else.
  @Test func theSameBytesInEveryFolderAndOrder() throws {
    let (one, other) = try (Specimen(), Specimen())
    try FileManager.default.removeItem(at: other.file)
    try FileManager.default.copyItem(at: one.file, to: other.file)
    let (first, second) = try (one.second(named: "a"), one.second(named: "b"))
    try mustRun(toolPath, ["apply", "--demote=alpha_*", first.path, second.path])
    try mustRun(
      toolPath, ["apply", "--demote=alpha_*", other.file.lastPathComponent],
      directory: other.folder.url)
    let third = try one.second(named: "c")
    try mustRun(toolPath, ["apply", "--demote=alpha_*", third.path, one.path])
    let bytes = try Data(contentsOf: first)
    for file in [second, third, one.file, other.file] {
      #expect(try Data(contentsOf: file) == bytes)
    }
  }

  @Test func datesAreKeptOnlyWhereThatIsAskedFor() throws {
    let (kept, renewed) = try (Specimen(), Specimen())
    for specimen in [kept, renewed] {
      try mustRun("touch", ["-d", "2001-02-03 04:05:06.123456789", specimen.path])
      try mustRun("touch", ["-a", "-d", "2002-03-04 05:06:07.987654321", specimen.path])
    }
    let times = ["-c", "%x %y", kept.path]
    let before = try mustRun("stat", times)
    #expect(try symdemote("apply", "--all", "--preserve-dates", kept.path).status == 0)
    #expect(try mustRun("stat", times) == before)
    let old = try FileIdentity(renewed.file)
    #expect(try symdemote("apply", "--all", renewed.path).status == 0)
    #expect(try FileIdentity(renewed.file).seconds > old.seconds + 1_000_000)
  }
}
