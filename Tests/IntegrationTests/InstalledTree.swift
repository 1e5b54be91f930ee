// symdemote as `make install` leaves it, in a folder of the test's own.

import Foundation
import TestSupport

/// A PREFIX with the tool and every integration in it; it goes with its owner.
final class InstalledTree: Sendable {
  private let folder: TemporaryFolder

  /// Installs what is built.
  ///
  /// - Throws: `RunFailure` with what the installation said.
  init() throws {
    folder = try TemporaryFolder()
    try mustRun(
      projectFolder.appendingPathComponent("Scripts/install-tree").path, [folder.url.path],
      environment: ["SYMDEMOTE": toolPath])
  }

  /// The file at `place` below PREFIX: `share/man/man1/symdemote.1`.
  func file(_ place: String) -> URL { folder.url.appendingPathComponent(place) }

  /// The environment in which the installed tool is found first.
  var environment: [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return ["PATH": "\(file("bin").path):\(path)"]
  }
}
