// The tarball, unpacked where there is nothing else.

import Foundation
import TestSupport
import Testing

@Suite struct DistributionTarballTests {
  private let tarball: URL
  private let name: String

  init() throws {
    tarball = try DistributionFiles.made.get().tarball()
    name = "symdemote-\(try DistributionFiles.version())"
  }

  @Test func theToolRunsInAnEmptySystem() throws {
    let root = try TemporaryFolder()
    try mustRun("tar", ["-C", root.url.path, "-xf", tarball.path])
    #expect(try root.names() == [name])
    let (program, library) = try LeakySample.built.get()
    let (copy, libraryCopy) = (root.file("leaky"), root.file("libleaky.so.1"))
    try FileManager.default.copyItem(at: program, to: copy)
    try FileManager.default.copyItem(at: library, to: libraryCopy)
    let tool = "/\(name)/bin/symdemote"

    #expect(
      try mustRun("chroot", [root.url.path, tool, "--version"]).hasPrefix(
        "symdemote \(DistributionFiles.version())\n"))
    #expect(try LeakySample.output(of: copy, with: libraryCopy) == LeakySample.captured)
    try mustRun(
      "chroot",
      [
        root.url.path, tool, "apply", "--no-process", "--demote=tally_*", "/leaky",
        "/libleaky.so.1",
      ])
    #expect(try exportedNames(libraryCopy) == LeakySample.interface)
    #expect(try LeakySample.output(of: copy, with: libraryCopy) == LeakySample.separate)
  }

  @Test func itHoldsTheInstallationAndWhatPeopleRead() throws {
    let folder = try TemporaryFolder()
    try mustRun("tar", ["-C", folder.url.path, "-xf", tarball.path])
    let root = folder.file(name)
    let installed = try FoldersOfTheRun.installation.get()
    for part in try FileManager.default.contentsOfDirectory(atPath: installed.file("").path) {
      try mustRun(
        "diff", ["-r", installed.file(part).path, root.appendingPathComponent(part).path])
    }
    for document in ["CHANGELOG.md", "Integrations/debhelper/README.md"] {
      #expect(
        try Data(contentsOf: root.appendingPathComponent(document))
          == Data(contentsOf: projectFolder.appendingPathComponent(document)))
    }
  }

  @Test func itsMembersHaveOneOwnerOneTimeAndPlainModes() throws {
    let listing = try mustRun(
      "tar", ["--numeric-owner", "--full-time", "-tvf", tarball.path], environment: ["TZ": "UTC"]
    ).split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
    for line in listing {
      #expect(["drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--"].contains(line[0]), "\(line)")
      #expect(line[1] == "0/0" && line[3] == "2026-03-14" && line[4] == "15:09:26", "\(line)")
    }
    let names = listing.map { $0[5...].joined(separator: " ") }
    #expect(names.contains("\(name)/bin/symdemote"))
    #expect(!names.contains { $0.contains(".build") })
  }

  @Test func itTellsTheLicencesOfWhatIsLinkedIn() throws {
    let folder = try TemporaryFolder()
    try mustRun("tar", ["-C", folder.url.path, "-xf", tarball.path])
    let licences = folder.file(name).appendingPathComponent("LICENCES")
    let text = try String(contentsOf: licences.appendingPathComponent("README"), encoding: .utf8)
    #expect(text.contains("have not chosen a licence"))
    // A library that is new here belongs in README's "Linked in" and in the text of --version. zlib is
    // among libelf's dependencies, and linked in if something else calls it.
    let sources = Set(
      text.split(separator: "\n").filter { $0.contains(".a ") }.map {
        $0.split(separator: " ")[1].prefix { $0 != "-" }
      })
    #expect(
      sources.subtracting(["zlib"]) == [
        "elfutils", "gcc", "glibc", "libiberty", "libmd", "pcre2", "pkgconf", "swift",
      ])
    for line in text.split(separator: "\n") where line.contains(".a ") {
      let notice = licences.appendingPathComponent(String(line.split(separator: " ")[1]))
      #expect(try Data(contentsOf: notice).count > 300, "\(line)")
    }
    let texts = licences.appendingPathComponent("common-licenses")
    for licence in ["Apache-2.0", "GPL-2", "GPL-3", "LGPL-2.1", "LGPL-3"] {
      #expect(
        try Data(contentsOf: texts.appendingPathComponent(licence)).count > 5000, "\(licence)")
    }
  }
}
