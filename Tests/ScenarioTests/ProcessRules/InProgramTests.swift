// `--in=PROGRAM`: a shared library is in no process of its own; it is tried in those of the programs
// that load it.

import Foundation
import TestSupport
import Testing

@Suite struct InProgramTests {
  private let workshop: Workshop
  private let library: URL

  init() throws {
    workshop = try Workshop()
    library = try workshop.library(
      "libshared.so", "int wanted(void) { return 1; }\nint unwanted(void) { return 2; }\n")
  }

  /// A program that loads the library, if it is told so, and perhaps refers to `wanted`.
  private func program(_ name: String, wants: Bool, loads: Bool = true) throws -> URL {
    let program = try workshop.program(
      wants ? "int wanted(void);\nint main(void) { return wanted(); }\n" : "int main(void) {}\n",
      needing: loads ? [library] : [])
    let file = workshop.folder.file(name)
    try FileManager.default.moveItem(at: program, to: file)
    return file
  }

  @Test func whatOneProgramNeedsIsKept() throws {
    let needy = try program("needy", wants: true)
    let options = "--in=\(needy.path)"
    let forced = try expectObjection(of: "needed", to: "wanted", in: library, options)
    try expectNoObjection(to: "unwanted", in: library, options)
    #expect(try run(needy.path).status == 1)
    try FileManager.default.removeItem(at: library)
    try FileManager.default.moveItem(at: forced, to: library)
    #expect(try run(needy.path, environment: ["LD_BIND_NOW": "1"]).status == 127)
  }

  /// The rules hear every program, in whatever order they are named.
  @Test func anyOfSeveralProgramsMayNeedIt() throws {
    let (content, needy) = try (program("content", wants: false), program("needy", wants: true))
    let names = [content, needy].map { "--in=\($0.path)" }
    for options in [names, names.reversed()] {
      let plan = try Plan(options + ["--demote=*wanted", library.path])
      #expect(plan.rule("wanted") == "needed" && plan.demotes("unwanted"))
      #expect(plan.processes.map(\.program) == options.map { String($0.dropFirst(5)) })
    }
    let plan = try Plan(names[0], "--demote=*wanted", library.path)
    #expect(plan.demotes("wanted") && plan.processes.map(\.program) == [content.path])
    #expect(plan.warnings == [])
    #expect(try Plan("--demote=*wanted", library.path).processes.isEmpty)
  }

  /// The program's own library may be the one that needs it.
  @Test func aLibraryOfTheProgramMayNeedIt() throws {
    let copies = try TwoCopies(in: workshop, as: .shared)
    let option = "--in=\(copies.program.path)"
    try expectObjection(of: "needed", to: "kept_callback", in: copies.host, option)
    try expectNoObjection(to: "shared_function", in: copies.host, option)
    #expect(try output(of: copies.program) == "own 1 1 library 2 1 callback 7\n")
  }

  @Test func aProgramWithoutTheLibraryTellsNothing() throws {
    let stranger = try program("stranger", wants: false, loads: false)
    let options = ["--in=\(stranger.path)", "--demote=wanted", library.path]
    let plan = try Plan(options)
    #expect(plan.status == 1 && plan.demotes("wanted"))
    #expect(plan.warnings.count == 1)
    #expect(plan.warnings.first?.hasPrefix("\(stranger.path) does not load the file: ") == true)
    let apply = try run(toolPath, ["apply"] + options)
    #expect(apply.status == 0)
    #expect(apply.errors.contains("does not load the file"))
    #expect(try isDemoted("wanted", in: library))
  }

  /// What a library has in common with the platform of a process that it is not in is its own affair.
  @Test func aProgramWithoutTheLibraryHasNoObjection() throws {
    let stranger = try program("stranger", wants: false, loads: false)
    let library = try workshop.library(
      "libreads.so", "int atoi(const char *text) { return 77; }\n", ["-fno-builtin"])
    let user = try workshop.program("int main(void) {}\n", needing: [library])
    #expect(try Plan("--in=\(stranger.path)", "--demote=atoi", library.path).demotes("atoi"))
    #expect(
      try Plan("--in=\(user.path)", "--demote=at?i", library.path).rule("atoi") == "platform-name")
  }

  @Test func aProgramThatCannotBeReadIsTrouble() throws {
    let text = try workshop.folder.write("text\n", to: "text")
    for program in [text.path, workshop.folder.file("missing").path] {
      let result = try run(toolPath, ["apply", "--in=\(program)", "--demote=wanted", library.path])
      #expect(result.status == 2)
      #expect(result.errors.contains(program))
    }
    #expect(try exportedNames(library).contains("wanted"))
  }
}
