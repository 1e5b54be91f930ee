// Each kind of dull capture is told as such, and its neighbour is not.

import ELFModel
import Foundation
import LoaderModel
import TestSupport
import Testing

@testable import Interposition

@Suite struct DullRuleTests {
  /// The kinds that were left out when `references` were bound, with their counts.
  private func dull(_ world: World, _ references: [(String, String, String)]) throws
    -> [String: Int]
  {
    let diagnosis = try world.diagnosis(references)
    var counts = Dictionary(
      uniqueKeysWithValues: diagnosis.dull.met.map { ($0.rule.id, $0.count) })
    for finding in diagnosis.findings { counts["finding", default: 0] += finding.captured.count }
    return counts
  }

  /// A symbol that is only asked for its binding.
  private func symbol(_ binding: SymbolBinding, value: UInt64 = 1, section: UInt16 = 1)
    -> DynamicSymbol
  {
    DynamicSymbol(
      nameOffset: 1, info: binding.rawValue << 4 | 2, other: 0, sectionIndex: section, value: value,
      size: 0)
  }

  private func kind(
    _ name: String, owned: SymbolBinding = .global, used: SymbolBinding = .global,
    soname: String? = "libown.so.1"
  ) -> String? {
    DullCatalog.rule(
      for: Capture(
        name: Array(name.utf8)[...], owned: symbol(owned), used: symbol(used),
        ownerSoname: soname.map { Array($0.utf8) }, isPlatformName: false, objection: nil,
        isPreloaded: false))?.id
  }

  @Test func copiedData() throws {
    let world = try World()
    try world.add("libown.so", "int shared_data = 2; int other_data = 3;")
    let library = try world.file("libown.so")
    let process = try World()
    let folder = try TemporaryFolder()
    let stub = try link(
      "int shared_data = 2; int other_data = 3;", to: "libown.so", in: folder, as: .shared,
      ["-Wl,-soname,libown.so"])
    try process.add(
      "program",
      """
      extern int shared_data; int other_data = 1;
      int main(void) { return shared_data; }
      """, as: .fixed, ["-rdynamic", "-fno-pic", stub.path])
    try process.add("libown.so", stub)
    #expect(library.soname == Array("libown.so".utf8))
    #expect(
      try dull(
        process,
        [
          ("libown.so", "shared_data", "program"), ("libown.so", "other_data", "program"),
        ]) == ["copied-data": 1, "finding": 1])
  }

  @Test func canonicalPLT() throws {
    let folder = try TemporaryFolder()
    let stub = try link(
      functions("called", "other"), to: "libown.so", in: folder, as: .shared,
      ["-Wl,-soname,libown.so"])
    let world = try World()
    try world.add(
      "program",
      "int called(void); int (*volatile p)(void); int main(void) { p = called; return p(); }",
      as: .fixed, ["-rdynamic", "-fno-pic", stub.path])
    try world.add("libown.so", stub)
    #expect(try dull(world, [("libown.so", "called", "program")]) == ["canonical-plt": 1])
  }

  @Test func linkerMadeNames() throws {
    for name in ["_end", "__bss_start", "_init", "__start_section", "__stop_section", "main"] {
      #expect(kind(name) == "linker-made")
    }
    for name in ["_ended", "my_init", "start_section", "mainly"] { #expect(kind(name) == nil) }
  }

  @Test func preloadedObjects() throws {
    for isPreloaded in [true, false] {
      let world = try World()
      try world.add("program", "int main(void) { return 0; }", as: .pie)
      try world.add("libpre.so", functions("one"), isPreloaded: isPreloaded)
      try world.add("libown.so", functions("one"))
      #expect(
        try dull(world, [("libown.so", "one", "libpre.so")])
          == [isPreloaded ? "preloaded" : "finding": 1])
    }
  }

  @Test func platformLibraries() throws {
    for soname in ["libc.so.6", "libstdc++.so.6", "libgcc_s.so.1", "ld-linux-x86-64.so.2"] {
      #expect(kind("getopt", soname: soname) == "platform")
    }
    for soname in ["libcurl.so.4", "libmagic.so.1", "libcrypto.so.3", nil] {
      #expect(kind("getopt", soname: soname) == nil)
    }
  }

  /// A library's own copy of a function of the C library has the C library's interface.
  @Test func platformNamesThatALibraryReplaces() throws {
    let world = try World()
    let names = functions("getsubopt", "get_mine")
    try world.add("program", names + "int main(void) { return 0; }", as: .pie, ["-rdynamic", "-w"])
    try world.add("libown.so", names, ["-w"])
    try world.add("libc.so.6", URL(fileURLWithPath: "/usr/lib/x86_64-linux-gnu/libc.so.6"))
    #expect(
      try dull(
        world,
        [
          ("libown.so", "getsubopt", "program"), ("libown.so", "get_mine", "program"),
        ]) == ["platform": 1, "finding": 1])
  }

  /// Whatever a rule of the hazards keeps for the sake of the whole process.
  @Test func processWideNames() throws {
    let world = try World()
    let names = functions("_Znwm", "__asan_init", "ordinary")
    try world.add("program", names + "int main(void) { return 0; }", as: .pie, ["-rdynamic", "-w"])
    try world.add("libown.so", names, ["-w"])
    #expect(
      try dull(
        world,
        [
          ("libown.so", "_Znwm", "program"), ("libown.so", "__asan_init", "program"),
          ("libown.so", "ordinary", "program"),
        ]) == ["process-wide": 2, "finding": 1])
  }

  /// Type information is captured with its class, and told of.
  @Test func typeInformationIsNotDull() throws {
    let world = try World()
    let source = "char table __asm__(\"_ZTV5Class\") = 1;\n"
    try world.add("program", source + "int main(void) { return 0; }", as: .pie, ["-rdynamic"])
    try world.add("libown.so", source)
    #expect(try dull(world, [("libown.so", "_ZTV5Class", "program")]) == ["finding": 1])
  }

  @Test func allocatorWrappers() {
    #expect(kind("xmalloc") == "allocator-wrapper" && kind("xstrdup") == "allocator-wrapper")
    #expect(kind("xml_malloc") == nil && kind("xmallocate") == nil)
  }

  @Test func vagueLinkage() {
    #expect(kind("_ZN3Box3getEv", owned: .weak, used: .weak) == "vague-linkage")
    // Linking with optimisation makes a program's copy strong.
    #expect(kind("_ZN3Box3getEv", owned: .weak, used: .global) == "vague-linkage")
    #expect(kind("_ZN3Box5valueE", owned: .unique, used: .global) == "vague-linkage")
    #expect(kind("_ZN3Box3getEv", owned: .global, used: .weak) == nil)
    #expect(kind("c_function", owned: .weak, used: .weak) == "vague-linkage")
  }

  /// A weak definition asks to be replaced; a strong one does not, even by a weak one.
  @Test func overriddenDefaults() {
    #expect(kind("c_function", owned: .weak, used: .global) == "overridden-default")
    #expect(kind("c_function", owned: .weak, used: .unique) == "vague-linkage")
    #expect(kind("c_function", owned: .global, used: .weak) == nil)
    #expect(kind("c_function", owned: .global, used: .global) == nil)
  }

  @Test func inlineFunctionsOfRealFiles() throws {
    let world = try World()
    let source = """
      template <class T> struct Box { __attribute__((noinline)) T get() { return 1; } };
      int use() { Box<int> box; return box.get(); }
      """
    try world.add(
      "program", source + "\nint main() { return use(); }", as: .pie, ["-rdynamic"],
      sourceName: "program.cc")
    try world.add("libown.so", source, sourceName: "own.cc")
    #expect(
      try dull(
        world,
        [
          ("libown.so", "_ZN3BoxIiE3getEv", "program"), ("libown.so", "_Z3usev", "program"),
        ]) == ["vague-linkage": 1, "finding": 1])
  }

  @Test func everyKindHasANameOfItsOwn() {
    let ids = DullCatalog.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(DullCatalog.all.allSatisfy { !$0.title.isEmpty && !$0.title.contains("\n") })
  }
}
