// Real hosts and their real plugins: what a host does with a plugin of the distribution, told once,
// and played with one of the two demoted.

import Foundation
import TestSupport
import Testing

/// What a host does with a plugin.
struct HostStory: Sendable, CustomTestStringConvertible {
  /// The host, for the test's name.
  let name: String
  /// The file that offers the interface: a program, or a library of it.
  let host: String
  /// The preset that keeps the interface; nil if plugins need no name of the host.
  let hostPreset: String?
  /// A file that the host loads.
  let plugin: String
  /// The preset that keeps what the host looks up in it, and what else has to stay.
  let pluginPreset: [String]
  /// A program that uses a host which is a library.
  var program: String? = nil
  /// What comes out when all is well.
  let expected: String
  /// Lets the host use the plugin.
  let play: @Sendable (Stage) throws -> RunResult

  var testDescription: String { name }

  /// The files to play with.
  struct Stage {
    /// A folder for whatever the host writes.
    let folder: TemporaryFolder
    /// A copy of the host by its own name, or of the library that is one.
    let host: URL
    /// A copy of the plugin by its own name.
    let plugin: URL

    /// Runs a script of the shell in which `$host`, `$plugin`, `$folder` and `$plugins`, the plugin's
    /// folder, stand for these.
    func shell(_ script: String, environment: [String: String] = [:]) throws -> RunResult {
      let own = [
        "host": host.path, "plugin": plugin.path, "folder": folder.url.path,
        "plugins": plugin.deletingLastPathComponent().path, "LC_ALL": "C",
      ]
      return try run("sh", ["-c", script], environment: own.merging(environment) { $1 })
    }
  }

  /// Copies of the two files.
  func stage() throws -> Stage {
    let folder = try TemporaryFolder()
    func copy(_ path: String, into name: String) throws -> URL {
      let place = folder.file(name)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      let copy = place.appendingPathComponent((path as NSString).lastPathComponent)
      try mustRun("cp", ["--dereference", path, copy.path])
      return copy
    }
    // Servers that start as root go on as somebody else.
    try mustRun("chmod", ["755", folder.url.path])
    return Stage(
      folder: folder, host: try copy(host, into: "host"), plugin: try copy(plugin, into: "plugin"))
  }
}
