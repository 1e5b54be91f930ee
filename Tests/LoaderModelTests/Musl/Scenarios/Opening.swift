// What dlopen brings, who sees it, and for how long.

extension MuslScenario {
  private static let plugin: [MuslPart] = [
    .library("libd.so", "DEFINES(g)"),
    .library(
      "libp.so", "DEFINES(f) CALLS(f) CALLS(g)", needs: ["libd.so"], runpath: "$ORIGIN"),
    .library("libq.so", "ASKS(f) ASKS(g)"),
  ]

  static let opening: [MuslScenario] = [
    MuslScenario(
      "a library that was opened locally serves itself and no later one", plugin,
      [
        .open("./libp.so"), .open("./libq.so"), .shows("libp.so", "f", "libp.so"),
        .shows("libp.so", "g", "libd.so"), .shows("libq.so", "f", "nothing"),
        .shows("libq.so", "g", "nothing"),
      ]),
    MuslScenario(
      "a library that was opened globally serves later ones, with what it needs", plugin,
      [
        .open("./libp.so", .global), .open("./libq.so"), .shows("libq.so", "f", "libp.so"),
        .shows("libq.so", "g", "libd.so"),
      ]),
    MuslScenario(
      "opened again globally, a library is promoted with what it needs", plugin,
      [
        .open("./libp.so"), .open("./libp.so", .global), .open("./libq.so"),
        .shows("libq.so", "f", "libp.so"), .shows("libq.so", "g", "libd.so"),
      ]),
    MuslScenario(
      "opened again locally, a library stays global", plugin,
      [
        .open("./libp.so", .global), .open("./libp.so"), .open("./libq.so"),
        .shows("libq.so", "f", "libp.so"),
      ]),
    MuslScenario(
      "what came first globally comes first, whoever was loaded before",
      [
        .library("liba.so", "DEFINES(f)"), .library("libb.so", "DEFINES(f)"),
        .library("libq.so", "CALLS(f)"),
      ],
      [
        .open("./liba.so"), .open("./libb.so", .global), .open("./liba.so", .global),
        .open("./libq.so"), .shows("libq.so", "f", "libb.so"),
      ]),
    MuslScenario(
      "a local library that is needed again is seen again",
      plugin + [
        .library("libr.so", "ASKS(f) CALLS(g)", needs: ["libd.so"], runpath: "$ORIGIN")
      ],
      [
        .open("./libp.so"), .open("./libr.so"), .shows("libr.so", "g", "libd.so"),
        .shows("libr.so", "f", "nothing"),
      ]),
    MuslScenario(
      "a program captures the calls of a library that it opens", plugin,
      program: .program("DEFINES(f)"),
      [.open("./libp.so"), .shows("libp.so", "f", "program"), .shows("libp.so", "g", "libd.so")]),
    MuslScenario(
      "not even RTLD_DEEPBIND helps against it", plugin,
      program: .program("DEFINES(f)"),
      [.open("./libp.so", .deepBind), .shows("libp.so", "f", "program")]),
    MuslScenario(
      "a library that was closed is still there", plugin,
      [
        .open("./libp.so", .global), .close("./libp.so"), .open("./libp.so", .noLoad),
        .open("./libq.so"), .shows("libq.so", "f", "libp.so"),
      ]),
    MuslScenario(
      "RTLD_NOLOAD loads nothing", plugin,
      [
        .open("./libp.so", .noLoad, succeeds: false), .open("./libp.so"),
        .open("./libp.so", [.noLoad, .global]), .open("./libq.so"),
        .shows("libq.so", "f", "libp.so"),
      ]),
    MuslScenario(
      "the run path of the program holds for what is opened",
      [.library("sub/libp.so", "DEFINES(f) CALLS(f)")],
      program: .program(runpath: "$ORIGIN/sub"),
      [
        .open("libp.so"), .open("libq.so", succeeds: false), .shows("libp.so", "f", "libp.so"),
      ]),
    MuslScenario(
      "one file is one library, whatever it was opened as",
      plugin + [.library("sub/libr.so", "")],
      [
        .open("./libp.so"), .open("sub/../libp.so", .global), .open("libp.so", .noLoad),
        .open("./libq.so"), .shows("libq.so", "f", "libp.so"),
      ]),
    MuslScenario(
      "a library that was opened by its path is not known by its name",
      [
        .library("libp.so", "DEFINES(f)"), .library("sub/libp.so", "DEFINES(g)"),
        .library("libq.so", "ASKS(f) ASKS(g)"),
      ],
      program: .program(runpath: "$ORIGIN/sub"),
      [
        .open("./libp.so", .global), .open("./libq.so"), .open("libp.so", .global),
        .open("./libq.so"), .shows("libq.so", "f", "libp.so"), .shows("libq.so", "g", "nothing"),
        .finds("g", .default, by: "program", "libp.so"),
      ]),
    MuslScenario(
      "the C library is the one that is there, whichever is opened",
      [.library("libq.so", "")],
      [
        .open("libm.so.6"), .open("libpthread.so.0", .noLoad),
        .open("/lib/x86_64-linux-gnu/libc.so.6", [.noLoad], succeeds: false),
        .open("/lib/x86_64-linux-gnu/libc.so.6"), .open("libquite.so", succeeds: false),
        .open("libmm.so", succeeds: false),
      ]),
    MuslScenario(
      "a missing function may come later",
      [.library("libp.so", "CALLS(f)"), .library("libq.so", "DEFINES(f)")],
      [
        .open("./libp.so", .now, succeeds: false), .open("./libp.so"),
        .open("./libq.so", .global), .shows("libp.so", "f", "libq.so"),
      ]),
    MuslScenario(
      "a missing function comes with a promotion, too",
      [
        .library("libp.so", "CALLS(f)"), .library("libq.so", "DEFINES(f)"),
        .library("libr.so", "DEFINES(f)"),
      ],
      [
        .open("./libp.so"), .open("./libq.so"), .open("./libr.so", .global),
        .open("./libq.so", .global), .shows("libp.so", "f", "libr.so"),
      ]),
    MuslScenario(
      "a missing function may come in spite of what fails to open",
      [
        .library("libp.so", "CALLS(f)"), .library("libq.so", "DEFINES(f)"),
        .library("stubs/liba.so", ""),
        .library("libb.so", "", needs: ["stubs/liba.so"], runpath: "$ORIGIN"),
        .library(
          "liba.so", "extern int spot; int *place = &spot;", needs: ["libb.so"], runpath: "$ORIGIN"
        ),
      ],
      [
        .open("./libp.so"), .open("./liba.so", succeeds: false), .open("./libq.so", .global),
        .shows("libp.so", "f", "libq.so"),
      ]),
    MuslScenario(
      "a missing address may come later, if its place can still be written",
      [
        .library("libp.so", "extern const char *spot; HOLDS(spot)", ["-Wl,-z,norelro"]),
        .library("libq.so", "const char *spot = OBJECT;"),
      ],
      [.open("./libp.so"), .open("./libq.so", .global), .shows("libp.so", "spot", "libq.so")]),
    MuslScenario(
      "a missing address in data may not",
      [
        .library("libp.so", "extern const char *spot; const char **place = &spot;"),
        .library("libq.so", "DEFINES(f)"),
      ],
      [.open("./libp.so", succeeds: false), .open("./libq.so")]),
    MuslScenario(
      "a library that wants all its references at once gets no delay",
      [.library("libp.so", "CALLS(f)", ["-Wl,-z,now"]), .library("libq.so", "DEFINES(f)")],
      [.open("./libp.so", succeeds: false), .open("./libq.so", .global), .open("./libp.so")]),
    MuslScenario(
      "what is no library cannot be opened", plugin,
      [
        .open("./libp.so.c", succeeds: false), .open("", succeeds: false),
        .open("./libz.so", succeeds: false), .open("./libp.so"),
      ]),
    MuslScenario(
      "what fails to open leaves nothing behind",
      [
        .library("libd.so", "DEFINES(g)"), .library("libgone.so", ""),
        .library(
          "libp.so", "CALLS(g)", needs: ["libd.so"], runpath: "$ORIGIN"),
        .library(
          "libr.so", "DEFINES(f)", needs: ["libd.so", "libgone.so"],
          runpath: "$ORIGIN/sub:$ORIGIN"),
        .library("sub/libgone.so", "CALLS(nobody)", ["-Wl,-z,now"]),
        .library("libq.so", "ASKS(f)"),
      ],
      [
        .open("./libr.so", .global, succeeds: false), .open("./libd.so", .noLoad, succeeds: false),
        .open("./libq.so"), .shows("libq.so", "f", "nothing"), .open("./libp.so"),
        .shows("libp.so", "g", "libd.so"),
      ]),
    MuslScenario(
      "a thread-local variable that came late has no place of its own",
      [
        .library(
          "libp.so",
          "__attribute__((tls_model(\"initial-exec\"))) __thread const char *spot = OBJECT;"
            + " REPORT(spot, return spot;)"),
        .library("libq.so", "__thread const char *spot = OBJECT; REPORT(spot, return spot;)"),
      ],
      [
        .open("./libp.so", succeeds: false), .open("./libq.so"),
        .shows("libq.so", "spot", "libq.so"),
      ]
    ),
    MuslScenario(
      "a thread-local variable that was there at startup has one",
      [
        .library("liba.so", "__thread const char *spot = OBJECT; REPORT(spot, return spot;)"),
        .library(
          "libp.so",
          "extern __attribute__((tls_model(\"initial-exec\"))) __thread const char *spot;"
            + " REPORT(spot, return spot;)"),
      ],
      program: .program(needs: ["liba.so"]),
      [.open("./libp.so"), .shows("libp.so", "spot", "liba.so")]),
  ]
}
