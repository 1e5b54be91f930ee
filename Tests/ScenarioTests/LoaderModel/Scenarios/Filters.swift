// Libraries that stand for others (DT_FILTER, DT_AUXILIARY; ld(1) -F and -f; glibc elf/dl-deps.c).

import Foundation

extension Scenario {
  private static let real = Part.library(
    "libreal.so", "int shared(void) { return 1; } int more(void) { return 1; }")
  private static func filter(_ option: String, needs: [String] = []) -> Part {
    .library(
      "libfilter.so", "int shared(void) { return 2; } int own(void) { return 2; }", needs: needs,
      options: [option, "-Wl,-rpath,$ORIGIN"])
  }
  private static let user = Part.program(
    "int own(void);", needs: ["libfilter.so"], calls: ["shared", "own"])
  private static let calls: [Event] = [.call("shared"), .call("own")]

  static let filters: [Scenario] = [
    Scenario(
      "the library that a filter names comes before it",
      [real, filter("-Wl,--filter,libreal.so")], program: user, events: calls,
      shows: ["program -> libreal.so: shared", "program -> libfilter.so: own"]),
    Scenario(
      "an auxiliary library comes before the one that names it",
      [real, filter("-Wl,--auxiliary,libreal.so")], program: user, events: calls,
      shows: ["program -> libreal.so: shared", "program -> libfilter.so: own"]),
    Scenario(
      "an auxiliary library may be missing", [filter("-Wl,--auxiliary,libmissing.so")],
      program: user, events: calls,
      shows: ["program -> libfilter.so: shared", "program -> libfilter.so: own"]),
    Scenario(
      "a filter without its library cannot be opened",
      [filter("-Wl,--filter,libmissing.so"), one],
      events: [
        .dlopen("./libfilter.so").failing(), .dlopen("./libone.so"),
        .call("shared", from: "libone.so"),
      ],
      shows: ["libone.so -> libone.so: shared", "libfilter.so -> nothing: __cxa_finalize"]),
    Scenario(
      "an opened filter is searched after its library",
      [
        real, filter("-Wl,--filter,libreal.so"),
        .library(
          "libuser.so", "int own(void);", needs: ["libfilter.so"], calls: ["shared", "own"]),
      ],
      events: [
        .dlopen("./libuser.so"), .call("shared", from: "libuser.so"),
        .call("own", from: "libuser.so"),
      ],
      shows: ["libuser.so -> libreal.so: shared", "libuser.so -> libfilter.so: own"]),
    Scenario(
      "a filter that is opened itself comes after its library",
      [real, filter("-Wl,--filter,libreal.so")],
      events: [
        .dlopen("./libfilter.so"), .dlsym("shared", .handle("./libfilter.so")),
        .dlsym("own", .handle("./libfilter.so")),
      ],
      shows: ["libfilter.so -> libreal.so: shared", "libfilter.so -> libfilter.so: own"]),
    Scenario(
      "a filter's library that is also needed moves before the filter",
      [
        real, .library("libmiddle.so", "int shared(void) { return 3; }"),
        filter("-Wl,--filter,libreal.so"),
      ],
      program: .program(
        "int own(void);", needs: ["libfilter.so", "libmiddle.so", "libreal.so"],
        calls: ["shared", "own"]),
      events: calls,
      shows: ["program -> libreal.so: shared", "program -> libfilter.so: own"]),
    Scenario(
      "a filter's library that is needed before stays where it is",
      [
        real,
        .library("libmiddle.so", "int more(void) { return 3; } int shared(void) { return 3; }"),
        filter("-Wl,--filter,libreal.so"),
      ],
      program: .program(
        "int own(void); int more(void);", needs: ["libmiddle.so", "libreal.so", "libfilter.so"],
        calls: ["shared", "own", "more"]),
      events: calls + [.call("more")],
      shows: [
        "program -> libmiddle.so: shared", "program -> libfilter.so: own",
        "program -> libmiddle.so: more",
      ]),
    Scenario(
      "a library may name two auxiliary ones",
      [
        real,
        .library("libmiddle.so", "int shared(void) { return 3; } int third(void) { return 3; }"),
        .library(
          "libfilter.so",
          "int shared(void) { return 2; } int own(void) { return 2; } int third(void) { return 2; }",
          options: [
            "-Wl,--auxiliary,libmiddle.so", "-Wl,--auxiliary,libreal.so", "-Wl,-rpath,$ORIGIN",
          ]),
      ],
      program: .program(
        "int own(void); int third(void);", needs: ["libfilter.so"],
        calls: ["shared", "own", "third"]),
      events: calls + [.call("third")],
      shows: [
        "program -> libmiddle.so: shared", "program -> libfilter.so: own",
        "program -> libmiddle.so: third",
      ]),
    Scenario(
      "what a filter's library needs comes after the filter",
      [
        .library("libbehind.so", "int own(void) { return 4; } int behind(void) { return 4; }"),
        .library("libreal.so", "int shared(void) { return 1; }", needs: ["libbehind.so"]),
        filter("-Wl,--filter,libreal.so"),
      ],
      program: user, events: calls,
      shows: ["program -> libreal.so: shared", "program -> libfilter.so: own"]),
  ]
}
