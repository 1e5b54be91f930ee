// What runs that were killed left behind goes before the next one makes anything beside it. A run may
// write thousands of files in one folder, and looks through it once.

internal import Synchronization

/// The folders that a run has looked through.
final class FolderSweeper: Sendable {
  private let swept = Mutex<Set<FilePath>>([])

  /// Removes the temporary files in `folder` that no live run has, unless that happened already. What
  /// cannot be removed stays.
  func sweep(_ folder: FilePath, _ system: any SystemCalls) {
    guard swept.withLock({ $0.insert(folder).inserted }),
      let names = try? system.entryNames(of: folder)
    else { return }
    for name in names where OwnName.temporary.fits(name) {
      _ = try? system.removeStale(folder.appending(name))
    }
  }
}
