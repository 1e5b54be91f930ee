// A sample package, copied to where a pipeline may build it.

import Foundation
import TestSupport

/// A copy of `Packages/NAME` with the bundled library `parcel` inside (`parcel` itself is a package, too). It goes with its owner.
///
/// `parcel` is a C library that the package's program links in, while another library of the process
/// uses a second copy. The program prints what each copy holds: `3 3` if its own was shared, which is
/// the leak, and `3 0` if not.
final class SamplePackage: Sendable {
  /// The folder that holds the copy and whatever else a test makes.
  let folder: TemporaryFolder
  /// The package. Its path has a space, since people's paths do.
  let source: URL

  /// What the package's program prints as it was linked, and once it is demoted.
  static let leaking = "3 3\n"
  static let apart = "3 0\n"
  /// The names of the bundled library.
  static let bundled: Set<String> = ["parcel_add", "parcel_count", "parcel_total"]

  init(_ name: String) throws {
    folder = try TemporaryFolder()
    source = folder.file("a package")
    let packages = projectFolder.appendingPathComponent("Tests/IntegrationTests/Packages")
    let files = FileManager.default
    try files.copyItem(at: packages.appendingPathComponent(name), to: source)
    if name != "parcel" {
      try files.copyItem(
        at: packages.appendingPathComponent("parcel"), to: source.appendingPathComponent("parcel"))
    }
  }

  /// Makes the program and its libraries without any pipeline, in `bin` and `lib` below `prefix`, of
  /// the package `parcel` alone.
  func buildByHand(below prefix: URL) throws {
    let (bin, lib) = (prefix.appendingPathComponent("bin"), prefix.appendingPathComponent("lib"))
    for folder in [bin, lib] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    let libraries = ["-L\(lib.path)", "-Wl,-rpath,$ORIGIN/../lib", "-Wl,-rpath-link,\(lib.path)"]
    let shared = ["-shared", "-fPIC"] + libraries
    for arguments in [
      shared + ["parcel.c", "-o", lib.appendingPathComponent("libparcel.so").path],
      shared + ["toolkit.c", "-o", lib.appendingPathComponent("libtoolkit.so").path, "-lparcel"],
      ["-rdynamic", "host.c", "parcel.c", "-o", bin.appendingPathComponent("host").path]
        + libraries + ["-ltoolkit"],
    ] { try mustRun("gcc", arguments, directory: source) }
  }

  /// The file at `place` below the package.
  func file(_ place: String) -> URL { source.appendingPathComponent(place) }

  /// Writes `text` to the package's file at `place`.
  func write(_ text: String, to place: String) throws {
    try Data(text.utf8).write(to: file(place))
  }
}
