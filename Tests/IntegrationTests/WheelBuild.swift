// The sample as a Python wheel (Packages/wheel): built with setuptools, and repaired by auditwheel
// (Scripts/fetch-auditwheel), which puts the library beside the module that needs it.

import Foundation
import TestSupport

/// A repaired wheel.
final class WheelBuild: Sendable {
  private let folder: TemporaryFolder
  /// The wheel as setuptools made it.
  let built: URL
  /// The same with the library in it.
  let repaired: URL

  /// Made once; tests copy it.
  static let sample = Result { try WheelBuild() }

  private init() throws {
    folder = try TemporaryFolder()
    FoldersOfTheRun.removeAtExit(folder.url)
    let source = folder.file("source")
    try FileManager.default.copyItem(at: LeakySample.source("wheel"), to: source)
    let sample = LeakySample.source("leaky")
    for name in ["leaky.c", "leaky.h", "tally.c", "tally.h"] {
      try FileManager.default.copyItem(
        at: sample.appendingPathComponent(name), to: source.appendingPathComponent(name))
    }
    try mustRun(
      "gcc",
      [
        "-shared", "-fPIC", "-O1", "-Wl,-soname,libleaky.so.1", "-o", "libleaky.so.1", "leaky.c",
        "tally.c",
      ], directory: source)
    try mustRun("ln", ["-s", "libleaky.so.1", "libleaky.so"], directory: source)
    try mustRun(
      WheelBuild.python,
      [
        "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-index",
        "--no-build-isolation", "--no-deps", "-w", folder.file("built").path, ".",
      ], directory: source)
    built = try Self.wheel(in: folder.file("built"))
    try mustRun(
      "sh",
      ["-c", "auditwheel repair -w \"$1\" \"$2\"", "sh", folder.file("repaired").path, built.path],
      environment: WheelBuild.environment.merging(["LD_LIBRARY_PATH": source.path]) { $1 })
    repaired = try Self.wheel(in: folder.file("repaired"))
    library = source
  }

  /// Where the library is that auditwheel takes.
  let library: URL

  /// Debian's, whose packages there are.
  static let python = "/usr/bin/python3"

  /// Where auditwheel and symdemote are found.
  static var environment: [String: String] {
    get throws {
      let installed = try FoldersOfTheRun.installation.get().environment
      let tools = projectFolder.appendingPathComponent(".build/auditwheel/bin").path
      return ["PATH": "\(tools):\(installed["PATH"] ?? "")"]
    }
  }

  /// The one wheel in `folder`.
  static func wheel(in folder: URL) throws -> URL {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    guard names.count == 1, names[0].hasSuffix(".whl") else {
      throw RunFailure(description: "\(folder.path) has \(names)")
    }
    return folder.appendingPathComponent(names[0])
  }
}

/// A copy of a wheel that a test may change.
struct WheelCopy {
  let folder: TemporaryFolder
  let file: URL

  init(_ original: URL? = nil) throws {
    let original = try original ?? WheelBuild.sample.get().repaired
    folder = try TemporaryFolder()
    file = folder.file(original.lastPathComponent)
    try FileManager.default.copyItem(at: original, to: file)
  }

  var bytes: Data { get throws { try Data(contentsOf: file) } }

  /// Runs `symdemote wheel` on it.
  func wheel(_ arguments: String...) throws -> RunResult {
    try run(toolPath, ["wheel"] + arguments + [file.path])
  }

  /// What Python's wheel package makes of it, which holds every file against RECORD.
  func unpacked() throws -> URL {
    let place = folder.file("unpacked")
    try? FileManager.default.removeItem(at: place)
    try mustRun(WheelBuild.python, ["-m", "wheel", "unpack", "-d", place.path, file.path])
    return place.appendingPathComponent("leaky-1.0")
  }

  /// What the module exports, and what the library does.
  func exports() throws -> (module: Set<String>, library: Set<String>) {
    let place = try unpacked()
    func file(_ folder: String, _ word: String) throws -> URL {
      let folder = place.appendingPathComponent(folder)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      guard let name = names.first(where: { $0.contains(word) }) else {
        throw RunFailure(description: "\(folder.path) has \(names)")
      }
      return folder.appendingPathComponent(name)
    }
    return (
      try exportedNames(try file("leaky", ".cpython")),
      try exportedNames(try file("leaky.libs", "libleaky"))
    )
  }

  /// What the installed module counts.
  func counts() throws -> String {
    let environment = folder.file("environment")
    try mustRun(WheelBuild.python, ["-m", "venv", "--clear", environment.path])
    let programs = environment.appendingPathComponent("bin")
    try mustRun(
      programs.appendingPathComponent("pip").path,
      ["install", "--quiet", "--disable-pip-version-check", "--no-index", file.path])
    return try mustRun(
      programs.appendingPathComponent("python").path,
      ["-c", "import leaky; print(leaky.counts())"])
  }

  /// Runs a program of Python's with `archive`, which is the wheel, in hand; what `edit` says is what
  /// another archive in its place has: a list of entries and contents.
  func change(_ edit: String) throws {
    let program = """
      import sys, zipfile
      path = sys.argv[1]
      with zipfile.ZipFile(path) as archive:
          files = [[entry, archive.read(entry)] for entry in archive.infolist()]
      \(edit)
      with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
          for entry, content in files:
              archive.writestr(entry, content)
      """
    try mustRun(WheelBuild.python, ["-c", program, file.path])
  }
}
