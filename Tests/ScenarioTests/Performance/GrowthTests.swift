// A run costs in proportion to what it is about. The bounds are wide: they are not for small losses,
// which `make bench` shows, but for something that is done for each symbol and looks at every other.

import Foundation
import TestSupport
import Testing

@Suite struct GrowthTests {
  @Test func demotingNames() throws {
    try Growth("apply of a list of names") { count in
      let many = try ManySymbols(count)
      let output = many.folder.file("out.so")
      let counted = try instructions(
        ["apply", try many.names(), "--output=\(output.path)", many.library.path], in: many.folder)
      // It did what was counted.
      #expect(try exportedNames(output).count == count - count * 9 / 10)
      return counted
    }.expectLinear(30_000)
  }

  @Test func planning() throws {
    try Growth("plan of a list of names") { count in
      let many = try ManySymbols(count)
      return try instructions(
        ["plan", try many.names(), many.library.path], in: many.folder, statuses: [1])
    }.expectLinear(60_000)
  }

  @Test func patterns() throws {
    let many = try ManySymbols(500)
    try Growth("plan of many patterns", from: 500) { count in
      let policy = try ManySymbols.patterns(count, in: many.folder)
      return try instructions(["plan", policy, many.library.path], in: many.folder, statuses: [1])
    }.expectLinear(100_000)
  }

  @Test func listing() throws {
    try Growth("exports of a library") { count in
      let many = try ManySymbols(count)
      return try instructions(["exports", many.library.path], in: many.folder)
    }.expectLinear(80_000)
  }

  /// Each name of the program is looked up in its process, and bound elsewhere once demoted.
  @Test func process() throws {
    try Growth("plan of a program and its process", from: 500) { count in
      let many = try ManySymbols(count)
      return try instructions(
        ["plan", "--all", try many.program().path], in: many.folder, statuses: [1])
    }.expectLinear(200_000)
  }
}
