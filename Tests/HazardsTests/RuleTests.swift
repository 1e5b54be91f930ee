// Each rule fires on what it is for and is silent on its neighbour.

import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@testable import Hazards

@Suite struct RuleTests {
  /// The id of the rule that keeps each named symbol of `image`.
  private func objections(_ image: DynamicImage) -> [String: String] {
    let objection = RuleCatalog.objections(in: image)
    var rules: [String: String] = [:]
    for index in image.symbolIndices where !image[index].isLocal {
      rules[String(decoding: image.name(of: index), as: UTF8.self)] = objection(index)?.id ?? "none"
    }
    return rules
  }

  private func objections(
    _ source: String, as product: Product, _ options: [String] = [], sourceName: String? = nil
  ) throws -> [String: String] {
    let folder = try TemporaryFolder()
    let file = try link(
      source, to: "subject", in: folder, as: product, options, sourceName: sourceName)
    return objections(try decode([UInt8](try Data(contentsOf: file))))
  }

  @Test func copiedDataAndItsAliases() throws {
    let rules = try objections(
      """
      extern char **environ;
      int mine;
      int main(void) { return environ == 0 || mine; }
      """, as: .fixed, ["-rdynamic"])
    #expect(rules["environ"] == "copy-relocation")
    #expect(rules["__environ"] == "copy-relocation")
    #expect(rules["mine"] == "none")
  }

  /// The relocation's address and the named symbol's may differ: both are kept.
  @Test func copiedDataWhoseSymbolLiesElsewhere() throws {
    var image = try decode(try Fixture.program.get().bytes)
    let table = try #require(image.relocations.firstIndex { $0.table.name == "DT_RELA" })
    let copy = try #require(image.relocations[table].table.symbolic.firstIndex { $0.type == 5 })
    let answer = try #require(
      image.exports.first { Array(image.name(of: $0)) == Array("answer".utf8) })
    let stdout = image.relocations[table].table.symbolic[copy].symbol
    #expect(objections(image)["answer"] == "none")
    image.relocations[table].table.symbolic[copy].symbol = answer
    let rules = objections(image)
    #expect(rules["answer"] == "copy-relocation")
    #expect(rules[String(decoding: image.name(of: stdout), as: UTF8.self)] == "copy-relocation")
  }

  @Test func canonicalPLTAndUndefined() throws {
    let rules = try objections(
      """
      int puts(const char *), remove(const char *);
      int (*volatile pointer)(const char *);
      int main(void) { pointer = puts; return remove(""); }
      """, as: .fixed, ["-rdynamic", "-fno-pic"])
    #expect(rules["puts"] == "canonical-plt")
    #expect(rules["remove"] == "undefined")
    #expect(rules["main"] == "none")
  }

  /// What loaders do not take for a definition would be one, were it local.
  @Test func referencesToSymbolsWithoutAValue() throws {
    let folder = try TemporaryFolder()
    let file = try link(
      """
      int called(void) { return 1; }
      int data = 2, *pointer = &data;
      int unnamed __attribute__((visibility("protected"))) = 3;
      __thread int threads;
      int call(void) { return called() + threads; }
      """, to: "subject", in: folder, as: .shared)
    let image = try decode([UInt8](try Data(contentsOf: file)))
    let names = ["called", "data", "unnamed", "threads"]
    func rules(
      in image: DynamicImage, section: UInt16? = nil, value: UInt64 = 0
    ) -> [String?] {
      var changed = image
      for index in image.symbolIndices
      where names.contains(String(decoding: image.name(of: index), as: UTF8.self)) {
        let symbol = image[index]
        changed.symbols.table[index.position] = DynamicSymbol(
          nameOffset: symbol.nameOffset, info: symbol.info, other: symbol.other,
          sectionIndex: section ?? symbol.sectionIndex, value: value, size: symbol.size)
      }
      let rules = objections(changed)
      return names.map { rules[$0] }
    }
    let kept = "valueless-reference"
    #expect(rules(in: image) == [kept, kept, "none", "none"])
    #expect(rules(in: image, value: 0x1000) == ["none", "none", "none", "none"])
    #expect(
      rules(in: image, section: DynamicSymbol.absoluteSection) == ["none", "none", "none", "none"])
    let undefined = rules(in: image, section: DynamicSymbol.undefinedSection)
    #expect(undefined == ["undefined", "undefined", "undefined", "undefined"])
  }

  @Test func uniqueAndVersionMarkers() throws {
    let unique = try objections(
      """
      template <class T> struct Box { static T value; };
      template <class T> T Box<T>::value;
      int touch() { return Box<int>::value++; }
      """, as: .shared, sourceName: "unique.cc")
    #expect(unique["_ZN3BoxIiE5valueE"] == "gnu-unique")
    #expect(unique["_Z5touchv"] == "none")
    let library = objections(try decode(try Fixture.library.get().bytes))
    #expect(library["V1"] == "version-marker" && library["V2"] == "version-marker")
    #expect(library["second"] == "none")
  }

  @Test(arguments: [
    ("malloc", "allocator"), ("posix_memalign", "allocator"), ("_Znwm", "allocator"),
    ("_ZdaPv", "allocator"), ("my_malloc", "none"), ("_ZN3FoonwEm", "none"),
    ("__asan_init", "sanitizer-runtime"), ("__gcov_dump", "sanitizer-runtime"),
    ("__llvm_profile_runtime", "sanitizer-runtime"), ("asan_init", "none"),
    ("__cfi_slowpath_diag", "sanitizer-runtime"), ("__cfi_check", "sanitizer-runtime"),
    ("__dfsw_memcpy", "sanitizer-runtime"), ("__nsan_init", "sanitizer-runtime"),
    ("__tysan_check", "sanitizer-runtime"), ("__afl_area_ptr", "sanitizer-runtime"),
    ("LLVMFuzzerMutate", "sanitizer-runtime"), ("AnnotateHappensBefore", "none"),
    ("__cxa_throw", "cxx-runtime"), ("_Unwind_Resume", "cxx-runtime"),
    ("_ZNSt6localeC1Ev", "cxx-runtime"), ("_ZTI3Foo", "type-information"),
    ("_ZTISt9exception", "cxx-runtime"), ("_ZN3Foo3barEv", "none"),
    ("_IO_stdin_used", "runtime-lookup"), ("__global_pointer$", "runtime-lookup"),
    ("ps_pglobal_lookup", "runtime-lookup"),
    ("__jit_debug_register_code", "runtime-lookup"), ("ps_mine", "none"),
    ("argp_program_version", "c-library-data"), ("optarg", "c-library-data"),
    ("my_program_version", "none"), ("__dynamic_cast", "cxx-runtime"),
    ("_ZNSs4swapERSs", "cxx-runtime"), ("_ZN2Sa3barEv", "none"),
    ("_ZZNSt19_Sp_make_shared_tag5_S_tiEvE5__tag", "cxx-runtime"),
    ("_ZGVZNSt3fooEvE3bar", "cxx-runtime"), ("_ZZN3Foo3barEvE5state", "none"),
  ])
  func names(_ name: String, _ rule: String) throws {
    let rules = try objections(
      "char subject __asm__(\"\(name)\"); char beside_it;", as: .shared)
    #expect(rules[name] == rule)
    #expect(rules["beside_it"] == "none")
  }

  @Test func interceptedFunctionsStayWithTheirInterceptors() throws {
    let source = "int strdup(void) { return 1; } int strchr(void) { return 2; }"
    let rules = try objections(
      source + "int __interceptor_strdup(void) { return 3; }", as: .shared,
      ["-fno-builtin", "-w"])
    #expect(rules["strdup"] == "sanitizer-runtime")
    #expect(rules["strchr"] == "none")
  }

  /// The first of all rules that object is the one that gives the reason; a guess about processes
  /// is left out where they are known.
  @Test func allRulesThatObject() throws {
    let library = URL(fileURLWithPath: "/lib/x86_64-linux-gnu/libc.so.6")
    let image = try decode([UInt8](try Data(contentsOf: library)))
    for isKnown in [false, true] {
      let objection = RuleCatalog.objections(in: image, processIsKnown: isKnown)
      for symbol in image.exports.prefix(40) {
        let all = RuleCatalog.allObjections(to: symbol, in: image, processIsKnown: isKnown)
        #expect(all.first == objection(symbol))
      }
    }
    let folder = try TemporaryFolder()
    let file = try link(
      "char subject __asm__(\"_ZTISt9exception\");", to: "types", in: folder, as: .shared)
    let types = try decode([UInt8](try Data(contentsOf: file)))
    let subject = try #require(
      types.exports.first { types.name(of: $0).elementsEqual("_ZTISt9exception".utf8) })
    let all = RuleCatalog.allObjections(to: subject, in: types)
    #expect(all.map(\.id) == ["cxx-runtime", "type-information"])
    let known = RuleCatalog.allObjections(to: subject, in: types, processIsKnown: true)
    #expect(known.map(\.id) == ["cxx-runtime"])
  }

  /// On powerpc, and for Android's loader, but for nobody else.
  @Test func whatWouldGoOnNamingALocalSymbol() throws {
    func library(_ triple: String) throws -> [String: String] {
      let folder = try TemporaryFolder()
      let file = try CrossTarget.named(triple).library(in: folder)
      return objections(try decode([UInt8](try Data(contentsOf: file))))
    }
    let powerPC = try library("powerpc-linux-gnu")
    // A PLT slot names the first; addresses in data, and what nothing names, do without.
    #expect(powerPC["weak_one"] == "misread-reference")
    #expect(powerPC["counter"] == "none" && powerPC["per_thread"] == "none")
    #expect(powerPC["imported"] == "undefined" && powerPC["second"] == "none")
    #expect(try library("powerpc64-linux-gnu")["weak_one"] == "none")

    let source = """
      static void *choose(void) { return 0; }
      __attribute__((ifunc("choose"))) int chosen(void);
      int plain(void) { return 1; }
      int call(void) { return chosen() + plain(); }

      """
    let note = """
      __asm__(".section .note.android.ident,\\"a\\",%note\\n.balign 4\\n.long 8\\n.long 4\\n.long 1\\n"
              ".asciz \\"Android\\"\\n.long 21\\n.previous");

      """
    let android = try objections(note + source, as: .shared)
    #expect(android["chosen"] == "misread-reference" && android["plain"] == "none")
    let other = try objections(source, as: .shared)
    #expect(other["chosen"] == "none" && other["plain"] == "none")
  }

  @Test func onlyWhatNoTableCouldExpressResistsForce() {
    let stubborn = RuleCatalog.all.filter { !$0.yieldsToForce }.map(\.id)
    #expect(stubborn == ["undefined", "canonical-plt", "valueless-reference", "misread-reference"])
    #expect(Set(RuleCatalog.all.map(\.id)).count == RuleCatalog.all.count)
    #expect(RuleCatalog.all.allSatisfy { !$0.reason.isEmpty && !$0.reason.contains("\n") })
  }
}
