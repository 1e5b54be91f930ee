// What a run costs, in instructions: unlike time, hardly anything but the program changes that.

import Foundation
import TestSupport
import Testing

/// The instructions in user space of a run of the tool in `folder`, which must end with one of
/// `statuses`.
func instructions(
  _ arguments: [String], in folder: TemporaryFolder, statuses: Set<Int32> = [0]
) throws -> Int {
  let profile = folder.file("profile")
  let result = try run(
    "valgrind",
    ["--tool=callgrind", "--callgrind-out-file=\(profile.path)", toolPath] + arguments,
    directory: folder.url, keepsOutput: false)
  try #require(
    result.status.map(statuses.contains) ?? false, "\(result.ending): \(result.errors.suffix(500))")
  let count = result.errors.firstMatch(of: /Collected *: *(\d+)/).flatMap { Int($0.1) }
  return try #require(count, "\(result.errors.suffix(500))")
}

/// The counts of one kind of run at a small size and at one ten times as large.
struct Growth {
  let name: String
  let small: (size: Int, count: Int)
  let large: (size: Int, count: Int)

  init(
    _ name: String, from size: Int = 1_000, _ measured: (Int) throws -> Int
  ) throws {
    self.name = name
    small = (size, try measured(size))
    large = (10 * size, try measured(10 * size))
    print("\(name): \(small.count) instructions at \(small.size), \(large.count) at \(large.size)")
  }

  /// What one more export, or clause, costs at the large size, at most: what the first ones cost
  /// includes the start.
  var each: Int { (large.count - small.count) / (large.size - small.size) }

  /// Each costs about as much as if there were a tenth of them, and no more than `bound`.
  func expectLinear(_ bound: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    let times =
      Double(large.count) / Double(large.size) / (Double(small.count) / Double(small.size))
    #expect(
      times <= 1.5, "\(name): each costs \(times) times as much if there are ten times as many",
      sourceLocation: sourceLocation)
    #expect(
      each <= bound, "\(name): each costs \(each) instructions", sourceLocation: sourceLocation)
  }
}
