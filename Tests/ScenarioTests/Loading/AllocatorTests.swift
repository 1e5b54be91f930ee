// A program that exports malloc or operator new replaces it for every library (glibc manual,
// "Replacing malloc"; C++ standard, [replacement.functions]). With only a part of it replaced, one
// heap would free what is the other's.

import Foundation
import TestSupport
import Testing

@Suite struct AllocatorTests {
  static let source = """
    #include <stdio.h>
    #include <string.h>
    static char heap[1 << 20];
    static size_t used;
    static volatile size_t calls;
    void *malloc(size_t size) {
      calls++;
      used += (size + 31) & ~(size_t)15;
      return heap + used - ((size + 15) & ~(size_t)15);
    }
    void free(void *block) { (void)block; }
    void *calloc(size_t count, size_t size) { return malloc(count * size); }
    void *realloc(void *block, size_t size) { (void)block; return malloc(size); }
    int plain_export(void) { return 0; }
    int main(void) {
      size_t before = calls;
      char *copy = strdup("text");
      printf("strdup used %s\\n", calls > before && copy ? "our heap" : "another heap");
      return 0;
    }

    """

  @Test(arguments: Linker.allCases)
  func aReplacedMallocStays(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let program = try workshop.program(Self.source)
    let family: Set = ["malloc", "free", "calloc", "realloc"]
    #expect(try output(of: program) == "strdup used our heap\n")
    try expectEnd(
      3, untouched: program, saying: "[allocator]", "apply", "--demote=malloc", program.path)

    let original = try demote(in: program, "--all")
    #expect(try output(of: program) == "strdup used our heap\n")
    #expect(try exportedNames(program).isSuperset(of: family))
    #expect(try isDemoted("plain_export", in: program))

    let broken = try workshop.copy(original, named: "broken")
    try demote(in: broken, "--all", "--force")
    #expect(try output(of: broken) == "strdup used another heap\n")
    #expect(try exportedNames(broken).isDisjoint(with: family))
  }

  @Test func aFamilyForcedInPartIsWarnedOf() throws {
    let workshop = try Workshop()
    let whole = try workshop.program(Self.source)
    let part = try workshop.copy(whole, named: "part")
    let forced = try symdemote("apply", "--force", "--demote=malloc", part.path)
    #expect(forced.status == 0)
    #expect(forced.errors.contains("part of the allocator family"))
    let all = try symdemote("apply", "--force", "--all", whole.path)
    #expect(all.status == 0)
    #expect(!all.errors.contains("family"))
  }

  @Test(arguments: Linker.allCases)
  func aReplacedOperatorNewStays(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let library = try workshop.library(
      "libmake.so", "int *make() { return new int(1); }\n", sourceName: "make.cc")
    let program = try workshop.program(
      """
      #include <cstdio>
      #include <cstdlib>
      #include <new>
      static int calls;
      void *operator new(std::size_t size) { calls++; return std::malloc(size); }
      void operator delete(void *block) noexcept { std::free(block); }
      void operator delete(void *block, std::size_t) noexcept { std::free(block); }
      int *make();
      int main() {
        delete make();
        std::printf("our operator was called %d times\\n", calls);
      }

      """, needing: [library], sourceName: "main.cc")
    #expect(try output(of: program) == "our operator was called 1 times\n")
    try expectEnd(
      3, untouched: program, saying: "[allocator]", "apply", "--demote=_Znwm", program.path)

    let original = try demote(in: program, "--all")
    #expect(try output(of: program) == "our operator was called 1 times\n")
    #expect(try exportedNames(program).isSuperset(of: ["_Znwm", "_ZdlPv", "_ZdlPvm"]))

    let broken = try workshop.copy(original, named: "broken")
    try demote(in: broken, "--force", "--demote=_Zn*", "--demote=_Zd*")
    #expect(try output(of: broken) == "our operator was called 0 times\n")
  }
}
