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

  /// A linker exports what a library of the link refers to or defines: no dynamic list hides it.
  @Test(arguments: [
    "int leak_one(void); int library(void) { return leak_one(); }",
    "int leak_one(void) { return 1; } int library(void) { return 1; }",
  ])
  func aDynamicListHidesNothingFromLibraries(_ source: String) throws {
    for linker in Linker.allCases {
      let workshop = try Workshop(linker)
      let library = try workshop.library("liblibrary.so", source)
      let main =
        Self.source + "int library(void);\nint main(void) { return library(); }\n"
      let program = try workshop.program(main, needing: [library])
      let selection = ["--demote=leak_one", "--force"]
      let result = try run(
        toolPath, ["policy", "--emit=dynamic-list"] + selection + [program.path])
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(
        result.errors.contains("1 symbol to be demoted (leak_one, of liblibrary.so)"),
        "\(result.errors)")
      #expect(result.errors.contains("use version-script"))
      // It is so: the linker exports the name although the list leaves it out.
      func again(_ list: String, _ option: String, _ others: [String] = []) throws -> Set<String> {
        let option = try workshop.script(list, named: "list", option: option)
        return try names(
          try link(
            main, to: "again", in: workshop.folder, by: linker, as: .pie,
            [option, "-Wl,--no-as-needed", library.path] + others))
      }
      let unchecked = try emitted(
        "dynamic-list", selection.dropLast() + ["--no-process"], of: program)
      #expect(!unchecked.contains("leak_one"))
      #expect(
        try again(unchecked, "--dynamic-list").contains("leak_one"))
      if !source.contains("leak_one();") {
        let script = try emitted("version-script", selection, of: program)
        #expect(
          try !again(script, "--version-script", ["-Wl,--export-dynamic"]).contains("leak_one"))
      }
      // Another name is no one else's.
      let other = try emitted("dynamic-list", ["--demote=leak_two"], of: program)
      #expect(try !again(other, "--dynamic-list").contains("leak_two"))
    }
  }

  @Test func aDynamicListForAnUnknownLinkIsDoubted() throws {
    let workshop = try Workshop()
    let program = try workshop.program(Self.source + "int main(void) { return 0; }\n")
    for (options, isDoubted) in [(["--no-process"], true), ([], false)] {
      let result = try run(
        toolPath,
        ["policy", "--emit=dynamic-list", "--demote=leak_*"] + options + [program.path])
      #expect(result.status == 0)
      #expect(result.errors.contains("a dynamic list holds only if") == isDoubted)
    }
    let script = try symdemote(
      "policy", "--emit=version-script", "--demote=leak_*", "--no-process", program.path)
    #expect(!script.errors.contains("dynamic list"))
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

  /// What linkers and libraries look up stays listed: none of them exports it by itself once a list
  /// says otherwise.
  @Test(arguments: Linker.allCases, ["version-script", "dynamic-list"])
  func whatTheLinkerDefinesIsListed(_ linker: Linker, _ form: String) throws {
    let own: Set = [
      "_end", "_edata", "__bss_start", "__data_start", "data_start", "_IO_stdin_used",
    ]
    let workshop = try Workshop(linker)
    let source = Self.source + "int main(void) { return 0; }\n"
    let program = try workshop.program(source)
    let list = try emitted(form, ["--all", "--keep=api_one"], of: program)
    func again(_ list: String) throws -> Set<String> {
      let option = try workshop.script(list, named: "list", option: "--\(form)")
      return try exportedNames(
        try link(
          source, to: "again", in: workshop.folder, by: linker, as: .pie,
          (form == "version-script" ? ["-Wl,--export-dynamic"] : []) + [option]))
    }
    let kept = try exportedNames(program).intersection(own)
    #expect(!kept.isEmpty)
    #expect(try again(list).intersection(own) == kept)
    let shorter = list.split(separator: "\n").filter { line in
      !own.contains(line.trimmingCharacters(in: [" ", ";"]))
    }.joined(separator: "\n")
    #expect(try again(shorter + "\n").intersection(own).isEmpty)
  }

  /// gold and GNU ld write down what a version depends on; lld and mold read one such version, and
  /// do not.
  @Test(arguments: Linker.allCases)
  func versionsKeepTheirNodes(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let hasParents = linker == .bfd || linker == .gold
    let map =
      "V1 { global: api_*; };\nV2 { global: other; } V1;\n"
      + "V3 { global: leak_*; local: *; } V1\(hasParents ? " V2" : "");\n"
    let library = try workshop.library(
      "libfirst.so", Self.source, [try workshop.script(map, named: "first.map")])
    let script = try emitted("version-script", ["--demote=leak_two"], of: library)
    let again = try workshop.library(
      "libagain.so", Self.source, [try workshop.script(script, named: "again.map")])
    let listing = try mustRun("readelf", ["-W", "--dyn-syms", again.path])
    for name in ["api_one@@V1", "api_two@@V1", "other@@V2", "leak_one@@V3"] {
      #expect(listing.contains(name))
    }
    #expect(!listing.contains("leak_two"))
    #expect(script.contains("} V1;\n") == hasParents, "\(script)")
    let isBoth = script.contains("} V1 V2;\n") || script.contains("} V2 V1;\n")
    #expect(isBoth == hasParents)
    // GNU ld writes them in reverse.
    func parents(_ file: URL) throws -> [String] {
      try mustRun("readelf", ["-W", "--version-info", file.path]).split(separator: "\n")
        .filter { $0.contains("Parent") }
        .compactMap { $0.split(separator: " ").last.map(String.init) }.sorted()
    }
    #expect(try parents(again) == parents(library))
    #expect(try parents(again).count == (hasParents ? 3 : 0))
  }

  /// A pattern would cover what is hidden in the file, or what comes later.
  @Test(arguments: Linker.allCases)
  func namesStandForPatterns(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let source =
      Self.source
      + "__attribute__((visibility(\"hidden\"))) int api_hidden(void) { return 6; }\n"
    let library = try workshop.library("libfirst.so", source)
    let script = try emitted("version-script", ["--all", "--keep=api_*"], of: library)
    #expect(script.contains("    /* kept: --keep=api_* */\n    api_one;\n    api_two;\n"))
    #expect(!script.contains("    api_*;\n"))
    // The attribute is gone in the next build, and the script still says what it said.
    let again = try workshop.library(
      "libagain.so", source.replacing("__attribute__((visibility(\"hidden\"))) ", with: ""),
      [try workshop.script(script, named: "again.map")])
    #expect(try exportedNames(again).contains("api_one"))
    #expect(try !exportedNames(again).contains("api_hidden"))
  }

  /// However the names lie in the file, an export more is a line more.
  @Test(arguments: ["list", "version-script"])
  func oneExportMoreIsOneLineMore(_ form: String) throws {
    let workshop = try Workshop()
    let names = ["kappa", "alpha", "B", "omega", "b2", "_z", "iota"]
    func source(_ names: [String]) -> String {
      names.map { "int \($0)(void) { return 1; }\n" }.joined()
    }
    let keep = try workshop.folder.write("# none\nalpha\nomega\n", to: "keep.list")
    let selection = ["--all", "--keep=[!ao]*", "--keep-list=\(keep.path)"]
    let first = try emitted(
      form, selection, of: try workshop.library("libfirst.so", source(names)))
    let turned = try emitted(
      form, selection, of: try workshop.library("libturned.so", source(names.reversed())))
    #expect(first == turned)
    let listed = first.split(separator: "\n").filter { !$0.contains("kept") }
      .map { $0.trimmingCharacters(in: [" ", ";"]) }.filter(names.contains)
    #expect(listed == ["B", "_z", "b2", "iota", "kappa", "alpha", "omega"])
    #expect(first.contains("kept: \(keep.path)\n") || first.contains("kept: \(keep.path) */\n"))
    _ = try workshop.folder.write("# some\n\nalpha\ndelta\nomega\n", to: "keep.list")
    let more = try emitted(
      form, selection,
      of: try workshop.library("libmore.so", source(["gamma", "delta"] + names)))
    let lines = Set(first.split(separator: "\n"))
    let added = more.split(separator: "\n").filter { !lines.contains($0) }
    #expect(added.count == 2, "\(added)")
    #expect(lines.isSubset(of: more.split(separator: "\n")))
  }

  @Test func anArchiveIsNamedAsItIs() throws {
    let workshop = try Workshop()
    let object = try workshop.object("part", "int leak_one(void) { return 1; }\n")
    let library = try workshop.library("libfirst.so", Self.source)
    for (name, isSaid) in [
      ("lib+x$1'.a", true), ("a,b.a", false), ("a:b.a", false), ("a b.a", false),
      ("a\tb.a", false),
    ] {
      let archive = try workshop.archive(name, of: [object])
      let result = try symdemote(
        "policy", "--emit=exclude-libs", "--demote-from=\(archive.path)", library.path)
      #expect(result.status == (isSaid ? 0 : 2))
      #expect(result.output == (isSaid ? "-Wl,--exclude-libs,\(name)\n" : ""))
      #expect(result.errors.contains("cannot name the archive") != isSaid)
    }
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
    #expect(result.errors.contains("would hide 1 symbol that stays (other)"))
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
