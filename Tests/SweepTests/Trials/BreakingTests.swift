// The opposite: a name that is needed and demoted all the same is noticed.

import Foundation
import TestSupport
import Testing

@Suite struct BreakingTests {
  private let folder: TemporaryFolder
  private let program: URL
  private let library: URL

  /// A program and a library that calls it back.
  init() throws {
    folder = try TemporaryFolder()
    library = try link(
      "int callback(int); int ask(int x) { return callback(x) + 1; } int unused(void) { return 0; }",
      to: "libask.so", in: folder, as: .shared)
    program = try link(
      """
      #include <stdio.h>
      int ask(int);
      int callback(int x) { return 2 * x; }
      int unused(int x) { return x; }
      int main(void) { printf("%d\\n", ask(20)); }
      """,
      to: "program", in: folder, as: .pie,
      ["-rdynamic", "-L\(folder.url.path)", "-lask", "-Wl,-rpath,\(folder.url.path)"])
  }

  @Test func theProgramWorksWithWhatIsBoundKept() throws {
    let result = try Trial(program: program.path, []).result()
    #expect(result.complaints == [])
    #expect(result.kept == 1)
  }

  @Test func theProgramBreaksWithItsCallbackDemoted() throws {
    let result = try Trial(program: program.path, []).result(keeping: [])
    let changes = result.complaints.filter { $0.contains("undefined symbol: callback") }
    #expect(changes.count == 2, "lazily and at once")
  }

  @Test func theProgramBreaksWithItsLibraryDemoted() throws {
    let trial = try Trial(library: library.path, program: program.path, [])
    #expect(try trial.result(keeping: []).complaints.contains { $0.contains("symbol: ask") })
  }

  @Test func aLibraryThatIsNotUsedIsNoticed() throws {
    let trial = try Trial(library: library.path, program: "/bin/echo", ["text"])
    let complaints = try trial.result().complaints
    #expect(complaints == ["the program does not use \(trial.subject.path)"])
  }
}
