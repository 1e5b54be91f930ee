// Who took what from whom while a trial's program ran, by the loader's own words.

import TestSupport

/// The bindings of one run, in all its processes.
struct BindingLog {
  let bindings: Set<Binding>

  /// Runs `program` with every symbol bound at once.
  init(of trial: Trial) throws {
    let log = try LoaderLog { variables in
      _ = try trial.run(variables.merging(["LD_BIND_NOW": "1"]) { $1 })
    }
    bindings = Set(log.bindings)
  }

  /// Whether the object at `path` took part.
  func mentions(_ path: String) -> Bool {
    bindings.contains { $0.referrer == path || $0.definer == path }
  }

  /// The names that other objects took from the one at `path`.
  func namesTaken(from path: String) -> Set<String> {
    Set(bindings.filter { $0.definer == path && $0.referrer != path }.map(\.name))
  }
}
