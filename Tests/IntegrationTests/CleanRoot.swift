// A system of its own to install something in: a few of the installed Debian packages, and nothing else
// (Scripts/make-clean-root). It has no /proc and no network.

import Foundation
import TestSupport

final class CleanRoot: Sendable {
  private let folder: TemporaryFolder

  /// Where it is.
  var url: URL { folder.url }

  /// A system of Debian's essential packages, `packages`, and what these depend on.
  init(_ packages: String...) throws {
    folder = try TemporaryFolder()
    try TestSupport.mustRun(
      projectFolder.appendingPathComponent("Scripts/make-clean-root").path,
      [folder.url.path] + packages)
  }

  /// The file at `place`: `/usr/bin/symdemote`.
  func file(_ place: String) -> URL { folder.file(String(place.dropFirst())) }

  /// Copies a file or folder to `place`.
  func put(_ source: URL, at place: String) throws {
    try FileManager.default.copyItem(at: source, to: file(place))
  }

  /// Runs a program there, with nothing of this process's environment.
  func run(_ command: [String], directory: String = "/") throws -> RunResult {
    try TestSupport.run(
      "chroot",
      [
        url.path, "/usr/bin/env", "-i", "-C", directory, "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME=/tmp", "LC_ALL=C.UTF-8",
      ] + command)
  }

  /// Runs a program there, which must succeed, and returns what it wrote to standard output.
  @discardableResult
  func mustRun(_ command: String..., directory: String = "/") throws -> String {
    let result = try run(command, directory: directory)
    guard result.succeeded else {
      throw RunFailure(
        description: "\(command): \(result.ending)\n\(result.output)\(result.errors)")
    }
    return result.output
  }

  /// Everything there is, but for what package managers note for themselves.
  func contents() throws -> Set<String> {
    let all = try TestSupport.mustRun("find", [".", "-print"], directory: url)
    return Set(
      all.split(separator: "\n").map(String.init).filter {
        !["./var/lib/dpkg/", "./var/log/", "./var/cache/", "./tmp"].contains(where: $0.hasPrefix)
      })
  }
}
