// Edits that wait for each other before they get their names: one syncfs(2) makes all of them durable, and
// a second one their names, where each would else wait for the disk twice.

internal import Reporting
internal import Storage

/// A file of a run that is written but for its name.
struct WaitingFile: Sendable {
  let commit: PreparedCommit
  /// The report once it is known how that ended.
  let report: @Sendable (Result<[Shortcoming], any Error>) -> FileReport?
}

/// Files that wait, each with its position in the list.
struct CommitBatch: Sendable {
  private var files: [(position: Int, file: WaitingFile)] = []
  private var byteCount = 0

  /// Each keeps the old file, the new one and their folder open.
  private static let mostFiles = min(1000, max(1, (descriptorLimit() - 64) / 4))
  /// What edits may take of the memory.
  private static let mostBytes = 32 << 20

  /// Whether more would be too many.
  var isFull: Bool { files.count >= Self.mostFiles || byteCount >= Self.mostBytes }

  mutating func add(_ file: WaitingFile, at position: Int) {
    files.append((position, file))
    byteCount += file.commit.byteCount
  }

  /// Puts every file in its place, and tells what came of each.
  consuming func finished() -> [(position: Int, report: FileReport?)] {
    let durable = synchronised()
    let results = files.map { _, file in
      Result { try file.commit.finish(isDurable: durable.contains(file.commit.fileSystem)) }
    }
    let durableNames = synchronised()
    return zip(files, results).map { waiting, result in
      let commit = waiting.file.commit
      let isDurable = durableNames.contains(commit.fileSystem)
      return (
        waiting.position,
        waiting.file.report(result.map { isDurable ? $0 : $0 + commit.synchroniseFolder() })
      )
    }
  }

  /// Makes durable what is written; those file systems of which that can be said.
  private func synchronised() -> Set<UInt64> {
    var tried: Set<UInt64> = []
    var done: Set<UInt64> = []
    for (_, file) in files where tried.insert(file.commit.fileSystem).inserted {
      if (try? file.commit.synchroniseFileSystem()) != nil { done.insert(file.commit.fileSystem) }
    }
    return done
  }
}
