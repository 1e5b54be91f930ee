// Which versions of a symbol a reference accepts (glibc elf/dl-lookup.c check_match,
// elf/dl-version.c; LSB, "Symbol Versioning").

extension Scenario {
  private static let bothVersions = """
    int old_foo(void) { return 1; }
    int new_foo(void) { return 2; }
    __asm__(".symver old_foo, foo@V1");
    __asm__(".symver new_foo, foo@@V2");
    """
  private static let scriptOfBoth = "V1 { global: foo; local: *; }; V2 { global: foo; } V1;"
  /// foo@V1 and foo@@V2.
  private static let versioned = Part.library(
    "libfoo.so", bothVersions, versions: scriptOfBoth)
  /// foo@@V1 alone.
  private static let firstRelease = Part.library(
    "libfoo.so", "int foo(void) { return 1; }", versions: "V1 { global: foo; local: *; };")
  /// Needs foo as it was in the first release.
  private static let oldUser = Part.library(
    "libold.so", "int old_foo(void); __asm__(\".symver old_foo, foo@V1\");", needs: ["libfoo.so"],
    calls: ["old_foo"])
  /// Needs foo as it is.
  private static let newUser = Part.library("libnew.so", needs: ["libfoo.so"], calls: ["foo"])
  /// Calls foo of any library.
  private static let anyUser = Part.library("libany.so", calls: ["foo"])
  /// Has foo without a version.
  private static let plain = Part.library("libplain.so", "int foo(void) { return 3; }")
  /// Has foo in a file without any versions, which no library has that needs the C library.
  private static let bare = Part.library(
    "libbare.so", "int foo(void) { return 4; }", options: ["-nostdlib"])
  /// Has foo with a version that is neither its first nor its default.
  private static let hiddenSecond = Part.library(
    "libfoo.so",
    "int some_foo(void) { return 1; } int bar(void) { return 1; }\n"
      + "__asm__(\".symver some_foo, foo@V2\");",
    versions: "V1 { global: bar; local: *; }; V2 { global: foo; } V1;")
  /// Has foo with its first version, which is not the default.
  private static let hiddenFirst = Part.library(
    "libfoo.so", "int some_foo(void) { return 1; }\n__asm__(\".symver some_foo, foo@V1\");",
    versions: "V1 { global: foo; local: *; };")

  private static let callOld = Event.call("foo", as: "old_foo", from: "libold.so")
  private static let callNew = Event.call("foo", from: "libnew.so")
  private static let callAny = Event.call("foo", from: "libany.so")

  static let versions: [Scenario] = [
    Scenario(
      "a reference takes the version that it was linked to", [versioned, oldUser, newUser],
      events: [.dlopen("./libold.so"), .dlopen("./libnew.so"), callOld, callNew],
      shows: ["libold.so -> libfoo.so: foo@V1", "libnew.so -> libfoo.so: foo@V2"]),
    Scenario(
      "a program's definition without a version serves all versions",
      [versioned, oldUser, newUser], program: .program("int foo(void) { return 0; }"),
      events: [.dlopen("./libold.so"), .dlopen("./libnew.so"), callOld, callNew],
      shows: ["libold.so -> program: foo@V1", "libnew.so -> program: foo@V2"]),
    Scenario(
      "a program's definition with another version serves none",
      [versioned, oldUser, newUser],
      program: .program("int foo(void) { return 0; }", versions: "APP { global: foo; };"),
      events: [.dlopen("./libold.so"), .dlopen("./libnew.so"), callOld, callNew],
      shows: ["libold.so -> libfoo.so: foo@V1", "libnew.so -> libfoo.so: foo@V2"]),
    Scenario(
      "a program's definition with one version serves that one",
      [versioned, oldUser, newUser],
      program: .program("int foo(void) { return 0; }", versions: "V2 { global: foo; };"),
      events: [.dlopen("./libold.so"), .dlopen("./libnew.so"), callOld, callNew],
      shows: ["libold.so -> libfoo.so: foo@V1", "libnew.so -> program: foo@V2"]),
    Scenario(
      "a preloaded library serves the versions that it has",
      [
        versioned, oldUser, newUser,
        .library("libpreload.so", "int foo(void) { return 3; }", versions: "V1 { global: foo; };"),
      ],
      preloads: ["./libpreload.so"],
      events: [.dlopen("./libold.so"), .dlopen("./libnew.so"), callOld, callNew],
      shows: ["libold.so -> libpreload.so: foo@V1", "libnew.so -> libfoo.so: foo@V2"]),
    Scenario(
      "a library that lost its versions serves all",
      [versioned, oldUser, newUser, .library("libfoo.so", "int foo(void) { return 3; }")],
      events: [.dlopen("./libold.so"), .dlopen("./libnew.so"), callOld, callNew],
      shows: ["libold.so -> libfoo.so: foo@V1", "libnew.so -> libfoo.so: foo@V2"]),
    Scenario(
      "a symbol that left its versions serves all of them",
      [
        versioned, oldUser, newUser,
        .library(
          "libfoo.so", "int foo(void) { return 3; } int bar(void) { return 3; }",
          versions: "V1 { global: bar; }; V2 { } V1;"),
      ],
      events: [.dlopen("./libold.so"), .dlopen("./libnew.so"), callOld, callNew],
      shows: ["libold.so -> libfoo.so: foo@V1", "libnew.so -> libfoo.so: foo@V2"]),
    Scenario(
      "a library that lacks a needed version stops its user",
      [versioned, oldUser, newUser, firstRelease],
      events: [.dlopen("./libnew.so").failing(), .dlopen("./libold.so"), callOld],
      shows: ["libnew.so -> nothing: foo", "libold.so -> libfoo.so: foo@V1"]),
    Scenario(
      "a version may come from another library than the one that it is needed from",
      [
        versioned, newUser,
        .library(
          "libfoo.so", "int bar(void) { return 3; }", versions: "V1 { }; V2 { global: bar; };"),
        .library("libother.so", "int foo(void) { return 3; }", versions: "V2 { global: foo; };"),
      ],
      events: [.dlopen("./libother.so", .global), .dlopen("./libnew.so"), callNew],
      shows: ["libnew.so -> libother.so: foo@V2"]),

    Scenario(
      "a reference without a version takes the only default one",
      [
        .library(
          "libfoo.so", "int foo(void) { return 1; } int bar(void) { return 1; }",
          versions: "V1 { global: bar; local: *; }; V2 { global: foo; } V1;"), plain, anyUser,
      ],
      events: [
        .dlopen("./libfoo.so", .global), .dlopen("./libplain.so", .global),
        .dlopen("./libany.so"), callAny,
      ],
      shows: ["libany.so -> libfoo.so: foo"]),
    Scenario(
      "a reference without a version passes over a hidden one",
      [hiddenSecond, plain, anyUser],
      events: [
        .dlopen("./libfoo.so", .global), .dlopen("./libplain.so", .global),
        .dlopen("./libany.so"), callAny,
      ],
      shows: ["libany.so -> libplain.so: foo"]),
    Scenario(
      "a reference without a version takes a library's first one, even hidden",
      [hiddenFirst, plain, anyUser],
      events: [
        .dlopen("./libfoo.so", .global), .dlopen("./libplain.so", .global),
        .dlopen("./libany.so"), callAny,
      ],
      shows: ["libany.so -> libfoo.so: foo"]),
    Scenario(
      "dlsym passes over a library's first version if it is hidden",
      [hiddenFirst, plain],
      events: [
        .dlopen("./libfoo.so", .global), .dlopen("./libplain.so", .global), .dlsym("foo"),
      ],
      shows: ["program -> libplain.so: foo"]),
    Scenario(
      "dlsym takes the newest version", [versioned, plain],
      events: [
        .dlopen("./libfoo.so", .global), .dlopen("./libplain.so", .global), .dlsym("foo"),
        .dlsym("foo", .handle("./libfoo.so")),
      ],
      shows: ["program -> libfoo.so: foo", "libfoo.so -> libfoo.so: foo"]),

    Scenario(
      "dlvsym takes the version that it names", [versioned, plain],
      events: [
        .dlopen("./libfoo.so", .global), .dlsym("foo", version: "V1"),
        .dlsym("foo", version: "V2", .handle("./libfoo.so")),
      ],
      shows: ["program -> libfoo.so: foo@V1", "libfoo.so -> libfoo.so: foo@V2"]),
    Scenario(
      "dlvsym accepts what knows no versions, but nothing that has none", [versioned, plain, bare],
      program: .program("int foo(void) { return 0; }"),
      events: [
        .dlopen("./libplain.so", .global), .dlopen("./libfoo.so", .global),
        .dlsym("foo", version: "V1"), .dlopen("./libbare.so"),
        .dlsym("foo", version: "V3", .handle("./libbare.so")), .dlsym("foo"),
      ],
      shows: [
        "program -> libfoo.so: foo@V1", "libbare.so -> libbare.so: foo@V3",
        "program -> program: foo",
      ]),
    Scenario(
      "dlvsym finds no version that is not there", [versioned],
      events: [
        .dlopen("./libfoo.so"), .dlsym("foo", version: "V3", .handle("./libfoo.so")).failing(),
        .dlsym("foo", version: "V2", .handle("./libfoo.so")),
      ],
      shows: ["libfoo.so -> libfoo.so: foo@V2", "libfoo.so -> undefined: foo@V3"]),

    Scenario(
      "copied data keeps the version of its library",
      [
        .library(
          "libdata.so", "int datum = 1; int *seen(void) { return &datum; }",
          versions: "V1 { global: datum; seen; };"),
        .library(
          "libother.so", "extern int datum; int *other(void) { return &datum; }",
          needs: ["libdata.so"]),
      ],
      program: .program(
        "extern int datum; int get(void) { return datum; }", as: .fixed,
        needs: ["libother.so", "libdata.so"]),
      shows: [
        "program -> libdata.so: datum@V1", "libdata.so -> program: datum@V1",
        "libother.so -> program: datum@V1",
      ]),
  ]
}
