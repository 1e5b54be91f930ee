// The built executable, as its users run it.

import Foundation

/// The project's folder.
public let projectFolder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The static release build of symdemote; `SYMDEMOTE` names another.
public let toolPath: String =
  ProcessInfo.processInfo.environment["SYMDEMOTE"]
  ?? projectFolder.appendingPathComponent(".build/static/release/symdemote").path

/// Runs symdemote.
public func symdemote(
  _ arguments: String..., environment: [String: String] = [:], directory: URL? = nil
) throws -> RunResult {
  try run(toolPath, arguments, environment: environment, directory: directory)
}
