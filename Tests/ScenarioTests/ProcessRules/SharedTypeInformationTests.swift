// `shared-type-information`: two objects that know one class have one type information as long as both
// export it. Runtimes that compare its address take two for two classes (Itanium C++ ABI, "Run-Time
// Type Information").

import Foundation
import TestSupport
import Testing

@Suite struct SharedTypeInformationTests {
  private static let header = """
    #include <cstdio>
    #include <typeinfo>
    struct Shared { virtual ~Shared() {} };
    const std::type_info *library_type();

    """
  private static let library =
    header + "const std::type_info *library_type() { return &typeid(Shared); }\n"
  private static let program =
    header + """
      struct Own { virtual ~Own() {} };
      int main() {
        Own *volatile own = new Own;
        std::printf("%s %d\\n", typeid(*own).name(), library_type() == &typeid(Shared));
      }

      """

  private func files(_ workshop: Workshop) throws -> (library: URL, program: URL) {
    let library = try workshop.library("libshared.so", Self.library, sourceName: "library.cc")
    return (
      library,
      try workshop.program(Self.program, needing: [library], sourceName: "program.cc")
    )
  }

  @Test func whatALibraryHasTooIsKept() throws {
    let workshop = try Workshop()
    let program = try files(workshop).program
    #expect(try output(of: program) == "3Own 1\n")
    let forced = try expectObjection(
      of: "shared-type-information", to: "_ZTI6Shared", in: program,
      withoutProcess: "type-information")
    #expect(try output(of: forced) == "3Own 0\n")
    try expectObjection(
      of: "shared-type-information", to: "_ZTS6Shared", in: program,
      withoutProcess: "type-information")
  }

  /// The closest that it must be silent about: a class of the program alone.
  @Test func whatNobodyElseHasIsNot() throws {
    let workshop = try Workshop()
    let program = try files(workshop).program
    #expect(try Plan("--no-process", "--all", program.path).rule("_ZTI3Own") == "type-information")
    for name in ["_ZTI3Own", "_ZTS3Own", "_ZTV3Own"] {
      try expectNoObjection(to: name, in: program)
    }
    #expect(try output(of: program) == "3Own 1\n")
  }

  /// A library alone is not tried in any process: the rule about files speaks. It does so, too, if
  /// the only process that is named has nothing to do with the library.
  @Test func whereNoProcessIsKnownTheRuleAboutFilesSpeaks() throws {
    let workshop = try Workshop()
    let (library, program) = try files(workshop)
    let stranger = try workshop.program("int main(void) { return 0; }\n")
    let name = "_ZTI6Shared"
    #expect(try Plan("--all", library.path).rule(name) == "type-information")
    #expect(
      try Plan("--in=\(stranger.path)", "--all", library.path).rule(name) == "type-information")
    // `program` was overwritten by its successor of the same name.
    #expect(program == stranger)
    let user = try files(workshop).program
    #expect(
      try Plan("--in=\(user.path)", "--all", library.path).rule(name)
        == "shared-type-information")
  }
}
