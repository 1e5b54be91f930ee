// A plugin that is opened late is bound in the scope of its time: the program and its libraries
// first, then the plugin's own (dlopen(3); glibc elf/dl-open.c). What it needs from the program must
// stay exported; what it merely has in common with the program is its own after a demotion.

import Foundation
import TestSupport
import Testing

@Suite struct PluginTests {
  static let programSource = """
    #include <dlfcn.h>
    #include <stdio.h>
    #include <stdlib.h>
    int shared_data = 1;
    __attribute__((noipa)) int shared_function(void) { return 1; }
    int kept_callback(void) { return 7; }
    int call(void *plugin, const char *name) { return ((int (*)(void))dlsym(plugin, name))(); }
    int main(int count, char **words) {
      void *plugin = dlopen(words[count - 1], getenv("LATER") ? RTLD_LAZY : RTLD_NOW);
      if (!plugin) return puts(dlerror()), 3;
      printf("own %d %d library %d %d callback ", shared_function(), shared_data,
             call(plugin, "library_function"), call(plugin, "library_data"));
      fflush(stdout);
      printf("%d\\n", call(plugin, "library_callback"));
      return 0;
    }

    """

  @Test(arguments: Linker.allCases, [Product.pie, .fixed])
  func aPluginFindsWhatIsKept(_ linker: Linker, _ product: Product) throws {
    let workshop = try Workshop(linker)
    let plugin = try workshop.library("plugin.so", TwoCopies.librarySource).path
    let program = try workshop.program(Self.programSource, as: product)
    func play(lazily: Bool) throws -> RunResult {
      try run(program.path, [plugin], environment: lazily ? ["LATER": "1"] : [:])
    }
    for lazily in [true, false] { #expect(try play(lazily: lazily).output == TwoCopies.captured) }

    try demote(in: program, "--all", "--keep=kept_callback")
    for lazily in [true, false] { #expect(try play(lazily: lazily).output == TwoCopies.separate) }

    // With nothing kept, the plugin misses what it needs: at once, or at the first call.
    try demote(in: program, "--all")
    let atOnce = try play(lazily: false)
    #expect(atOnce.status == 3)
    #expect(atOnce.output.contains("undefined symbol: kept_callback"))
    let late = try play(lazily: true)
    #expect(late.output == "own 1 1 library 2 2 callback ")
    #expect(late.errors.contains("undefined symbol: kept_callback"))
  }
}
