// What glibc's loader says it bound (`LD_DEBUG=bindings`, one line per lookup):
//
//     4711:<TAB>binding file REFERRER [0] to DEFINER [0]: normal symbol `NAME' [VERSION]

import Foundation
import TestSupport

/// One symbol that was looked up.
struct Binding: Hashable {
  /// The object that refers to the symbol, by the path it was found under.
  let referrer: String
  /// The object whose definition was taken.
  let definer: String
  /// The symbol's name, without its version.
  let name: String

  /// Reads one line; nil if it says something else.
  init?(line: Substring) {
    // Namespace numbers end the paths, a backtick begins the name.
    guard let start = line.firstRange(of: "binding file ") else { return nil }
    let parts = line[start.upperBound...].split(separator: " [", maxSplits: 2)
    guard parts.count == 3, let to = parts[1].firstRange(of: "] to "),
      let quote = parts[2].firstIndex(of: "`"), let end = parts[2].lastIndex(of: "'")
    else { return nil }
    referrer = String(parts[0])
    definer = String(parts[1][to.upperBound...])
    name = String(parts[2][parts[2].index(after: quote)..<end])
  }
}

/// The bindings of one run, in all its processes.
struct BindingLog {
  let bindings: Set<Binding>

  /// Runs `program` with every symbol bound at once.
  init(of trial: Trial) throws {
    let folder = try TemporaryFolder()
    _ = try trial.run([
      "LD_BIND_NOW": "1", "LD_DEBUG": "bindings", "LD_DEBUG_OUTPUT": folder.file("log").path,
    ])
    var bindings: Set<Binding> = []
    for name in try folder.names() {
      let text = String(decoding: try Data(contentsOf: folder.file(name)), as: UTF8.self)
      bindings.formUnion(text.split(separator: "\n").compactMap(Binding.init))
    }
    self.bindings = bindings
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
