// What mangled names stand for: as nm(1) says, and bounded whatever the name.

import Foundation
import Patterns
import TestSupport
import Testing

@Suite struct DemanglerTests {
  private func demangle(_ name: String) -> String? {
    Demangler.text(of: Array(name.utf8)[...])
  }

  @Test(arguments: [
    ("_ZN3foo3barEi", "foo::bar(int)"),
    (
      "_ZNSt6vectorIiSaIiEE9push_backEOi",
      "std::vector<int, std::allocator<int> >::push_back(int&&)"
    ),
    ("_ZTV3Foo", "vtable for Foo"), ("_GLOBAL__sub_I_x", nil),
    (
      "_GLOBAL__I_main",
      "global constructors keyed to main"
    ),
    // Rust, older scheme: without the hash, and with it if it is none.
    ("_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE", "core::fmt::Write::write_fmt"),
    (
      "_ZN4core3fmt5Write9write_fmt17h0000000000000000E",
      "core::fmt::Write::write_fmt::h0000000000000000"
    ),
    ("main", nil), ("_Z", nil), ("_ZN", nil), ("", nil), ("_", nil), ("_R", nil), ("_G", nil),
    ("Z1fv", nil), ("_Z1fvE", nil), ("_ZN3foo3barEi\u{0}", nil),
  ])
  func examples(_ name: String, _ expected: String?) {
    #expect(demangle(name) == expected)
  }

  @Test(arguments: [
    ("_RNvC1a4main", "a::main"), ("_RNvCs1234_7mycrate3foo", "mycrate::foo"),
    ("_RNvC1a4main.llvm.1234", "a::main"), ("_RNvC1a4mainC1b", "a::main"),
    ("_RINvC1a1flEB2_", "a::f::<i32>"), ("_RINvC1a1fTlEE", "a::f::<(i32,)>"),
    ("_RINvC1a1fTlmEuE", "a::f::<(i32, u32), ()>"), ("_RNvMC1aNtB2_1S1f", "<a::S>::f"),
    ("_RNvXC1aNtB2_1SNtB2_1T1f", "<a::S as a::T>::f"), ("_RNvYlNtC1a1T1f", "<i32 as a::T>::f"),
    ("_RNCNvC1a4main0", "a::main::{closure#0}"), ("_RNCNvC1a4mains_0", "a::main::{closure#1}"),
    ("_RNSNvC1a1f6vtable", "a::f::{shim:vtable#0}"),
    (
      "_RINvC1a1fRlQePhOtE",
      "a::f::<&i32, &mut str, *const u8, *mut u16>"
    ),
    ("_RINvC1a1fSlAlj3_E", "a::f::<[i32], [i32; 3]>"),
    ("_RINvC1a1fFG_KCRL0_lEuE", "a::f::<for<'a> extern \"C\" fn(&'a i32)>"),
    ("_RINvC1a1fFUlElE", "a::f::<unsafe fn(i32) -> i32>"),
    ("_RINvC1a1fFKu5aps_1ElE", nil),
    ("_RINvC1a1fDINtC1b1TlEp1AmEL_E", "a::f::<dyn b::T<i32, A = u32>>"),
    ("_RINvC1a1fDNtC1b1TNtC1b1UEL_E", "a::f::<dyn b::T + b::U>"),
    ("_RINvC1a1fKj2a_Kanf_Kb1_Kc41_Kp_E", nil),
    ("_RINvC1a1fKj2a_Kanf_Kb1_Kc41_KpE", "a::f::<42, -15, true, 'A', _>"),
    ("_RINvC1a1fKc9_Kcd_Kca_Kc27_Kc1f600_E", #"a::f::<'\t', '\r', '\n', ''', '\u{1f600}'>"#),
    ("_RINvC1a1fKoffffffffffffffff_E", "a::f::<18446744073709551615>"),
    (
      "_RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y",
      "utf8_idents::საჭმელად_გემრიელი_სადილი"
    ),
    ("_RNvC1au9bcher_kva", "a::bücher"), ("_RNvC1au8bcher_kva", nil), ("_RNvC1au9bcher_kva3", nil),
    ("_RNvC1a", nil), ("_RNvC1a9main", nil), ("_RB_", nil), ("_RNvB_1a", nil),
    ("_RINvC1a1fBz_E", nil),
    ("_RNvC1a4ma$n", nil), ("_Rfoo", nil), ("_RINvC1a1fKb2_E", nil), ("_RINvC1a1fA1_E", nil),
  ])
  func namesOfRustsNewerScheme(_ name: String, _ expected: String?) {
    #expect(demangle(name) == expected)
  }

  @Test func agreesWithNmOnALibrary() throws {
    let library = try mustRun("g++", ["-print-file-name=libstdc++.so"])
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let names = try namesSeenByNm(["-D", "--without-symbol-versions", library])
    let words = try namesSeenByNm(["-D", "--without-symbol-versions", "-C", library])
    #expect(names.count > 5_000)
    try #require(names.count == words.count)
    let wrong = zip(names, words).filter { name, words in (demangle(name) ?? name) != words }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    #expect(names.count { demangle($0) != nil } > 5_000)
  }

  private func namesSeenByNm(_ arguments: [String]) throws -> [String] {
    try mustRun("nm", ["-j", "-p"] + arguments).split(separator: "\n").map(String.init)
  }

  /// A type that is as large as 2 to the power of `depth`, and how its last parts are referred to.
  private func doublingType(_ depth: Int) -> (type: String, substitutions: Int) {
    var type = "FvvE"
    for step in 0..<depth {
      let reference = substitution(2 * step)
      type += "PFv\(reference)\(reference)E"
    }
    return (type, 2 * depth + 1)
  }

  private func substitution(_ index: Int) -> String {
    index == 0 ? "S_" : "S\(String(index - 1, radix: 36, uppercase: true))_"
  }

  @Test func aTextThatDoublesIsCutShort() throws {
    #expect(try #require(demangle("_Z1f" + doublingType(3).type)).count < 1_000)
    #expect(demangle("_Z1f" + doublingType(50).type) == nil)
    // As in RFC 2603's back references: each tuple is two of the one before.
    var name = "_RINvC1a1fTuuE"
    var last = 8
    for _ in 0..<40 {
      let reference = base62(last)
      last = name.utf8.count - 2
      name += "TB\(reference)B\(reference)E"
    }
    #expect(demangle(name + "E") == nil)
    #expect(demangle("_RINvC1a1fTuuETB8_B8_EE") == "a::f::<((), ()), ((), ())>")
    #expect(demangle("_RINvC1a1fTuuETB7_B7_EE") == "a::f::<((), ()), (((), ()), ((), ()))>")
  }

  private func base62(_ value: Int) -> String {
    let digits = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    guard value > 0 else { return "_" }
    let rest = value - 1
    return (rest >= 62 ? String(digits[rest / 62]) : "") + String(digits[rest % 62]) + "_"
  }

  /// The types are looked through for a pack before anything is written.
  private func silentName(_ depth: Int) -> String {
    let (type, substitutions) = doublingType(depth)
    return "_Z1fI\(type)EDp\(substitution(substitutions))v"
  }

  @Test(.timeLimit(.minutes(10))) func aNameThatIsSilentForEverIsGivenUp() async throws {
    // A tick of one thread does not end the work of another.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for thread in 0..<4 {
        group.addTask { [self] in
          for _ in 0..<3 {
            #expect(demangle(silentName(50 + thread)) == nil)
            #expect(demangle("_ZN3foo3barEi") == "foo::bar(int)")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(demangle("_RMIC1aFGzzzzzzzzz_EuEi") == nil)
    #expect(demangle("_RINvC1a1fFGzzzzzzzzz_EuE") == nil)
  }

  @Test(.timeLimit(.minutes(10)), arguments: [100, 1_000, 20_000])
  func deepNamesEnd(_ length: Int) {
    for letter in "PRKOVGCUSANTIXLDJEFMHYBQ" {
      let run = String(repeating: letter, count: length)
      for name in ["_Z1f\(run)i", "_ZN\(run)", "_Z\(run)", "_R\(run)u", "_RINvC1a1f\(run)uE"] {
        _ = demangle(name)
      }
    }
    for part in [
      "1a", "C1", "Dp", "XadL_Z", "Xpl", "B_", "Nv", "XCa", "RT_", "SaI", "DT", "ZN", "K",
    ] {
      let run = String(repeating: part, count: length)
      for name in ["_ZN\(run)E", "_Z1fI\(run)E", "_Z1fIiEv\(run)", "_R\(run)C1a", "_RMC1a\(run)"] {
        _ = demangle(name)
      }
    }
  }

  @Test(.timeLimit(.minutes(10))) func mutatedNamesAreRead() throws {
    let seed: UInt64 = 20_261_122
    var generator = SeededGenerator(seed: seed)
    let library = try mustRun("g++", ["-print-file-name=libstdc++.so"])
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let names =
      try namesSeenByNm(["-D", "--without-symbol-versions", library]).filter { $0.hasPrefix("_Z") }
      + [
        "_RNvXs2_NtC1a1bINtB5_1SNtNtC1c1d1eENtB1_1T1f", "_RINvC1a1fFG_KCRL0_lEuDINtC1b1TlEp1AmEL_E",
        "_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE",
        "_RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y",
      ]
    let letters = Array("SRTIJEDpXBCNLPKMFGZabv_0123456789\u{1}".utf8) + [0x80, 0xff]
    var demangled = 0
    for _ in 0..<40_000 {
      let rust = Int.random(in: 0..<4, using: &generator) == 0
      var name = Array((rust ? names.suffix(4) : names[...]).randomElement(using: &generator)!.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 2..<name.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: name[place] = letters.randomElement(using: &generator)!
        case 1 where name.count > 3: name.remove(at: place)
        case 2: name.insert(letters.randomElement(using: &generator)!, at: place)
        default:
          let other = Int.random(in: 2..<name.count, using: &generator)
          let piece = name[other...].prefix(Int.random(in: 1...30, using: &generator))
          name.insert(contentsOf: piece, at: place)
        }
      }
      guard let text = Demangler.demangle(name[...]) else { continue }
      demangled += 1
      #expect(text.count <= 64 * 1024, "seed \(seed)")
    }
    #expect(demangled > 1_000)
  }
}
