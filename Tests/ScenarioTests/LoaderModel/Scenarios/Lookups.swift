// Names that are looked up while a program runs (dlsym(3), dlvsym(3); glibc elf/dl-sym.c).

extension Scenario {
  static let lookups: [Scenario] = [
    Scenario(
      "a handle is searched with what its library needs",
      [
        .library("libneeded.so", "int shared(void) { return 1; } int deep(void) { return 1; }"),
        .library("libroot.so", "int shared(void) { return 2; }", needs: ["libneeded.so"]),
      ],
      program: sharer,
      events: [
        .dlopen("./libroot.so"), .dlsym("shared", .handle("./libroot.so")),
        .dlsym("deep", .handle("./libroot.so")),
      ],
      shows: ["libroot.so -> libroot.so: shared", "libroot.so -> libneeded.so: deep"]),
    Scenario(
      "a handle does not lead to the program", [taker], program: sharer,
      events: [
        .dlopen("./libtaker.so"), .dlsym("shared", .handle("./libtaker.so")).failing(),
        .dlsym("call_offered", .handle("./libtaker.so")).failing(), .dlsym("shared"),
      ],
      shows: ["libtaker.so -> undefined: shared", "program -> program: shared"]),
    Scenario(
      "a handle of a needed library is searched on its own",
      [
        .library("libneeded.so", "int shared(void) { return 1; }"),
        .library("libroot.so", "int root(void) { return 2; }", needs: ["libneeded.so"]),
      ],
      program: .program(needs: ["libroot.so"]),
      events: [
        .dlopen("./libneeded.so"), .dlsym("shared", .handle("./libneeded.so")),
        .dlsym("root", .handle("./libneeded.so")).failing(),
      ],
      shows: ["libneeded.so -> libneeded.so: shared", "libneeded.so -> undefined: root"]),
    Scenario(
      "the program's default is what is global", [offer, one],
      events: [
        .dlopen("./liboffer.so"), .dlsym("offered").failing(), .dlopen("./libone.so", .global),
        .dlsym("shared"),
      ],
      shows: ["program -> undefined: offered", "program -> libone.so: shared"]),
    Scenario(
      "a library's default includes itself", [one, two],
      program: .program("int other(void) { return 0; }"),
      events: [
        .dlopen("./libone.so"), .dlopen("./libtwo.so"), .dlsym("shared", from: "libone.so"),
        .dlsym("shared", from: "libtwo.so"), .dlsym("other", from: "libtwo.so"),
      ],
      shows: [
        "libone.so -> libone.so: shared", "libtwo.so -> libtwo.so: shared",
        "libtwo.so -> program: other",
      ],
      atOnce: ["libone.so -> libone.so: shared", "libtwo.so -> libtwo.so: shared"]),
    Scenario(
      "a deeply bound library's default begins with itself", [two],
      program: sharer,
      events: [
        .dlopen("./libtwo.so", .deepbind), .dlsym("shared", from: "libtwo.so"), .dlsym("shared"),
      ],
      shows: ["libtwo.so -> libtwo.so: shared", "program -> program: shared"],
      atOnce: ["libtwo.so -> libtwo.so: shared"]),
    Scenario(
      "a library's default sees those that later came to need it",
      [
        .library("libcommon.so"),
        .library("libright.so", "int hook(void) { return 2; }", needs: ["libcommon.so"]),
      ],
      events: [
        .dlopen("./libcommon.so"), .dlsym("hook", from: "libcommon.so").failing(),
        .dlopen("./libright.so"), .dlsym("hook", from: "libcommon.so"),
      ],
      shows: ["libcommon.so -> undefined: hook", "libcommon.so -> libright.so: hook"]),
    Scenario(
      "the next definition after the program's", [one, two],
      program: .program("int shared(void) { return 0; }", needs: ["libone.so", "libtwo.so"]),
      events: [.dlsym("shared", .next), .dlsym("shared")],
      shows: ["program -> libone.so: shared", "program -> program: shared"]),
    Scenario(
      "the next definition after a preloaded library's",
      [one, .library("libpreload.so", "int shared(void) { return 3; }")],
      program: .program(needs: ["libone.so"], calls: ["shared"]), preloads: ["./libpreload.so"],
      events: [.call("shared"), .dlsym("shared", .next, from: "libpreload.so")],
      shows: ["program -> libpreload.so: shared", "libpreload.so -> libone.so: shared"]),
    Scenario(
      "there is nothing next after the last",
      [.library("libone.so", "int shared(void) { return 1; }")],
      program: .program(needs: ["libone.so"]),
      events: [
        .dlsym("shared", .next, from: "libone.so").failing(), .dlsym("shared", .next),
      ],
      shows: ["libone.so -> undefined: shared", "program -> libone.so: shared"]),
    Scenario(
      "next in an opened group stays in the group",
      [
        .library("libneeded.so", "int shared(void) { return 1; }"),
        .library("libroot.so", "int shared(void) { return 2; }", needs: ["libneeded.so"]), one,
      ],
      program: sharer,
      events: [
        .dlopen("./libone.so", .global), .dlopen("./libroot.so"),
        .dlsym("shared", .next, from: "libroot.so"),
        .dlsym("shared", .next, from: "libneeded.so").failing(),
      ],
      shows: ["libroot.so -> libneeded.so: shared", "libneeded.so -> undefined: shared"]),
    Scenario(
      "next takes a version",
      [
        .library("libone.so", "int foo(void) { return 1; }", versions: "V1 { global: foo; };"),
        .library("libtwo.so", "int foo(void) { return 2; }", versions: "V2 { global: foo; };"),
      ],
      program: .program(needs: ["libone.so", "libtwo.so"]),
      events: [.dlsym("foo", version: "V2", .next), .dlsym("foo", .next)],
      shows: ["program -> libtwo.so: foo@V2", "program -> libone.so: foo"]),
    Scenario(
      "a repeated lookup is repeated", [offer],
      events: [
        .dlopen("./liboffer.so"), .dlsym("offered", .handle("./liboffer.so")),
        .dlsym("offered", .handle("./liboffer.so")),
      ],
      shows: ["liboffer.so -> liboffer.so: offered", "liboffer.so -> liboffer.so: offered"]),
    Scenario(
      "dlsym finds functions of the C library by any caller", [one],
      events: [.dlopen("./libone.so"), .dlsym("getpid"), .dlsym("getpid", from: "libone.so")],
      shows: ["program -> libc.so.6: getpid", "libone.so -> libc.so.6: getpid"]),
    Scenario(
      "the C library can be opened here and elsewhere", [],
      events: [
        .dlopen("libc.so.6"), .dlsym("getpid", .handle("libc.so.6")), .dlmopen("libc.so.6"),
        .dlsym("getpid", .handle("libc.so.6"), in: 1),
      ],
      shows: ["libc.so.6 -> libc.so.6: getpid", "libc.so.6[1] -> libc.so.6[1]: getpid"]),
    Scenario(
      "a protected definition is found by name",
      [
        .library(
          "libguarded.so",
          "__attribute__((visibility(\"protected\"))) int shared(void) { return 1; }")
      ],
      program: sharer,
      events: [.dlopen("./libguarded.so"), .dlsym("shared", .handle("./libguarded.so"))],
      shows: ["libguarded.so -> libguarded.so: shared"]),
  ]
}
