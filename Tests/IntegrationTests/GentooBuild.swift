// The sample as a Gentoo package (Packages/gentoo), built by Portage (Scripts/fetch-portage) in a prefix of
// its own.

import Foundation
import TestSupport

/// What `ebuild … install` left.
final class GentooBuild: Sendable {
  /// How ebuild ended.
  let result: RunResult
  /// The prefix, with Portage's configuration below it.
  private let prefix: URL
  private let folder: TemporaryFolder

  /// The package as it is installed.
  static let demoted = Result { try GentooBuild() }
  /// The same without symdemote.
  static let leaking = Result { try GentooBuild(["SYMDEMOTE_MODE": "off"]) }

  /// Builds and installs the package into its image.
  ///
  /// - Parameters:
  ///   - environment: variables of the user who calls ebuild.
  ///   - edit: what changes the prefix beforehand; its repository is `repo`.
  init(
    _ environment: [String: String] = [:], fails: Bool = false,
    edit: (URL) throws -> Void = { _ in }
  ) throws {
    let portage = projectFolder.appendingPathComponent(".build/portage")
    folder = try TemporaryFolder()
    FoldersOfTheRun.removeAtExit(folder.url)
    prefix = folder.file("prefix")
    let files = FileManager.default
    for place in ["etc", "share/portage/config", "usr/lib/install-qa-check.d", "distfiles", "tmp"] {
      try files.createDirectory(
        at: prefix.appendingPathComponent(place), withIntermediateDirectories: true)
    }
    let settings = prefix.appendingPathComponent("etc/portage")
    let repository = prefix.appendingPathComponent("repo")
    try files.copyItem(at: LeakySample.source("gentoo/portage"), to: settings)
    try files.copyItem(at: LeakySample.source("gentoo/repo"), to: repository)
    try LeakySample.copy(to: repository.appendingPathComponent("app-misc/leaky/files/leaky"))
    try files.copyItem(
      at: portage.appendingPathComponent("share/portage/config/make.globals"),
      to: prefix.appendingPathComponent("share/portage/config/make.globals"))
    try files.createSymbolicLink(
      at: settings.appendingPathComponent("make.profile"),
      withDestinationURL: repository.appendingPathComponent("profiles/default"))
    try Data(
      "[DEFAULT]\nmain-repo = sample\n[sample]\nlocation = \(repository.path)\n".utf8
    ).write(to: settings.appendingPathComponent("repos.conf"))
    let installed = try FoldersOfTheRun.installation.get()
    try files.copyItem(
      at: installed.file("lib/install-qa-check.d/60symdemote"),
      to: prefix.appendingPathComponent("usr/lib/install-qa-check.d/60symdemote"))
    try edit(prefix)

    let variables = [
      "PORTAGE_OVERRIDE_EPREFIX": prefix.path, "NOCOLOR": "yes",
      "DISTDIR": prefix.appendingPathComponent("distfiles").path,
      "PORTAGE_TMPDIR": prefix.appendingPathComponent("tmp").path,
    ]
    let ebuild = repository.appendingPathComponent("app-misc/leaky/leaky-1.0.ebuild")
    result = try run(
      portage.appendingPathComponent("bin/ebuild").path, [ebuild.path, "clean", "install"],
      environment: installed.environment.merging(variables) { $1 }.merging(environment) { $1 },
      directory: prefix)
    guard fails || result.succeeded else {
      throw RunFailure(description: result.output + result.errors)
    }
  }

  /// What ebuild wrote to both of its streams.
  var log: String { result.output + result.errors }

  private var workplace: URL {
    prefix.appendingPathComponent("tmp/portage/app-misc/leaky-1.0")
  }

  /// Where a file is in the image that would be merged.
  func installed(_ place: String) -> URL {
    workplace.appendingPathComponent("image\(prefix.path)/\(place)")
  }

  /// The installed program.
  var program: URL { installed("usr/bin/leaky") }
  /// The installed library.
  var library: URL { installed("usr/lib64/libleaky.so.1") }

  /// What checks wrote down for other programs; nil if nothing.
  var tags: String? {
    try? String(contentsOf: workplace.appendingPathComponent("temp/qa.log"), encoding: .utf8)
  }
}
