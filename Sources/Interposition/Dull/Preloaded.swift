// An object that was preloaded is there to take the place of others (ld.so(8), LD_PRELOAD).

extension DullRule {
  static let preloaded = DullRule(
    id: "preloaded", title: "preloaded on purpose"
  ) { $0.isPreloaded }
}
