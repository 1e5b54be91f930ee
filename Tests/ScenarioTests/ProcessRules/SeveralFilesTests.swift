// Several files in one run: each is decided about in processes that have what was decided before.

import Foundation
import TestSupport
import Testing

@Suite struct SeveralFilesTests {
  private let workshop: Workshop
  private let program: URL
  private let first: URL
  private let second: URL

  /// Two libraries provide what a third needs.
  init() throws {
    workshop = try Workshop()
    first = try workshop.library("libfirst.so", "int provided(void) { return 7; }\n")
    second = try workshop.library("libsecond.so", "int provided(void) { return 7; }\n")
    let user = try workshop.library(
      "libuser.so", "int provided(void);\nint user(void) { return provided(); }\n")
    program = try workshop.program(
      "int user(void);\nint main(void) { return user() - 7; }\n", needing: [first, second, user])
  }

  @Test func theLastProviderIsKept() throws {
    let result = try run(
      toolPath,
      ["apply", "--demote=prov*", "--in=\(program.path)", first.path, second.path])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try isDemoted("provided", in: first))
    #expect(try exportedNames(second).contains("provided"))
    #expect(result.output.contains("kept by needed"))
    #expect(try run(program.path).status == 0)
  }

  @Test func theDryRunSaysTheSame() throws {
    let result = try run(
      toolPath, ["plan", "--demote=prov*", "--in=\(program.path)", first.path, second.path])
    #expect(result.output.contains("+t provided") && result.output.contains("[needed]"))
  }

  /// What is kept lets the process come further, to what it needs next.
  @Test func whatIsNeededNextIsKeptToo() throws {
    let plugin = try workshop.library(
      "libplugin.so",
      "int one(void); int two(void);\nint plugin(void) { return one() + two(); }\n")
    let late = try workshop.library("liblate.so", "int two(void) { return 2; }\n")
    let host = try workshop.program(
      "int one(void) { return 1; } int two(void) { return 2; } int main(void) { return 0; }\n")
    let result = try run(
      toolPath,
      [
        "plan", "--demote=one*", "--demote=two*", "--dlopen=\(plugin.path):now",
        "--dlopen=\(late.path):global:now", host.path,
      ])
    #expect(result.output.contains(" T one  # kept") && result.output.contains(" T two  # kept"))
  }
}
