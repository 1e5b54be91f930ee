// Which entry of an object answers a reference, and which reference asks at all.

extension MuslScenario {
  private static let caller = MuslPart.library("libq.so", "CALLS(f)")
  private static let last = MuslPart.library("libz.so", "DEFINES(f)")

  static let definitions: [MuslScenario] = [
    MuslScenario(
      "data is copied from the first library, and all others use the copy",
      [
        .library("liba.so", "const char *where = OBJECT; HOLDS(where)"),
        .library("libb.so", "const char *where = OBJECT; HOLDS(where)"),
      ],
      program: .program("READS(where)", as: .fixed, needs: ["liba.so", "libb.so"]),
      [
        .shows("program", "where", "liba.so"), .shows("liba.so", "where", "program"),
        .shows("libb.so", "where", "program"),
      ]),
    MuslScenario(
      "data is copied from what is preloaded",
      [
        .library("liba.so", "const char *where = OBJECT; HOLDS(where)"),
        .library("libp.so", "const char *where = OBJECT; HOLDS(where)"),
      ],
      program: .program("READS(where)", as: .fixed, needs: ["liba.so"]), preloads: ["./libp.so"],
      [.shows("program", "where", "libp.so"), .shows("liba.so", "where", "program")]),
    MuslScenario(
      "a weak reference may come to nothing, and need not",
      [.library("liba.so", "ASKS(f) ASKS(g)"), .library("libb.so", "DEFINES(g)")],
      program: .program("ASKS(f)", needs: ["liba.so", "libb.so"]),
      [
        .shows("liba.so", "f", "nothing"), .shows("liba.so", "g", "libb.so"),
        .shows("program", "f", "nothing"),
      ]),
    MuslScenario(
      "a weak definition is as good as any",
      [
        .library("liba.so", "__attribute__((weak)) DEFINES(f) CALLS(f)"),
        .library("libb.so", "DEFINES(f)"),
      ],
      program: .program(needs: ["liba.so", "libb.so"]), [.shows("liba.so", "f", "liba.so")]),
    MuslScenario(
      "a definition of no default version is passed over for the default one",
      [
        .library(
          "liba.so",
          """
          const char *f_old(void) { return OBJECT "@V1"; }
          const char *f_new(void) { return OBJECT "@V2"; }
          __asm__(".symver f_old, f@V1\\n.symver f_new, f@@V2");
          """, versions: "V1 {}; V2 { global: f; } V1;"),
        .library("libq.so", "CALLS(f)", needs: ["liba.so"], runpath: "$ORIGIN"),
        .library(
          "libr.so",
          "const char *f_old(void); __asm__(\".symver f_old, f@V1\");"
            + " REPORT(f, return f_old();)", needs: ["liba.so"], runpath: "$ORIGIN"),
      ],
      program: .program(needs: ["libq.so", "libr.so"]),
      [.shows("libq.so", "f", "liba.so@V2"), .shows("libr.so", "f", "liba.so@V2")]),
    MuslScenario(
      "a library that has no default version of it has it not at all",
      [
        .library(
          "liba.so",
          "const char *f_old(void) { return OBJECT \"@V1\"; } __asm__(\".symver f_old, f@V1\");",
          versions: "V1 {};"),
        last, caller,
      ],
      program: .program(needs: ["liba.so", "libz.so", "libq.so"]),
      [.shows("libq.so", "f", "libz.so")]),
    MuslScenario(
      "a reference to a version is served by a library without any",
      [
        .library("v/liba.so", "DEFINES(f)", versions: "V1 { global: f; };"),
        .library("liba.so", "DEFINES(f)"),
        .library("libq.so", "CALLS(f)", needs: ["v/liba.so"]),
      ],
      program: .program(needs: ["libq.so"], ["-Wl,-rpath-link,v"]),
      [.shows("libq.so", "f", "liba.so")]),
    MuslScenario(
      "a local symbol is bound to itself and to nobody else",
      [
        .library("liba.so", "DEFINES(f) CALLS(f)", patch: .init(symbol: "f", binding: 0)), last,
        caller,
      ],
      program: .program(needs: ["liba.so", "libz.so", "libq.so"]),
      [.shows("liba.so", "f", "liba.so"), .shows("libq.so", "f", "libz.so")]),
    MuslScenario(
      "a local symbol is out of reach of the program",
      [.library("liba.so", "DEFINES(f) CALLS(f)", patch: .init(symbol: "f", binding: 0))],
      program: .program("DEFINES(f)", needs: ["liba.so"]), [.shows("liba.so", "f", "liba.so")]),
    MuslScenario(
      "a protected definition serves others; its own library has no reference to it",
      [
        .library(
          "liba.so", "__attribute__((visibility(\"protected\"))) DEFINES(f) CALLS(f)"),
        caller,
      ],
      program: .program(needs: ["liba.so", "libq.so"]), [.shows("libq.so", "f", "liba.so")]),
    MuslScenario(
      "a reference that is protected is bound like any other",
      [.library("liba.so", "DEFINES(f) CALLS(f)", patch: .init(symbol: "f", visibility: 3))],
      program: .program("DEFINES(f)", needs: ["liba.so"]), [.shows("liba.so", "f", "program")]),
    MuslScenario(
      "hidden definitions are found, and hidden references are bound, like any other",
      [
        .library("liba.so", "DEFINES(f) CALLS(f)", patch: .init(symbol: "f", visibility: 2)), last,
        caller,
      ],
      program: .program("DEFINES(g)", needs: ["liba.so", "libz.so", "libq.so"]),
      [.shows("libq.so", "f", "liba.so"), .shows("liba.so", "f", "liba.so")]),
    MuslScenario(
      "a unique definition is as good as any",
      [
        .library("liba.so", "DEFINES(f) CALLS(f)", patch: .init(symbol: "f", binding: 10)), last,
      ],
      program: .program("CALLS(f)", needs: ["liba.so", "libz.so"]),
      [.shows("program", "f", "liba.so")]),
    MuslScenario(
      "an indirect function is no definition",
      [
        .library(
          "liba.so",
          "DEFINES(g) __asm__(\".globl f\\n.type f, @gnu_indirect_function\\nf: ret\");"),
        last, caller,
      ],
      program: .program(needs: ["liba.so", "libz.so", "libq.so"]),
      [.shows("libq.so", "f", "libz.so")]),
    MuslScenario(
      "zero is no definition, even if it is absolute",
      [
        .library(
          "liba.so", "DEFINES(g) __asm__(\".globl f\\n.type f, @function\\nf = 0\");"),
        last, caller,
      ],
      program: .program(needs: ["liba.so", "libz.so", "libq.so"]),
      [.shows("libq.so", "f", "libz.so")]),
    MuslScenario(
      "a program's PLT entry is the function's address, but is not called",
      [
        .library("liba.so", "DEFINES(f)"),
        .library("libh.so", "extern const char *f(void); HOLDS(f)"), caller,
      ],
      program: .program(
        "const char *f(void); const char *(*volatile place)(void);"
          + " REPORT(f, place = f; return place();)",
        as: .fixed, needs: ["liba.so", "libh.so", "libq.so"]),
      [
        .shows("libh.so", "f", "program"), .shows("libq.so", "f", "liba.so"),
      ]),
    MuslScenario(
      "without .gnu.hash the same entries are found",
      [
        .library(
          "liba.so",
          """
          const char *f_old(void) { return OBJECT "@V1"; }
          __asm__(".symver f_old, f@V1");
          DEFINES(g) CALLS(g)
          """, versions: "V1 {};", ["-Wl,--hash-style=sysv"]),
        .library("libz.so", "DEFINES(f) DEFINES(g)", ["-Wl,--hash-style=sysv"]), caller,
      ],
      program: .program(needs: ["liba.so", "libz.so", "libq.so"]),
      [.shows("libq.so", "f", "libz.so"), .shows("liba.so", "g", "liba.so")]),
  ]
}
