// Who sees whom when libraries are opened (dlopen(3); glibc elf/dl-open.c, elf/dl-object.c).

import Foundation

extension Scenario {
  /// A library that has and calls `shared`, as others do.
  static let one = Part.library("libone.so", "int shared(void) { return 1; }", calls: ["shared"])
  /// Another one.
  static let two = Part.library("libtwo.so", "int shared(void) { return 2; }", calls: ["shared"])
  /// A program that has `shared` as well.
  static let sharer = Part.program("int shared(void) { return 0; }")
  /// A library that has `offered`.
  static let offer = Part.library("liboffer.so", "int offered(void) { return 1; }")
  /// A library that takes `offered` at its first call, or at once if it is there.
  static let taker = Part.library(
    "libtaker.so", "__attribute__((weak)) int offered(void);", calls: ["offered"])
  /// A library that takes data of this name, if it is there, at once.
  static func observer(_ name: String = "libobserver.so", of data: String) -> Part {
    .library(name, "extern int \(data) __attribute__((weak)); int *seen(void) { return &\(data); }")
  }

  static let opening: [Scenario] = [
    Scenario(
      "a local library asks the program before itself", [one], program: sharer,
      events: [.dlopen("./libone.so"), .call("shared", from: "libone.so")],
      shows: ["libone.so -> program: shared"]),
    Scenario(
      "a local library binds to itself where the program has nothing", [one, two],
      events: [
        .dlopen("./libone.so"), .dlopen("./libtwo.so"),
        .call("shared", from: "libtwo.so"), .call("shared", from: "libone.so"),
      ],
      shows: ["libone.so -> libone.so: shared", "libtwo.so -> libtwo.so: shared"]),
    Scenario(
      "a local library is out of sight of the next",
      [.library("libdata.so", "int datum = 1;"), observer(of: "datum")],
      events: [.dlopen("./libdata.so"), .dlopen("./libobserver.so")],
      shows: [
        "libobserver.so -> nothing: datum", "libdata.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),
    Scenario(
      "a global library serves the next",
      [.library("libdata.so", "int datum = 1;"), observer(of: "datum")],
      events: [.dlopen("./libdata.so", .global), .dlopen("./libobserver.so")],
      shows: ["libobserver.so -> libdata.so: datum"]),
    Scenario(
      "a global library brings what it needs into sight",
      [
        .library("libdata.so", "int datum = 1;"), .library("libroot.so", needs: ["libdata.so"]),
        observer(of: "datum"),
      ],
      events: [.dlopen("./libroot.so", .global), .dlopen("./libobserver.so")],
      shows: ["libobserver.so -> libdata.so: datum"]),
    Scenario(
      "the first global definition wins", [one, two],
      events: [
        .dlopen("./libtwo.so", .global), .dlopen("./libone.so", .global),
        .call("shared", from: "libone.so"),
      ],
      shows: ["libone.so -> libtwo.so: shared"]),
    Scenario(
      "a second opening makes a library global",
      [
        .library("libdata.so", "int datum = 1;"), observer(of: "datum"),
        observer("liblate.so", of: "datum"),
      ],
      events: [
        .dlopen("./libdata.so"), .dlopen("./libobserver.so"), .dlopen("./libdata.so", .global),
        .dlopen("./liblate.so"),
      ],
      shows: ["libobserver.so -> nothing: datum", "liblate.so -> libdata.so: datum"]),
    Scenario(
      "global libraries stand in the order of their promotion",
      [
        .library("libone.so", "int datum = 1;"), .library("libtwo.so", "int datum = 2;"),
        observer(of: "datum"),
      ],
      events: [
        .dlopen("./libone.so"), .dlopen("./libtwo.so", .global), .dlopen("./libone.so", .global),
        .dlopen("./libobserver.so"),
      ],
      shows: ["libobserver.so -> libtwo.so: datum"]),

    Scenario(
      "a deeply bound library asks itself first", [one], program: sharer,
      events: [.dlopen("./libone.so", .deepbind), .call("shared", from: "libone.so")],
      shows: ["libone.so -> libone.so: shared"]),
    Scenario(
      "what a deeply bound library needs asks that library first",
      [
        .library("libneeded.so", "int shared(void) { return 2; }", calls: ["shared"]),
        .library("libdeep.so", "int shared(void) { return 1; }", needs: ["libneeded.so"]),
      ],
      program: sharer,
      events: [.dlopen("./libdeep.so", .deepbind), .call("shared", from: "libneeded.so")],
      shows: ["libneeded.so -> libdeep.so: shared"]),
    Scenario(
      "deep binding comes too late for a loaded library", [one], program: sharer,
      events: [
        .dlopen("./libone.so"), .dlopen("./libone.so", .deepbind),
        .call("shared", from: "libone.so"),
      ],
      shows: ["libone.so -> program: shared"]),
    Scenario(
      "deep binding comes too late for a loaded dependency",
      [
        .library("libneeded.so", "int shared(void) { return 2; }", calls: ["shared"]),
        .library("libdeep.so", "int shared(void);", needs: ["libneeded.so"], calls: ["shared"]),
      ],
      program: sharer,
      events: [
        .dlopen("./libneeded.so"), .dlopen("./libdeep.so", .deepbind),
        .call("shared", from: "libneeded.so"), .call("shared", from: "libdeep.so"),
      ],
      shows: ["libneeded.so -> program: shared", "libdeep.so -> libneeded.so: shared"]),
    Scenario(
      "a deeply bound global library serves others after the program",
      [
        .library("libdeep.so", "int shared(void) { return 1; } int datum = 1;", calls: ["shared"]),
        .library(
          "libnext.so", "extern int datum; int *seen(void) { return &datum; }", calls: ["shared"]),
      ],
      program: sharer,
      events: [
        .dlopen("./libdeep.so", .deepbind, .global), .dlopen("./libnext.so"),
        .call("shared", from: "libnext.so"), .call("shared", from: "libdeep.so"),
      ],
      shows: [
        "libnext.so -> program: shared", "libnext.so -> libdeep.so: datum",
        "libdeep.so -> libdeep.so: shared",
      ]),

    Scenario(
      "noload finds a loaded library and can make it global",
      [.library("libdata.so", "int datum = 1;"), observer(of: "datum")],
      events: [
        .dlopen("./libdata.so"), .dlopen("./libdata.so", .noload, .global),
        .dlopen("./libobserver.so"),
      ],
      shows: ["libobserver.so -> libdata.so: datum"]),
    Scenario(
      "noload loads nothing",
      [.library("libdata.so", "int datum = 1;"), observer(of: "datum")],
      events: [
        .dlopen("./libdata.so", .noload, .global).failing(), .dlopen("./libobserver.so"),
        .dlopen("./libdata.so"),
      ],
      shows: [
        "libobserver.so -> nothing: datum", "libdata.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),

    Scenario(
      "a common dependency belongs to the library that brought it",
      [
        .library("libcommon.so", "int hook(void);", calls: ["hook"]),
        .library("libleft.so", "int hook(void) { return 1; }", needs: ["libcommon.so"]),
        .library("libright.so", "int hook(void) { return 2; }", needs: ["libcommon.so"]),
      ],
      events: [
        .dlopen("./libleft.so"), .dlopen("./libright.so"), .call("hook", from: "libcommon.so"),
      ],
      shows: ["libcommon.so -> libleft.so: hook"]),
    Scenario(
      "a loaded dependency's later calls see the library that needs it too",
      [
        .library(
          "libcommon.so", "__attribute__((weak)) int hook(void);", calls: ["hook"]),
        .library("libleft.so", needs: ["libcommon.so"]),
        .library("libright.so", "int hook(void) { return 2; }", needs: ["libcommon.so"]),
      ],
      events: [
        .dlopen("./libleft.so"), .dlopen("./libright.so"), .call("hook", from: "libcommon.so"),
      ],
      only: .lazily, shows: ["libcommon.so -> libright.so: hook"]),
    Scenario(
      "a library of the program sees nothing of the one that needs it too",
      [
        .library("libcommon.so", "int hook(void);", calls: ["hook"]),
        .library("libright.so", "int hook(void) { return 2; }", needs: ["libcommon.so"]),
      ],
      program: .program("int hook(void) { return 0; }", needs: ["libcommon.so"]),
      events: [.dlopen("./libright.so"), .call("hook", from: "libcommon.so")],
      shows: ["libcommon.so -> program: hook"]),
    Scenario(
      "a dependency that is loaded later does not count for those loaded before",
      [
        .library("libnew.so", "int hook(void) { return 1; }"),
        .library("libold.so", "__attribute__((weak)) int hook(void);", calls: ["hook"]),
        .library("libroot.so", needs: ["libold.so", "libnew.so"]),
      ],
      events: [
        .dlopen("./libold.so"), .dlopen("./libroot.so"), .call("hook", from: "libold.so"),
      ],
      only: .lazily, shows: ["libold.so -> libnew.so: hook"]),

    Scenario(
      "a first call binds in the world of its moment", [offer, taker],
      events: [
        .dlopen("./libtaker.so"), .dlopen("./liboffer.so", .global),
        .call("offered", from: "libtaker.so"),
      ],
      only: .lazily, shows: ["libtaker.so -> liboffer.so: offered"]),
    Scenario(
      "what binds at once does not see what comes later", [offer, taker],
      events: [.dlopen("./libtaker.so"), .dlopen("./liboffer.so", .global)],
      shows: ["libtaker.so -> nothing: offered"]),
    Scenario(
      "a call that is bound stays bound",
      [
        one, two,
        .library("libcaller.so", "int shared(void); int late(void);", calls: ["shared", "late"]),
        .library("liblate.so", "int shared(void) { return 4; } int late(void) { return 4; }"),
      ],
      events: [
        .dlopen("./libone.so", .global), .dlopen("./libcaller.so"),
        .call("shared", from: "libcaller.so"), .dlopen("./liblate.so", .global),
        .call("shared", from: "libcaller.so"), .call("late", from: "libcaller.so"),
      ],
      only: .lazily,
      shows: ["libcaller.so -> libone.so: shared", "libcaller.so -> liblate.so: late"]),
    Scenario(
      "a function that is missing at once stops a library",
      [.library("libcaller.so", "int late(void);", calls: ["late"])],
      events: [.dlopen("./libcaller.so").failing(.atOnce)],
      atOnce: ["libcaller.so -> undefined: late"], lazily: ["libcaller.so -> nothing: late"]),
    Scenario(
      "a program's slot finds a library that came later",
      [.library("liblate.so", "int late(void) { return 1; }")],
      program: .program(
        "__attribute__((weak)) int late(void);", calls: ["late"],
        options: ["-Wl,-z,dynamic-undefined-weak"]),
      events: [.dlopen("./liblate.so", .global), .call("late")],
      only: .lazily, shows: ["program -> liblate.so: late"]),
    Scenario(
      "a library opened with RTLD_NOW is not bound lazily", [offer, taker],
      events: [
        .dlopen("./libtaker.so", .now), .dlopen("./liboffer.so", .global),
        .dlsym("offered", .handle("./liboffer.so")),
      ],
      shows: ["libtaker.so -> nothing: offered", "liboffer.so -> liboffer.so: offered"]),
    Scenario(
      "RTLD_NOW on a loaded library binds nothing", [offer, taker],
      events: [
        .dlopen("./libtaker.so"), .dlopen("./libtaker.so", .now),
        .dlopen("./liboffer.so", .global), .call("offered", from: "libtaker.so"),
      ],
      only: .lazily, shows: ["libtaker.so -> liboffer.so: offered"]),
    Scenario(
      "RTLD_NOW binds what the library needs too",
      [
        .library("libneeded.so", "int shared(void) { return 1; }", calls: ["shared"]),
        .library("libroot.so", needs: ["libneeded.so"], calls: ["shared"]),
      ],
      events: [.dlopen("./libroot.so", .now)],
      shows: ["libneeded.so -> libneeded.so: shared", "libroot.so -> libneeded.so: shared"]),
    Scenario(
      "a library linked with -z now is not bound lazily",
      [
        .library(
          "libnow.so", "int shared(void) { return 1; }", calls: ["shared"], options: ["-Wl,-z,now"]),
        one,
      ],
      events: [.dlopen("./libnow.so"), .dlopen("./libone.so")],
      shows: ["libnow.so -> libnow.so: shared"], atOnce: ["libone.so -> libone.so: shared"],
      lazily: ["libone.so -> nothing: shared"]),
    Scenario(
      "a program linked with -z now says nothing of its libraries", [one],
      program: .program(needs: ["libone.so"], calls: ["shared"], options: ["-Wl,-z,now"]),
      events: [.call("shared")],
      shows: ["program -> libone.so: shared"], atOnce: ["libone.so -> libone.so: shared"],
      lazily: ["libone.so -> nothing: shared"]),

    Scenario(
      "the library that opens another does not lend it its scope",
      [
        .library("libopener.so", "int datum = 1;"), observer(of: "datum"),
      ],
      events: [.dlopen("./libopener.so"), .dlopen("./libobserver.so", from: "libopener.so")],
      shows: [
        "libobserver.so -> nothing: datum",
        "libobserver.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),
    Scenario(
      "two libraries that need each other are searched from the one that is opened",
      [
        .library("libone.so"),
        .library(
          "libtwo.so", "int shared(void) { return 2; }", needs: ["libone.so"], calls: ["shared"]),
        .library(
          "libone.so", "int shared(void) { return 1; }", needs: ["libtwo.so"], calls: ["shared"]),
      ],
      events: [
        .dlopen("./libtwo.so"), .dlopen("./libone.so"),
        .call("shared", from: "libone.so"), .call("shared", from: "libtwo.so"),
      ],
      shows: ["libone.so -> libtwo.so: shared", "libtwo.so -> libtwo.so: shared"]),
    Scenario(
      "what is needed is searched level by level",
      [
        .library("libdeep.so", "int shared(void) { return 3; } int low = 1;"),
        .library("libleft.so", needs: ["libdeep.so"]),
        .library("libright.so", "int shared(void) { return 2; }"),
        .library(
          "libroot.so", "int shared(void);", needs: ["libleft.so", "libright.so"], calls: ["shared"]
        ),
      ],
      events: [.dlopen("./libroot.so"), .call("shared", from: "libroot.so")],
      shows: ["libroot.so -> libright.so: shared"]),
    Scenario(
      "a program that needs a library only through another binds to it",
      [
        .library("libdeep.so", "int deep(void) { return 1; }"),
        .library("libmiddle.so", needs: ["libdeep.so"]),
      ],
      program: .program(
        "int deep(void);", needs: ["libmiddle.so"], calls: ["deep"],
        options: ["-Wl,--allow-shlib-undefined", "-Wl,--unresolved-symbols=ignore-all"]),
      events: [.call("deep")],
      shows: ["program -> libdeep.so: deep"]),
    Scenario(
      "opening a library of the program gives a handle to it, and it stays what it was",
      [one, two],
      program: .program(needs: ["libtwo.so", "libone.so"]),
      events: [
        .dlopen("./libone.so", .deepbind), .dlsym("shared", .handle("./libone.so")),
        .call("shared", from: "libone.so"),
      ],
      shows: ["libone.so -> libone.so: shared", "libone.so -> libtwo.so: shared"]),
    Scenario(
      "-z global makes no library global",
      [
        .library("libdata.so", "int datum = 1;", options: ["-Wl,-z,global"]), observer(of: "datum"),
      ],
      events: [.dlopen("./libdata.so"), .dlopen("./libobserver.so")],
      shows: [
        "libobserver.so -> nothing: datum", "libdata.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),
    Scenario(
      "-z interpose moves no library to the front",
      [
        one, .library("libtwo.so", "int shared(void) { return 2; }", options: ["-Wl,-z,interpose"]),
      ],
      program: .program(needs: ["libone.so", "libtwo.so"], calls: ["shared"]),
      events: [.call("shared")],
      shows: ["program -> libone.so: shared"]),
    Scenario(
      "-z nodlopen has a library opened by nobody",
      [
        .library("libdata.so", "int datum = 1;", options: ["-Wl,-z,nodlopen"]),
        observer(of: "datum"),
      ],
      events: [.dlopen("./libdata.so", .global).failing(), .dlopen("./libobserver.so")],
      shows: [
        "libobserver.so -> nothing: datum", "libdata.so -> nothing: __cxa_finalize",
        "libobserver.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),
    Scenario(
      "-z nodlopen counts for what an opened library needs",
      [
        .library("libdata.so", "int datum = 1;", options: ["-Wl,-z,nodlopen"]),
        .library("libroot.so", needs: ["libdata.so"]), observer(of: "datum"),
      ],
      events: [.dlopen("./libroot.so", .global).failing(), .dlopen("./libobserver.so")],
      shows: [
        "libobserver.so -> nothing: datum", "libroot.so -> nothing: __cxa_finalize",
        "libobserver.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),
    Scenario(
      "-z nodlopen stops nobody who has the library",
      [.library("libdata.so", "int datum = 1;", options: ["-Wl,-z,nodlopen"])],
      program: .program(needs: ["libdata.so"]),
      events: [.dlopen("./libdata.so"), .dlsym("datum", .handle("./libdata.so"))],
      shows: ["libdata.so -> libdata.so: datum"]),
    Scenario(
      "a program is not opened as a library", [one],
      events: [
        .dlopen("./program").failing(), .dlopen("./libone.so"), .call("shared", from: "libone.so"),
      ],
      shows: ["libone.so -> libone.so: shared"]),
    Scenario(
      "libraries of all linkers are bound alike",
      [
        .library("libgold.so", "int shared(void);", calls: ["shared"], options: ["-fuse-ld=gold"]),
        .library("libmold.so", "int shared(void);", calls: ["shared"], options: ["-fuse-ld=mold"]),
        .library("liblld.so", "int shared(void);", calls: ["shared"], options: ["-fuse-ld=lld"]),
      ],
      program: sharer,
      events: [
        .dlopen("./libgold.so"), .dlopen("./libmold.so"), .dlopen("./liblld.so"),
        .call("shared", from: "libgold.so"), .call("shared", from: "libmold.so"),
        .call("shared", from: "liblld.so"),
      ],
      shows: [
        "libgold.so -> program: shared", "libmold.so -> program: shared",
        "liblld.so -> program: shared",
      ]),
    Scenario(
      "a library that cannot be completed leaves no trace",
      [
        .library("libgone.so", "int datum = 1;"),
        .library("libroot.so", "int datum = 2;", needs: ["libgone.so"]), observer(of: "datum"),
      ],
      finally: { try FileManager.default.removeItem(at: $0.file("libgone.so")) },
      events: [.dlopen("./libroot.so", .global).failing(), .dlopen("./libobserver.so")],
      shows: [
        "libobserver.so -> nothing: datum",
        "libobserver.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),
    Scenario(
      "a library that cannot be relocated leaves nothing but its lookups",
      [
        .library("libdata.so", "int datum = 1; int missing = 1;"),
        .library(
          "libroot.so",
          "extern int missing; int *seen(void) { return &missing; }", needs: ["libdata.so"]),
        .library("libdata.so", "int datum = 1;"), observer(of: "datum"),
      ],
      events: [.dlopen("./libroot.so", .global).failing(), .dlopen("./libobserver.so")],
      shows: ["libroot.so -> undefined: missing", "libobserver.so -> nothing: datum"]),
  ]
}
