// `object-exchange`: the program makes an object with its own copy of some functions and hands it to
// a library that, with the program's copy out of reach, takes it to another.

import Foundation
import TestSupport
import Testing

@Suite struct ObjectExchangeTests {
  private static let copy = """
    static int values[2];
    static int used = 0;
    int thing_make(int value) { values[used++] = value; return used - 1; }
    int thing_value(int thing) { return thing < used ? values[thing] : -1; }

    """
  private static let user = """
    int thing_value(int);
    int library_use(int thing) { return thing_value(thing); }
    """
  private static let program =
    copy + """
      #include <stdio.h>
      int library_use(int);
      int main(void) { printf("%d\\n", library_use(thing_make(42))); }
      """

  @Test func aPartnerThatGoesOverIsWarnedOf() throws {
    let workshop = try Workshop()
    let copy = try workshop.library("libthing.so", Self.copy)
    let user = try workshop.library("libuser.so", Self.user, needing: [copy])
    let program = try workshop.program(Self.program, needing: [user])
    #expect(try output(of: program) == "42\n")
    let plan = try Plan("--demote=thing_*", program.path)
    // The library does not make any.
    #expect(plan.demotes("thing_make") && plan.demotes("thing_value"))
    #expect(plan.names(ofWhich: "object-exchange") == ["thing_value"])
    try mustRun(toolPath, ["apply", "--demote=thing_*", program.path])
    #expect(try output(of: program) == "-1\n")
  }

  /// The closest that it must be silent about: the program does not use the library itself.
  @Test func aStrangerIsNot() throws {
    let workshop = try Workshop()
    let copy = try workshop.library("libthing.so", Self.copy)
    let user = try workshop.library("libuser.so", Self.user, needing: [copy])
    let between = try workshop.library(
      "libbetween.so", "int library_use(int);\nint between(int n) { return library_use(n); }\n",
      needing: [user])
    let program = try workshop.program(
      Self.copy + "int between(int);\nint main(void) { return between(thing_make(42)); }\n",
      needing: [between], ["-Wl,-rpath-link,\(workshop.folder.url.path)"])
    #expect(try run(program.path).status == 42)
    let plan = try Plan("--demote=thing_*", program.path)
    #expect(plan.processes.first?.kinds("thing_value") == ["moved"])
    #expect(plan.names(ofWhich: "object-exchange") == nil)
  }

  /// Variables are `shared-data`.
  @Test func dataIsNoFunction() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .pie)
    let plan = try Plan("--demote=shared_*", copies.program.path)
    #expect(plan.names(ofWhich: "object-exchange") == ["shared_function"])
  }
}
