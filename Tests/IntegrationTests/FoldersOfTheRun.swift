// What all tests of a run share: nothing releases a static value, so its folder is removed when the process
// ends.

import Foundation
import Synchronization
import TestSupport

enum FoldersOfTheRun {
  private static let folders = Mutex<[URL]>([])

  /// Removes `folder` when the process ends, if it is still there.
  static func removeAtExit(_ folder: URL) {
    let isFirst = folders.withLock { known in
      known.append(folder)
      return known.count == 1
    }
    if isFirst { atexit { FoldersOfTheRun.removeAll() } }
  }

  private static func removeAll() {
    for folder in folders.withLock({ $0 }) { try? FileManager.default.removeItem(at: folder) }
  }

  /// The installed symdemote.
  static let installation = Result {
    let tree = try InstalledTree()
    removeAtExit(tree.file(""))
    return tree
  }
}

extension TemporaryFolder {
  /// The folder, which stays until the process ends.
  func kept() throws -> URL {
    let place = url.deletingLastPathComponent().appendingPathComponent(
      "\(url.lastPathComponent)-kept")
    try FileManager.default.moveItem(at: url, to: place)
    FoldersOfTheRun.removeAtExit(place)
    return place
  }
}
