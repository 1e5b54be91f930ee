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
  private let mostFiles: Int

  /// The files that wait take as much room as they have bytes, where copies share none.
  private static let mostBytes = 64 << 20
  /// Fewer than these are made durable one by one: a file system may have much to write for others.
  private static let fewest = 3

  /// A batch for a run with as many threads as `jobCount`, each of which opens files as well.
  init(besides jobCount: Int) {
    // Each has its old file open, the new one, and its folder twice.
    mostFiles = min(1000, max(1, (descriptorLimit() - 64 - 16 * jobCount) / 4))
  }

  /// Whether more would be too many.
  var isFull: Bool { files.count >= mostFiles || byteCount >= Self.mostBytes }

  mutating func add(_ file: WaitingFile, at position: Int) {
    files.append((position, file))
    byteCount += file.commit.byteCount
  }

  /// Puts every file in its place, and tells what came of each.
  mutating func finish() -> [(position: Int, report: FileReport?)] {
    let waiting = files
    (files, byteCount) = ([], 0)
    let durable = Self.synchronised(waiting)
    let results = waiting.map { _, file in
      Result { try file.commit.finish(isDurable: durable.contains(file.commit.fileSystem)) }
    }
    let durableNames = Self.synchronised(waiting)
    return zip(waiting, results).map { waiting, result in
      let commit = waiting.file.commit
      let isDurable = durableNames.contains(commit.fileSystem)
      return (
        waiting.position,
        waiting.file.report(result.map { isDurable ? $0 : $0 + commit.synchroniseFolder() })
      )
    }
  }

  /// Makes durable what is written; those file systems of which that can be said.
  private static func synchronised(_ files: [(position: Int, file: WaitingFile)]) -> Set<UInt64> {
    var groups: [UInt64: (first: PreparedCommit, count: Int)] = [:]
    for (_, file) in files {
      groups[file.commit.fileSystem, default: (file.commit, 0)].count += 1
    }
    return Set(
      groups.filter { _, group in
        group.count >= fewest && (try? group.first.synchroniseFileSystem()) != nil
      }.keys)
  }
}
