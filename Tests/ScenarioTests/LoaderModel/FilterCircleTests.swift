// Two libraries that stand for each other (DT_FILTER): glibc puts each before the other until its stack
// is full. The model of such a process comes to an end.

import Foundation
import TestSupport
import Testing

@Suite struct FilterCircleTests {
  @Test func theModelComesToAnEnd() throws {
    let workshop = try Workshop()
    let first = try workshop.library(
      "libfirst.so", "int first(void) { return 1; }\n", ["-Wl,-F,libsecond.so"])
    let second = try workshop.library(
      "libsecond.so", "int second(void) { return 1; }\n",
      ["-Wl,-F,libfirst.so", "-Wl,-rpath,$ORIGIN"])
    let program = try workshop.program(
      "int first(void); int main(void) { return first() - 1; }\n", needing: [first])
    #expect(try run("timeout", ["10", program.path]).status != 0)
    for command in [["bindings"], ["audit"], ["plan", "--all"]] {
      let words = ["60", toolPath] + command + ["--library-path=\(workshop.folder.url.path)"]
      let result = try run("timeout", words + [program.path])
      #expect(result.status == (command[0] == "plan" ? 1 : 0), "\(command) \(result.errors)")
    }
    // One that stands for the other alone is no circle.
    _ = try workshop.library(
      second.lastPathComponent, "int first(void) { return 1; }\n")
    #expect(try run(program.path, environment: [:]).status != nil)
    let lines = try symdemote(
      "bindings", "--format=ld-debug", "--library-path=\(workshop.folder.url.path)", program.path)
    #expect(
      lines.output.contains("libsecond.so [0]: normal symbol `first'"), "\(lines.output)")
  }
}
