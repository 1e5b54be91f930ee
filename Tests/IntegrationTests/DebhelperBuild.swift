// The sample as a Debian source package (Packages/debian), built with dpkg-buildpackage.

import Foundation
import TestSupport

/// A built source package, with the binary packages beside it and what they hold unpacked.
final class DebhelperBuild: Sendable {
  /// The source package as its build left it.
  let source: URL
  /// What the build wrote to both of its streams.
  let log: String
  private let folder: TemporaryFolder

  /// What dpkg-buildpackage and the debhelper programs need to find it.
  static func environment() throws -> [String: String] {
    let tree = try FoldersOfTheRun.installation.get()
    return tree.environment.merging(["PERL5LIB": tree.file("share/perl5").path]) { $1 }
  }

  /// The package as it ships. More exports than the symbols file lists would be an error.
  static let demoted = Result {
    try DebhelperBuild(["DPKG_GENSYMBOLS_CHECK_LEVEL": "4", "DH_VERBOSE": "1"])
  }
  /// The same without symdemote.
  static let leaking = Result {
    try DebhelperBuild(["DEB_BUILD_OPTIONS": "nosymdemote parallel=2"])
  }

  /// Builds the package.
  ///
  /// - Parameters:
  ///   - user: who builds it, if not who runs the test; root's rights come from fakeroot then.
  ///   - edit: what changes the source package beforehand.
  init(
    _ environment: [String: String], named name: String = "leaky-1.0", as user: String? = nil,
    edit: (URL) throws -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    FoldersOfTheRun.removeAtExit(folder.url)
    source = folder.file(name)
    try LeakySample.copy(to: source, with: "debian")
    try edit(source)
    var command = ["dpkg-buildpackage", "-b", "-d", "-us", "-uc"]
    if let user {
      try mustRun("chown", ["-R", user, folder.url.path])
      command = ["runuser", "-u", user, "--"] + command
    }
    let result = try run(
      command[0], Array(command.dropFirst()),
      environment: try Self.environment().merging(environment) { $1 }, directory: source)
    log = result.output + result.errors
    guard result.succeeded else { throw RunFailure(description: log) }
    for package in try packages() {
      try mustRun("dpkg-deb", ["-x", file("\(package).deb").path, file(package).path])
    }
  }

  private func file(_ name: String) -> URL { folder.file(name) }

  /// The binary packages, by the names of their files without `.deb`.
  private func packages() throws -> [String] {
    try folder.names().filter { $0.hasSuffix(".deb") }.map { String($0.dropLast(4)) }
  }

  private func archiveName(_ package: String) throws -> String {
    guard let name = try packages().first(where: { $0.hasPrefix("\(package)_") }) else {
      throw RunFailure(description: "no package \(package)")
    }
    return name
  }

  /// The binary packages with their bytes.
  func archives() throws -> [String: Data] {
    Dictionary(
      uniqueKeysWithValues: try packages().map { ($0, try Data(contentsOf: file("\($0).deb"))) })
  }

  /// The file of a binary package.
  func archive(_ package: String) throws -> URL { file("\(try archiveName(package)).deb") }

  /// What a binary package holds.
  func contents(_ package: String) throws -> URL { file(try archiveName(package)) }

  /// The packaged program.
  func program() throws -> URL {
    try contents("leaky").appendingPathComponent("usr/bin/leaky")
  }

  /// The packaged library.
  func library() throws -> URL {
    try contents("libleaky1").appendingPathComponent(Self.libraryPlace())
  }

  /// Where the library is installed, without the slash at the beginning.
  static func libraryPlace() throws -> String {
    let triplet = try mustRun("dpkg-architecture", ["-qDEB_HOST_MULTIARCH"]).dropLast()
    return "usr/lib/\(triplet)/libleaky.so.1"
  }

  /// A file of the package's control data.
  func control(_ name: String, of package: String) throws -> String {
    try mustRun("dpkg-deb", ["-I", try archive(package).path, name])
  }

  /// What lintian says of the packages, a finding a line.
  func lintian() throws -> Set<String> {
    let changes = try folder.names().filter { $0.hasSuffix(".changes") }.map { file($0).path }
    let result = try run(
      "lintian", ["--allow-root", "--fail-on", "none", "-I", "--pedantic"] + changes)
    guard result.succeeded else { throw RunFailure(description: result.output + result.errors) }
    return Set(result.output.split(separator: "\n").map(String.init))
  }
}
