// Running programs from tests.

import Foundation

/// How a program ended and what it wrote.
public struct RunResult: Sendable {
  /// The exit status; nil if a signal ended the program.
  public let status: Int32?
  /// The signal that ended the program; nil if it exited.
  public let signal: Int32?
  /// What it wrote to standard output.
  public let output: String
  /// What it wrote to standard error.
  public let errors: String

  /// Whether it exited with status 0.
  public var succeeded: Bool { status == 0 }
  /// `status 1`, `signal 11`.
  public var ending: String { status.map { "status \($0)" } ?? "signal \(signal ?? 0)" }
}

/// A program that a test needs and that could not be run, or failed where it must not.
public struct RunFailure: Error, CustomStringConvertible {
  /// What happened.
  public let description: String

  /// A failure of which there is this to say.
  public init(description: String) { self.description = description }
}

/// Runs `program` (a path, or a name in PATH) and waits for it.
///
/// - Parameters:
///   - environment: variables set in addition to the test's own.
///   - keepsOutput: false if nobody reads what may be much; `output` is empty then.
public func run(
  _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
  directory: URL? = nil, keepsOutput: Bool = true
) throws -> RunResult {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  process.currentDirectoryURL = directory
  process.standardInput = FileHandle.nullDevice
  // Files, not pipes: nothing to drain while the program runs, whatever it writes.
  let folder = try TemporaryFolder()
  let (output, errors) = (folder.file("output"), folder.file("errors"))
  for file in [output, errors] { try Data().write(to: file) }
  let handles = try (FileHandle(forWritingTo: output), FileHandle(forWritingTo: errors))
  process.standardOutput = keepsOutput ? handles.0 : FileHandle.nullDevice
  process.standardError = handles.1
  // The threads of a test block signals, and a child inherits that: CMake would wait for SIGCHLD.
  var (none, before) = (sigset_t(), sigset_t())
  sigemptyset(&none)
  pthread_sigmask(SIG_SETMASK, &none, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  try process.run()
  process.waitUntilExit()
  try handles.0.close()
  try handles.1.close()
  let isSignal = process.terminationReason == .uncaughtSignal
  return RunResult(
    status: isSignal ? nil : process.terminationStatus,
    signal: isSignal ? process.terminationStatus : nil,
    output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
    errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
}

/// Runs `program`, which must succeed, and returns what it wrote to standard output.
@discardableResult
public func mustRun(
  _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
  directory: URL? = nil
) throws -> String {
  let result = try run(program, arguments, environment: environment, directory: directory)
  guard result.succeeded else {
    throw RunFailure(
      description: "\(program) \(arguments.joined(separator: " ")) ended with \(result.ending):\n"
        + result.errors)
  }
  return result.output
}
