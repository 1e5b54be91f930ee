// Where libraries are found, and when two names are one library (ld.so(8); glibc elf/dl-load.c).

import Foundation
import TestSupport

extension Scenario {
  private static func located(_ path: String) -> Part {
    .library(path, "int datum = 1;")
  }
  private static let use = "extern int datum; int *seen(void) { return &datum; }"
  private static func searcher(
    _ path: String, _ runpath: String?, needs: [String], options: [String] = []
  )
    -> Part
  {
    .library(path, use, needs: needs, runpath: runpath, options: options)
  }
  private static let noTags = "-Wl,--disable-new-dtags"
  private static func link(_ name: String, to file: String)
    -> @Sendable (TemporaryFolder) throws -> Void
  {
    {
      try FileManager.default.createSymbolicLink(
        atPath: $0.file(name).path, withDestinationPath: file)
    }
  }

  static let searching: [Scenario] = [
    Scenario(
      "a RUNPATH serves its own library only",
      [
        located("near/libdata.so"), located("far/libdata.so"),
        searcher("libuser.so", nil, needs: ["near/libdata.so"]),
      ],
      program: .program(runpath: "$ORIGIN/near"), libraryPath: "far",
      events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> far/libdata.so: datum"]),
    Scenario(
      "an RPATH serves what the library needs",
      [
        located("near/libdata.so"), located("far/libdata.so"),
        searcher("libuser.so", nil, needs: ["near/libdata.so"]),
      ],
      program: .program(runpath: nil, options: [noTags, "-Wl,-rpath,$ORIGIN/near"]),
      libraryPath: "far",
      events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> near/libdata.so: datum"]),
    Scenario(
      "LD_LIBRARY_PATH comes before a RUNPATH",
      [
        located("near/libdata.so"), located("far/libdata.so"),
        searcher("libuser.so", "$ORIGIN/near", needs: ["near/libdata.so"]),
      ],
      libraryPath: "far", events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> far/libdata.so: datum"]),
    Scenario(
      "an RPATH comes before LD_LIBRARY_PATH",
      [
        located("near/libdata.so"), located("far/libdata.so"),
        searcher(
          "libuser.so", nil, needs: ["near/libdata.so"],
          options: [noTags, "-Wl,-rpath,$ORIGIN/near"]),
      ],
      libraryPath: "far", events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> near/libdata.so: datum"]),
    Scenario(
      "a RUNPATH has its library ignore the RPATH of its users",
      [
        located("near/libdata.so"), located("far/libdata.so"),
        searcher("libuser.so", "$ORIGIN/far", needs: ["near/libdata.so"]),
        .library(
          "libroot.so", needs: ["libuser.so"], runpath: nil,
          options: [noTags, "-Wl,-rpath,$ORIGIN/near:$ORIGIN"]),
      ],
      events: [.dlopen("./libroot.so")],
      shows: ["libuser.so -> far/libdata.so: datum"]),
    Scenario(
      "an RPATH is handed down through what is needed",
      [
        located("near/libdata.so"), searcher("near/libuser.so", nil, needs: ["near/libdata.so"]),
        .library(
          "libroot.so", needs: ["near/libuser.so"], runpath: nil,
          options: [noTags, "-Wl,-rpath,$ORIGIN/near"]),
      ],
      events: [.dlopen("./libroot.so")],
      shows: ["near/libuser.so -> near/libdata.so: datum"]),
    Scenario(
      "a RUNPATH is not handed down",
      [
        located("near/libdata.so"), searcher("near/libuser.so", nil, needs: ["near/libdata.so"]),
        .library("libroot.so", needs: ["near/libuser.so"], runpath: "$ORIGIN/near"), one,
      ],
      events: [.dlopen("./libroot.so").failing(), .dlopen("./libone.so")],
      shows: [
        "near/libuser.so -> nothing: datum", "libone.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),
    Scenario(
      "a library is opened along the RUNPATH of the one that opens it",
      [
        .library("near/libplugin.so", "int datum = 1; int *seen(void) { return &datum; }"),
        .library("libhost.so", needs: ["near/libplugin.so"], runpath: "$ORIGIN/near"),
        .library("libhost.so", runpath: nil, options: ["-Wl,-rpath,$ORIGIN/near"]),
      ],
      events: [
        .dlopen("./libhost.so"), .dlopen("libplugin.so").failing(),
        .dlopen("libplugin.so", from: "libhost.so"),
      ],
      shows: ["near/libplugin.so -> near/libplugin.so: datum"]),
    Scenario(
      "a program's RPATH serves what its libraries open",
      [
        .library("near/libplugin.so", "int datum = 1; int *seen(void) { return &datum; }"), one,
      ],
      program: .program(runpath: nil, options: [noTags, "-Wl,-rpath,$ORIGIN/near"]),
      events: [.dlopen("./libone.so"), .dlopen("libplugin.so", from: "libone.so")],
      shows: ["near/libplugin.so -> near/libplugin.so: datum"]),
    Scenario(
      "the first folder that has the library wins",
      [
        located("near/libdata.so"), located("far/libdata.so"),
        searcher("libuser.so", nil, needs: ["near/libdata.so"]),
      ],
      libraryPath: "missing:far:near", events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> far/libdata.so: datum"]),
    Scenario(
      "an empty folder name is the current folder",
      [located("libdata.so"), searcher("libuser.so", nil, needs: ["libdata.so"])],
      libraryPath: "missing::far", events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> libdata.so: datum"]),
    Scenario(
      "a semicolon separates folders as well",
      [located("near/libdata.so"), searcher("libuser.so", nil, needs: ["near/libdata.so"])],
      libraryPath: "missing;near", events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> near/libdata.so: datum"]),
    Scenario(
      "a RUNPATH may be relative to the current folder",
      [
        located("near/libdata.so"),
        searcher("libuser.so", "missing:near/", needs: ["near/libdata.so"]),
      ],
      events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> near/libdata.so: datum"]),
    Scenario(
      "$ORIGIN in a needed name is the folder of the library that needs it",
      [
        .library("near/libdata.so", "int datum = 1;", soname: .named("$ORIGIN/libdata.so")),
        searcher("near/libuser.so", nil, needs: ["near/libdata.so"]),
      ],
      events: [.dlopen("./near/libuser.so")],
      shows: ["near/libuser.so -> near/libdata.so: datum"]),
    Scenario(
      "$ORIGIN in an opened name is the folder of the caller",
      [
        .library("near/libself.so", "int datum = 1; int *seen(void) { return &datum; }"),
        .library("near/libhost.so"),
        .library("libother.so", "int datum = 1; int *seen(void) { return &datum; }"),
      ],
      events: [
        .dlopen("./near/libhost.so"), .dlopen("$ORIGIN/libself.so", from: "libhost.so"),
        .dlopen("$ORIGIN/libother.so"),
      ],
      shows: [
        "near/libself.so -> near/libself.so: datum", "libother.so -> libother.so: datum",
      ]),
    Scenario(
      "a name with $ORIGIN is a name of the library that was found by it",
      [
        .library("near/libself.so", "int datum = 1; int *seen(void) { return &datum; }"),
        .library("near/libhost.so"),
        .library("libself.so", "int datum = 1; int *seen(void) { return &datum; }"),
      ],
      events: [
        .dlopen("./near/libhost.so"), .dlopen("$ORIGIN/libself.so", from: "libhost.so"),
        .dlopen("$ORIGIN/libself.so"), .dlsym("datum", .handle("$ORIGIN/libself.so")),
      ],
      shows: [
        "near/libself.so -> near/libself.so: datum", "near/libself.so -> near/libself.so: datum",
        "libself.so -> nothing: datum",
      ]),
    Scenario(
      "$LIB is the system's word for its folder of libraries",
      [
        located("lib/x86_64-linux-gnu/libdata.so"),
        searcher("libuser.so", "$ORIGIN/${LIB}", needs: ["lib/x86_64-linux-gnu/libdata.so"]),
      ],
      events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> lib/x86_64-linux-gnu/libdata.so: datum"]),
    Scenario(
      "a folder for the processor comes before the folder itself",
      [
        located("near/libdata.so"), located("near/glibc-hwcaps/x86-64-v2/libdata.so"),
        searcher("libuser.so", nil, needs: ["near/libdata.so"]),
      ],
      libraryPath: "near", events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> near/glibc-hwcaps/x86-64-v2/libdata.so: datum"]),
    Scenario(
      "a library for another word size is passed over",
      [
        located("near/libdata.so"), located("far/libdata.so"),
        searcher("libuser.so", nil, needs: ["far/libdata.so"]),
      ],
      libraryPath: "near:far",
      finally: { try overwrite($0.file("near/libdata.so"), at: 4, with: [1]) },
      events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> far/libdata.so: datum"]),
    Scenario(
      "a needed path is opened as it is",
      [
        .library("near/libdata.so", "int datum = 1;", soname: .none),
        searcher("libuser.so", nil, needs: ["near/libdata.so"]),
      ],
      events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> near/libdata.so: datum"]),
    Scenario(
      "a library that forbids the system's folders finds nothing there",
      [
        .library(
          "libuser.so", "double cos(double); double f(double x) { return cos(x); }", needs: [],
          options: ["-fno-builtin", "-lm", "-Wl,-z,nodefaultlib"]), one,
      ],
      events: [.dlopen("./libuser.so").failing(), .dlopen("./libone.so")],
      shows: ["libuser.so -> nothing: cos", "libone.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5"]),
    Scenario(
      "a system library is found by its name", [],
      events: [.dlopen("libm.so.6"), .dlsym("cos", .handle("libm.so.6"))],
      shows: ["libm.so.6 -> libm.so.6: cos"]),
    Scenario(
      "the C++ library is found with all that it needs", [],
      events: [.dlopen("libstdc++.so.6"), .dlsym("_ZSt4cout", .handle("libstdc++.so.6"))],
      only: .atOnce,
      shows: [
        "libstdc++.so.6 -> libstdc++.so.6: _ZSt4cout",
        "libstdc++.so.6 -> libstdc++.so.6: _ZSt4cout@GLIBCXX_3.4",
      ]),

    Scenario(
      "a file under two names is one library",
      [.library("libself.so", "int datum = 1; int *seen(void) { return &datum; }")],
      finally: link("libother.so", to: "libself.so"),
      events: [
        .dlopen("./libself.so"), .dlopen("./libother.so"),
        .dlsym("datum", .handle("./libother.so")),
      ],
      shows: ["libself.so -> libself.so: datum", "libself.so -> libself.so: datum"]),
    Scenario(
      "a library bears the name under which it was found first",
      [.library("libself.so", "int datum = 1; int *seen(void) { return &datum; }")],
      finally: link("libother.so", to: "libself.so"),
      events: [
        .dlopen("./libother.so"), .dlopen("./libself.so"), .dlsym("datum", .handle("./libself.so")),
      ],
      shows: ["libother.so -> libother.so: datum", "libother.so -> libother.so: datum"]),
    Scenario(
      "a copy of a file is another library",
      [.library("libself.so", "int datum = 1; int *seen(void) { return &datum; }")],
      finally: {
        try FileManager.default.copyItem(at: $0.file("libself.so"), to: $0.file("libother.so"))
      },
      events: [.dlopen("./libself.so"), .dlopen("./libother.so")],
      shows: ["libself.so -> libself.so: datum", "libother.so -> libother.so: datum"]),
    Scenario(
      "a needed name is found by the name that a loaded library gives itself",
      [
        .library("libdata.so", "int datum = 1;"),
        .library("libuser.so", use, needs: ["libdata.so"]),
        .library("libloaded.so", "int datum = 2;", soname: .named("libdata.so")),
      ],
      events: [.dlopen("./libloaded.so"), .dlopen("./libuser.so")],
      shows: ["libuser.so -> libloaded.so: datum"]),

    Scenario(
      "either hash table leads to the definition",
      [
        .library("libsysv.so", "int by_sysv = 1;", options: ["-Wl,--hash-style=sysv"]),
        .library("libgnu.so", "int by_gnu = 1;", options: ["-Wl,--hash-style=gnu"]),
        .library("libboth.so", "int by_both = 1;", options: ["-Wl,--hash-style=both"]),
        .library(
          "libuser.so",
          "extern int by_sysv, by_gnu, by_both; int *table[] = {&by_sysv, &by_gnu, &by_both};",
          needs: ["libsysv.so", "libgnu.so", "libboth.so"], options: ["-Wl,--hash-style=sysv"]),
      ],
      events: [.dlopen("./libuser.so"), .dlsym("by_gnu", .handle("./libuser.so"))],
      shows: [
        "libuser.so -> libsysv.so: by_sysv", "libuser.so -> libgnu.so: by_gnu",
        "libuser.so -> libgnu.so: by_gnu", "libuser.so -> libboth.so: by_both",
      ]),
    Scenario(
      "a SysV table finds versions as well",
      [
        .library(
          "libfoo.so",
          """
          int old_foo(void) { return 1; }
          int new_foo(void) { return 2; }
          __asm__(".symver old_foo, foo@V1");
          __asm__(".symver new_foo, foo@@V2");
          """, versions: "V1 { global: foo; local: *; }; V2 { global: foo; } V1;",
          options: ["-Wl,--hash-style=sysv"]),
        .library("libuser.so", needs: ["libfoo.so"], calls: ["foo"]),
      ],
      events: [
        .dlopen("./libuser.so"), .call("foo", from: "libuser.so"),
        .dlopen("./libfoo.so"), .dlsym("foo", version: "V1", .handle("./libfoo.so")),
      ],
      shows: ["libuser.so -> libfoo.so: foo@V2", "libfoo.so -> libfoo.so: foo@V1"]),
  ]
}
