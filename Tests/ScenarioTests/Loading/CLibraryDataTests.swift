// A program sets some of libc's variables by defining them. libc.so refers to them by name and finds
// the program's first; demoted, libc would read its own (glibc manual, "Argp Global Variables").

import TestSupport
import Testing

@Suite struct CLibraryDataTests {
  static let source = """
    #include <argp.h>
    const char *argp_program_version = "specimen 9.9";
    const char *other_version = "unused";
    static struct argp argp = {0, 0, 0, "says its version"};
    int main(int count, char **values) { return argp_parse(&argp, count, values, 0, 0, 0); }

    """

  @Test(arguments: [Product.pie, .fixed])
  func theVersionThatArgpPrintsStays(_ product: Product) throws {
    let workshop = try Workshop()
    let program = try workshop.program(Self.source, as: product)
    #expect(try mustRun(program.path, ["--version"]) == "specimen 9.9\n")
    let original = try demote(in: program, "--all")
    #expect(try mustRun(program.path, ["--version"]) == "specimen 9.9\n")
    #expect(try isDemoted("other_version", in: program))
    #expect(try !isDemoted("argp_program_version", in: program))

    let forced = try workshop.copy(original, named: "forced")
    try mustRun(toolPath, ["apply", "--demote=argp_program_version", "--force", forced.path])
    #expect(try run(forced.path, ["--version"]).output != "specimen 9.9\n")
  }
}
