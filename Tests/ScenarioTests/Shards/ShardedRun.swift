// One command, run as a whole and in shards.

import Foundation
import TestSupport
import Testing

/// How shards run beside each other.
enum ShardOrder: CaseIterable {
  case ascending
  case descending
  case shuffled
  case atOnce
}

struct ShardedRun {
  let folder = Result { try TemporaryFolder() }
  /// The command and its options.
  let words: [String]

  init(_ words: [String]) { self.words = words }

  /// The run as a whole.
  func whole(_ format: String = "json") throws -> RunResult {
    try run(toolPath, words + ["--format=\(format)"])
  }

  /// Runs each of `count` shards; returns their reports.
  func shards(
    _ count: Int, in order: ShardOrder = .ascending, seed: UInt64 = 0, _ options: [String] = []
  ) throws -> [URL] {
    let folder = try folder.get()
    let place = folder.file("run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let records = place.appendingPathComponent("records")
    try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
    var numbers = Array(1...count)
    var generator = SeededGenerator(seed: seed)
    switch order {
    case .ascending, .atOnce: break
    case .descending: numbers.reverse()
    case .shuffled: numbers.shuffle(using: &generator)
    }
    let own = words[0] == "apply" ? ["--shard-records=\(records.path)"] : []
    let reports = (1...count).map { place.appendingPathComponent("\($0).jsonl") }
    let orderedNumbers = numbers
    let words = words
    // A shell that waits for several would need SIGCHLD, which tests are started without.
    @Sendable func runShard(_ place: Int) {
      let number = orderedNumbers[place]
      let result = try? run(
        toolPath, words + own + options + ["--format=jsonl", "--shard=\(number)/\(count)"])
      try? Data((result?.output ?? "").utf8).write(to: reports[number - 1])
    }
    if order == .atOnce {
      DispatchQueue.concurrentPerform(iterations: count) { runShard($0) }
    } else {
      for place in 0..<count { runShard(place) }
    }
    return reports
  }

  /// What the reports of shards come to.
  func merged(_ reports: [URL], _ format: String = "json") throws -> RunResult {
    try run(toolPath, ["report", "--merge", "--format=\(format)"] + reports.map(\.path))
  }

  /// Expects that shards say what the whole says.
  func expectSame(
    _ count: Int, in order: ShardOrder = .ascending, seed: UInt64 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for format in ["json", "jsonl"] {
      let whole = try whole(format)
      let merged = try merged(try shards(count, in: order, seed: seed).shuffled(), format)
      expect(merged, is: whole, "\(words) in \(count), \(format)", sourceLocation)
    }
  }
}

/// Expects that reports merge to what the whole run said, whatever each file said on standard error.
func expect(
  _ merged: RunResult, is whole: RunResult, _ comment: String, _ sourceLocation: SourceLocation
) {
  #expect(
    merged.output == whole.output, "\(comment)\n\(merged.errors)", sourceLocation: sourceLocation)
  #expect(merged.status == whole.status, "\(comment)", sourceLocation: sourceLocation)
  #expect(
    whole.errors.hasSuffix(merged.errors), "\(comment): \(merged.errors)",
    sourceLocation: sourceLocation)
}
