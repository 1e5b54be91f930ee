// What is there when the program begins, and in which order.

extension MuslScenario {
  static let startup: [MuslScenario] = [
    MuslScenario(
      "a program captures the calls of a library",
      [.library("liba.so", "DEFINES(f) CALLS(f)")],
      program: .program("DEFINES(f)", needs: ["liba.so"]),
      [.shows("liba.so", "f", "program")]),
    MuslScenario(
      "a library keeps its calls from a program that does not export",
      [.library("liba.so", "DEFINES(f) CALLS(f)")],
      program: .program(
        "__attribute__((visibility(\"hidden\"))) DEFINES(f)", needs: ["liba.so"]),
      [.shows("liba.so", "f", "liba.so")]),
    MuslScenario(
      "what is preloaded comes before what is needed",
      [
        .library("liba.so", "DEFINES(f) DEFINES(g) CALLS(f) CALLS(g)"),
        .library("libp.so", "DEFINES(f) DEFINES(g) CALLS(f)"),
      ],
      program: .program("DEFINES(g) CALLS(f)", needs: ["liba.so"]), preloads: ["./libp.so"],
      [
        .shows("program", "f", "libp.so"), .shows("liba.so", "f", "libp.so"),
        .shows("libp.so", "f", "libp.so"), .shows("liba.so", "g", "program"),
      ]),
    MuslScenario(
      "what is preloaded is sought without the run path of the program",
      [.library("liba.so", "DEFINES(f)"), .library("sub/libp.so", "DEFINES(f)")],
      program: .program("CALLS(f)", needs: ["liba.so"], runpath: "$ORIGIN:$ORIGIN/sub"),
      preloads: ["libp.so"],
      [.shows("program", "f", "liba.so")]),
    MuslScenario(
      "what is preloaded is sought along LD_LIBRARY_PATH",
      [.library("liba.so", "DEFINES(f)"), .library("sub/libp.so", "DEFINES(f)")],
      program: .program("CALLS(f)", needs: ["liba.so"]), preloads: ["libp.so"], libraryPath: "sub",
      [.shows("program", "f", "libp.so")]),
    MuslScenario(
      "the C library calls what is preloaded",
      [
        .library(
          "libp.so",
          """
          static char heap[4096];
          static int used;
          static const char *caller = "nobody";
          void *malloc(unsigned long size) {
            caller = OBJECT;
            used += size + 15 & -16;
            return heap + used - (size + 15 & -16);
          }
          const char *ld_musl_x86_64_malloc(void) { strdup("word"); return caller; }
          """, ["-fno-builtin"])
      ],
      preloads: ["./libp.so"], [.shows("ld-musl-x86_64.so.1", "malloc", "libp.so")]),
    MuslScenario(
      "breadth before depth",
      [
        .library("libx.so", "DEFINES(f) DEFINES(g) CALLS(f)"),
        .library("liba.so", "CALLS(f) CALLS(g)", needs: ["libx.so"], runpath: "$ORIGIN"),
        .library("libb.so", "DEFINES(f)"),
      ],
      program: .program("CALLS(f)", needs: ["liba.so", "libb.so"]),
      [
        .shows("program", "f", "libb.so"), .shows("liba.so", "f", "libb.so"),
        .shows("libx.so", "f", "libb.so"), .shows("liba.so", "g", "libx.so"),
      ]),
    MuslScenario(
      "what the program needs comes before what a preloaded library needs",
      [
        .library("libx.so", "DEFINES(f)"),
        .library("libp.so", "CALLS(f)", needs: ["libx.so"], runpath: "$ORIGIN"),
        .library("liba.so", "DEFINES(f)"),
      ],
      program: .program(needs: ["liba.so"]), preloads: ["./libp.so"],
      [.shows("libp.so", "f", "liba.so")]),
    MuslScenario(
      "a run path holds for all that is needed further down",
      [
        .library("deep/libx.so", "DEFINES(f)"),
        .library("deep/libb.so", "CALLS(f)", needs: ["deep/libx.so"]),
        .library("sub/liba.so", "CALLS(g)", needs: ["deep/libb.so"], runpath: "$ORIGIN/../deep"),
        .library("libg.so", "DEFINES(g)"),
        .library("sub/libh.so", "ASKS(g)", needs: ["libg.so"]),
      ],
      program: .program(
        needs: ["sub/liba.so", "sub/libh.so"], runpath: "$ORIGIN/sub:${ORIGIN}",
        ["-Wl,-rpath-link,deep"]),
      [
        .shows("libb.so", "f", "libx.so"), .shows("libh.so", "g", "libg.so"),
        .shows("liba.so", "g", "libg.so"),
      ]),
    MuslScenario(
      "a library that was found is known by its name, whatever the run path says",
      [
        .library("one/libc1.so", "DEFINES(f)"), .library("two/libc1.so", "DEFINES(f) DEFINES(g)"),
        .library("liba.so", "ASKS(g)", needs: ["two/libc1.so"], runpath: "$ORIGIN/two"),
      ],
      program: .program(
        needs: ["one/libc1.so", "liba.so"], runpath: "$ORIGIN/one:$ORIGIN"),
      [.shows("liba.so", "g", "nothing")]),
  ]
}
