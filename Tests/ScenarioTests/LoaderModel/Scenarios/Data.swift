// What a program takes over from libraries: copied data, and functions that its PLT stands for
// (x86-64 psABI, "Function Addresses"; gABI, copy relocations; glibc elf/dl-lookup.c).

extension Scenario {
  private static func holder(_ name: String) -> Part {
    .library(name, "int datum = 1; int *seen(void) { return &datum; }")
  }
  private static let copier = "extern int datum; int get(void) { return datum; }"

  static let data: [Scenario] = [
    Scenario(
      "copied data belongs to the program from then on", [holder("libone.so")],
      program: .program(copier, as: .fixed, needs: ["libone.so"]),
      shows: ["program -> libone.so: datum", "libone.so -> program: datum"]),
    Scenario(
      "data is copied from the first of two libraries",
      [holder("libone.so"), holder("libtwo.so")],
      program: .program(copier, as: .fixed, needs: ["libone.so", "libtwo.so"]),
      shows: [
        "program -> libone.so: datum", "libone.so -> program: datum", "libtwo.so -> program: datum",
      ]),
    Scenario(
      "a position-independent program copies as well", [holder("libone.so"), holder("libtwo.so")],
      program: .program(copier, needs: ["libone.so"]), events: [.dlopen("./libtwo.so")],
      shows: [
        "program -> libone.so: datum", "libone.so -> program: datum", "libtwo.so -> program: datum",
      ]),
    Scenario(
      "a deeply bound library does not see the copy", [holder("libone.so"), holder("libtwo.so")],
      program: .program(copier, as: .fixed, needs: ["libone.so"]),
      events: [.dlopen("./libtwo.so", .deepbind)],
      shows: [
        "program -> libone.so: datum", "libone.so -> program: datum",
        "libtwo.so -> libtwo.so: datum",
      ]),
    Scenario(
      "a preloaded library's data is the one that is copied",
      [holder("libone.so"), holder("libpreload.so")],
      program: .program(copier, as: .fixed, needs: ["libone.so"]), preloads: ["./libpreload.so"],
      shows: [
        "program -> libpreload.so: datum", "libone.so -> program: datum",
        "libpreload.so -> program: datum",
      ]),
    Scenario(
      "copied data of the C library has many names", [one],
      program: .program(
        "extern char **environ; char **get(void) { return environ; }", as: .fixed),
      events: [.dlsym("__environ"), .dlsym("environ")],
      shows: [
        "libc.so.6 -> program: __environ@GLIBC_2.2.5", "program -> program: environ",
        "program -> libc.so.6: __environ@GLIBC_2.2.5", "program -> program: __environ",
      ]),
    Scenario(
      "a unique object can be copied", [unique("libone.so"), unique("libtwo.so")],
      program: .program(
        "extern int only; int get(void) { return only; }", as: .fixed, needs: ["libone.so"]),
      events: [.dlopen("./libtwo.so")],
      shows: [
        "program -> libone.so: only", "libone.so -> program: only", "libtwo.so -> program: only",
      ]),

    Scenario(
      "a program's PLT entry stands for a function's address, not for its calls",
      [
        .library(
          "libone.so", "int shared(void) { return 1; } int (*pointer)(void) = shared;",
          calls: ["shared"])
      ],
      program: .program(
        "int shared(void); int (*get(void))(void) { return shared; }", as: .fixed,
        needs: ["libone.so"], calls: ["shared"]),
      events: [.call("shared"), .call("shared", from: "libone.so"), .dlsym("shared")],
      shows: [
        "program -> libone.so: shared", "libone.so -> program: shared",
        "libone.so -> libone.so: shared", "program -> program: shared",
      ]),
    Scenario(
      "a program's PLT entry stands for a function of a later library, too",
      [
        one,
        .library(
          "libtwo.so", "int shared(void); int (*pointer)(void) = shared;", calls: ["shared"]),
      ],
      program: .program(
        "int shared(void); int (*get(void))(void) { return shared; }", as: .fixed,
        needs: ["libone.so"]),
      events: [.dlopen("./libtwo.so"), .call("shared", from: "libtwo.so")],
      shows: [
        "libtwo.so -> program: shared", "libtwo.so -> libone.so: shared",
      ]),
    Scenario(
      "a position-independent program lets the address be looked up",
      [
        .library(
          "libone.so", "int shared(void) { return 1; } int (*pointer)(void) = shared;")
      ],
      program: .program(
        "int shared(void); int (*get(void))(void) { return shared; }", needs: ["libone.so"]),
      shows: ["libone.so -> libone.so: shared", "program -> libone.so: shared"]),
  ]
}
