// Many trials at a time, of what is installed.

import Testing

/// Something that can be tried if it is installed.
protocol Attempt: Sendable {
  /// What is demoted, and where it is used.
  var name: String { get }
  /// The Debian package that brings it.
  var package: String { get }
  /// Whether everything is there.
  var isInstalled: Bool { get }

  /// A fresh copy of it to try.
  func trial() throws -> Trial
}

/// How many attempts are made, at least.
struct Quorum {
  let sample: Int
  let everything: Int
}

/// Tries those of `attempts` that are installed, the first of them in a sample, on all
/// processors, and records what goes wrong.
///
/// - Parameters:
///   - kind: what is tried, in the plural.
///   - options: what is asked for beside the demotion.
func tryInstalled(
  _ attempts: [some Attempt], _ kind: String, quorum: Quorum, _ options: [String]
) {
  let installed = attempts.filter(\.isInstalled)
  let required = Scope.current == .everything ? quorum.everything : quorum.sample
  let chosen = Scope.current.first(required, of: installed)
  let missing = Set(attempts.map(\.package)).subtracting(installed.map(\.package)).sorted()
    .joined(separator: " ")
  guard chosen.count >= required else {
    Issue.record("\(chosen.count) \(kind) of \(required) are here: apt-get install \(missing)")
    return
  }
  let start = ContinuousClock.now
  let results = inParallel(chosen) { attempt in
    do {
      var trial = try attempt.trial()
      trial.options = options
      return try trial.result()
    } catch {
      return TrialResult(demoted: 0, kept: 0, complaints: ["\(error)"])
    }
  }
  for (attempt, result) in zip(chosen, results) {
    for complaint in result.complaints { Issue.record("\(attempt.name): \(complaint)") }
  }
  let demoted = results.reduce(0) { $0 + $1.demoted }
  let kept = results.reduce(0) { $0 + $1.kept }
  let way = options.isEmpty ? "" : " with \(options.joined(separator: " "))"
  report(
    "\(chosen.count) of \(attempts.count) \(kind) tried\(way), \(demoted) exports demoted, \(kept) "
      + "bound ones kept, \((ContinuousClock.now - start).components.seconds) s"
      + (missing.isEmpty ? "" : "; not tried for want of: \(missing)"))
}
