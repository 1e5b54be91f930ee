// What LIEF's builder lost or left behind when symbols were made local or removed with it, each case
// made anew from its description, and what a demotion makes of it.

import Foundation
import TestSupport
import Testing

@Suite struct LIEFTests {
  /// A library that uses its own symbols in every way that leaves a relocation.
  fileprivate static let source = """
    __attribute__((noipa)) int callee(void) { return 1; }
    int datum = 2;
    int *pointer = &datum;
    int (*function)(void) = callee;
    __thread int per_thread = 3;
    __attribute__((visibility("protected"))) int guarded(void) { return 4; }
    int entry(void) { return callee() + datum + *pointer + function() + per_thread + guarded(); }

    """
  fileprivate static let mainSource = """
    #include <stdio.h>
    int entry(void);
    int main(void) { return printf("%d\\n", entry()) < 0; }

    """
  fileprivate static let sum = "13\n"

  /// The library, and a program that prints what it computes.
  private struct Own {
    let workshop: Workshop
    let library: URL
    let program: URL

    init(_ linker: Linker, _ options: [String] = []) throws {
      workshop = try Workshop(linker)
      library = try workshop.library(
        "libown.so", source, ["-fno-inline", "-Wl,-z,lazy"] + options)
      program = try workshop.program(mainSource, needing: [library])
      #expect(try output(of: program) == sum)
    }
  }

  /// `remove_dynamic_symbol` dropped the relocations that named the symbol, so that a library that
  /// used its own symbol died (lief-project/LIEF, Binary.cpp). The object crate does the same
  /// (`delete_orphan_relocations`).
  @Test(arguments: Linker.allCases)
  func noRelocationIsLost(_ linker: Linker) throws {
    let own = try Own(linker)
    let before = try relocations(own.library)
    #expect(before.contains { $0.hasSuffix(" callee") })
    #expect(before.contains { $0.hasSuffix(" datum") })

    try demote(in: own.library, "--all", "--keep=entry", "--force")

    #expect(try output(of: own.program) == Self.sum)
    #expect(try relocations(own.library) == before)
    #expect(try exportedNames(own.library) == ["entry"])
  }

  /// Offset, type and name of each relocation.
  private func relocations(_ file: URL) throws -> [String] {
    try mustRun("readelf", ["-rW", file.path]).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count >= 4, fields[2].hasPrefix("R_") else { return nil }
      return "\(fields[0]) \(fields[2]) \(fields.count > 4 ? fields[4].prefix { $0 != "@" } : "")"
    }
  }

  /// Entries that were removed stayed at the end of the table under garbled names, since its size
  /// stayed ("ibc_start_main"). Here the table has the entries that it had.
  @Test(arguments: Linker.allCases)
  func noGhostsInTheTable(_ linker: Linker) throws {
    let own = try Own(linker)
    func entries() throws -> [String] {
      try dynamicSymbols(own.library).map { "\($0.name) \($0.type) \($0.value)" }.sorted()
    }
    let before = try entries()
    try demote(in: own.library, "--all", "--keep=entry", "--force")
    #expect(try entries() == before)
    #expect(try dynamicSymbols(own.library).filter { $0.name.isEmpty }.map(\.index) == [0])
  }

  /// A symbol made local kept its version, and `eu-elflint` found fault with each.
  @Test func localSymbolsHaveNoVersion() throws {
    let scripts = try Workshop()
    let own = try Own(.bfd, [try scripts.script("V1 { global: *; };", named: "map")])
    let original = try demote(in: own.library, "--demote=datum", "--demote=callee")
    #expect(try output(of: own.program) == Self.sum)
    func versions(_ file: URL, of name: String) throws -> [UInt16] {
      let words = try sectionWords(".gnu.version", of: file, as: UInt16.self)
      return try dynamicSymbols(named: name, in: file).map { words[$0.index] }
    }
    for name in ["datum", "callee"] {
      #expect(try versions(original, of: name) == [2])
      #expect(try versions(own.library, of: name) == [0])
    }
    #expect(try versions(own.library, of: "entry") == [2])
  }

  /// lief-project/LIEF#863 and #828: nchain is the number of symbols, before and after.
  @Test(arguments: Linker.allCases)
  func theChainCountIsThatOfTheSymbols(_ linker: Linker) throws {
    let own = try Own(linker, ["-Wl,--hash-style=both"])
    func chainCount() throws -> Int {
      Int(try sectionWords(".hash", of: own.library, as: UInt32.self)[1])
    }
    #expect(try chainCount() == dynamicSymbols(own.library).count)
    try demote(in: own.library, "--all", "--keep=entry", "--force")
    #expect(try chainCount() == dynamicSymbols(own.library).count)
  }

  /// lief-project/LIEF#369 and #983: to change nothing is to write nothing.
  @Test func nothingToDoIsNothingDone() throws {
    let own = try Own(.bfd)
    try expectEnd(0, untouched: own.library, "apply", "--demote=no_such_*", own.library.path)
    let copy = own.workshop.folder.file("copy")
    try mustRun(
      toolPath, ["apply", "--demote=no_such_*", "--output=\(copy.path)", own.library.path])
    if FileManager.default.fileExists(atPath: copy.path) {
      #expect(try Data(contentsOf: copy) == Data(contentsOf: own.library))
    }
  }

  /// lief-project/LIEF#315: a protected symbol that stays, stays protected.
  @Test(arguments: Linker.allCases)
  func protectedSymbolsStayProtected(_ linker: Linker) throws {
    let own = try Own(linker)
    try demote(in: own.library, "--demote=datum", "--demote=callee", "--force")
    #expect(try output(of: own.program) == Self.sum)
    let guarded = try #require(try dynamicSymbols(named: "guarded", in: own.library).first)
    #expect(guarded.binding == "GLOBAL" && guarded.visibility == "PROTECTED")
  }

  /// lief-project/LIEF#632: without section headers and with nothing hashed, symoffset alone tells
  /// how many symbols there are, and linkers write 1 there.
  @Test(arguments: Linker.allCases)
  func programsThatExportNothing(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let program = try link(
      "#include <stdio.h>\nint main(void) { return puts(\"\") < 0; }\n", to: "program",
      in: workshop.folder, by: linker, as: .pie, ["-Wl,--hash-style=gnu"])
    let symbols = try dynamicSymbols(program).count
    #expect(symbols > 2)
    try mustRun("llvm-objcopy", ["--strip-sections", program.path])
    try expectEnd(0, untouched: program, "apply", "--all", program.path)
    let verification = try symdemote("verify", program.path)
    #expect(verification.status == 0 && verification.output.contains("sound"))
    try mustRun(program.path)
  }

  /// lief-project/LIEF#416: a program at fixed addresses runs as before.
  @Test(arguments: Linker.allCases)
  func programsAtFixedAddresses(_ linker: Linker) throws {
    let copies = try TwoCopies(in: try Workshop(linker), as: .fixed)
    #expect(try output(of: copies.program) == TwoCopies.captured)
    let original = try demote(in: copies.host, "--demote=shared_*")
    #expect(try output(of: copies.program) == TwoCopies.separate)
    let headers = try [original, copies.host].map { try Data(contentsOf: $0).prefix(64) }
    #expect(headers[0] == headers[1])
  }
}
