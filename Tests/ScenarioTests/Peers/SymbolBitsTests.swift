// Bits of `st_other` beside the visibility, which ELFkickers' rebind overwrites: on ppc64le how far
// the local entry of a function lies behind its global one, on aarch64 that a function keeps other
// registers. They stay with their symbol, whatever its place and binding.

import Foundation
import TestSupport
import Testing

@Suite struct SymbolBitsTests {
  /// Functions with such bits, and how readelf shows these.
  struct Marked: CustomTestStringConvertible, Sendable {
    let triple: String
    let source: String
    let mark: String

    var testDescription: String { triple }

    static let all = [
      Marked(
        triple: "powerpc64le-linux-gnu",
        source: """
          int outside(void);
          int moved(void) { return outside() + 1; }
          int kept(void) { return moved() + outside(); }

          """, mark: "[<localentry>: 8]"),
      Marked(
        triple: "aarch64-linux-gnu",
        source: """
          int outside(void);
          __attribute__((aarch64_vector_pcs)) int moved(int n) { return outside() + n; }
          __attribute__((aarch64_vector_pcs)) int kept(int n) { return moved(n) + outside(); }

          """, mark: "[VARIANT_PCS]"),
    ]
  }

  @Test(arguments: Marked.all)
  func bitsStayWithTheirSymbol(_ marked: Marked) throws {
    let folder = try TemporaryFolder()
    let source = try folder.write(marked.source, to: "marked.c")
    let (object, file) = (folder.file("marked.o"), folder.file("libmarked.so"))
    try mustRun(
      Toolchain.program("clang"),
      ["-target", marked.triple, "-fPIC", "-O1", "-c", "-o", object.path, source.path])
    try mustRun(
      Toolchain.program("ld.lld"), ["-shared", "--hash-style=both", "-o", file.path, object.path])
    func line(_ name: String) throws -> String {
      let lines = try mustRun("readelf", ["--dyn-syms", "-W", file.path]).split(separator: "\n")
      return String(try #require(lines.first { $0.hasSuffix(" \(name)") }))
    }
    let kept = try line("kept").split(separator: ":", maxSplits: 1)[1]
    #expect(try line("moved").contains(marked.mark) && line("moved").contains(" GLOBAL "))
    let original = folder.file("original")
    try FileManager.default.copyItem(at: file, to: original)

    try mustRun(toolPath, ["apply", "--demote=moved", file.path])

    #expect(try line("moved").contains(marked.mark) && line("moved").contains(" LOCAL "))
    #expect(try line("kept").split(separator: ":", maxSplits: 1)[1] == kept)
    try expectEnd(0, untouched: file, "verify", "--against=\(original.path)", file.path)
    try expectEnd(0, untouched: file, "apply", "--demote=moved", file.path)
  }
}
