// The sample as Arch packages (Packages/makepkg), built with makepkg as a plain user.

import Foundation
import TestSupport

/// What a build left, with the packages unpacked.
final class MakepkgBuild: Sendable {
  /// How makepkg ended.
  let result: RunResult
  private let folder: TemporaryFolder

  /// The packages as they ship.
  static let demoted = Result { try MakepkgBuild() }
  /// The same without symdemote.
  static let leaking = Result { try MakepkgBuild(adding: "options=('!symdemote')\n") }

  /// Builds the packages.
  ///
  /// - Parameters:
  ///   - text: lines for the end of the PKGBUILD.
  ///   - configuration: lines for the end of makepkg.conf.
  ///   - edit: what changes the folder of the PKGBUILD beforehand.
  init(
    adding text: String = "", configuration: String = "", fails: Bool = false,
    edit: (URL) throws -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    FoldersOfTheRun.removeAtExit(folder.url)
    let package = folder.file("package")
    try FileManager.default.copyItem(at: LeakySample.source("makepkg"), to: package)
    let recipe = try FileHandle(forWritingTo: package.appendingPathComponent("PKGBUILD"))
    try recipe.seekToEnd()
    try recipe.write(contentsOf: Data(text.utf8))
    try recipe.close()
    try edit(package)
    try LeakySample.copy(to: folder.file("leaky-1.0"))
    try mustRun(
      "tar",
      [
        "-C", folder.url.path, "-cf", package.appendingPathComponent("leaky-1.0.tar").path,
        "leaky-1.0",
      ])

    // makepkg's own scripts, and ours among them as an installation below /usr leaves it.
    let installed = try FoldersOfTheRun.installation.get()
    let library = folder.file("makepkg")
    try mustRun("cp", ["-rs", "/usr/share/makepkg", library.path])
    try FileManager.default.copyItem(
      at: installed.file("share/makepkg/tidy/symdemote.sh"),
      to: library.appendingPathComponent("tidy/symdemote.sh"))
    let settings = try folder.write(
      try String(contentsOfFile: "/etc/makepkg.conf", encoding: .utf8) + "\n" + configuration,
      to: "makepkg.conf")
    try mustRun("chown", ["-R", "nobody", package.path])
    let environment = installed.environment.merging([
      "HOME": package.path, "LIBRARY": library.path, "PKGDEST": "", "SRCDEST": "", "BUILDDIR": "",
    ]) { $1 }
    result = try run(
      "runuser",
      ["-u", "nobody", "--", "makepkg", "-d", "--nocolor", "--config", settings.path],
      environment: environment, directory: package)
    guard !fails else { return }
    guard result.succeeded else { throw RunFailure(description: result.output + result.errors) }
    for (name, archive) in try archives() {
      let tree = tree(name)
      try FileManager.default.createDirectory(at: tree, withIntermediateDirectories: true)
      try mustRun("tar", ["-C", tree.path, "-xf", archive.path])
    }
  }

  /// The packages by their names.
  func archives() throws -> [String: URL] {
    let package = folder.file("package")
    let names = try FileManager.default.contentsOfDirectory(atPath: package.path)
    return Dictionary(
      uniqueKeysWithValues: names.filter { $0.contains(".pkg.tar") }.map {
        ($0.components(separatedBy: "-1.0-1")[0], package.appendingPathComponent($0))
      })
  }

  /// What a package holds.
  func tree(_ package: String) -> URL { folder.file("trees/\(package)") }

  /// The packaged program.
  var program: URL { tree("leaky").appendingPathComponent("usr/bin/leaky") }
  /// The packaged library.
  var library: URL { tree("libleaky").appendingPathComponent("usr/lib/libleaky.so.1") }
}
