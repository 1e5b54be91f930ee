// The archives are the same bytes wherever, whenever and by whomever they are made; what they call
// themselves is what the sources say.

import Foundation
import TestSupport
import Testing

@Suite struct DistributionReproductionTests {
  /// A copy of what Scripts/dist reads, in a folder that anybody may enter.
  private func copyOfTheSources() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let listed = try DistributionFiles.manifest().map(\.file)
    let other = [
      "CHANGELOG.md", "Distribution", "Integrations", "README.md", "Scripts",
      "Sources/Commands/Version.swift",
    ]
    try mustRun(
      "cp", ["-r", "--parents", "-t", folder.url.path] + other + listed, directory: projectFolder)
    return folder
  }

  @Test func anotherUserElsewhereAndLaterMakesTheSameBytes() throws {
    let expected = try DistributionFiles.made.get().folder
    let copy = try copyOfTheSources()
    // What it makes is nobody's, in folders that pass a group on, and years later.
    let tool = copy.file("tool")
    try FileManager.default.copyItem(atPath: toolPath, toPath: tool.path)
    try mustRun("chown", ["-R", "nobody:nogroup", copy.url.path])
    try mustRun("find", [copy.url.path, "-type", "d", "-exec", "chmod", "g+s", "{}", "+"])
    // The toolchain, whose licence is read, may be where only root looks.
    try mustRun(
      "setpriv",
      [
        "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override", "sh", "-c",
        "umask 077 && exec faketime '2031-02-03 04:05:06' Scripts/dist 'an other folder'",
      ],
      environment: [
        "HOME": copy.url.path, "LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu", "XZ_OPT": "-1",
        "SOURCE_DATE_EPOCH": DistributionFiles.epoch, "SYMDEMOTE": tool.path,
        "SYMDEMOTE_MAP": projectFolder.appendingPathComponent(".build/static/symdemote.map").path,
      ], directory: copy.url)
    try mustRun("diff", ["-r", expected.path, copy.file("an other folder").path])
    #expect(try FileManager.default.contentsOfDirectory(atPath: expected.path).count == 5)
    try mustRun("sha256sum", ["--strict", "-c", "SHA256SUMS"], directory: expected)
  }

  @Test func theExecutableNamesNoFolderOfItsBuild() throws {
    let tool = try Data(contentsOf: URL(fileURLWithPath: toolPath))
    #expect(tool.range(of: Data("symdemote/main.swift".utf8)) != nil)
    for trace in [projectFolder.path, ".build/", "swift_modhash\u{0}/"] {
      #expect(tool.range(of: Data(trace.utf8)) == nil, "\(trace)")
    }
  }

  @Test func theChangelogTellsOfThisVersion() throws {
    let text = try String(
      contentsOf: projectFolder.appendingPathComponent("CHANGELOG.md"), encoding: .utf8)
    let heading = try #require(text.split(separator: "\n").first { $0.hasPrefix("## ") })
    let version = try DistributionFiles.version()
    let form = try Regex("## \(version) \\((unreleased|[0-9]{4}-[0-9]{2}-[0-9]{2})\\)")
    #expect(heading.wholeMatch(of: form) != nil, "\(heading)")
    #expect(try mustRun(toolPath, ["--version"]).hasPrefix("symdemote \(version)\n"))

    func changelog(of version: String) throws -> RunResult {
      try run(
        "Distribution/debian/changelog",
        ["CHANGELOG.md", version, "Nobody <nobody@example.org>"],
        environment: ["SOURCE_DATE_EPOCH": DistributionFiles.epoch], directory: projectFolder)
    }
    #expect(!(try changelog(of: "9.9.9").succeeded))
    let log = try changelog(of: version)
    #expect(log.succeeded, "\(log.errors)")
    let folder = try TemporaryFolder()
    let file = try folder.write(log.output, to: "changelog")
    #expect(
      try mustRun("dpkg-parsechangelog", ["-l", file.path, "-S", "Version"]) == "\(version)\n")
    #expect(
      try mustRun("dpkg-parsechangelog", ["-l", file.path, "-S", "Timestamp"])
        == "\(DistributionFiles.epoch)\n")
  }

  /// A static program that only knows its version, which is packed in no time.
  private func stub(_ version: String, in folder: TemporaryFolder) throws -> URL {
    let source = try folder.write(
      #"int puts(const char *); int main(void) { return puts("symdemote \#(version)") < 0; }"#,
      to: "stub.c")
    try mustRun("gcc", ["-static", "-o", folder.file("stub").path, source.path])
    return folder.file("stub")
  }

  private func dist(_ folder: TemporaryFolder, tool: URL, epoch: String = "") throws -> RunResult {
    let map = projectFolder.appendingPathComponent(".build/static/symdemote.map").path
    return try run(
      "Scripts/dist", ["out"],
      environment: ["SOURCE_DATE_EPOCH": epoch, "SYMDEMOTE": tool.path, "SYMDEMOTE_MAP": map],
      directory: folder.url)
  }

  /// What an earlier version left goes; what somebody keeps there stays, whatever it is called.
  @Test func theFolderKeepsWhatIsNotOfDist() throws {
    let sources = try copyOfTheSources()
    let version = try DistributionFiles.version()
    let tool = try stub(version, in: sources)
    try mustRun(
      "mkdir", ["-p", "out/drafts/thesis", "out/symdemote-src", "out/dh-symdemote_notes"],
      directory: sources.url)
    let kept = ["drafts/thesis/text", "symdemote-src/x", "dh-symdemote_notes/y", "symdemote_todo"]
    let old = ["symdemote_0.0.1_amd64.deb", "dh-symdemote_0.0.1_all.deb"]
    for name in kept + old { _ = try sources.write("somebody's", to: "out/\(name)") }
    let made = try dist(sources, tool: tool)
    #expect(made.succeeded, "\(made.errors)")
    for name in kept {
      #expect(try String(contentsOf: sources.file("out/\(name)"), encoding: .utf8) == "somebody's")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: sources.file("out").path)
    #expect(names.count == 5 + 4 && Set(names).isDisjoint(with: old), "\(names)")
  }

  @Test func theTimeIsThatOfTheLastCommit() throws {
    let sources = try copyOfTheSources()
    let version = try DistributionFiles.version()
    let tool = try stub(version, in: sources)
    func time() throws -> String {
      let tarball = sources.file("out/symdemote-\(version)-linux-x86_64.tar.xz").path
      return try String(
        mustRun("tar", ["--full-time", "-tvf", tarball], environment: ["TZ": "UTC"])
          .split(separator: "\n")[0].split(separator: " ")[3])
    }
    let bare = try dist(sources, tool: tool)
    #expect(bare.succeeded, "\(bare.errors)")
    #expect(try time() == "2026-01-01")

    // A repository that does not tell is no reason to guess.
    try mustRun("git", ["init", "-q"], directory: sources.url)
    let silent = try dist(sources, tool: tool)
    #expect(!silent.succeeded)
    #expect(silent.errors.contains("set SOURCE_DATE_EPOCH"))

    try mustRun(
      "git",
      [
        "-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "commit", "-q",
        "--allow-empty", "-m", "Begin",
      ], environment: ["GIT_COMMITTER_DATE": "1234567890 +0100"], directory: sources.url)
    let committed = try dist(sources, tool: tool)
    #expect(committed.succeeded, "\(committed.errors)")
    #expect(try time() == "2009-02-13")
  }

  @Test func aToolOfAnotherVersionIsNotPackaged() throws {
    let sources = try copyOfTheSources()
    let result = try dist(sources, tool: stub("9.9.9", in: sources), epoch: "1234567890")
    #expect(!result.succeeded)
    #expect(result.errors.hasSuffix("is not of version \(try DistributionFiles.version())\n"))
    #expect(!FileManager.default.fileExists(atPath: sources.file("out/SHA256SUMS").path))
  }

  @Test func scriptsAreClean() throws {
    let scripts = ["dist", "collect-licences", "check-reproducible"]
    try mustRun(
      "shellcheck", scripts.map { projectFolder.appendingPathComponent("Scripts/\($0)").path })
  }
}
