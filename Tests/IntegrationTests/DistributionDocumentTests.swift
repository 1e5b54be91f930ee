// What people read leads nowhere that is not there: in the repository, and in each archive that has but a
// part of it.

import Foundation
import TestSupport
import Testing

@Suite struct DistributionDocumentTests {
  /// The files that a Markdown text links to, `#` and what is behind it left out.
  private func targets(in text: String) -> [String] {
    let prose = text.replacing(#/(?m)^```(?s:.*?)^```/#, with: "")
      .replacing(#/`[^`\n]*`/#, with: "")
    return prose.matches(of: #/\]\(([^)#\s]+)/#).map { String($0.output.1) }
      .filter { !$0.contains("://") }
  }

  /// The links of `document`, and those of them that lead nowhere.
  private func links(of document: URL) throws -> (all: [String], dead: [String]) {
    let all = targets(in: try String(contentsOf: document, encoding: .utf8))
    let folder = document.deletingLastPathComponent()
    return (
      all,
      all.filter {
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
      }
    )
  }

  private func documents(below folder: URL) throws -> [URL] {
    try mustRun("find", [folder.path, "-name", "*.md"]).split(separator: "\n")
      .map { URL(fileURLWithPath: String($0)) }
  }

  @Test func linksOfTheRepositoryLeadSomewhere() throws {
    let found = try documents(below: projectFolder).filter { !$0.path.contains("/.build/") }
    #expect(found.count > 10)
    for document in found {
      let (_, dead) = try links(of: document)
      #expect(dead == [], "\(document.path)")
    }
  }

  @Test func linksOfTheArchivesLeadSomewhere() throws {
    let made = try DistributionFiles.made.get()
    let folder = try TemporaryFolder()
    try mustRun("tar", ["-C", folder.url.path, "-xf", made.tarball().path])
    try mustRun("dpkg-deb", ["-x", made.package().path, folder.file("package").path])
    try mustRun("dpkg-deb", ["-x", made.debhelperPackage().path, folder.file("package").path])
    let unpacked = try documents(below: folder.url)
    let all = try unpacked.map { document in
      let (all, dead) = try links(of: document)
      #expect(dead == [], "\(document.path)")
      return (document.lastPathComponent, all)
    }
    // What is there is still linked to; what is only in the repository is told in words.
    #expect(all.contains { $0.1.contains("Integrations/cmake/README.md") })
    #expect(all.contains { $0.1.contains("tauri.linux.conf.json") })
    let readme = try String(
      contentsOf: projectFolder.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(targets(in: readme).contains("Samples/README.md"))
    let told = try String(
      contentsOf: try #require(
        unpacked.first { $0.lastPathComponent == "README.md" && !$0.path.contains("Integrations") }),
      encoding: .utf8)
    #expect(told.contains("runs two samples: a program"))
    // Code is no link, whatever it holds.
    let code =
      "`a[0](x)` and [`b`\nb](gone.md)\n\n```\n[c](gone.md)\n```\n![d](gone.svg) [e](#f)\n"
    try mustRun("mkdir", [folder.file("code").path])
    let file = try folder.write(code, to: "code/code.md")
    try mustRun(
      projectFolder.appendingPathComponent("Scripts/loosen-links").path, [folder.file("code").path])
    #expect(
      try String(contentsOf: file, encoding: .utf8)
        == "`a[0](x)` and `b`\nb\n\n```\n[c](gone.md)\n```\n [e](#f)\n")
  }

  /// The wheel has no file beside its description.
  @Test func theWheelsDescriptionLinksToNoFile() throws {
    let wheel = try DistributionFiles.made.get().wheel()
    let name = "symdemote-\(try DistributionFiles.version()).dist-info/METADATA"
    let description = try mustRun(
      "/usr/bin/python3",
      [
        "-c", "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())",
        wheel.path, name,
      ])
    #expect(description.contains("# symdemote"))
    #expect(targets(in: description) == [])
  }
}
