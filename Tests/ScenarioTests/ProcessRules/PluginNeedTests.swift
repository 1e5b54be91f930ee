// What a process asks for after its startup counts only if the command line tells of it: --dlopen
// makes a plugin's needs count, --dlsym a lookup.

import Foundation
import TestSupport
import Testing

@Suite struct PluginNeedTests {
  private let workshop: Workshop
  private let plugin: String
  private let program: URL

  init() throws {
    workshop = try Workshop()
    plugin = try workshop.library("plugin.so", TwoCopies.librarySource).path
    program = try workshop.program(PluginTests.programSource)
  }

  private func play() throws -> RunResult { try run(program.path, [plugin]) }

  @Test func aPluginThatIsNamedKeepsWhatItNeeds() throws {
    try expectObjection(of: "needed", to: "kept_callback", in: program, "--dlopen=\(plugin)")
    // The plugin has its own of the others, though a dlopen without the callback would end before
    // it comes to them.
    let plan = try Plan("--dlopen=\(plugin)", "--all", program.path)
    #expect(plan.rule("kept_callback") == "needed")
    for name in ["shared_function", "shared_data", "call", "main"] { #expect(plan.demotes(name)) }
    #expect(plan.processes.first?.kinds("shared_function") == ["moved"])
    #expect(plan.processes.first?.kinds("kept_callback") == [])
    try mustRun(toolPath, ["apply", "--dlopen=\(plugin)", "--all", program.path])
    #expect(try play().output == TwoCopies.separate)
  }

  @Test func oneThatIsNotNamedDoesNot() throws {
    let plan = try Plan("--all", program.path)
    #expect(plan.demotes("kept_callback"))
    #expect(plan.processes.first?.changes.isEmpty == true)
    try mustRun(toolPath, ["apply", "--all", program.path])
    let end = try play()
    #expect(end.status == 3)
    #expect(end.output.contains("undefined symbol: kept_callback"))
  }

  /// All that is missing is kept, not only what the loader would complain of first.
  @Test func severalNeedsAreKeptAtOnce() throws {
    let source = """
      int first(void), second(void) __attribute__((weak)), third(void);
      int shared(void) { return 2; }
      int entry(void) { return first() + (second ? second() : 0) + third() + shared(); }
      """
    let plugin = try workshop.library("needy.so", source)
    let program = try workshop.program(
      """
      int first(void) { return 1; } int second(void) { return 1; } int third(void) { return 1; }
      int shared(void) { return 1; }
      int main(void) { return 0; }
      """)
    let plan = try Plan("--dlopen=\(plugin.path)", "--all", program.path)
    #expect(plan.rule("first") == "needed" && plan.rule("third") == "needed")
    #expect(plan.rule("second") == "weak-reference")
    #expect(plan.rule("shared") == nil && plan.demotes("shared"))
  }

  @Test func aLookupThatIsNamedKeepsWhatItLooksFor() throws {
    let program = try workshop.program(
      """
      #include <dlfcn.h>
      #include <stdio.h>
      int entry(void) { return 0; }
      int other(void) { return 0; }
      int main(void) { return dlsym(RTLD_DEFAULT, "entry") ? 0 : 4; }
      """)
    let forced = try expectObjection(of: "needed", to: "entry", in: program, "--dlsym=entry")
    #expect(try (run(program.path).status, run(forced.path).status) == (0, 4))
    let plan = try Plan("--dlsym=other", "--demote=entry", program.path)
    #expect(plan.demotes("entry"))
  }

  /// A dlopen that fails whatever is demoted is told of, and needs nothing.
  @Test func aPluginThatIsNotThere() throws {
    let plan = try Plan("--dlopen=./nowhere.so", "--demote=kept_callback", program.path)
    #expect(plan.demotes("kept_callback") && plan.status == 1)
    #expect(plan.warnings.contains { $0.hasPrefix("event 1 fails: ") && $0.contains("nowhere.so") })
  }
}
