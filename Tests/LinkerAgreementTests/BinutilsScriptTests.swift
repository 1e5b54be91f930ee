// The scripts that binutils' own sources hold: whatever GNU ld takes is read here, and nothing else.

import Foundation
import Policy
import TestSupport
import Testing

@Suite struct BinutilsScriptTests {
  private static let sources = "/usr/src/binutils"

  /// Unpacks the files whose names fit `patterns` into `folder`.
  private func unpack(_ patterns: [String], into folder: TemporaryFolder) throws -> [URL] {
    let archive = try #require(
      try FileManager.default.contentsOfDirectory(atPath: Self.sources).first {
        $0.hasSuffix(".tar.xz")
      })
    try mustRun(
      "tar",
      ["-xf", "\(Self.sources)/\(archive)", "-C", folder.url.path, "--wildcards"] + patterns)
    let files = FileManager.default.enumerator(at: folder.url, includingPropertiesForKeys: nil)
    return (files?.compactMap { $0 as? URL } ?? [])
      .filter { !$0.hasDirectoryPath }.sorted { $0.path < $1.path }
  }

  private func read(_ file: URL, as format: ListFormat?) throws -> ListReading {
    let text = SourceText(name: file.path, bytes: [UInt8](try Data(contentsOf: file)))
    return try (try format ?? ListFormat.detect(text)).read(text)
  }

  /// Whether GNU ld takes `file` behind `option`.
  private func isTaken(_ file: URL, behind option: String, _ folder: TemporaryFolder) throws -> Bool
  {
    try folder.write("", to: "empty.c")
    try mustRun("gcc", ["-c", "empty.c"], directory: folder.url)
    return try run(
      Linker.bfd.path, ["-shared", "empty.o", "-o", "out.so", "\(option)=\(file.path)"],
      directory: folder.url
    ).succeeded
  }

  @Test func versionScriptsAreReadAsLdReadsThem() throws {
    let folder = try TemporaryFolder()
    let scripts = try unpack(
      ["*/ld-elfvers/*.map", "*/ld-elf/*.map", "*/libctf.ver"], into: folder)
    #expect(scripts.count >= 40)
    var taken = 0
    for script in scripts {
      let isTaken = try isTaken(script, behind: "--version-script", folder)
      taken += isTaken ? 1 : 0
      #expect(
        ((try? read(script, as: .versionScript)) != nil) == isTaken, "\(script.lastPathComponent)")
    }
    #expect(taken >= 30)
    #expect(try read(scripts[0], as: nil).items.isEmpty == false)
  }

  @Test func dynamicListsAreReadAsLdReadsThem() throws {
    let folder = try TemporaryFolder()
    let lists = try unpack(["*/ld-elf/dl*.list"], into: folder)
    #expect(lists.count >= 8)
    for list in lists {
      let isTaken = try isTaken(list, behind: "--dynamic-list", folder)
      #expect(((try? read(list, as: .dynamicList)) != nil) == isTaken, "\(list.lastPathComponent)")
    }
  }

  @Test func moduleDefinitionsAreRead() throws {
    let folder = try TemporaryFolder()
    let definitions = try unpack(
      ["*/ld-cygwin/*.def", "*/ld-pe/*.def", "*/binutils-all/*.def", "*/zlibvc.def"], into: folder)
    #expect(definitions.count >= 8)
    // EXCLUDE_SYMBOLS is no statement of Microsoft's, and names nothing that is exported.
    for definition in definitions where definition.lastPathComponent != "exclude-symbols-def.def" {
      #expect(try !read(definition, as: .def).items.isEmpty, "\(definition.lastPathComponent)")
    }
  }
}
