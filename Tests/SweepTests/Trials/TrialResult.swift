// How a trial ended.

/// What became of a program when something it consists of was demoted.
struct TrialResult: Sendable {
  /// The exports that were demoted.
  let demoted: Int
  /// The names that other objects took from the file, and that were therefore kept.
  let kept: Int
  /// Everything that is not as it must be.
  let complaints: [String]
}

extension Trial {
  /// Demotes what no other object binds to while the program runs; nothing may change by that.
  func result() throws -> TrialResult {
    try result(keeping: BindingLog(of: self).namesTaken(from: subject.path))
  }

  /// Demotes everything but `kept`.
  func result(keeping kept: Set<String>) throws -> TrialResult {
    let before = try observe()
    let demoted = try demote(keeping: kept)
    let after = try observe()
    var complaints: [String] = []
    for (old, new) in zip(before, after) {
      if !old.isTelling { complaints.append("the original itself does not work: \(old)") }
      if old != new { complaints.append("before: \(old)\nafter: \(new)") }
    }
    if demoted == 0 { complaints.append("nothing could be demoted, so nothing is shown") }
    if try !BindingLog(of: self).mentions(subject.path) {
      complaints.append("the program does not use \(subject.path)")
    }
    return TrialResult(demoted: demoted, kept: kept.count, complaints: complaints)
  }
}
