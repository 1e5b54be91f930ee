// What the system's own loader would bind, asked of it without running the program.

import Foundation
import TestSupport

/// The lines of one program, from the loader or from the model: one for each time a symbol is looked
/// up, and one for each that is not found.
struct LoaderTrace {
  /// The lines, sorted.
  let lines: [String]

  /// What the loader says when it only reports (`ldd -r`).
  ///
  /// What it looks up for itself is left out: while it only reports, that is the kernel's functions
  /// in `linux-vdso.so.1`, and nothing else.
  init(of program: String, environment: [String: String] = [:]) throws {
    var output = ""
    let log = try LoaderLog { variables in
      let reporting = ["LD_TRACE_LOADED_OBJECTS": "1", "LD_WARN": "yes", "LD_BIND_NOW": "1"]
      let all = variables.merging(reporting) { $1 }.merging(environment) { $1 }
      // Set by env(1), so that the loader of no other program hears of them.
      output = try run("env", all.sorted { $0.key < $1.key }.map { "\($0)=\($1)" } + [program])
        .output
    }
    let bindings = log.messages.filter {
      $0.hasPrefix("binding file ") && !$0.hasPrefix("binding file linux-vdso.so.1 ")
    }
    let undefined = output.split(separator: "\n").filter { $0.hasPrefix("undefined symbol: ") }
    lines = (bindings + undefined.map(String.init)).sorted()
  }

  /// What the model says.
  init(modelOf program: String, _ options: [String] = []) throws {
    let result = try run(toolPath, ["bindings", program, "--format=ld-debug"] + options)
    guard result.succeeded else {
      throw RunFailure(description: "bindings \(program): \(result.ending): \(result.errors)")
    }
    lines = result.output.split(separator: "\n").map(String.init).sorted()
  }

  /// The lines without those of `other`, as often as they occur more.
  func surplus(over other: LoaderTrace) -> [String] {
    var left: [String: Int] = [:]
    for line in other.lines { left[line, default: 0] += 1 }
    return lines.filter { line in
      left[line, default: 0] -= 1
      return left[line, default: 0] < 0
    }
  }
}
