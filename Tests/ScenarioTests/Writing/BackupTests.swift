// `--backup` and `--suffix` name backups as coreutils does (cp(1), "Backup options" of its manual).
// The other side of the comparison is cp itself.

import Foundation
import TestSupport
import Testing

@Suite struct BackupTests {
  /// A folder in which `file` is what is to be replaced, with backups that are there already.
  private func stage(_ specimen: Specimen, _ name: String, _ present: [String]) throws -> URL {
    let folder = specimen.folder.file(name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    let file = folder.appendingPathComponent("file")
    try FileManager.default.copyItem(at: specimen.file, to: file)
    for name in present {
      try Data(name.utf8).write(to: folder.appendingPathComponent(name))
    }
    return file
  }

  private func contents(of file: URL) throws -> [String: Data] {
    let folder = file.deletingLastPathComponent()
    return try Dictionary(
      uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: folder.path).map {
        ($0, try Data(contentsOf: folder.appendingPathComponent($0)))
      })
  }

  private static let words = [
    "", "none", "off", "simple", "never", "existing", "nil", "numbered", "t", "num", "ni", "s",
  ]
  private static let states: [[String]] = [
    [], ["file~"], ["file.~1~"], ["file.~1~", "file.~9~", "file.~10~"], ["file.~7~", "file~"],
    ["file.~01~", "file.~x~", "file.~~", "other.~3~"],
  ]

  /// What cp leaves beside the file it replaces, and what symdemote leaves, are the same.
  private func compare(
    _ options: [String], present: [String], environment: [String: String], _ title: String
  ) throws {
    let specimen = try Specimen()
    let edited = specimen.folder.file("edited")
    try mustRun(toolPath, ["apply", "--all", "--output=\(edited.path)", specimen.path])
    let (theirs, ours) = try (
      stage(specimen, "cp", present), stage(specimen, "symdemote", present)
    )
    let copied = try run("cp", options + [edited.path, theirs.path], environment: environment)
    let applied = try run(
      toolPath, ["apply", "--all"] + options + [ours.path], environment: environment)
    if copied.status == 0 {
      #expect(applied.status == 0, "\(title): \(applied.errors)")
    } else {
      #expect(applied.status == 2, "\(title)")
      // Our usage errors end before the file is touched, theirs too.
      #expect(try Data(contentsOf: ours) == Data(contentsOf: specimen.file), "\(title)")
    }
    #expect(try contents(of: ours) == contents(of: theirs), "\(title)")
  }

  @Test func everyControlInEveryState() throws {
    for word in Self.words {
      for present in Self.states {
        let option = word.isEmpty ? "--backup" : "--backup=\(word)"
        try compare([option], present: present, environment: [:], "\(option) \(present)")
      }
    }
  }

  @Test(arguments: [
    ([:], ["--suffix=.old"]), (["SIMPLE_BACKUP_SUFFIX": ".env"], ["--backup"]),
    (["SIMPLE_BACKUP_SUFFIX": "a/b"], ["--backup"]), (["SIMPLE_BACKUP_SUFFIX": ""], ["--backup"]),
    (["SIMPLE_BACKUP_SUFFIX": ".env"], ["--backup=simple", "--suffix=.old"]),
    (["VERSION_CONTROL": "numbered"], ["--backup"]), (["VERSION_CONTROL": "none"], ["--backup"]),
    (["VERSION_CONTROL": "numbered"], ["--backup=simple"]),
    (["VERSION_CONTROL": "nonsense"], ["--backup"]), (["VERSION_CONTROL": "numbered"], []),
    (["VERSION_CONTROL": "t"], ["--suffix=.old"]), ([:], ["--backup=nonsense"]),
    ([:], ["--backup=n"]), ([:], ["--backup="]),
  ])
  func theEnvironmentAndTheSuffix(_ environment: [String: String], _ options: [String]) throws {
    try compare(options, present: [], environment: environment, "\(environment) \(options)")
  }

  /// Unlike cp, which then takes `~` without a word.
  @Test func aSuffixIsThePartOfAName() throws {
    let specimen = try Specimen()
    try expectEnd(
      2, untouched: specimen.file, saying: "the end of a name", "apply", "--all", "--suffix=a/b",
      specimen.path)
  }

  /// The backup is what was there, with all that belongs to it.
  @Test func aBackupIsAsTheOriginalWas() throws {
    let specimen = try Specimen()
    try mustRun("chown", ["1234:2345", specimen.path])
    try mustRun("chmod", ["641", specimen.path])
    try mustRun("setfattr", ["-n", "user.note", "-v", "kept", specimen.path])
    try mustRun("touch", ["-d", "2001-02-03", specimen.path])
    let before = try WholeFile(specimen.file, keepsDates: true)
    #expect(try symdemote("apply", "--all", "--backup", specimen.path).status == 0)
    let backup = specimen.folder.file("libspecimen.so~")
    #expect(try WholeFile(backup, keepsDates: true) == before)
    // It is a file of its own: neither is another name of the other.
    #expect(try FileIdentity(backup).inode != FileIdentity(specimen.file).inode)
    // Where nothing is replaced, nothing is backed up.
    try FileManager.default.removeItem(at: backup)
    try expectEnd(0, untouched: specimen.file, "apply", "--all", "--backup", specimen.path)
    #expect(try !specimen.folder.names().contains("libspecimen.so~"))
  }

  @Test func anOutputIsBackedUpAsWell() throws {
    let specimen = try Specimen()
    let output = try specimen.folder.write("old\n", to: "out")
    let option = "--output=\(output.path)"
    #expect(try symdemote("apply", "--all", "--backup", option, specimen.path).status == 0)
    #expect(try String(contentsOf: specimen.folder.file("out~"), encoding: .utf8) == "old\n")
    #expect(try !specimen.folder.names().contains("libspecimen.so~"))
  }

  @Test func undoTakesABackupToo() throws {
    let specimen = try Specimen()
    let option = "--undo-file=\(specimen.folder.file("undo").path)"
    #expect(try symdemote("apply", "--all", option, specimen.path).status == 0)
    let edited = try Data(contentsOf: specimen.file)
    #expect(try symdemote("undo", "--backup=t", option, specimen.path).status == 0)
    let backup = specimen.folder.file("libspecimen.so.~1~")
    #expect(try Data(contentsOf: backup) == edited)
  }

  /// The place of the backup may be another name of what it is to keep.
  @Test func aBackupDestroysNothing() throws {
    let specimen = try Specimen()
    let other = specimen.folder.file("libspecimen.so~")
    try FileManager.default.linkItem(at: specimen.file, to: other)
    for command in ["plan", "apply"] {
      try expectEnd(
        2, untouched: specimen.file, saying: "another name of the file", command, "--all",
        "--backup=simple", specimen.path, other.path)
    }
    #expect(
      try symdemote("apply", "--all", "--suffix=.old", specimen.path, other.path).status == 0)
  }

  /// It may be what the run is given, or what the run just made to undo it.
  @Test func aBackupReplacesNothingThatTheRunNeeds() throws {
    let specimen = try Specimen()
    let other = try specimen.second(named: "libspecimen.so~")
    let symbolic = specimen.folder.file("symbolic")
    try FileManager.default.createSymbolicLink(at: symbolic, withDestinationURL: other)
    let output = try specimen.folder.write("old", to: "out")
    let record = specimen.folder.file("out~").path
    let why = "this run is given or makes"
    for command in ["plan", "apply"] {
      for name in [other, symbolic] {
        try expectEnd(
          2, untouched: specimen.file, saying: why, command, "--all", "--backup=simple",
          specimen.path, name.path)
      }
      for word in ["--backup=simple", "--backup=numbered"] {
        let place = word.hasSuffix("d") ? specimen.path + ".~1~" : other.path
        try? FileManager.default.removeItem(at: other)
        try expectEnd(
          2, untouched: specimen.file, saying: why, command, "--all", word,
          "--undo-file=\(place)", specimen.path)
      }
      try FileManager.default.copyItem(at: specimen.file, to: other)
      try expectEnd(
        2, untouched: output, saying: why, command, "--all", "--backup=simple",
        "--output=\(output.path)", "--undo-file=\(record)", specimen.path)
      #expect(try exportedNames(other) == Specimen.names)
    }
    try FileManager.default.removeItem(at: other)
    let option = "--undo-file=\(other.path)"
    #expect(try symdemote("apply", "--all", option, specimen.path).status == 0)
    try expectEnd(
      2, untouched: other, saying: why, "undo", "--backup=simple", option, specimen.path)
    #expect(try symdemote("undo", "--backup=t", option, specimen.path).status == 0)
  }
}
