// The sample that pipelines package: a library and a program, each with a copy of a bundled library that
// it exports (Packages/leaky).

import Foundation
import TestSupport
import Testing

enum LeakySample {
  /// What the bundled library defines.
  static let leaked: Set<String> = ["tally_add", "tally_total", "tally_twice"]
  /// The shared library's interface.
  static let interface: Set<String> = ["leaky_count", "leaky_reset"]
  /// What the program prints as linked: the library counts in the program's copy.
  static let captured = "program 1, library 3, program 3\n"
  /// What it prints if each counts in its own.
  static let separate = "program 1, library 2, program 1\n"

  /// A folder of Tests/IntegrationTests/Packages.
  static func source(_ name: String) -> URL {
    projectFolder.appendingPathComponent("Tests/IntegrationTests/Packages/\(name)")
  }

  /// Copies the sources, and what `packages` name beside them (a `debian` folder, say), to `folder`.
  static func copy(to folder: URL, with packages: String...) throws {
    let files = FileManager.default
    try files.copyItem(at: source("leaky"), to: folder)
    for package in packages {
      try files.copyItem(at: source(package), to: folder.appendingPathComponent(package))
    }
  }

  /// The sample as the linker leaves it, built without any pipeline, for tests to copy.
  static let built = Result {
    let source = try TemporaryFolder().kept().appendingPathComponent("leaky")
    try copy(to: source)
    try mustRun("make", ["-C", source.path])
    return (
      program: source.appendingPathComponent("leaky"),
      library: source.appendingPathComponent("libleaky.so.1")
    )
  }

  /// What `program` prints, with the library in the folder of `library`.
  static func output(of program: URL, with library: URL) throws -> String {
    try mustRun(
      program.path,
      environment: ["LD_LIBRARY_PATH": library.deletingLastPathComponent().path])
  }

  /// Expects that neither file exports what is bundled, both export what they are there for, and the
  /// program runs on its own copy.
  static func expectDemoted(program: URL, library: URL) throws {
    let exports = try exportedNames(program)
    #expect(exports.isDisjoint(with: leaked))
    #expect(exports.contains("leaky_plugin_api"))
    #expect(try exportedNames(library) == interface)
    #expect(try output(of: program, with: library) == separate)
  }

  /// Expects both files to be as the linker made them.
  static func expectLeaking(program: URL, library: URL) throws {
    #expect(try exportedNames(program).isSuperset(of: leaked.union(["leaky_plugin_api"])))
    #expect(try exportedNames(library) == interface.union(leaked))
    #expect(try output(of: program, with: library) == captured)
  }
}
