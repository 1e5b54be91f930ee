// What goes and what stays when libraries are closed (dlclose(3); glibc elf/dl-close.c).
//
// Whether a library stayed is seen when it is opened again: only a new one is relocated.

extension Scenario {
  private static let self_ = Part.library(
    "libself.so", "int datum = 1; int *seen(void) { return &datum; }")
  private static let once = ["libself.so -> libself.so: datum"]
  private static let twice = once + once

  static let closing: [Scenario] = [
    Scenario(
      "a closed library is loaded anew", [self_],
      events: [.dlopen("./libself.so"), .dlclose("./libself.so"), .dlopen("./libself.so")],
      shows: twice),
    Scenario(
      "a library that was opened twice must be closed twice", [self_],
      events: [
        .dlopen("./libself.so"), .dlopen("./libself.so"), .dlclose("./libself.so"),
        .dlopen("./libself.so"),
      ],
      shows: once),
    Scenario(
      "closing one of two users leaves what both need",
      [
        self_, .library("libleft.so", needs: ["libself.so"]),
        .library("libright.so", needs: ["libself.so"]),
      ],
      events: [
        .dlopen("./libleft.so"), .dlopen("./libright.so"), .dlclose("./libleft.so"),
        .dlopen("./libself.so"), .dlopen("./libleft.so"),
      ],
      shows: once + [
        "libleft.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
        "libleft.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),
    Scenario(
      "closing both users closes what both need",
      [
        self_, .library("libleft.so", needs: ["libself.so"]),
        .library("libright.so", needs: ["libself.so"]),
      ],
      events: [
        .dlopen("./libleft.so"), .dlopen("./libright.so"), .dlclose("./libleft.so"),
        .dlclose("./libright.so"), .dlopen("./libself.so"),
      ],
      shows: twice),
    Scenario(
      "a library that others were bound to stays",
      [self_, .library("libuser.so", "extern int datum; int *seen(void) { return &datum; }")],
      events: [
        .dlopen("./libself.so", .global), .dlopen("./libuser.so"), .dlclose("./libself.so"),
        .dlopen("./libself.so"),
      ],
      shows: once + ["libuser.so -> libself.so: datum"]),
    Scenario(
      "a library goes with the last that was bound to it",
      [self_, .library("libuser.so", "extern int datum; int *seen(void) { return &datum; }")],
      events: [
        .dlopen("./libself.so", .global), .dlopen("./libuser.so"), .dlclose("./libself.so"),
        .dlclose("./libuser.so"), .dlopen("./libself.so"),
      ],
      shows: twice),
    Scenario(
      "a lazy call keeps the library that it was bound to",
      [
        .library(
          "libself.so",
          "int datum = 1; int *seen(void) { return &datum; } int offered(void) { return 1; }"),
        taker,
      ],
      events: [
        .dlopen("./libtaker.so"), .dlopen("./libself.so", .global),
        .call("offered", from: "libtaker.so"), .dlclose("./libself.so"), .dlopen("./libself.so"),
      ],
      only: .lazily, shows: once + ["libtaker.so -> libself.so: offered"]),
    Scenario(
      "a call that was not made keeps nothing",
      [
        .library(
          "libself.so",
          "int datum = 1; int *seen(void) { return &datum; } int offered(void) { return 1; }"),
        taker,
      ],
      events: [
        .dlopen("./libself.so", .global), .dlopen("./libtaker.so"), .dlclose("./libself.so"),
        .dlopen("./libself.so"),
      ],
      atOnce: once + ["libtaker.so -> libself.so: offered"],
      lazily: twice + ["libtaker.so -> nothing: offered"]),
    Scenario(
      "a name that a library looked up keeps what it was found in", [self_, one],
      events: [
        .dlopen("./libone.so"), .dlopen("./libself.so", .global),
        .dlsym("datum", from: "libone.so"), .dlclose("./libself.so"), .dlopen("./libself.so"),
      ],
      shows: once + ["libone.so -> libself.so: datum"]),
    Scenario(
      "a name that the program looked up keeps what it was found in for good", [self_],
      events: [
        .dlopen("./libself.so", .global), .dlsym("datum"), .dlclose("./libself.so"),
        .dlopen("./libself.so"),
      ],
      shows: once + ["program -> libself.so: datum"]),
    Scenario(
      "a name that was looked up in a handle keeps nothing", [self_],
      events: [
        .dlopen("./libself.so"), .dlsym("datum", .handle("./libself.so")),
        .dlclose("./libself.so"), .dlopen("./libself.so"),
      ],
      shows: twice + once),
    Scenario(
      "a program's first call keeps the library for good",
      [
        .library(
          "libself.so",
          "int datum = 1; int *seen(void) { return &datum; } int late(void) { return 1; }")
      ],
      program: .program(
        "__attribute__((weak)) int late(void);", calls: ["late"],
        options: ["-Wl,-z,dynamic-undefined-weak"]),
      events: [
        .dlopen("./libself.so", .global), .call("late"), .dlclose("./libself.so"),
        .dlopen("./libself.so"),
      ],
      only: .lazily, shows: once + ["program -> libself.so: late"]),

    Scenario(
      "a library opened with RTLD_NODELETE stays", [self_],
      events: [
        .dlopen("./libself.so", .nodelete), .dlclose("./libself.so"), .dlopen("./libself.so"),
      ],
      shows: once),
    Scenario(
      "RTLD_NODELETE works on a loaded library", [self_],
      events: [
        .dlopen("./libself.so"), .dlopen("./libself.so", .noload, .nodelete),
        .dlclose("./libself.so"), .dlclose("./libself.so"), .dlopen("./libself.so"),
      ],
      shows: once),
    Scenario(
      "a library linked with -z nodelete stays",
      [
        .library(
          "libself.so", "int datum = 1; int *seen(void) { return &datum; }",
          options: ["-Wl,-z,nodelete"])
      ],
      events: [.dlopen("./libself.so"), .dlclose("./libself.so"), .dlopen("./libself.so")],
      shows: once),
    Scenario(
      "a library that stays keeps what it needs",
      [self_, .library("libroot.so", needs: ["libself.so"], options: ["-Wl,-z,nodelete"])],
      events: [.dlopen("./libroot.so"), .dlclose("./libroot.so"), .dlopen("./libself.so")],
      shows: once),
    Scenario(
      "a library does not stay for being needed beside one that does",
      [
        self_, .library("libstay.so", options: ["-Wl,-z,nodelete"]),
        .library("libroot.so", needs: ["libself.so", "libstay.so"]),
      ],
      events: [
        .dlopen("./libroot.so"), .dlclose("./libroot.so"), .dlopen("./libself.so"),
        .dlopen("./libstay.so"),
      ],
      shows: twice + ["libstay.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5"]),
    Scenario(
      "a library that stays when its group goes has a scope of its own",
      [
        .library(
          "libstay.so", "int shared(void) { return 1; } __attribute__((weak)) int hook(void);",
          calls: ["shared"], options: ["-Wl,-z,nodelete"]),
        .library("libroot.so", "int shared(void) { return 2; }", needs: ["libstay.so"]),
      ],
      events: [
        .dlopen("./libroot.so"), .dlclose("./libroot.so"), .call("shared", from: "libstay.so"),
      ],
      atOnce: ["libstay.so -> libroot.so: shared"], lazily: ["libstay.so -> libstay.so: shared"]),
    Scenario(
      "what stays when its group goes still sees what it needs",
      [
        .library("libneeded.so", "int shared(void) { return 1; }"),
        .library(
          "libstay.so", "int shared(void);", needs: ["libneeded.so"], calls: ["shared"],
          options: ["-Wl,-z,nodelete"]),
        .library("libroot.so", "int shared(void) { return 2; }", needs: ["libstay.so"]),
      ],
      events: [
        .dlopen("./libroot.so"), .dlclose("./libroot.so"), .call("shared", from: "libstay.so"),
      ],
      only: .lazily, shows: ["libstay.so -> libneeded.so: shared"]),
    Scenario(
      "a library with a unique object stays", [unique("libone.so"), unique("libtwo.so")],
      events: [
        .dlopen("./libone.so"), .dlclose("./libone.so"), .dlopen("./libtwo.so"),
        .dlclose("./libtwo.so"), .dlopen("./libone.so"), .dlopen("./libtwo.so"),
      ],
      shows: [
        "libone.so -> libone.so: only", "libtwo.so -> libone.so: only",
        "libtwo.so -> libone.so: only",
      ]),
    Scenario(
      "a unique object that was only looked up keeps its library",
      [
        .library(
          "libone.so",
          #"""
          __asm__(".data\n\t.globl only\n\t.type only, @gnu_unique_object\n"
                  "\t.size only, 4\nonly: .long 1\n\t.text\n");
          """#), unique("libtwo.so"),
      ],
      events: [
        .dlopen("./libone.so"), .dlsym("only", .handle("./libone.so")), .dlclose("./libone.so"),
        .dlopen("./libtwo.so"),
      ],
      shows: ["libone.so -> libone.so: only", "libtwo.so -> libone.so: only"]),
    Scenario(
      "libraries that need each other go together",
      [
        .library("libother.so"),
        .library(
          "libself.so", "int datum = 1; int *seen(void) { return &datum; }", needs: ["libother.so"]),
        .library("libother.so", needs: ["libself.so"]),
      ],
      events: [.dlopen("./libother.so"), .dlclose("./libother.so"), .dlopen("./libself.so")],
      shows: twice),
    Scenario(
      "what was needed by a global library stays global",
      [
        .library("libdata.so", "int datum = 1;"), .library("libroot.so", needs: ["libdata.so"]),
        .library("libuser.so", needs: ["libdata.so"]), observer(of: "datum"),
      ],
      events: [
        .dlopen("./libroot.so", .global), .dlopen("./libuser.so"), .dlclose("./libroot.so"),
        .dlopen("./libobserver.so"),
      ],
      shows: ["libobserver.so -> libdata.so: datum"]),

    Scenario(
      "a closed global library serves nobody", [self_, observer(of: "datum")],
      events: [
        .dlopen("./libself.so", .global), .dlclose("./libself.so"), .dlopen("./libobserver.so"),
      ],
      shows: once + ["libobserver.so -> nothing: datum"]),
    Scenario(
      "a library that came back is global only if it is asked to be",
      [self_, observer(of: "datum")],
      events: [
        .dlopen("./libself.so", .global), .dlclose("./libself.so"), .dlopen("./libself.so"),
        .dlopen("./libobserver.so"),
      ],
      shows: twice + ["libobserver.so -> nothing: datum"]),
    Scenario(
      "a global library that stays goes on serving",
      [
        .library(
          "libself.so", "int datum = 1; int *seen(void) { return &datum; }",
          options: ["-Wl,-z,nodelete"]),
        observer(of: "datum"),
      ],
      events: [
        .dlopen("./libself.so", .global), .dlclose("./libself.so"), .dlopen("./libobserver.so"),
      ],
      shows: once + ["libobserver.so -> libself.so: datum"]),
    Scenario(
      "a closed library's place among the global ones is at the end",
      [
        .library("libone.so", "int datum = 1;"), .library("libtwo.so", "int datum = 2;"),
        observer(of: "datum"),
      ],
      events: [
        .dlopen("./libone.so", .global), .dlopen("./libtwo.so", .global), .dlclose("./libone.so"),
        .dlopen("./libone.so", .global), .dlopen("./libobserver.so"),
      ],
      shows: ["libobserver.so -> libtwo.so: datum"]),
    Scenario(
      "a scope that a library lent is taken back when it goes",
      [
        .library("libcommon.so", "__attribute__((weak)) int hook(void);", calls: ["hook"]),
        .library("libleft.so", "int hook(void) { return 1; }", needs: ["libcommon.so"]),
        .library("libright.so", "int hook(void) { return 2; }", needs: ["libcommon.so"]),
      ],
      events: [
        .dlopen("./libcommon.so"), .dlopen("./libleft.so"), .dlclose("./libleft.so"),
        .dlopen("./libright.so"), .call("hook", from: "libcommon.so"),
      ],
      only: .lazily, shows: ["libcommon.so -> libright.so: hook"]),
    Scenario(
      "a library of the program is never closed", [self_],
      program: .program(needs: ["libself.so"]),
      events: [.dlopen("./libself.so"), .dlclose("./libself.so"), .dlopen("./libself.so")],
      shows: once),
    Scenario(
      "a library in use by its own closing group stays deeply bound",
      [
        .library(
          "libdeep.so", "int shared(void) { return 1; }", calls: ["shared"],
          options: ["-Wl,-z,nodelete"]),
        .library("libroot.so", "int shared(void) { return 2; }", needs: ["libdeep.so"]),
      ],
      program: sharer,
      events: [
        .dlopen("./libroot.so", .deepbind), .dlclose("./libroot.so"),
        .call("shared", from: "libdeep.so"),
      ],
      atOnce: ["libdeep.so -> libroot.so: shared"], lazily: ["libdeep.so -> libdeep.so: shared"]),
    Scenario(
      "a library closed in one namespace stays in another", [self_],
      events: [
        .dlopen("./libself.so"), .dlmopen("./libself.so"), .dlclose("./libself.so"),
        .dlmopen("./libself.so", into: 1), .dlopen("./libself.so"),
      ],
      shows: twice + ["libself.so[1] -> libself.so[1]: datum"]),
  ]
}
