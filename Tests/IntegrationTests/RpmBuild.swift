// The sample as RPM packages (Packages/rpm), built with rpmbuild.

import Foundation
import TestSupport

/// What a build left, with the packages unpacked into one tree.
final class RpmBuild: Sendable {
  /// How rpmbuild ended.
  let result: RunResult
  /// The root of a system on which all packages were installed.
  let tree: URL
  private let folder: TemporaryFolder

  /// The packages as they ship.
  static let demoted = Result { try RpmBuild() }
  /// The same without symdemote.
  static let leaking = Result { try RpmBuild(["--without", "symdemote"]) }

  /// Builds the packages.
  ///
  /// - Parameters:
  ///   - options: options of rpmbuild.
  ///   - macros: further macros, as a file of them.
  ///   - edit: what changes the folder SOURCES, with spec and policy in it, beforehand.
  init(
    _ options: [String] = [], macros: String? = nil, fails: Bool = false,
    edit: (URL) throws -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    FoldersOfTheRun.removeAtExit(folder.url)
    tree = folder.file("tree")
    let top = folder.file("top")
    let sources = top.appendingPathComponent("SOURCES")
    try FileManager.default.createDirectory(at: top, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(at: tree, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: LeakySample.source("rpm"), to: sources)
    try edit(sources)
    try LeakySample.copy(to: folder.file("leaky-1.0"))
    try mustRun(
      "tar",
      [
        "-C", folder.url.path, "-cf", sources.appendingPathComponent("leaky-1.0.tar").path,
        "leaky-1.0",
      ])

    let installed = try FoldersOfTheRun.installation.get()
    var loaded = [installed.file("lib/rpm/macros.d/macros.symdemote")]
    if let macros { loaded.append(try folder.write(macros, to: "macros")) }
    // The packages of the machine are none of the build's, and neither is the user's configuration.
    let environment = installed.environment.merging(["HOME": folder.url.path]) { $1 }
    result = try run(
      "rpmbuild",
      ["-bb", "--define", "_topdir \(top.path)", "--define", "_dbpath \(folder.file("db").path)"]
        + loaded.map { "--load=\($0.path)" }
        + ["--define", "__brp_symdemote \(installed.file("lib/rpm/brp-symdemote").path)"]
        + options + [sources.appendingPathComponent("leaky.spec").path],
      environment: environment, directory: folder.url)
    guard !fails else { return }
    guard result.succeeded else { throw RunFailure(description: result.errors) }
    for package in try packages().values {
      try mustRun(
        "sh",
        ["-c", #"cd "$1" && rpm2cpio "$2" | cpio -id --quiet"#, "sh", tree.path, package.path])
    }
  }

  /// The packages by their names.
  private func packages() throws -> [String: URL] {
    let files = try mustRun("find", [folder.file("top/RPMS").path, "-name", "*.rpm"])
    return Dictionary(
      uniqueKeysWithValues: files.split(separator: "\n").map { path in
        let file = URL(fileURLWithPath: String(path))
        let name = file.lastPathComponent.components(separatedBy: "-1.0-1.")[0]
        return (name, file)
      })
  }

  /// What rpm tells of a package: `--provides`, `--requires`; a line each.
  func answers(_ query: String, of package: String) throws -> Set<String> {
    guard let file = try packages()[package] else {
      throw RunFailure(description: "no package \(package)")
    }
    let lines = try mustRun(
      "rpm", ["--dbpath", folder.file("db").path, "-qp", query, file.path])
    return Set(lines.split(separator: "\n").map(String.init))
  }

  /// The packaged program.
  var program: URL { tree.appendingPathComponent("usr/bin/leaky") }

  /// The packaged library.
  func library() throws -> URL {
    let folder = try mustRun("rpm", ["--eval", "%{_libdir}"]).dropLast()
    return tree.appendingPathComponent("\(folder)/libleaky.so.1")
  }
}
