// `looked-up-by-name`: a program finds its own functions by dlsym as long as they are exported
// (dlsym(3), RTLD_DEFAULT).

import Foundation
import TestSupport
import Testing

@Suite struct LookedUpByNameTests {
  private static let functions = """
    #include <dlfcn.h>
    #include <stdio.h>
    int entry(void) { return 1; }
    int silent(void) { return 2; }

    """

  @Test func aNameThatStandsAsAStringIsWarnedOf() throws {
    let workshop = try Workshop()
    let program = try workshop.program(
      Self.functions + """
        int main(void) {
          puts("silent as it is");
          printf("%s\\n", dlsym(RTLD_DEFAULT, "entry") ? "found" : "not found");
        }
        """)
    #expect(try output(of: program) == "silent as it is\nfound\n")
    let plan = try Plan("--demote=entry", "--demote=silent", program.path)
    #expect(plan.demotes("entry") && plan.demotes("silent"))
    // The closest that it must be silent about: a name that is a part of a text.
    #expect(plan.names(ofWhich: "looked-up-by-name") == ["entry"])
    try mustRun(toolPath, ["apply", "--demote=entry", program.path])
    #expect(try output(of: program) == "silent as it is\nnot found\n")
  }

  /// The closest that it must be silent about: the same string in a file that looks nothing up.
  @Test func aFileThatLooksNothingUpMayHoldTheString() throws {
    let workshop = try Workshop()
    let program = try workshop.program(
      Self.functions + "int main(void) { return puts(\"entry\") < 0; }\n")
    let plan = try Plan("--demote=entry", program.path)
    #expect(plan.demotes("entry"))
    #expect(plan.names(ofWhich: "looked-up-by-name") == nil)
  }
}
