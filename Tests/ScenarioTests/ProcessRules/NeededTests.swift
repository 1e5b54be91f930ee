// `needed`: what a process asks for and only one file has. Without it the loader ends the process, or
// fails the dlopen (glibc elf/dl-lookup.c `_dl_lookup_symbol_x`).

import Foundation
import TestSupport
import Testing

@Suite struct NeededTests {
  @Test(arguments: [Product.pie, .fixed])
  func whatOnlyTheFileHasIsKept(_ product: Product) throws {
    let copies = try TwoCopies(in: try Workshop(), as: product)
    #expect(try output(of: copies.program) == TwoCopies.captured)
    let forced = try expectObjection(of: "needed", to: "kept_callback", in: copies.program)
    let start = try run(forced.path, environment: ["LD_BIND_NOW": "1"])
    #expect(start.status == 127)
    #expect(start.errors.contains("undefined symbol: kept_callback"))
  }

  /// The closest that it must be silent about: another object has it, too.
  @Test func whatAnotherHasIsNot() throws {
    let workshop = try Workshop()
    let other = try workshop.library("libother.so", "int kept_callback(void) { return 8; }\n")
    let library = try workshop.library("libreal.so", TwoCopies.librarySource)
    let program = try workshop.program(
      TwoCopies.hostSource + TwoCopies.mainSource, needing: [library, other])
    #expect(try output(of: program) == TwoCopies.captured)
    try expectNoObjection(to: "kept_callback", in: program)
    #expect(try output(of: program) == "own 1 1 library 1 1 callback 8\n")
  }

  /// With --lazy no slot is bound before it is called; it is called at some time.
  @Test func aSlotThatWaitsNeedsItsFunctionToo() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .pie, ["-Wl,-z,lazy"])
    let forced = try expectObjection(
      of: "needed", to: "kept_callback", in: copies.program, "--lazy")
    let late = try run(forced.path)
    #expect(late.status == 127)
    #expect(late.errors.contains("symbol lookup error"))
    #expect(late.errors.contains("undefined symbol: kept_callback"))
    // The library has its own of this one.
    try expectNoObjection(to: "shared_function", in: copies.program, "--lazy")
    #expect(try output(of: copies.program) == "own 1 1 library 2 1 callback 7\n")
  }

  /// A program that copies a library's data cannot do without the library's definition.
  @Test func copiedDataNeedsItsOriginal() throws {
    let workshop = try Workshop()
    let library = try workshop.library("libcount.so", "int count = 3;\nint own_count = 4;\n")
    let program = try workshop.program(
      """
      extern int count;
      int main(void) { return count; }
      """, as: .fixed, needing: [library])
    #expect(try relocatedNames("COPY", in: program) == ["count"])
    let forced = try expectObjection(of: "needed", to: "count", in: library, "--in=\(program.path)")
    try expectNoObjection(to: "own_count", in: library, "--in=\(program.path)")
    #expect(try run(program.path).status == 3)
    try FileManager.default.removeItem(at: library)
    try FileManager.default.moveItem(at: forced, to: library)
    let start = try run(program.path)
    #expect(start.status == 127)
    #expect(start.errors.contains("undefined symbol: count"))
  }

  /// Under musl, which looks for no version and binds at once.
  @Test func underMusl() throws {
    let copies = try TwoCopies(in: try Workshop(compiler: "musl-gcc"), as: .pie)
    let forced = try expectObjection(of: "needed", to: "kept_callback", in: copies.program)
    let start = try run(forced.path)
    #expect(start.status == 127)
    #expect(start.errors.contains("kept_callback: symbol not found"))
    try expectNoObjection(to: "shared_function", in: copies.program)
  }
}
