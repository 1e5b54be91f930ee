// Symbols without a definition, as `ldd -r` tells of them (glibc elf/rtld.c, LD_TRACE_LOADED_OBJECTS)
// and as a program dies of them.

extension Scenario {
  private static let needy = Part.library(
    "libneedy.so",
    "extern int missing_datum; int *seen(void) { return &missing_datum; }",
    calls: ["missing_function"])

  static let missing: [Scenario] = [
    Scenario(
      "every missing symbol is reported", [needy, one],
      program: .program(
        needs: ["libneedy.so", "libone.so"], options: ["-Wl,--allow-shlib-undefined"]),
      only: .traced,
      shows: [
        "libneedy.so -> undefined: missing_datum", "libneedy.so -> undefined: missing_function",
        "libone.so -> libone.so: shared",
      ]),
    Scenario(
      "a program's own missing symbol is reported", [one],
      program: .program(
        "int missing_function(void);", needs: ["libone.so"], calls: ["missing_function", "shared"],
        options: ["-Wl,--unresolved-symbols=ignore-all"]),
      only: .traced,
      shows: ["program -> undefined: missing_function", "program -> libone.so: shared"]),
    Scenario(
      "a missing weak symbol is not reported",
      [observer(of: "datum"), .library("libneedy.so", calls: ["missing_function"])],
      program: .program(
        needs: ["libobserver.so", "libneedy.so"], options: ["-Wl,--allow-shlib-undefined"]),
      only: .traced,
      shows: ["libobserver.so -> nothing: datum", "libneedy.so -> undefined: missing_function"]),
    Scenario(
      "a missing symbol is reported with its version",
      [
        .library("libfoo.so", "int foo(void) { return 1; }", versions: "V1 { global: foo; };"),
        .library("libneedy.so", needs: ["libfoo.so"], calls: ["foo"]),
        .library("libfoo.so", "int bar(void) { return 1; }", versions: "V1 { global: bar; };"),
      ],
      program: .program(needs: ["libneedy.so"], options: ["-Wl,--allow-shlib-undefined"]),
      only: .traced, shows: ["libneedy.so -> undefined: foo@V1"]),
    Scenario(
      "a complete program has nothing to report", [one, two],
      program: .program(needs: ["libone.so", "libtwo.so"], calls: ["shared"]),
      only: .traced,
      shows: [
        "program -> libone.so: shared", "libone.so -> libone.so: shared",
        "libtwo.so -> libone.so: shared",
      ]),
    Scenario(
      "a call of a missing function ends the program",
      [.library("libneedy.so", calls: ["missing_function"])],
      events: [.dlopen("./libneedy.so"), .call("missing_function", from: "libneedy.so")],
      only: .lazily, isFatal: true,
      shows: ["libneedy.so -> undefined: missing_function"]),
  ]
}
