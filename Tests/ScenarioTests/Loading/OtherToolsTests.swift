// A demoted file is a file like any other: linkers take it as input and do not see what is local
// (gABI, "Symbol Table": local symbols precede the others, sh_info is the index of the first of
// these), and tools that rewrite it keep it demoted.

import Foundation
import TestSupport
import Testing

@Suite struct OtherToolsTests {
  @Test(arguments: Linker.allCases)
  func linkersDoNotSeeWhatIsLocal(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let library = try workshop.library(
      "libpart.so", "int gone(void) { return 1; }\nint kept(void) { return 2; }\n")
    let needsGone = "int gone(void);\nint main(void) { return gone() - 1; }\n"
    let needsKept = "int kept(void);\nint main(void) { return kept() - 2; }\n"
    try mustRun(try workshop.program(needsGone, needing: [library]).path)

    try demote(in: library, "--demote=gone")

    try mustRun(try workshop.program(needsKept, needing: [library]).path)
    let failure = #expect(throws: RunFailure.self) {
      try workshop.program(needsGone, needing: [library])
    }
    #expect(failure?.description.contains("undefined") == true)
  }

  @Test(
    arguments: [
      "strip", "strip --strip-debug", "eu-strip", "llvm-strip", "objcopy", "llvm-objcopy",
      "patchelf --set-rpath $ORIGIN:/somewhere/else/that/needs/more/room",
    ], [true, false])
  func toolsMayRunBeforeOrAfter(_ command: String, before: Bool) throws {
    let copies = try TwoCopies(in: try Workshop(), as: .shared)
    let words = command.split(separator: " ").map(String.init)
    func rewrite() throws {
      try mustRun(words[0], words.dropFirst() + [copies.host.path])
    }
    if before {
      try rewrite()
      #expect(try output(of: copies.program) == TwoCopies.captured)
    }
    try demote(in: copies.host, "--demote=shared_*")
    if !before { try rewrite() }
    #expect(try output(of: copies.program) == TwoCopies.separate)
    #expect(try isDemoted("shared_function", in: copies.host, visibility: "HIDDEN"))
    try expectEnd(0, untouched: copies.host, "apply", "--demote=shared_*", copies.host.path)
    try expectEnd(0, untouched: copies.host, "verify", copies.host.path)
  }
}
