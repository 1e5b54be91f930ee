// Where `plan` and `apply` tell what a demotion does to the process: a section of the diff, a line of
// the summary, and `processes` for machines.

import Foundation
import TestSupport
import Testing

@Suite struct ProcessSectionTests {
  /// A program from which a library takes something that it has itself, something that it can do
  /// without, and something that it cannot.
  private struct Story {
    let workshop: Workshop
    let program: URL

    init() throws {
      workshop = try Workshop()
      let library = try workshop.library(
        "libreal.so",
        """
        int moved_one(void) { return 2; }
        int moved_two(void) { return 2; }
        __attribute__((weak)) int lost_one(void);
        int gone_one(void);
        int entry(void) {
          return moved_one() + moved_two() + (lost_one ? lost_one() : 0) + gone_one();
        }
        """)
      program = try workshop.program(
        """
        int moved_one(void) { return 1; } int moved_two(void) { return 1; }
        int lost_one(void) { return 1; } int gone_one(void) { return 1; }
        int unbound(void) { return 1; } int entry(void);
        int main(void) { return entry(); }
        """, needing: [library])
    }

    var forced: [String] { ["--force", "--demote=*_one", "--demote=moved_two", program.path] }
    var libraryPath: String { workshop.folder.file("libreal.so").path }
  }

  @Test func everyChangeIsALineAndEveryKindIsCounted() throws {
    let story = try Story()
    let result = try run(toolPath, ["plan"] + story.forced)
    let lines = result.output.split(separator: "\n").map(String.init)
    let heading = try #require(lines.firstIndex { $0.hasPrefix("@@ process of ") })
    // The weak reference is a GLOB_DAT for the test and a JUMP_SLOT for the call.
    let lost = lines.count { $0.hasPrefix("lost ") }
    #expect(lost >= 1)
    #expect(
      lines[heading]
        == "@@ process of \(story.program.path): \(3 + lost) bindings change: "
        + "2 moved, \(lost) lost, 1 undefined @@")
    let rows = lines[(heading + 1)...].map { $0.split(separator: " ").map(String.init) }
    #expect(rows.count == 3 + lost)
    try #require(rows.allSatisfy { $0.count > 3 })
    #expect(
      Set(rows.map { [$0[0], $0[2]] + $0[3...] }) == [
        ["moved", "moved_one", story.program.path, "->", story.libraryPath],
        ["moved", "moved_two", story.program.path, "->", story.libraryPath],
        ["lost", "lost_one", story.program.path, "->", "nothing"],
        ["undefined", "gone_one", story.program.path, "->", "UNDEFINED"],
      ])
    #expect(rows.allSatisfy { $0[1] == story.libraryPath })
    #expect(rows == rows.sorted { $0[1...].lexicographicallyPrecedes($1[1...]) })
  }

  @Test func forMachinesTheSame() throws {
    let story = try Story()
    let plan = try Plan(story.forced)
    #expect(plan.processes.map(\.program) == [story.program.path])
    let changes = try #require(plan.processes.first).changes
    #expect(
      Set(changes)
        == [
          ("moved", "moved_one", story.libraryPath), ("moved", "moved_two", story.libraryPath),
          ("lost", "lost_one", nil), ("undefined", "gone_one", nil),
        ].reduce(into: []) { set, change in
          set.insert(
            ProcessChange.Change(
              kind: change.0, reference: story.libraryPath, name: change.1,
              before: story.program.path, after: change.2))
        })
    #expect(plan.rule("gone_one") == "needed" && plan.cause("gone_one") == "forced")
    #expect(plan.rule("lost_one") == "weak-reference")
    #expect(plan.rule("moved_one") == nil)
  }

  /// What the rules keep is bound as before.
  @Test func whatIsKeptDoesNotChange() throws {
    let story = try Story()
    let plan = try Plan(story.forced.filter { $0 != "--force" })
    let changes = try #require(plan.processes.first).changes
    #expect(changes.map(\.kind) == ["moved", "moved"])
    #expect(Set(changes.map(\.name)) == ["moved_one", "moved_two"])
  }

  @Test func applySaysItInOneLine() throws {
    let story = try Story()
    let output = "--output=\(story.workshop.folder.file("out").path)"
    let changed = try run(
      toolPath, ["apply", output, "--demote=moved_*", story.program.path])
    #expect(changed.status == 0)
    #expect(
      changed.output.contains(
        "\n  in the process of \(story.program.path): 2 bindings change: 2 moved\n"))
    let unchanged = try run(toolPath, ["apply", "--demote=unbound", story.program.path])
    #expect(
      unchanged.output.contains(
        "\n  in the process of \(story.program.path): no binding changes\n"))
    let alone = try run(
      toolPath, ["apply", "--no-process", "--demote=moved_*", story.program.path])
    #expect(alone.status == 0)
    #expect(!alone.output.contains("process") && alone.errors == "")
  }

  @Test func noSectionWithoutAProcess() throws {
    let story = try Story()
    let selection = ["--demote=moved_*", story.program.path]
    #expect(try run(toolPath, ["plan"] + selection).output.contains("@@ process of "))
    for words in [["plan", "--no-process"] + selection, ["plan", "--all", story.libraryPath]] {
      let result = try run(toolPath, words)
      #expect(result.status == 1)
      #expect(!result.output.contains("@@ process of "))
    }
  }
}
