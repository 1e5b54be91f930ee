// What `make dist` leaves, made of the built tool once for all tests.

import Foundation
import TestSupport

/// The archives of Scripts/dist.
struct DistributionFiles: Sendable {
  /// The folder that holds them.
  let folder: URL

  /// The time that they bear: 2026-03-14 15:09:26 UTC.
  static let epoch = "1773500966"
  /// The archives as anybody gets them.
  static let made = Result {
    let folder = try TemporaryFolder().kept()
    try mustRun(
      projectFolder.appendingPathComponent("Scripts/dist").path, [folder.path],
      environment: ["SYMDEMOTE": toolPath, "SOURCE_DATE_EPOCH": epoch])
    return DistributionFiles(folder: folder)
  }

  /// The version that the sources give the tool.
  static func version() throws -> String {
    let text = try String(
      contentsOf: projectFolder.appendingPathComponent("Sources/Commands/Version.swift"),
      encoding: .utf8)
    guard let line = text.split(separator: "\n").first(where: { $0.contains("static let number") })
    else { throw RunFailure(description: "no version") }
    return String(line.split(separator: "\"")[1])
  }

  /// The lines of Integrations/MANIFEST: mode, file, place.
  static func manifest() throws -> [(mode: String, file: String, place: String)] {
    try String(
      contentsOf: projectFolder.appendingPathComponent("Integrations/MANIFEST"), encoding: .utf8
    ).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let words = line.split(separator: " ").map(String.init)
      return (words[0], words[1], words[2])
    }
  }

  /// The one archive whose name begins and ends so.
  private func archive(_ start: String, _ end: String) throws -> URL {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix(start) && $0.hasSuffix(end) }
    guard names.count == 1 else { throw RunFailure(description: "\(start)…\(end): \(names)") }
    return folder.appendingPathComponent(names[0])
  }

  func tarball() throws -> URL { try archive("symdemote-", ".tar.xz") }
  func wheel() throws -> URL { try archive("symdemote-", ".whl") }
  func package() throws -> URL { try archive("symdemote_", "_amd64.deb") }
  func debhelperPackage() throws -> URL { try archive("dh-symdemote_", "_all.deb") }
}
