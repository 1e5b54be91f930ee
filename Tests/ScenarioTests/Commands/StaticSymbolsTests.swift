// `--symtab`: nm shows what was demoted as local, as if the linker had been told; without it `.symtab`
// is left alone.

import Foundation
import TestSupport
import Testing

@Suite struct StaticSymbolsTests {
  static let source = """
    int counter = 1;
    __attribute__((noipa)) static int inner(int n) { return n + counter; }
    __attribute__((noipa)) int first(int n) { return inner(n) + 1; }
    __attribute__((noipa, visibility("protected"))) int guarded(int n) { return first(n) + 1; }
    __attribute__((noipa)) int second(int n) { return guarded(n) + first(n); }
    int main(void) { return second(counter) == 0; }

    """
  private static let selection = ["--demote=first", "--demote=guarded", "--demote=counter"]

  private func file(
    _ linker: Linker = .bfd, as product: Product = .shared, _ options: [String] = []
  )
    throws -> (Workshop, URL)
  {
    let workshop = try Workshop(linker)
    let file = try link(
      Self.source, to: "file", in: workshop.folder, by: linker, as: product,
      ["-Wl,--emit-relocs", "-Wl,--export-dynamic"] + options)
    return (workshop, file)
  }

  /// The letters of nm by name.
  private func letters(_ file: URL) throws -> [String: String] {
    let lines = try mustRun("nm", [file.path]).split(separator: "\n").map {
      $0.split(separator: " ").suffix(2).map(String.init)
    }
    return Dictionary(lines.map { ($0[1], $0[0]) }) { first, _ in first }
  }

  /// Every relocation with the name and value of its symbol instead of its index.
  private func relocations(_ file: URL) throws -> [String] {
    try mustRun("readelf", ["-rW", file.path]).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 2, fields[2].hasPrefix("R_") else { return nil }
      // A demoted symbol has no version.
      return ([fields[0]] + fields[2...].map { $0.prefix { $0 != "@" } }).joined(separator: " ")
    }
  }

  @Test(arguments: Linker.allCases, Product.allCases)
  func entriesFollowWhatIsDemoted(_ linker: Linker, _ product: Product) throws {
    let (workshop, file) = try file(linker, as: product)
    #expect(try letters(file)["first"] == "T" && letters(file)["counter"] == "D")
    let without = try workshop.copy(file, named: "without")
    try mustRun(toolPath, ["apply"] + Self.selection + [without.path])
    #expect(try sectionBytes(".symtab", of: without) == sectionBytes(".symtab", of: file))
    #expect(try letters(without) == letters(file))

    let original = try workshop.copy(file, named: "original")
    let selection = Self.selection + ["--symtab"]
    try mustRun(toolPath, ["apply"] + selection + [file.path])
    try expectSoundDemotion(of: file, from: original, by: selection)

    var expected = try letters(original)
    for (name, letter) in [("first", "t"), ("guarded", "t"), ("counter", "d")] {
      expected[name] = letter
    }
    #expect(try letters(file) == expected)
    #expect(try relocations(file) == relocations(original))
    for name in ["first", "guarded", "counter"] {
      let line = try #require(
        try mustRun("readelf", ["-sW", file.path]).split(separator: "\n").last {
          $0.hasSuffix(" \(name)")
        })
      #expect(line.contains("LOCAL  DEFAULT"))
    }
    if product != .shared { try mustRun(file.path) }
    // A first run without the option, and then one with it, end at the same bytes.
    try mustRun(toolPath, ["apply"] + selection + [without.path])
    #expect(try Data(contentsOf: without) == Data(contentsOf: file))
  }

  /// Addresses are still named, and other tools can work on the result.
  @Test func otherToolsReadTheResult() throws {
    let workshop = try Workshop()
    // strip leaves wrong section numbers in .dynsym where it takes relocations away.
    let file = try workshop.library("libfile.so", Self.source)
    let address = try #require(
      try mustRun("nm", [file.path]).split(separator: "\n").first { $0.hasSuffix(" first") }
    ).prefix { $0 != " " }
    try mustRun(toolPath, ["apply", "--symtab"] + Self.selection + [file.path])
    for tool in ["addr2line", "eu-addr2line"] {
      let line = try mustRun(tool, ["-f", "-e", file.path, "0x\(address)"])
      #expect(line.hasPrefix("first\n"), "\(tool): \(line)")
    }
    for (tool, options) in [("strip", []), ("eu-strip", []), ("objcopy", ["--strip-debug"])] {
      let copy = try workshop.copy(file, named: "by-\(tool)")
      try mustRun(tool, options + [copy.path])
      #expect(try elflintComplaints(copy).allSatisfy { $0.hasSuffix("non-default visibility") })
      try mustRun(toolPath, ["verify", copy.path])
    }
    // A linker takes it, and does not find what was demoted.
    let user = "int second(int); int first(int); int main(void) { return NAME(1); }\n"
    for (name, isFound) in [("second", true), ("first", false)] {
      let source = try workshop.folder.write(
        user.replacingOccurrences(of: "NAME", with: name), to: "\(name).c")
      let result = try run(
        "gcc", ["-o", workshop.folder.file(name).path, source.path, file.path])
      #expect(result.succeeded == isFound)
    }
  }

  @Test func planAndReportSayIt() throws {
    let (workshop, file) = try file()
    defer { withExtendedLifetime(workshop) {} }
    let plan = try symdemote("plan", "--demote=first", "--symtab", file.path)
    #expect(plan.status == 1 && plan.output.contains("@@ .symtab: 1 entry becomes local @@"))
    #expect(plan.output.contains("\n .symtab  ") && plan.output.contains("\n .rela.text  "))
    let without = try symdemote("plan", "--demote=first", file.path)
    #expect(!without.output.contains(".symtab"))
    let done = try symdemote("apply", "--demote=*", "--symtab", file.path)
    #expect(done.output.contains(" and 5 entries of .symtab hidden, "))
    let json = try symdemote("plan", "--demote=*", "--symtab", "--format=json", file.path)
    #expect(json.output.contains("\"symtab_hidden\": 0"))
    let alone = try symdemote("plan", "--demote=*", "--format=json", file.path)
    #expect(alone.output.contains("\"symtab_hidden\": null"))
  }

  @Test func aStrippedFileHasNothingToHide() throws {
    let workshop = try Workshop()
    let file = try workshop.library("libfile.so", Self.source)
    try mustRun("strip", [file.path])
    let result = try symdemote("apply", "--demote=first", "--symtab", file.path)
    #expect(result.status == 0 && result.errors.contains("no .symtab"))
    #expect(try isDemoted("first", in: file))
  }

  /// An entry that somebody took out is not missed.
  @Test func aMissingEntryIsNoError() throws {
    let workshop = try Workshop()
    let file = try workshop.library("libfile.so", Self.source)
    try mustRun("strip", ["--strip-symbol=second", file.path])
    #expect(try letters(file)["second"] == nil)
    let result = try symdemote("apply", "--demote=second", "--symtab", file.path)
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.contains("and 0 entries of .symtab hidden"))
  }

  @Test func undoBringsItBack() throws {
    let (workshop, file) = try file()
    let bytes = try Data(contentsOf: file)
    let record = workshop.folder.file("undo").path
    try mustRun(
      toolPath, ["apply", "--all", "--symtab", "--undo-file=\(record)", file.path])
    #expect(try Data(contentsOf: file) != bytes)
    try mustRun(toolPath, ["undo", "--undo-file=\(record)", file.path])
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test func whatIsNotUnderstoodIsRefused() throws {
    let (workshop, file) = try file()
    defer { withExtendedLifetime(workshop) {} }
    let index = try #require(try sections(file).firstIndex { $0.name == ".comment" })
    let table = try #require(try sections(file).firstIndex { $0.name == ".symtab" })
    let header = try sectionHeaders(file) + index * 64
    try overwrite(file, at: header + 4, with: [0x03, 0x4c, 0xff, 0x6f])  // SHT_LLVM_ADDRSIG
    try overwrite(file, at: header + 40, with: [UInt8(table), 0, 0, 0])
    try expectEnd(
      3, untouched: file, saying: "[symtab-holder]", "apply", "--demote=first", "--symtab",
      file.path)
    #expect(try symdemote("apply", "--demote=first", file.path).status == 0)
  }

  @Test func verifyFindsWhatIsWrong() throws {
    let (workshop, file) = try file()
    let original = try workshop.copy(file, named: "original")
    try mustRun(toolPath, ["apply", "--symtab"] + Self.selection + [file.path])
    let table = try #require(try section(".symtab", of: file))
    let text = try #require(try section(".rela.text", of: file))
    let index = try #require(try sections(file).firstIndex { $0.name == ".symtab" })
    let damages = [
      table.offset + table.size - 20, table.offset + table.size - 16, table.offset + 24 * 3 + 4,
      text.offset + 12, text.offset + 16, try sectionHeaders(file) + index * 64 + 44,
    ]
    for place in damages {
      let damaged = try workshop.copy(file, named: "damaged-\(place)")
      let byte = try Data(contentsOf: damaged)[place]
      try overwrite(damaged, at: place, with: [byte ^ 1])
      let result = try symdemote("verify", "--against=\(original.path)", damaged.path)
      #expect(result.status != 0, "\(place)")
    }
    let sound = try symdemote("verify", "--against=\(original.path)", file.path)
    #expect(sound.status == 0, "\(sound.output)")
  }

  private func sectionHeaders(_ file: URL) throws -> Int {
    let bytes = try Data(contentsOf: file)
    return (0..<8).reduce(0) { $0 | Int(bytes[40 + $1]) << (8 * $1) }
  }

  /// Linkers write the version of some names behind them.
  @Test(arguments: [Linker.bfd, .lld, .gold]) func versionedNames(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let script = try workshop.script("V1 { global: call; }; V2 { global: call; } V1;", named: "map")
    let library = try workshop.library(
      "libversions.so",
      """
      __asm__(".symver old_call, call@V1");
      __asm__(".symver new_call, call@@V2");
      __attribute__((noipa)) int old_call(void) { return 1; }
      __attribute__((noipa)) int new_call(void) { return 2; }

      """, [script])
    let before = try letters(library).filter { $0.key.hasPrefix("call@") }
    try demote(in: library, "--demote=call@V1", "--symtab")
    let after = try letters(library).filter { $0.key.hasPrefix("call") }
    #expect(after["call@V1"] == before["call@V1"]?.lowercased())
    #expect(after["call@@V2"] == before["call@@V2"])
  }

  /// Every class, byte order and record format.
  @Test(
    // (The file for loongarch64 is made by hand and has no code.)
    arguments: CrossTarget.all.filter { !$0.isUnfit && !$0.triple.hasPrefix("loongarch64") })
  func otherMachines(_ target: CrossTarget) throws {
    let folder = try TemporaryFolder()
    let file = try target.library(in: folder, options: ["--emit-relocs"])
    let original = folder.file("original")
    try FileManager.default.copyItem(at: file, to: original)
    let conversion = target.needsConversion ? ["--convert-relocations"] : []
    let result = try run(
      toolPath, ["apply", "--demote=second", "--symtab"] + conversion + [file.path])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try letters(original)["second"] == (target.triple.hasPrefix("powerpc64-") ? "D" : "T"))
    #expect(try letters(file)["second"] == letters(original)["second"]?.lowercased())
    #expect(try letters(file)["first"] == letters(original)["first"])
    #expect(try relocations(file) == relocations(original))
    let verification = try symdemote("verify", "--against=\(original.path)", file.path)
    #expect(verification.status == 0, "\(verification.output)")
  }
}
