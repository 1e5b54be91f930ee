// What `make install` installs is what Integrations/MANIFEST lists, and nothing is forgotten.

import Foundation
import TestSupport
import Testing

@Suite struct InstallationTests {
  /// The lines of the manifest: mode, file, place.
  private func manifest() throws -> [[String]] {
    try String(
      contentsOf: projectFolder.appendingPathComponent("Integrations/MANIFEST"), encoding: .utf8
    ).split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: " ").map(String.init) }
  }

  @Test func everyLineIsInstalledWithItsMode() throws {
    let tree = try InstalledTree()
    #expect(
      try mustRun(tree.file("bin/symdemote").path, ["--version"]).hasPrefix("symdemote "))
    for line in try manifest() {
      try #require(line.count == 3, "\(line)")
      let attributes = try FileManager.default.attributesOfItem(atPath: tree.file(line[2]).path)
      let mode = try #require(attributes[.posixPermissions] as? Int)
      #expect(String(mode, radix: 8) == line[0], "\(line)")
    }
  }
}
