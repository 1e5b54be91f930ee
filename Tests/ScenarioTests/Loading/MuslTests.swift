// musl takes a relocation against a local entry as the file's own symbol, whatever its type
// (ldso/dynlink.c do_relocs, since 1.1.24); it binds at once, and knows neither visibility nor
// versions. It takes DT_HASH's chain count for the number of symbols and divides by its number of
// buckets.

import Foundation
import TestSupport
import Testing

@Suite struct MuslTests {
  @Test(arguments: HashStyle.allCases, Product.allCases)
  func theSameDemotionWorksOnMusl(_ style: HashStyle, _ product: Product) throws {
    let workshop = try Workshop(compiler: "musl-gcc")
    let copies = try TwoCopies(in: workshop, as: product, ["-Wl,--hash-style=\(style)"])
    #expect(try requestedLoader(of: copies.program).contains("ld-musl"))
    #expect(try output(of: copies.program) == TwoCopies.captured)
    try demote(in: copies.host, "--demote=shared_*")
    #expect(try output(of: copies.program) == TwoCopies.separate)
  }

  /// All hash tables empty: what would crash a loader that divides by zero buckets.
  @Test(arguments: HashStyle.allCases)
  func anEmptiedLibraryIsLoaded(_ style: HashStyle) throws {
    let workshop = try Workshop(compiler: "musl-gcc")
    let copies = try TwoCopies(
      in: workshop, as: .shared, ["-Wl,--hash-style=\(style)"],
      librarySource: TwoCopies.librarySource + "int report(void) { return kept_callback(); }\n")
    try demote(in: copies.library, "--all", "--force")
    #expect(try exportedNames(copies.library) == [])
    // Nobody offers the library's functions any more: the loader says so, and does not crash.
    let result = try run(copies.program.path)
    #expect(result.status == 127)
    #expect(result.errors.contains("library_function: symbol not found"))
    try demote(in: copies.host, "--all", "--force")
    #expect(try run(copies.program.path).errors.contains("report: symbol not found"))
  }

  /// A module for Alpine, as in a musllinux wheel, names no loader, but a C library that is one.
  @Test func modulesThatNameNoLoader() throws {
    let folder = try TemporaryFolder()
    try folder.write("int puts(const char *s) { return 0; }", to: "libc.c")
    try folder.write(
      "int puts(const char *s); int leak(void) { return puts(\"x\"); }", to: "module.c")
    for machine in ["x86_64", "none"] {
      let library = "libc.musl-\(machine).so.1"
      for words in [
        ["-Wl,-soname,\(library)", "-o", library, "libc.c"],
        ["-o", "module.so", "module.c", "-L.", "-l:\(library)"],
      ] {
        try mustRun("gcc", ["-shared", "-nostdlib", "-fPIC"] + words, directory: folder.url)
      }
      let result = try symdemote("bindings", "module.so", directory: folder.url)
      #expect(result.output.contains("puts  -> /lib/ld-musl") == (machine == "x86_64"))
      #expect(result.errors.contains("is not found") == (machine == "none"), "\(result.errors)")
    }
  }

  private func requestedLoader(of program: URL) throws -> String {
    let lines = try mustRun("readelf", ["-lW", program.path]).split(separator: "\n")
    return lines.first { $0.contains("Requesting program interpreter") }.map(String.init) ?? ""
  }
}
