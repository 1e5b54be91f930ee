// An audit as annotations of a workflow, and in colour.

import Foundation
import TestSupport
import Testing

@Suite struct AuditFormatTests {
  @Test func annotationsStandBesideTheProgram() throws {
    let bench = try Workbench()
    let result = try run(
      toolPath, ["audit", "--format=github", "./app", "nowhere"], directory: bench.folder.url)
    #expect(result.status == 2)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(
      lines[0].hasPrefix(
        "::error file=app,title=SD101 Library split between two copies::./app: 2 of the 2 references"
          + " of libleak.so.1 to itself go to the copy in app: leak_open leak_use; cure: symdemote apply "
      ))
    #expect(
      lines[1].hasPrefix(
        "::warning file=app,title=SD102 Library uses another's copy::./app: 3 of the 3 references "
          + "of libtoolkit.so to libleak.so.1 go to the copy in app: "))
    #expect(lines[2].hasPrefix("::error file=nowhere,title=symdemote::nowhere: "))
    try bench.shell("symdemote apply --demote-from=libleak.a app")
    #expect(
      try run(toolPath, ["audit", "--format=github", "./app"], directory: bench.folder.url).output
        == "")
  }

  /// A library that is not in the process has a number of its own.
  @Test func whatWouldBeCapturedIsNamed() throws {
    let bench = try Workbench()
    try bench.shell(
      """
      echo 'int main(void) { return 0; }' >host.c
      gcc -O0 -rdynamic host.c -Wl,--whole-archive libleak.a -Wl,--no-whole-archive -o host
      """)
    let result = try run(
      toolPath, ["audit", "--format=github", "--with=build/libleak.so.1", "./host"],
      directory: bench.folder.url)
    #expect(result.status == 1)
    #expect(
      result.output.hasPrefix("::warning file=host,title=SD104 Library captured when opened::"))
    #expect(result.output.contains("libleak.so.1 is opened, 3 of its names would be the program's"))
  }

  /// A story is no finding: a form that has room for nothing else would say that nothing was found.
  @Test(arguments: ["github", "sarif", "dot", "mermaid"])
  func aStoryIsNoFinding(_ form: String) throws {
    let bench = try Workbench()
    let story = try run(
      toolPath, ["audit", "--format=\(form)", "--explain=leak_open", "./app"],
      directory: bench.folder.url)
    #expect(story.status == 2)
    #expect(story.errors.contains("--format=\(form) has room for findings only"))
    for other in ["text", "json", "jsonl", "html"] {
      let told = try run(
        toolPath, ["audit", "--format=\(other)", "--explain=leak_open", "./app"],
        directory: bench.folder.url)
      #expect(told.status == 1 && told.output.contains("leak_open"), "\(told.errors)")
    }
  }

  /// What stands out is what is wrong and what helps; the words are the same.
  @Test(arguments: [
    (
      "audit ./app",
      ["\u{1b}[1;31msplit\u{1b}[0m", "\u{1b}[33mwhole\u{1b}[0m", "\u{1b}[32msymdemote apply "]
    ),
    ("check --policy=exports.policy app", ["app: \u{1b}[1;31mexports\u{1b}[0m main"]),
    ("bindings --changes --demote=leak_open --force ./lonely", ["\u{1b}[1;31mundefined\u{1b}[0m"]),
    ("verify --against=build/app other", ["\u{1b}[1;31mother\u{1b}[0m: "]),
  ])
  func colourMarksWhatMatters(_ command: String, _ marks: [String]) throws {
    let bench = try Workbench()
    try bench.shell(
      """
      gcc -O0 -shared -fPIC p.c -o libneedy.so
      gcc -O0 -rdynamic -x c - -x none libleak.a -Wl,--no-as-needed libneedy.so -o lonely \
        '-Wl,-rpath,$ORIGIN' <<'END'
      int leak_open(void); int main(void) { return leak_open(); }
      END
      gcc -O0 -rdynamic app.c libleak.a libtoolkit.so -Wl,-rpath-link,. -Wl,-z,now -o other
      """)
    let words = command.split(separator: " ").map(String.init)
    let plain = try run(toolPath, words + ["--color=never"], directory: bench.folder.url)
    let coloured = try run(toolPath, words + ["--color=always"], directory: bench.folder.url)
    for mark in marks { #expect(coloured.output.contains(mark), "\(coloured.output)") }
    #expect(coloured.output.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain.output)
    #expect(coloured.errors.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain.errors)
    #expect(!plain.output.contains("\u{1b}") && coloured.status == plain.status)
  }
}
