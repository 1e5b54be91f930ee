// `lost-name`: dladdr and backtrace_symbols know exported functions alone (glibc elf/dl-addr.c).

import Foundation
import TestSupport
import Testing

@Suite struct LostNameTests {
  private static let functions = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <stdio.h>
    int data = 1;
    __attribute__((noipa)) int function(void) { return 1; }

    """

  @Test func aFunctionOfAFileThatAsksForNamesIsWarnedOf() throws {
    let workshop = try Workshop()
    let program = try workshop.program(
      Self.functions + """
        int main(void) {
          Dl_info info;
          printf("%s\\n",
                 dladdr((void *)function, &info) && info.dli_sname ? info.dli_sname : "?");
        }
        """)
    #expect(try output(of: program) == "function\n")
    let plan = try Plan("--demote=function", "--demote=data", program.path)
    #expect(plan.demotes("function") && plan.demotes("data"))
    // The closest that it must be silent about: what is no function.
    #expect(plan.names(ofWhich: "lost-name") == ["function"])
    try mustRun(toolPath, ["apply", "--demote=function", program.path])
    #expect(try output(of: program) == "?\n")
  }

  /// The closest that it must be silent about: a file that does not ask.
  @Test func aFileThatDoesNotAskLosesNothing() throws {
    let workshop = try Workshop()
    let program = try workshop.program(
      Self.functions + "int main(void) { return dlerror() ? 1 : function() - 1; }\n")
    let plan = try Plan("--demote=function", program.path)
    #expect(plan.demotes("function"))
    #expect(plan.warnings == [])
  }
}
