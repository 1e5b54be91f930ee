// dlsym.

extension MuslScenario {
  private static let chain: [MuslPart] = [
    .library("libx.so", "DEFINES(f) DEFINES(h)"),
    .library("liba.so", "DEFINES(g)", needs: ["libx.so"], runpath: "$ORIGIN"),
    .library("libb.so", "DEFINES(f)"),
    .library("libp.so", "DEFINES(own)", needs: ["liba.so", "libb.so"], runpath: "$ORIGIN"),
  ]

  static let lookups: [MuslScenario] = [
    MuslScenario(
      "a handle is searched from its object, breadth first, and nowhere else", chain,
      program: .program("DEFINES(f) DEFINES(only)"),
      [
        .open("./libp.so"),
        .finds("own", .library("./libp.so"), by: "program", "libp.so"),
        .finds("f", .library("./libp.so"), by: "program", "libb.so"),
        .finds("h", .library("./libp.so"), by: "program", "libx.so"),
        .finds("only", .library("./libp.so"), by: "program", "nothing"),
        .finds("f", .default, by: "program", "program"),
        .finds("h", .default, by: "libp.so", "nothing"),
      ]),
    MuslScenario(
      "RTLD_DEFAULT is the global list as it is now", chain,
      [
        .open("./libp.so"), .finds("f", .default, by: "program", "nothing"),
        .open("./libp.so", .global), .finds("f", .default, by: "program", "libb.so"),
      ]),
    MuslScenario(
      "RTLD_NEXT begins behind the caller",
      [
        .library("liba.so", "DEFINES(f) DEFINES(g)"), .library("libp.so", "DEFINES(f) CALLS(f)"),
      ],
      program: .program("DEFINES(g)", needs: ["liba.so"]), preloads: ["./libp.so"],
      [
        .shows("libp.so", "f", "libp.so"), .finds("f", .next, by: "libp.so", "liba.so"),
        .finds("f", .next, by: "program", "libp.so"), .finds("g", .next, by: "program", "liba.so"),
        .finds("f", .next, by: "liba.so", "nothing"),
      ]),
    MuslScenario(
      "behind the last object of startup nothing is global",
      [.library("liba.so", "DEFINES(f)"), .library("libz.so", "DEFINES(g)")],
      program: .program(needs: ["liba.so"], ["-Wl,--push-state,-lc,--pop-state"]),
      [
        .open("./libz.so", .global), .finds("g", .default, by: "liba.so", "libz.so"),
        .finds("g", .next, by: "liba.so", "nothing"),
        .finds("g", .next, by: "program", "libz.so"),
      ]),
    MuslScenario(
      "behind a local object comes one that is loaded next, and no more",
      [
        .library("libp.so", "DEFINES(f)"), .library("libq.so", "DEFINES(g)"),
        .library("libr.so", "DEFINES(f)"),
      ],
      [
        .open("./libp.so"), .open("./libq.so"), .open("./libr.so"),
        .finds("g", .next, by: "libp.so", "libq.so"), .finds("f", .next, by: "libp.so", "nothing"),
        .finds("f", .next, by: "libq.so", "libr.so"), .finds("f", .next, by: "libr.so", "nothing"),
      ]),
    MuslScenario(
      "a definition of no default version is not found",
      [
        .library(
          "liba.so",
          """
          const char *f_old(void) { return OBJECT "@V1"; }
          const char *g_new(void) { return OBJECT "@V1"; }
          __asm__(".symver f_old, f@V1\\n.symver g_new, g@@V1");
          """, versions: "V1 {};")
      ],
      [
        .open("./liba.so"), .finds("f", .library("./liba.so"), by: "program", "nothing"),
        .finds("g", .library("./liba.so"), by: "program", "liba.so@V1"),
      ]),
  ]
}
