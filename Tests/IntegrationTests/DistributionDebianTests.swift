// The Debian packages, installed in systems that have nothing but what they ask for.

import Foundation
import TestSupport
import Testing

@Suite struct DistributionDebianTests {
  private let files: DistributionFiles

  init() throws { files = try DistributionFiles.made.get() }

  /// A package's files, unpacked.
  private func tree(_ package: URL) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try mustRun("dpkg-deb", ["-R", package.path, folder.url.path])
    return folder
  }

  @Test func theToolIsInstalledRunsAndLeavesNothing() throws {
    let root = try CleanRoot()
    let before = try root.contents()
    let (program, library) = try LeakySample.built.get()
    try root.put(files.package(), at: "/tmp/symdemote.deb")
    try root.mustRun("dpkg", "-i", "/tmp/symdemote.deb")

    let version = try DistributionFiles.version()
    #expect(try root.mustRun("symdemote", "--version").hasPrefix("symdemote \(version)\n"))
    for file in [program, library] {
      try root.put(file, at: "/usr/lib/\(file.lastPathComponent)")
    }
    let run = ["env", "LD_LIBRARY_PATH=/usr/lib", "/usr/lib/leaky"]
    #expect(try root.run(run).output == LeakySample.captured)
    try root.mustRun(
      "symdemote", "apply", "--demote=tally_*", "/usr/lib/leaky", "/usr/lib/libleaky.so.1")
    #expect(try root.run(run).output == LeakySample.separate)
    #expect(try exportedNames(root.file("/usr/lib/leaky")).isDisjoint(with: LeakySample.leaked))
    for file in [program, library] {
      try FileManager.default.removeItem(at: root.file("/usr/lib/\(file.lastPathComponent)"))
    }

    // dpkg holds the files against md5sums: silence is agreement.
    #expect(try root.run(["dpkg", "--verify", "symdemote"]).output == "")
    try Data("x".utf8).write(to: root.file("/usr/lib/rpm/macros.d/macros.symdemote"))
    #expect(
      try root.run(["dpkg", "--verify", "symdemote"]).output.contains("macros.symdemote"))

    #expect(try root.contents().contains("./usr/bin/symdemote"))
    try root.mustRun("dpkg", "--purge", "symdemote")
    #expect(try root.contents() == before)
    #expect(!(try root.run(["dpkg", "-s", "symdemote"]).succeeded))
  }

  @Test func theSequenceNeedsItsPackagesAndIsFound() throws {
    let bare = try CleanRoot()
    try bare.put(files.debhelperPackage(), at: "/tmp/dh.deb")
    let refusal = try bare.run(["dpkg", "-i", "/tmp/dh.deb"])
    #expect(!refusal.succeeded)
    #expect(refusal.errors.contains("dh-symdemote depends on debhelper"))
    #expect(refusal.errors.contains("dh-symdemote depends on symdemote"))

    let root = try CleanRoot("debhelper", "gcc", "libc6-dev", "make")
    let before = try root.contents()
    try LeakySample.copy(to: root.file("/tmp/leaky-1.0"), with: "debian")
    let needed = ["dpkg-checkbuilddeps", "-I", "/tmp/leaky-1.0/debian/control"]
    let missing = try root.run(needed)
    #expect(missing.errors.hasSuffix("Unmet build dependencies: dh-sequence-symdemote\n"))
    try root.put(files.package(), at: "/tmp/symdemote.deb")
    try root.put(files.debhelperPackage(), at: "/tmp/dh.deb")
    try root.mustRun("dpkg", "-i", "/tmp/symdemote.deb", "/tmp/dh.deb")
    #expect(try root.run(needed).succeeded)
    #expect(
      try root.mustRun("dh", "binary", "--no-act", directory: "/tmp/leaky-1.0")
        .contains("   dh_symdemote\n"))

    try root.mustRun("dpkg-buildpackage", "-b", "-d", "-us", "-uc", directory: "/tmp/leaky-1.0")
    try mustRun(
      "dpkg-deb",
      ["-x", root.file("/tmp/leaky_1.0_amd64.deb").path, root.file("/tmp/built").path])
    let exports = try exportedNames(root.file("/tmp/built/usr/bin/leaky"))
    #expect(exports.isDisjoint(with: LeakySample.leaked))
    #expect(exports.contains("leaky_plugin_api"))

    #expect(try root.contents().contains("./usr/bin/dh_symdemote"))
    try root.mustRun("dpkg", "--purge", "dh-symdemote", "symdemote")
    #expect(try root.contents() == before)
  }

  /// Where a file of PREFIX is in Debian, and in which package.
  private func place(_ place: String) -> (package: URL?, place: String) {
    let own = try? files.package()
    let helper = try? files.debhelperPackage()
    for start in ["bin/dh_", "share/perl5/", "share/man/man1/dh_"] where place.hasPrefix(start) {
      return (helper, "usr/" + place)
    }
    for (start, folder) in [
      ("share/zsh/site-functions/", "share/zsh/vendor-completions/"),
      ("lib/install-qa-check.d/", "share/doc/symdemote/examples/install-qa-check.d/"),
    ] where place.hasPrefix(start) {
      return (own, "usr/" + folder + place.dropFirst(start.count))
    }
    return (own, "usr/" + place)
  }

  @Test func everyFileHasItsPlaceInOneOfThem() throws {
    let trees = try [files.package(), files.debhelperPackage()].map { ($0, try tree($0)) }
    for (mode, file, prefixPlace) in try DistributionFiles.manifest() {
      let (package, place) = place(prefixPlace)
      let content = try Data(contentsOf: projectFolder.appendingPathComponent(file))
      let isManual = place.hasPrefix("usr/share/man/")
      for (archive, tree) in trees {
        let path = tree.file(isManual ? place + ".gz" : place).path
        guard archive == package else {
          #expect(!FileManager.default.fileExists(atPath: path), "\(place)")
          continue
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let found = try #require(attributes[.posixPermissions] as? Int)
        #expect(String(found, radix: 8) == mode, "\(place)")
        if isManual {
          #expect(try mustRun("gzip", ["-dc", path]) == String(decoding: content, as: UTF8.self))
          // Neither name nor time: flags and time of RFC 1952 are zero.
          let header = try Data(contentsOf: URL(fileURLWithPath: path)).prefix(8)
          #expect(header.dropFirst(3) == Data(repeating: 0, count: 5), "\(place)")
        } else {
          #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content, "\(place)")
        }
      }
    }
  }

  @Test func theSumsCoverEveryFile() throws {
    for package in try [files.package(), files.debhelperPackage()] {
      let tree = try tree(package)
      let sums = try String(contentsOf: tree.file("DEBIAN/md5sums"), encoding: .utf8)
      try mustRun("md5sum", ["--strict", "-c", "DEBIAN/md5sums"], directory: tree.url)
      let named = Set(sums.split(separator: "\n").map { String($0.dropFirst(34)) })
      let present = try mustRun("find", ["usr", "-type", "f"], directory: tree.url)
      #expect(named == Set(present.split(separator: "\n").map(String.init)))
      #expect(
        try mustRun("dpkg-deb", ["-c", package.path]).split(separator: "\n")
          .allSatisfy { $0.contains(" root/root ") && $0.contains(" 2026-03-14 15:09 ") })
    }
  }

  @Test func lintianFindsNothing() throws {
    let result = try run(
      "lintian",
      ["--allow-root", "--fail-on", "none", files.package().path, files.debhelperPackage().path])
    let findings = result.output.split(separator: "\n").filter { !$0.hasPrefix("N:") }
    let hasManual = try DistributionFiles.manifest().contains {
      $0.place == "share/man/man1/symdemote.1"
    }
    let manual = "W: symdemote: no-manual-page [usr/bin/symdemote]"
    #expect(findings.filter { hasManual || $0 != manual } == [])
    // It does look: an override without effect, and a file that nobody may have.
    let broken = try tree(files.package())
    try FileManager.default.removeItem(at: broken.file("usr/share/doc/symdemote/copyright"))
    let copy = broken.file("broken.deb")
    try mustRun(
      "dpkg-deb", ["--root-owner-group", "-Zgzip", "-z1", "-b", broken.url.path, copy.path])
    #expect(
      try run("lintian", ["--allow-root", copy.path]).output.contains("E: symdemote: no-copyright"))
  }
}
