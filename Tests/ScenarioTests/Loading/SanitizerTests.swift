// Instrumented libraries call the sanitizer's runtime, which a program linked with -static-libasan
// carries and exports; without it they do not load (AddressSanitizer's wiki, "FAQ").

import Foundation
import TestSupport
import Testing

@Suite struct SanitizerTests {
  @Test func theRuntimeOfAnInstrumentedProgramStays() throws {
    let workshop = try Workshop()
    let tool = try workshop.object(
      "tool", "int peek(int *array, int index) { return array[index]; }\n",
      ["-fsanitize=address"])
    let library = try workshop.library("libtool.so", "", needing: [tool])
    let program = try workshop.program(
      """
      #include <stdlib.h>
      #include <stdio.h>
      int peek(int *array, int index);
      int plain_export(void) { return 0; }
      int main(int count, char **words) {
        int *array = calloc(4, sizeof *array);
        printf("%d\\n", peek(array, count > 1 ? 4 : 3));
        free(array);
        return 0;
      }

      """, needing: [library], ["-fsanitize=address", "-static-libasan"])
    #expect(try runtimeWorks(in: program))
    let runtime = try exportedNames(program).filter { $0.hasPrefix("__asan_") }
    #expect(runtime.contains("__asan_init"))
    try expectEnd(
      3, untouched: program, saying: "[sanitizer-runtime]", "apply", "--demote=__asan_init",
      program.path)

    let original = try demote(in: program, "--all")
    #expect(try isDemoted("plain_export", in: program))
    #expect(try exportedNames(program).isSuperset(of: runtime))
    #expect(try runtimeWorks(in: program))

    let broken = try workshop.copy(original, named: "broken")
    try demote(in: broken, "--force", "--demote=__asan_*")
    #expect(try run(broken.path).errors.contains("undefined symbol: __asan_"))
  }

  /// Checks of calls across libraries: plugins call the runtime in the program, and it looks for
  /// `__cfi_check` in the plugins.
  @Test(arguments: [[], ["--preset=sanitizer", "--force"]])
  func theRuntimeOfControlFlowIntegrityStays(_ selection: [String]) throws {
    let folder = try TemporaryFolder()
    let plugin = try compile(
      """
      static int twice(int x) { return 2 * x; }
      int (*volatile hook)(int) = twice;
      int work(int x) { return hook(x); }

      """, named: "plugin.so", in: folder, ["-fPIC", "-shared"])
    let program = try compile(
      """
      #include <dlfcn.h>
      #include <stdio.h>
      int plain_export(void) { return 0; }
      int main(int count, char **words) {
        void *plugin = dlopen(words[1], RTLD_NOW);
        int (*work)(int) = plugin ? (int (*)(int))dlsym(plugin, "work") : 0;
        if (!work) return !!fprintf(stderr, "%s\\n", dlerror());
        printf("%d\\n", work(2));
        return 0;
      }

      """, named: "program", in: folder, ["-rdynamic"])
    #expect(try mustRun(program.path, [plugin.path]) == "4\n")

    let result = try run(toolPath, ["apply", "--all"] + selection + [program.path])
    #expect(result.status == 0, "\(result.errors)")
    let exports = try exportedNames(program)
    #expect(exports.contains("__cfi_slowpath_diag") && exports.contains("__cfi_check"))
    #expect(!exports.contains("plain_export"))
    #expect(try mustRun(program.path, [plugin.path]) == "4\n")

    #expect(
      try symdemote("apply", "--force", "--demote=__cfi_slowpath_diag", program.path).status == 0)
    let broken = try run(program.path, [plugin.path])
    #expect(broken.errors.contains("undefined symbol: __cfi_slowpath_diag"))
  }

  /// Compiles with clang, which alone has these checks, and links by its lld, as they need.
  private func compile(
    _ source: String, named name: String, in folder: TemporaryFolder, _ options: [String]
  ) throws -> URL {
    let file = folder.file(name)
    let checks = [
      "-O1", "-flto", "-fsanitize=cfi-icall", "-fsanitize-cfi-cross-dso", "-fno-sanitize-trap=cfi",
      "-fvisibility=default", "-fuse-ld=lld",
    ]
    try mustRun(
      try Toolchain.program("clang"),
      checks + options + [try folder.write(source, to: "\(name).c").path, "-o", file.path])
    return file
  }

  /// Whether the program runs, and the library's access out of bounds is reported.
  private func runtimeWorks(in program: URL) throws -> Bool {
    let caught = try run(program.path, ["beyond"])
    return try mustRun(program.path) == "0\n"
      && caught.errors.contains("AddressSanitizer: heap-buffer-overflow")
  }
}
