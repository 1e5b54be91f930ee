// A library that is there and cannot be read says nothing of what it needs: a process that looks for
// it is not known, and nothing is decided by a guess. One that is not there, or lies in a folder that
// may not be searched, is not there for the loader either.

import Foundation
import TestSupport
import Testing

@Suite struct UnreadableLibraryTests {
  @Test func nothingIsGuessed() throws {
    let workshop = try Workshop()
    let library = try workshop.library(
      "libneeds.so", "int wanted(void); int call(void) { return wanted(); }\n")
    let program = try workshop.program(
      "int call(void); int wanted(void) { return 0; } int main(void) { return call(); }\n",
      needing: [library])
    let tool = workshop.folder.file("symdemote")
    try FileManager.default.copyItem(at: URL(fileURLWithPath: toolPath), to: tool)
    try mustRun("chown", ["12345:12345", program.path, workshop.folder.url.path])
    try mustRun("chmod", ["755", workshop.folder.url.path])
    let words = ["--reuid=12345", "--regid=12345", "--clear-groups", tool.path]
    func plan(_ extra: String...) throws -> RunResult {
      try run("setpriv", words + ["plan", "--all", program.path] + extra)
    }
    let known = try plan()
    #expect(known.status == 1 && known.output.contains(" wanted"), "\(known)")
    for command in [["plan", "--all"], ["apply", "--all"], ["audit"], ["bindings"]] {
      try mustRun("chmod", ["711", library.path])
      let before = try Data(contentsOf: program)
      let result = try run("setpriv", words + command + [program.path])
      #expect(result.status == 2, "\(command) \(result.errors)")
      #expect(result.errors.contains(library.lastPathComponent), "\(result.errors)")
      #expect(result.errors.contains("Permission denied"), "\(result.errors)")
      #expect(try Data(contentsOf: program) == before)
    }
    // Who does not ask for the process needs no library.
    #expect(try plan("--no-process").status == 1)
    // Nobody else's folder is looked into.
    let closed = workshop.folder.file("closed")
    try FileManager.default.createDirectory(at: closed, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: library, to: closed.appendingPathComponent("libneeds.so"))
    try mustRun("chmod", ["700", closed.path])
    try mustRun("chmod", ["755", library.path])
    #expect(try plan("--library-path=\(closed.path)").output == known.output)
  }

  /// There are never more files open than there may be.
  @Test func fewDescriptors() throws {
    let tree = try Tree()
    func plan(_ jobs: Int, limit: Int) throws -> RunResult {
      try run(
        "sh",
        [
          "-c",
          "ulimit -n \(limit); '\(toolPath)' plan --all --jobs=\(jobs) --recursive '\(tree.root.path)'",
        ])
    }
    let free = try plan(1, limit: 1024)
    #expect(free.status == 1)
    for limit in [24, 64] {
      let tight = try plan(500, limit: limit)
      #expect(tight.output == free.output && tight.errors == free.errors, "\(limit)")
    }
  }
}
