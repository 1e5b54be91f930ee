// What comes with the Swift toolchain beside the compiler.

import Foundation

/// The Swift toolchain that runs the tests.
public enum Toolchain {
  /// The folder of its programs.
  public static let folder = Result {
    let swift = try mustRun("sh", ["-c", "readlink -f \"$(command -v swift)\""])
    return URL(fileURLWithPath: String(swift.dropLast())).deletingLastPathComponent()
  }

  /// The path of one of its programs.
  public static func program(_ name: String) throws -> String {
    try folder.get().appendingPathComponent(name).path
  }
}
