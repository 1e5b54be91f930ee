// The files of a scenario, and the two that tell what happens with them: the loader and the model.

import Foundation
import TestSupport

/// A folder in which a scenario is played.
struct Stage {
  let scenario: Scenario
  let folder: TemporaryFolder

  /// Builds everything.
  init(_ scenario: Scenario) throws {
    self.scenario = scenario
    folder = try TemporaryFolder()
    for part in scenario.libraries { try build(part) }
    try build(scenario.program, [Actor.object.get().0.path])
    try scenario.finally(folder)
  }

  /// Another scenario with the same files.
  init(_ scenario: Scenario, on stage: Stage) {
    self.scenario = scenario
    folder = stage.folder
  }

  private func build(_ part: Part, _ objects: [String] = []) throws {
    let isProgram = part.product != .shared
    let (sourceName, source) =
      switch part.language {
      case .c:
        (
          "\(part.name).c",
          Actor.hand + (isProgram ? "" : Actor.relay) + part.source + "\n"
            + part.calls.map { "CALLS(\($0))\n" }.joined()
        )
      case .cPlusPlus: ("\(part.name).cc", part.source + "\n")
      }
    var options = objects + ["-Wl,-z,lazy", "-Wl,--no-as-needed"] + part.options
    if let soname = part.soname { options.append("-Wl,-soname,\(soname)") }
    if let runpath = part.runpath, !part.needs.isEmpty || isProgram {
      options += ["-Wl,--enable-new-dtags", "-Wl,-rpath,\(runpath)"]
    }
    if let versions = part.versions {
      let script = try folder.write(versions, to: "versions")
      options.append("-Wl,--version-script=\(script.path)")
    }
    options += part.needs.map { $0.contains("/") ? $0 : "./\($0)" }
    options.append("-Wl,-rpath-link,.")
    let file = folder.file(part.name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try link(
      source, to: part.name, in: folder, as: part.product, options, sourceName: sourceName,
      compiler: "gcc")
    if let patch = part.patch { try apply(patch, to: file) }
  }

  /// What the loader says in a real process.
  func play(_ timing: Timing) throws -> Performance {
    var variables = scenario.variables
    switch timing {
    case .atOnce: variables["LD_BIND_NOW"] = "1"
    case .lazily: break
    case .traced:
      let trace = ["LD_TRACE_LOADED_OBJECTS": "1", "LD_WARN": "yes", "LD_BIND_NOW": "1"]
      variables.merge(trace) { $1 }
    }
    var result: RunResult?
    let log = try LoaderLog { more in
      // Set by env itself: it is no part of the scenario, and neither is our own environment.
      let settings = variables.merging(more) { $1 }.map { "\($0)=\($1)" }
      let words = timing == .traced ? [] : scenario.events.flatMap(\.words)
      let command = ["env", "-i"] + settings + ["./program"] + words
      result = try run("timeout", ["--signal=KILL", "60"] + command, directory: folder.url)
    }
    guard let result else { preconditionFailure("the program was not run") }
    var lines = log.messages.compactMap(BindingLine.init)
    if timing == .traced {
      // Here the log tells of each complaint twice; this is what people see.
      let errors = result.errors.split(separator: "\n").map(String.init)
      lines = lines.filter(\.isBinding) + errors.compactMap(BindingLine.init)
    }
    return Performance(lines: lines, result: result)
  }

  /// What `symdemote bindings` is told.
  func arguments(_ timing: Timing) -> [String] {
    var words = ["bindings", "./program", "--format=ld-debug"]
    words += scenario.preloads.map { "--preload=\($0)" }
    words += scenario.libraryPath.map { ["--library-path=\($0)"] } ?? []
    words += scenario.auditor.map { ["--ld-audit=\($0)"] } ?? []
    if timing == .lazily { words.append("--lazy") }
    if timing != .traced {
      words.append("--loader-lookups")
      words += scenario.events.filter { timing == .lazily || !$0.isCall }.map(\.option)
    }
    return words
  }

  /// What the model says.
  func predict(_ timing: Timing) throws -> Performance {
    let result = try run(toolPath, arguments(timing), directory: folder.url)
    let lines = result.output.split(separator: "\n").map(String.init)
    return Performance(lines: lines.compactMap(BindingLine.init), result: result)
  }
}

/// What was said, and how that ended.
struct Performance {
  let lines: [BindingLine]
  let result: RunResult
}

extension Scenario {
  /// The loader's variables that are the same at all times.
  fileprivate var variables: [String: String] {
    var variables: [String: String] = [:]
    if !preloads.isEmpty { variables["LD_PRELOAD"] = preloads.joined(separator: ":") }
    variables["LD_LIBRARY_PATH"] = libraryPath
    variables["LD_AUDIT"] = auditor
    return variables
  }
}

/// Turns DF_ORIGIN, which a library must have been linked with, into what is wanted.
private func apply(_ patch: Part.Patch, to library: URL) throws {
  let (flagsTag, symbolicTag, origin, symbolic): (UInt64, UInt64, UInt64, UInt64) = (30, 16, 1, 2)
  let words = try sectionWords(".dynamic", of: library, as: UInt64.self)
  let entries = stride(from: 0, to: words.count, by: 2)
  guard let entry = entries.first(where: { words[$0] == flagsTag }), words[entry + 1] == origin,
    let section = try section(".dynamic", of: library)
  else { preconditionFailure("link \(library.lastPathComponent) with -Wl,-z,origin") }
  let word: (index: Int, value: UInt64) =
    switch patch {
    case .symbolicTag: (entry, symbolicTag)
    case .symbolicFlag: (entry + 1, symbolic)
    }
  let bytes = withUnsafeBytes(of: word.value.littleEndian) { Array($0) }
  try overwrite(library, at: section.offset + 8 * word.index, with: bytes)
}
