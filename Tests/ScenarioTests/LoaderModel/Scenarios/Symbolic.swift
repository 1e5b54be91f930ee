// Libraries that come first in their own scope (gABI, DT_SYMBOLIC; glibc elf/dl-load.c).

extension Scenario {
  private static func symbolic(_ name: String, needs: [String] = [], by patch: Part.Patch) -> Part {
    .library(
      name, "int shared(void) { return 5; }", needs: needs, calls: ["shared"],
      options: ["-Wl,-z,origin"],
      patch: patch)
  }

  static let symbolic: [Scenario] = [
    Scenario(
      "DT_SYMBOLIC has a library ask itself first",
      [symbolic("libself.so", by: .symbolicTag), one], program: sharer,
      events: [
        .dlopen("./libself.so"), .dlopen("./libone.so"), .call("shared", from: "libself.so"),
        .call("shared", from: "libone.so"),
      ],
      shows: ["libself.so -> libself.so: shared", "libone.so -> program: shared"]),
    Scenario(
      "DF_SYMBOLIC does the same", [symbolic("libself.so", by: .symbolicFlag)], program: sharer,
      events: [.dlopen("./libself.so"), .call("shared", from: "libself.so")],
      shows: ["libself.so -> libself.so: shared"]),
    Scenario(
      "a symbolic library that the program needs asks itself first",
      [symbolic("libself.so", by: .symbolicFlag), one],
      program: .program("int shared(void) { return 0; }", needs: ["libself.so", "libone.so"]),
      events: [.call("shared", from: "libself.so"), .call("shared", from: "libone.so")],
      shows: ["libself.so -> libself.so: shared", "libone.so -> program: shared"]),
    Scenario(
      "deep binding takes the place of DF_SYMBOLIC",
      [
        symbolic("libself.so", by: .symbolicFlag),
        .library("libroot.so", "int shared(void) { return 1; }", needs: ["libself.so"]),
      ],
      program: sharer,
      events: [.dlopen("./libroot.so", .deepbind), .call("shared", from: "libself.so")],
      shows: ["libself.so -> libroot.so: shared"]),
    Scenario(
      "a symbolic library that another needs still asks itself first",
      [
        symbolic("libself.so", by: .symbolicTag),
        .library("libroot.so", "int shared(void) { return 1; }", needs: ["libself.so"]),
      ],
      program: sharer,
      events: [.dlopen("./libroot.so"), .call("shared", from: "libself.so")],
      shows: ["libself.so -> libself.so: shared"]),
    Scenario(
      "RTLD_DEFAULT in a symbolic library asks that library first",
      [
        .library(
          "libself.so", "int shared(void) { return 5; }", options: ["-Wl,-Bsymbolic"])
      ],
      program: sharer,
      events: [.dlopen("./libself.so"), .dlsym("shared", from: "libself.so"), .dlsym("shared")],
      shows: ["libself.so -> libself.so: shared", "program -> program: shared"]),
    Scenario(
      "a linker that binds functions leaves data to the loader",
      [
        .library(
          "libself.so",
          "int shared(void) { return 5; } int datum = 5; int *seen(void) { return &datum; }",
          calls: ["shared"], options: ["-Wl,-Bsymbolic-functions"])
      ],
      program: .program("int shared(void) { return 0; } int datum = 0;"),
      events: [.dlopen("./libself.so"), .call("shared", from: "libself.so")],
      shows: ["libself.so -> nothing: shared", "libself.so -> program: datum"]),
    Scenario(
      "a linker that binds everything leaves nothing to the loader",
      [
        .library(
          "libself.so",
          "int shared(void) { return 5; } int datum = 5; int *seen(void) { return &datum; }",
          calls: ["shared"], options: ["-Wl,-Bsymbolic"])
      ],
      program: .program("int shared(void) { return 0; } int datum = 0;"),
      events: [.dlopen("./libself.so"), .call("shared", from: "libself.so")],
      shows: [
        "libself.so -> nothing: shared", "libself.so -> nothing: datum",
        "libself.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),
  ]
}
