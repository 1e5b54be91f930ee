// `policy --emit`: a link that is given what it prints exports what `apply` leaves.

import Foundation
import TestSupport
import Testing

@Suite struct PolicyEmissionTests {
  private static let source = """
    int api_one(void) { return 1; }
    int api_two(void) { return 2; }
    int leak_one(void) { return 3; }
    int leak_two(void) { return 4; }
    int other(void) { return 5; }

    """

  private static let selections = [
    ["--all", "--keep=api_*"], ["--demote=leak_*"],
    ["--demote=*", "--keep=api_one", "--keep=other"],
    ["--all", "--keep=api_*", "--demote=api_two"], ["--demote-regex=.*_one"],
    ["--all", "--keep-regex=.*_two"],
  ]

  /// The names that matter: a linker adds its own.
  private func names(_ file: URL) throws -> Set<String> {
    try exportedNames(file).intersection(["api_one", "api_two", "leak_one", "leak_two", "other"])
  }

  private func emitted(_ form: String, _ selection: [String], of file: URL) throws -> String {
    try mustRun(toolPath, ["policy", "--emit=\(form)"] + selection + [file.path])
  }

  @Test(arguments: Linker.allCases, selections)
  func aLibraryLinkedWithTheVersionScriptExportsTheSame(_ linker: Linker, _ selection: [String])
    throws
  {
    let workshop = try Workshop(linker)
    let library = try workshop.library("libfirst.so", Self.source)
    let script = try emitted("version-script", selection, of: library)
    let again = try workshop.library(
      "libagain.so", Self.source, [try workshop.script(script, named: "again.map")])
    try mustRun(toolPath, ["apply"] + selection + [library.path])
    #expect(try names(again) == names(library), "\(script)")
    #expect(try !names(library).isEmpty)
  }

  @Test(arguments: Linker.allCases, ["version-script", "dynamic-list"])
  func aProgramLinkedWithTheListExportsTheSame(_ linker: Linker, _ form: String) throws {
    for selection in Self.selections { try expectSameExports(linker, selection, form) }
  }

  private func expectSameExports(_ linker: Linker, _ selection: [String], _ form: String) throws {
    let workshop = try Workshop(linker)
    let source = Self.source + "int main(void) { return 0; }\n"
    let program = try workshop.program(source)
    let list = try emitted(form, selection, of: program)
    let option = try workshop.script(list, named: "list", option: "--\(form)")
    // A dynamic list says by itself what is exported; a version script restricts --export-dynamic.
    let again = try link(
      source, to: "again", in: workshop.folder, by: linker, as: .pie,
      (form == "version-script" ? ["-Wl,--export-dynamic"] : []) + [option])
    try mustRun(toolPath, ["apply"] + selection + [program.path])
    #expect(try names(again) == names(program), "\(list)")
  }

  @Test func theNativeListIsTheSamePolicy() throws {
    for selection in Self.selections {
      let workshop = try Workshop()
      let library = try workshop.library("libfirst.so", Self.source)
      let second = try workshop.copy(library, named: "libsecond.so")
      let list = try workshop.folder.write(
        try emitted("list", selection, of: library), to: "exports.list")
      try mustRun(toolPath, ["apply"] + selection + [library.path])
      try mustRun(
        toolPath, ["apply", "--strict", "--all", "--keep-list=\(list.path)", second.path])
      #expect(try exportedNames(second) == exportedNames(library))
    }
  }

  @Test func versionsKeepTheirNodes() throws {
    let workshop = try Workshop()
    let map = "V1 { global: api_*; };\nV2 { global: leak_*; local: *; } V1;\n"
    let library = try workshop.library(
      "libfirst.so", Self.source, [try workshop.script(map, named: "first.map")])
    let script = try emitted("version-script", ["--demote=leak_two"], of: library)
    let again = try workshop.library(
      "libagain.so", Self.source, [try workshop.script(script, named: "again.map")])
    let listing = try mustRun("readelf", ["-W", "--dyn-syms", again.path])
    for name in ["api_one@@V1", "api_two@@V1", "leak_one@@V2"] { #expect(listing.contains(name)) }
    #expect(!listing.contains("leak_two"))
  }

  @Test func aPatternStaysAPatternWhereAllOfItStays() throws {
    let workshop = try Workshop()
    let library = try workshop.library("libfirst.so", Self.source)
    let whole = try emitted("version-script", ["--all", "--keep=api_*"], of: library)
    #expect(whole.contains("    api_*;\n"))
    #expect(!whole.contains("api_one"))
    let part = try emitted(
      "version-script", ["--all", "--keep=api_*", "--demote=api_two"], of: library)
    #expect(!part.contains("    api_*;\n"))
    #expect(part.contains("    api_one;\n"))
    #expect(part.contains("/* kept: --keep=api_* */"))
  }

  @Test func archivesAreExcluded() throws {
    let workshop = try Workshop()
    let archive = try workshop.archive(
      "libleak.a",
      of: [
        try workshop.object(
          "leak", "int leak_one(void) { return 3; }\nint leak_two(void) { return 4; }\n")
      ])
    let source = """
      int leak_one(void), leak_two(void);
      int other(void) { return leak_one() + leak_two(); }
      int main(void) { return other() != 7; }

      """
    let program = try workshop.program(source, [archive.path])
    let option = try emitted("exclude-libs", ["--demote-from=\(archive.path)"], of: program)
    #expect(option == "-Wl,--exclude-libs,libleak.a\n")
    let again = try link(
      source, to: "again", in: workshop.folder, by: .bfd, as: .pie,
      ["-Wl,--export-dynamic", archive.path, String(option.dropLast())])
    try demote(in: program, "--demote-from=\(archive.path)")
    #expect(try names(again) == names(program))
    #expect(try names(again) == ["other"])
  }

  /// What a form cannot say is an error, and not something near to it.
  @Test(arguments: [
    (["--emit=dynamic-list", "--all"], "use version-script"),
    (["--emit=exclude-libs", "--all"], "by something else"),
    (["--emit=exclude-libs", "--demote=nothing"], "nothing is demoted by"),
    (["--emit=nonsense", "--all"], "--emit is one of list, dynamic-list"),
    (["--emit=list"], "nothing is selected"), (["--all"], "--suggest is missing"),
    (["--suggest", "--all"], "takes no selection"),
    (["--emit=list", "--suggest"], "without --suggest"),
  ])
  func whatCannotBeSaidIsAnError(_ words: [String], _ message: String) throws {
    let workshop = try Workshop()
    let library = try workshop.library("libfirst.so", Self.source)
    let result = try run(toolPath, ["policy"] + words + [library.path])
    #expect(result.status == 2)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(result.output == "")
  }

  @Test func keptMembersOfAnArchiveCannotBeExcluded() throws {
    let workshop = try Workshop()
    let object = try workshop.object("part", Self.source)
    let archive = try workshop.archive("libpart.a", of: [object])
    let library = try workshop.library("libfirst.so", Self.source)
    let result = try symdemote(
      "policy", "--emit=exclude-libs", "--demote-from=\(archive.path)", "--keep=other",
      library.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("would hide 1 symbols that stay (other)"))
  }

  @Test func exportsWithAndWithoutVersionsAreNoScript() throws {
    let workshop = try Workshop()
    let map = "V1 { global: api_*; };\n"
    let library = try workshop.library(
      "libfirst.so", Self.source, [try workshop.script(map, named: "first.map")])
    let result = try symdemote(
      "policy", "--emit=version-script", "--demote=leak_one", library.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("2 exports without a version"))
    let rest = try emitted("version-script", ["--all", "--keep=api_*"], of: library)
    #expect(rest.contains("V1 {"))
  }
}
