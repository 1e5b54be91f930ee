// How much is swept: a random sample while developing, everything before a release.

import Foundation
import TestSupport

/// The size of the sweeps.
enum Scope: Sendable {
  /// A few, in seconds: `make test`.
  case sample
  /// All there are, in minutes: `make test-all`, which sets `SYMDEMOTE_SWEEP=full`.
  case everything

  /// What the environment asks for.
  static let current: Scope = {
    switch ProcessInfo.processInfo.environment["SYMDEMOTE_SWEEP"] {
    case nil, "", "sample": .sample
    case "full": .everything
    case let other?: fatalError("SYMDEMOTE_SWEEP is 'sample' or 'full', not '\(other)'")
    }
  }()

  /// The seed of random samples: `SYMDEMOTE_SEED`, or a new one.
  static let seed: UInt64 = {
    guard let given = ProcessInfo.processInfo.environment["SYMDEMOTE_SEED"] else {
      return UInt64.random(in: 0..<1_000_000)
    }
    guard let seed = UInt64(given) else {
      fatalError("SYMDEMOTE_SEED is a number, not '\(given)'")
    }
    return seed
  }()

  /// All `candidates`, or `count` of them by the seed.
  func choose<Candidate>(_ count: Int, of candidates: [Candidate]) -> [Candidate] {
    choose(count, ofEach: [candidates])
  }

  /// All members of all `groups`, or `count` of each by the seed.
  func choose<Candidate>(_ count: Int, ofEach groups: [[Candidate]]) -> [Candidate] {
    switch self {
    case .everything: return groups.flatMap(\.self)
    case .sample:
      report("random sample; SYMDEMOTE_SEED=\(Self.seed) repeats it")
      var generator = SeededGenerator(seed: Self.seed)
      return groups.flatMap { $0.shuffled(using: &generator).prefix(count) }
    }
  }

  /// All `candidates`, or the first `count`.
  func first<Candidate>(_ count: Int, of candidates: [Candidate]) -> [Candidate] {
    switch self {
    case .everything: candidates
    case .sample: Array(candidates.prefix(count))
    }
  }
}
