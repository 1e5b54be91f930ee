// The built tool with an end to what it may take: address space, and processor time. Both are
// many times what a file of this size needs, and far from what the square of its size would.

import Foundation
import TestSupport
import Testing

/// Runs the tool on `file` with 400 MB and 10 seconds of the processor.
func boundedRun(_ arguments: [String], in folder: TemporaryFolder) throws -> RunResult {
  let words = arguments.map { "'\($0)'" }.joined(separator: " ")
  return try run(
    "sh", ["-c", "ulimit -v 400000; ulimit -t 10; exec '\(toolPath)' \(words)"],
    directory: folder.url)
}

/// Every command that reads a file is refused it by an error that says all of `words`.
func expectRefusal(
  _ bytes: [UInt8], saying words: [String],
  commands: [[String]] = [["exports"], ["verify"], ["plan", "--all"]],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = try TemporaryFolder()
  try Data(bytes).write(to: folder.file("hostile.so"))
  for command in commands {
    let result = try boundedRun(command + ["hostile.so"], in: folder)
    let text = "\(command) \(result.ending): \(result.errors.prefix(300))"
    #expect([2, 3].contains(result.status), "\(text)", sourceLocation: sourceLocation)
    for word in ["hostile.so"] + words {
      #expect(result.errors.contains(word), "\(word) in \(text)", sourceLocation: sourceLocation)
    }
  }
}

/// Every command that reads a file ends by itself.
func expectAnEnd(
  _ bytes: [UInt8], status expected: Set<Int32> = [0, 1],
  commands: [[String]] = [
    ["exports"], ["verify"], ["plan", "--all"], ["bindings", "--format=ld-debug"], ["audit"],
    ["check", "--all"], ["diff", "hostile.so"], ["policy", "--emit=list", "--all"],
    ["explain", "--all", "n7"],
  ], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = try TemporaryFolder()
  try Data(bytes).write(to: folder.file("hostile.so"))
  for command in commands {
    let result = try boundedRun(command + ["hostile.so"], in: folder)
    #expect(
      result.status.map(expected.contains) ?? false,
      "\(command) \(result.ending): \(result.errors.prefix(300))", sourceLocation: sourceLocation)
  }
}
