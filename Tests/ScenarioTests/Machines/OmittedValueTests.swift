// A machine whose loader leaves out the value of a local symbol that a relocation names (glibc
// sysdeps/powerpc/powerpc32/dl-machine.h `elf_machine_rela`): why a demotion alone is refused there,
// and that one with a conversion is right. What named a local symbol before is left alone.

import Foundation
import TestSupport
import Testing

/// The names in `file` that some relocation must go on naming, as readelf tells types: PLT slots,
/// copies, parts of words, and whatever asks an IFUNC.
func namesWithoutOtherForm(in file: URL) throws -> Set<String> {
  let symbols = try dynamicSymbols(file)
  let convertible = ["ADDR32", "GLOB_DAT", "DTPMOD32", "DTPREL32", "TPREL32"].map { "R_PPC_\($0)" }
  let lines = try mustRun("readelf", ["-rW", file.path]).split(separator: "\n")
  return Set(
    lines.compactMap { line -> String? in
      let fields = line.split(separator: " ").map(String.init)
      guard fields.count > 4, fields[2].hasPrefix("R_PPC_") else { return nil }
      let name = String(fields[4].prefix { $0 != "@" })
      let isIndirect = symbols.contains { $0.name == name && $0.type == "IFUNC" }
      return isIndirect || !convertible.contains(fields[2]) ? name : nil
    })
}

@Suite struct OmittedValueTests {
  private let machine: MachineTarget
  private let folder: TemporaryFolder

  init() throws {
    machine = try #require(MachineTarget.all.first { $0.name == "powerpc" })
    folder = try TemporaryFolder()
  }

  /// A library that refers to its own data by an address in data and by the GOT, to a variable of each
  /// thread, and to a function by a PLT slot; and the program that shows what it finds.
  private static let library = """
    int number = 4;
    int *pointer = &number;
    __thread int own_thread = 3;
    __attribute__((noipa)) int called(void) { return 2; }
    static int hidden = 1;
    struct __attribute__((packed)) { char byte; int *pointer; } packed = {1, &hidden};
    struct __attribute__((packed)) { char byte; int *pointer; } part = {1, &number};
    int show(void) {
      int own = *pointer * 1000 + own_thread * 100 + called() * 10 + *packed.pointer;
      return *part.pointer == number ? own : 0;
    }

    """

  private func build(_ options: String...) throws -> (library: URL, program: URL) {
    let source = try folder.write(Self.library, to: "own.c")
    let main = try folder.write(
      "#include <stdio.h>\nint show(void);\n"
        + "int main(void) { printf(\"%d\\n\", show()); return 0; }\n", to: "main.c")
    let (library, program) = (folder.file("libown.so"), folder.file("program"))
    try mustRun(
      machine.compiler,
      ["-O1", "-fPIC", "-shared", "-Wl,-soname,libown.so", "-o", library.path, source.path]
        + options)
    try mustRun(
      machine.compiler,
      ["-O1", "-Wl,-rpath,$ORIGIN", "-o", program.path, main.path, library.path])
    return (library, program)
  }

  /// Makes the entry `name` local by its byte alone, as nobody should.
  private func overwriteBinding(of name: String, in file: URL, hiding: Bool = false) throws {
    let entry = try #require(try dynamicSymbols(named: name, in: file).first)
    let table = try #require(try section(".dynsym", of: file))
    let place = table.offset + entry.index * 16 + 12
    let old = try Data(contentsOf: file)[place]
    try overwrite(file, at: place, with: [old & 0xf, hiding ? 2 : 0])
  }

  private func outcome(_ program: URL, now: Bool = false) throws -> String {
    let variables = now ? ["-E", "LD_BIND_NOW=1"] : []
    let result = try run(
      try #require(machine.emulator),
      ["-L", "/usr/\(machine.triplet)"] + variables + [program.path])
    return result.status == 0 ? result.output : "ends with \(String(describing: result.status))"
  }

  @Test func withoutAConversionTheFileIsRefused() throws {
    let (library, program) = try build()
    #expect(try outcome(program) == "4321\n")
    for command in [["plan"], ["apply"], ["apply", "--force"], ["apply", "--remove"]] {
      let before = try Data(contentsOf: library)
      let result = try run(toolPath, command + ["--demote=number", library.path])
      #expect(result.status == 3)
      #expect(result.errors.contains("--convert-relocations is needed [omitted-value]"))
      #expect(try Data(contentsOf: library) == before)
    }
    let exports = try mustRun(toolPath, ["exports", library.path])
    #expect(exports.contains("no: a relocation that has no form without a symbol"))
  }

  /// The refusal is no guess: each kind of reference but the thread-local one is misread.
  @Test(arguments: [
    ("number", false, true), ("called", true, true), ("called", true, false),
    ("own_thread", false, false),
  ])
  func aSymbolThatIsOnlyMadeLocalIsMisread(_ name: String, _ hiding: Bool, _ breaks: Bool) throws {
    let (library, program) = try build()
    try overwriteBinding(of: name, in: library, hiding: hiding)
    let isLazy = name == "called" && !breaks
    #expect(try (outcome(program, now: !isLazy) == "4321\n") == !breaks)
  }

  /// The same byte does no harm where the value counts.
  @Test func elsewhereItIsNot() throws {
    let other = try #require(MachineTarget.all.first { $0.name == "ppc64" })
    let source = try folder.write(Self.library, to: "own.c")
    let library = folder.file("libown.so")
    try mustRun(
      other.compiler, ["-O1", "-fPIC", "-shared", "-o", library.path, source.path])
    let program = folder.file("program")
    let main = try folder.write(
      "#include <stdio.h>\nint show(void);\n"
        + "int main(void) { printf(\"%d\\n\", show()); return 0; }\n", to: "main.c")
    try mustRun(
      other.compiler, ["-Wl,-rpath,$ORIGIN", "-o", program.path, main.path, library.path])
    let entry = try #require(try dynamicSymbols(named: "number", in: library).first)
    let table = try #require(try section(".dynsym", of: library))
    let place = table.offset + entry.index * 24 + 4
    try overwrite(library, at: place, with: [try Data(contentsOf: library)[place] & 0xf])
    #expect(try other.output(of: program) == "4321\n")
  }

  /// Secure and old PLTs (the latter are code, which the loader writes).
  @Test(arguments: ["-Wl,--secure-plt", "-Wl,--bss-plt"], ["-Wl,-z,lazy", "-Wl,-z,now"])
  func withAConversionItIsRight(_ plt: String, _ binding: String) throws {
    let (library, program) = try build(plt, binding)
    let stays = try namesWithoutOtherForm(in: library)
    #expect(stays.isSuperset(of: ["called", "number"]) && !stays.contains("pointer"))
    let before = try relocationLines(library)

    try demote(in: library, "--all", "--keep=show", "--convert-relocations", "--remove")

    for isNow in [false, true] { #expect(try outcome(program, now: isNow) == "4321\n") }
    for name in ["called", "number"] {
      #expect(try dynamicSymbols(named: name, in: library).allSatisfy { !$0.isLocal })
    }
    for name in ["pointer", "own_thread", "packed", "part"] {
      #expect(try dynamicSymbols(named: name, in: library).isEmpty)
    }
    // What named a section is as it was.
    let after = try relocationLines(library)
    let ofSections = before.filter { $0.contains("R_PPC_UADDR32") && $0.contains(" .") }
    #expect(ofSections.count == 1 && after.filter(ofSections.contains) == ofSections)
    #expect(!after.contains { $0.hasSuffix(" own_thread") })
  }

  /// A function whose address is the program's PLT entry, in either kind of PLT, has one address.
  @Test(arguments: ["-Wl,--secure-plt", "-Wl,--bss-plt"])
  func aCanonicalPLTEntryStays(_ plt: String) throws {
    let given = try folder.write(
      "int given(void) { return 4; }\nint is_same(int (*p)(void)) { return p == given; }\n",
      to: "given.c")
    let main = try folder.write(
      """
      #include <stdio.h>
      int given(void), is_same(int (*)(void));
      int own = 3;
      int (*const volatile table[])(void) = { given };
      int main(void) {
        printf("%d %d\\n", is_same(given) + is_same(table[0]), given() * 10 + own);
        return 0;
      }

      """, to: "main.c")
    let (library, program) = (folder.file("libgiven.so"), folder.file("program"))
    try mustRun(
      machine.compiler,
      ["-fPIC", "-shared", "-Wl,-soname,libgiven.so", "-o", library.path, given.path])
    try mustRun(
      machine.compiler,
      ["-O1", "-fno-pie", "-no-pie", "-rdynamic", plt, "-Wl,-rpath,$ORIGIN", "-o", program.path]
        + [main.path, library.path])
    #expect(
      try dynamicSymbols(named: "given", in: program).allSatisfy { Int($0.value, radix: 16) != 0 })
    #expect(try outcome(program) == "2 43\n")
    try expectEnd(
      3, untouched: program, saying: "[canonical-plt]", "apply", "--demote=given",
      "--convert-relocations", "--no-process", program.path)
    try demote(in: program, "--all", "--convert-relocations", "--no-process")
    #expect(try isDemoted("own", in: program))
    for isNow in [false, true] { #expect(try outcome(program, now: isNow) == "2 43\n") }
  }

  /// What an audit proposes can be done as it stands.
  @Test func aCureGoesWithTheConversion() throws {
    let workshop = try MachineWorkshop(machine, for: [.pie])
    #expect(try workshop.linkLibrary(by: .bfd))
    let build = try workshop.build(
      LinkKind(linker: .bfd, hashStyle: .gnu, binding: .lazy, product: .pie))
    defer { withExtendedLifetime(build) {} }
    let audit = try symdemote("audit", build.program.path)
    let line = try #require(audit.output.split(separator: "\n").first { $0.contains("cure") })
    #expect(line.contains("symdemote apply --convert-relocations --demote-from="))
    let words = line.split(separator: " ").drop { $0 != "apply" }.map(String.init)
    try mustRun(toolPath, words)
    #expect(try machine.output(of: build.program) == MachineStory.separate)
  }

  /// A record that named a section from the beginning has the value in its addend, whatever its type.
  @Test func whatNamedALocalSymbolBeforeStays() throws {
    let (library, program) = try build()
    // The type that a conversion knows, in place of the one for an address that is not aligned.
    let table = try #require(try section(".rela.dyn", of: library))
    let words = try sectionWords(".rela.dyn", of: library, as: UInt32.self).map(\.byteSwapped)
    let record = try #require(
      stride(from: 0, to: words.count, by: 3).first {
        words[$0 + 1] & 0xff == 24 && words[$0 + 2] != 0
      })
    try overwrite(library, at: table.offset + record * 4 + 7, with: [1])
    #expect(try outcome(program) == "4321\n")
    let line = try #require(
      try relocationLines(library).first { $0.contains("R_PPC_ADDR32") && $0.contains(" .") })

    let original = try demote(in: library, "--all", "--keep=show", "--convert-relocations")

    #expect(try relocationLines(library).contains(line))
    #expect(try outcome(program) == "4321\n")
    // Converted as if the value counted, it would not pass.
    let section = try #require(try dynamicSymbols(library).first { $0.type == "SECTION" })
    let addend = words[record + 2] &+ (try #require(UInt32(section.value, radix: 16)))
    try overwrite(
      library, at: table.offset + record * 4 + 4,
      with: [0, 0, 0, 22] + withUnsafeBytes(of: addend.bigEndian, Array.init))
    let result = try symdemote("verify", "--against=\(original.path)", library.path)
    #expect(result.status == 1 && result.output.contains("[converted-relocations]"))
  }

  private func relocationLines(_ file: URL) throws -> [String] {
    try mustRun("readelf", ["-rW", file.path]).split(separator: "\n").map(String.init)
      .filter { $0.contains("R_PPC_") }.map {
        // The number of a symbol changes, its name does not.
        $0.split(separator: " ").enumerated().filter { $0.offset != 1 }.map { String($0.element) }
          .joined(separator: " ")
      }
  }
}
