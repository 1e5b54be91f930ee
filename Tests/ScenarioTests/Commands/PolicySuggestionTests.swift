// `policy --suggest`: the policy that it writes cures what `audit` finds, as it stands.

import Foundation
import TestSupport
import Testing

@Suite struct PolicySuggestionTests {
  @Test func theSuggestionCuresTheProgram() throws {
    let workshop = try Workshop()
    let program = try TwoCopies(in: workshop, as: .pie).program
    #expect(try symdemote("audit", program.path).status == 1)
    let suggested = try symdemote("policy", "--suggest", program.path)
    #expect(suggested.status == 0)
    #expect(suggested.output.contains("\n[\(program.path)]\n"))
    // The rules' warnings stand beside the line that they are about.
    #expect(suggested.output.contains("\n# apply will warn: "))
    #expect(suggested.output.contains("\ndemote-from libreal.so\n"))
    for line in suggested.output.split(separator: "\n") where !line.hasPrefix("#   symdemote") {
      #expect(line.count <= 100)
    }
    let policy = try workshop.folder.write(suggested.output, to: "program.policy")
    try demote(in: program, "--strict", "--policy=\(policy.path)")
    #expect(try output(of: program) == TwoCopies.separate)
    #expect(try symdemote("audit", program.path).status == 0)
    let again = try symdemote("policy", "--suggest", program.path)
    #expect(again.output.hasPrefix("# Nothing is captured"))
    #expect(!again.output.contains("\ndemote-from "))
  }

  /// The lines that are left to choose are lines of a policy, too.
  @Test func everyLineMayBeTakenIn() throws {
    let workshop = try Workshop()
    let program = try TwoCopies(in: workshop, as: .pie).program
    let suggested = try mustRun(toolPath, ["policy", "--suggest", program.path])
    let opened = suggested.split(separator: "\n").map { line in
      line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
    }
    #expect(opened.contains("all"))
    let policy = try workshop.folder.write(
      opened.joined(separator: "\n") + "\n", to: "program.policy")
    let plan = try symdemote("plan", "--policy=\(policy.path)", program.path)
    #expect(plan.status == 1, "\(plan.errors)")
  }

  @Test func aHostIsKnownByItsExports() throws {
    let workshop = try Workshop()
    let api = (1...12).map { "int PyThing_\($0)(void) { return 0; }\n" }.joined()
    let host = try workshop.program(api + "int main(void) { return 0; }\n")
    let suggested = try mustRun(toolPath, ["policy", "--suggest", host.path])
    #expect(suggested.contains("\n#preset python-host  # 12 exports: "))
    let other = try workshop.copy(
      try workshop.program("int PyThing_1(void) { return 0; }\nint main(void) { return 0; }\n"),
      named: "other")
    #expect(
      !(try mustRun(toolPath, ["policy", "--suggest", other.path])).contains("preset python"))
  }

  /// The command in the heading, whole: a shell runs it, from the folder where the audit ran.
  private func follow(
    _ suggested: String, in folder: URL, doing command: String = "plan", at place: Int = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> RunResult {
    let policies = try TemporaryFolder()
    let policy = try policies.write(suggested, to: "a.policy")
    let commands = suggested.split(separator: "\n").filter { $0.hasPrefix("#   symdemote plan ") }
    let words = try #require(
      commands.dropFirst(place).first, "\(suggested)", sourceLocation: sourceLocation
    ).replacing("#   symdemote plan", with: "\(toolPath) \(command)")
      .replacing("--policy=FILE", with: "--policy='\(policy.path)'")
    return try run("sh", ["-c", String(words)], directory: folder)
  }

  /// A program and its library in a folder, with names that mean something to a shell, to globs or
  /// to a policy.
  @Test(arguments: ["prog [1] #x", "sp ace", "-dash", "q'uo\"te", "st*r?", "back\\slash", "#x"])
  func oddNamesComeThrough(_ name: String) throws {
    let workshop = try Workshop()
    let copies = try TwoCopies(in: workshop, as: .pie)
    let folder = workshop.folder.file("dir \\#y [2]")
    let files = FileManager.default
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    for (file, name) in [(copies.program, name), (copies.library, "libreal.so")] {
      try files.moveItem(at: file, to: folder.appendingPathComponent(name))
    }
    let operand = name.hasPrefix("-") ? "./\(name)" : name
    let suggested = try symdemote("policy", "--suggest", operand, directory: folder).output
    let plan = try follow(suggested, in: folder)
    #expect(
      plan.status == 1 && !plan.errors.contains("none of the files"), "\(plan.errors)\n\(suggested)"
    )
    #expect(try follow(suggested, in: folder, doing: "apply --strict").status == 0)
    #expect(try symdemote("audit", operand, directory: folder).status == 0)
    // Another file by nearly that name is not meant.
    let other = folder.appendingPathComponent("x" + name)
    try files.copyItem(at: folder.appendingPathComponent(name), to: other)
    let policy = try workshop.folder.write(suggested, to: "a.policy")
    let missed = try symdemote("plan", "--policy=\(policy.path)", other.path)
    #expect(missed.status == 0 && missed.errors.contains("is for none of the files"))
  }

  @Test func aLibraryIsTriedInItsProgram() throws {
    let workshop = try Workshop()
    let copies = try TwoCopies(in: workshop, as: .shared)
    let folder = workshop.folder.url
    // As a package installs it: the process finds the library by a link.
    let real = folder.appendingPathComponent("libhost.so.1.2.3")
    try FileManager.default.moveItem(at: copies.host, to: real)
    try FileManager.default.createSymbolicLink(
      atPath: copies.host.path, withDestinationPath: "libhost.so.1.2.3")
    let suggested = try symdemote("policy", "--suggest", copies.program.path).output
    let path = try #require(try realpath(real))
    #expect(suggested.contains("\n[\(path)]\n"), "\(suggested)")
    #expect(suggested.contains(" plan --in=\(copies.program.path) --policy=FILE \(path)\n"))
    let plan = try follow(suggested, in: folder)
    #expect(plan.status == 1 && !plan.errors.contains("none of the files"), "\(plan.errors)")
    _ = try follow(suggested, in: folder, doing: "apply")
    #expect(try symdemote("audit", copies.program.path).status == 0)
  }

  private func realpath(_ file: URL) throws -> String? {
    try mustRun("realpath", [file.path]).split(separator: "\n").first.map(String.init)
  }

  /// Two programs of one name in different folders each have their section.
  @Test func sectionsHaveTheirFolders() throws {
    let workshop = try Workshop()
    let copies = try TwoCopies(in: workshop, as: .pie)
    let other = workshop.folder.file("other").appendingPathComponent("program")
    try FileManager.default.createDirectory(
      at: other.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: copies.program, to: other)
    try FileManager.default.copyItem(
      at: copies.library, to: other.deletingLastPathComponent().appendingPathComponent("libreal.so")
    )
    let suggested = try symdemote(
      "policy", "--suggest", "./program", directory: workshop.folder.url
    ).output
    #expect(suggested.contains("\n[program]\n"))
    let absolute = try symdemote("policy", "--suggest", copies.program.path).output
    let policy = try workshop.folder.write(absolute, to: "a.policy")
    #expect(try symdemote("plan", "--policy=\(policy.path)", copies.program.path).status == 1)
    #expect(try symdemote("plan", "--policy=\(policy.path)", other.path).status == 0)
  }

  /// A program that has a copy of what a plugin defines, which no list of dependencies names.
  private func plugin() throws -> (workshop: Workshop, program: URL, plugin: URL) {
    let workshop = try Workshop()
    let program = try workshop.program(
      "int one(void) { return 1; } int host(void) { return 9; } int main(void) { return 0; }")
    let plugin = try workshop.library(
      "plugin.so", "int one(void) { return 2; } int run(void) { return one(); }")
    return (workshop, program, plugin)
  }

  @Test func theProcessOptionsAreInTheCommand() throws {
    let (workshop, program, plugin) = try plugin()
    let folder = workshop.folder.url
    let hidden = workshop.folder.file("in here #1").appendingPathComponent("plugin.so")
    try FileManager.default.createDirectory(
      at: hidden.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: plugin, to: hidden)
    let options = ["--library-path=in here #1", "--preload=libm.so.6", "--dlopen=plugin.so"]
    let suggested = try run(
      toolPath, ["policy", "--suggest"] + options + ["program"], directory: folder
    ).output
    #expect(
      suggested.contains(
        " plan '--library-path=in here #1' --preload=libm.so.6 --dlopen=plugin.so --policy=FILE "
          + "program\n"), "\(suggested)")
    #expect(suggested.contains("\ndemote-from plugin.so\n"))
    let plan = try follow(suggested, in: folder)
    #expect(plan.status == 1, "\(plan.errors)")
    // A file that lies where the policy may come to lie would be taken for the library.
    _ = try workshop.library("plugin.so", "int two(void) { return 2; }")
    let shadowed = try run(
      toolPath, ["policy", "--suggest"] + options + ["program"], directory: folder
    ).output
    let path = try #require(try realpath(hidden))
    let escaped = path.replacing(" #1", with: " \\#1")
    #expect(shadowed.contains("\ndemote-from \(escaped)\n"), "\(shadowed)")
    let escapedPlan = try follow(shadowed, in: folder)
    #expect(escapedPlan.status == 1 && escapedPlan.output.contains("one"), "\(escapedPlan)")
  }

  /// What only could happen is not done by itself.
  @Test func whatWasNotTriedIsCommentedOut() throws {
    let (workshop, program, plugin) = try plugin()
    let folder = workshop.folder.url
    let far = folder.appendingPathComponent("far")
    try FileManager.default.createDirectory(at: far, withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: plugin, to: far.appendingPathComponent("plugin.so"))
    let suggested = try run(
      toolPath, ["policy", "--suggest", "--with=far", "program"], directory: folder
    ).output
    let path = try #require(try realpath(far.appendingPathComponent("plugin.so")))
    #expect(suggested.contains("\n#demote-from \(path)\n"), "\(suggested)")
    #expect(!suggested.contains("\ndemote-from"))
    #expect(suggested.contains(": 1 name would be captured if it were opened\n"))
    #expect(suggested.contains("# not tried in a process that has opened it"))
    // With the plugin opened it was tried.
    let opened = try run(
      toolPath, ["policy", "--suggest", "--with=far", "--dlopen=\(path)", program.path],
      directory: folder
    ).output
    #expect(opened.contains("\ndemote-from plugin.so\n") && !opened.contains("#demote-from"))
    #expect(!opened.contains("not tried"))
  }

  /// The presets for what opens plugins, and those for other kinds of files.
  @Test func presetsStandWithTheirKind() throws {
    let workshop = try Workshop()
    let names = [
      "_IO_stdin_used", "environ", "_environ", "__environ", "__progname", "__progname_full",
      "program_invocation_name", "program_invocation_short_name", "edata", "etext", "end",
    ]
    let api = (1...12).map { "int PyThing_\($0)(void) { return 0; }\n" }.joined()
    let program = try workshop.program(
      api + names.dropFirst().map { "int \($0);\n" }.joined() + "int main(void) { return 0; }\n")
    let suggested = try mustRun(toolPath, ["policy", "--suggest", program.path])
    let plugins = try #require(suggested.range(of: "# If it opens plugins of a kind"))
    let others = try #require(suggested.range(of: "# If others look it up"))
    let python = try #require(suggested.range(of: "#preset python-host"))
    let crt = try #require(suggested.range(of: "#preset crt"))
    #expect(plugins.lowerBound < python.lowerBound && python.lowerBound < others.lowerBound)
    #expect(others.lowerBound < crt.lowerBound)
  }

  @Test func aProgramThatCannotBeReadIsAnError() throws {
    let result = try symdemote("policy", "--suggest", "/nowhere")
    #expect(result.status == 2)
    #expect(result.errors.contains("/nowhere"))
  }
}
