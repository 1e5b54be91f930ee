// Instrumented libraries call the sanitizer's runtime, which a program linked with -static-libasan
// carries and exports; without it they do not load (AddressSanitizer's wiki, "FAQ").

import Foundation
import TestSupport
import Testing

@Suite struct SanitizerTests {
  @Test func theRuntimeOfAnInstrumentedProgramStays() throws {
    let workshop = try Workshop()
    let tool = try workshop.object(
      "tool", "int peek(int *array, int index) { return array[index]; }\n",
      ["-fsanitize=address"])
    let library = try workshop.library("libtool.so", "", needing: [tool])
    let program = try workshop.program(
      """
      #include <stdlib.h>
      #include <stdio.h>
      int peek(int *array, int index);
      int plain_export(void) { return 0; }
      int main(int count, char **words) {
        int *array = calloc(4, sizeof *array);
        printf("%d\\n", peek(array, count > 1 ? 4 : 3));
        free(array);
        return 0;
      }

      """, needing: [library], ["-fsanitize=address", "-static-libasan"])
    #expect(try runtimeWorks(in: program))
    let runtime = try exportedNames(program).filter { $0.hasPrefix("__asan_") }
    #expect(runtime.contains("__asan_init"))
    try expectEnd(
      3, untouched: program, saying: "[sanitizer-runtime]", "apply", "--demote=__asan_init",
      program.path)

    let original = try demote(in: program, "--all")
    #expect(try isDemoted("plain_export", in: program))
    #expect(try exportedNames(program).isSuperset(of: runtime))
    #expect(try runtimeWorks(in: program))

    let broken = try workshop.copy(original, named: "broken")
    try demote(in: broken, "--force", "--demote=__asan_*")
    #expect(try run(broken.path).errors.contains("undefined symbol: __asan_"))
  }

  /// Whether the program runs, and the library's access out of bounds is reported.
  private func runtimeWorks(in program: URL) throws -> Bool {
    let caught = try run(program.path, ["beyond"])
    return try mustRun(program.path) == "0\n"
      && caught.errors.contains("AddressSanitizer: heap-buffer-overflow")
  }
}
