// Which kinds of definitions are taken: weak, protected, unique, chosen at run time, thread-local
// (glibc elf/dl-lookup.c do_lookup_x, do_lookup_unique).

extension Scenario {
  private static let inlineStatic = """
    inline int &counter() { static int count = 1; return count; }
    int *seen() { return &counter(); }
    """
  private static let chosen = Part.library(
    "libchosen.so",
    """
    static int real(void) { return 1; }
    static int (*choose(void))(void) { return real; }
    int chosen(void) __attribute__((ifunc("choose")));
    """, calls: ["chosen"])
  // Linkers refuse programs that take data or addresses from a library where they are protected; a
  // program may have been linked to an older release of the library.
  private static let guardedData = """
    __attribute__((visibility("protected"))) int datum = 1;
    int *seen(void) { return &datum; }

    """
  private static let guardedFunction = """
    __attribute__((visibility("protected"))) int shared(void) { return 1; }
    int (*pointer)(void) = shared;
    """

  static let definitions: [Scenario] = [
    Scenario(
      "a weak definition that comes first is taken",
      [
        .library("libweak.so", "__attribute__((weak)) int shared(void) { return 1; }"),
        .library("libstrong.so", "int shared(void) { return 2; }"),
      ],
      program: .program(needs: ["libweak.so", "libstrong.so"], calls: ["shared"]),
      events: [.call("shared")],
      shows: ["program -> libweak.so: shared"]),
    Scenario(
      "a weak reference may stay without a definition",
      [observer(of: "datum"), .library("libdata.so", "int datum = 1;")],
      program: .program(needs: ["libobserver.so"]), events: [.dlopen("./libdata.so")],
      shows: [
        "libobserver.so -> nothing: datum",
        "libobserver.so -> libc.so.6: __cxa_finalize@GLIBC_2.2.5",
      ]),
    Scenario(
      "weak and strong references take the same definition",
      [
        .library("libdata.so", "int datum = 1;"), observer(of: "datum"),
        .library("libstrong.so", "extern int datum; int *seen(void) { return &datum; }"),
      ],
      program: .program(needs: ["libobserver.so", "libstrong.so", "libdata.so"]),
      shows: ["libobserver.so -> libdata.so: datum", "libstrong.so -> libdata.so: datum"]),
    Scenario(
      "a protected function can be called and its library calls itself",
      [
        .library(
          "libguarded.so",
          "__attribute__((visibility(\"protected\"))) int shared(void) { return 1; }",
          calls: ["shared"]), one,
      ],
      events: [
        .dlopen("./libguarded.so", .global), .dlopen("./libone.so"),
        .call("shared", from: "libguarded.so"), .call("shared", from: "libone.so"),
      ],
      shows: ["libguarded.so -> nothing: shared", "libone.so -> libguarded.so: shared"]),
    Scenario(
      "a pointer to a protected function does not leave its library",
      [.library("libguarded.so", guardedFunction)], program: sharer,
      events: [.dlopen("./libguarded.so")],
      shows: ["libguarded.so -> libguarded.so: shared (protected)"]),
    Scenario(
      "protected data does not leave its library",
      [
        .library("libguarded.so", guardedData, options: ["-fuse-ld=gold"]),
        .library("libpointer.so", guardedData + "int *pointer = &datum;"),
      ],
      program: .program("int datum = 0;"),
      events: [.dlopen("./libguarded.so"), .dlopen("./libpointer.so")],
      shows: [
        "libguarded.so -> libguarded.so: datum (protected)",
        "libpointer.so -> libpointer.so: datum (protected)",
      ]),
    Scenario(
      "a copy of protected data is not what its library uses",
      [
        .library("linked/libguarded.so", "int datum = 1;"), observer(of: "datum"),
        .library("libguarded.so", guardedData, options: ["-fuse-ld=gold"]),
      ],
      program: .program(
        "extern int datum; int get(void) { return datum; }", as: .fixed,
        needs: ["linked/libguarded.so", "libobserver.so"]),
      shows: [
        "program -> libguarded.so: datum", "libobserver.so -> program: datum",
        "libguarded.so -> libguarded.so: datum (protected)",
      ]),
    Scenario(
      "a program's PLT entry stands for a protected function even in its library",
      [
        .library("linked/libguarded.so", "int shared(void) { return 1; }"),
        .library("libguarded.so", guardedFunction),
      ],
      program: .program(
        "int shared(void); int (*get(void))(void) { return shared; }", as: .fixed,
        needs: ["linked/libguarded.so"], calls: ["shared"]),
      events: [.call("shared")],
      shows: [
        "libguarded.so -> program: shared (protected)", "program -> libguarded.so: shared",
      ]),
    Scenario(
      "a hidden symbol is looked up by nobody",
      [
        .library(
          "libhiding.so",
          """
          __attribute__((visibility("hidden"))) int shared(void) { return 1; }
          int (*pointer)(void) = shared;
          """, calls: ["shared"]), observer(of: "shared"),
      ],
      events: [
        .dlopen("./libhiding.so", .global), .dlopen("./libobserver.so"),
        .call("shared", from: "libhiding.so"), .dlsym("shared").failing(),
      ],
      shows: ["libhiding.so -> nothing: shared", "libobserver.so -> nothing: shared"]),

    Scenario(
      "a function that is chosen at run time is bound like others", [chosen],
      program: .program("int chosen(void);", needs: ["libchosen.so"], calls: ["chosen"]),
      events: [
        .call("chosen"), .call("chosen", from: "libchosen.so"), .dlsym("chosen"),
      ],
      shows: [
        "program -> libchosen.so: chosen", "libchosen.so -> libchosen.so: chosen",
        "program -> libchosen.so: chosen",
      ]),
    Scenario(
      "a unique object of two local libraries is the first one's",
      [unique("libone.so"), unique("libtwo.so")],
      events: [
        .dlopen("./libone.so"), .dlopen("./libtwo.so"), .dlsym("only", .handle("./libtwo.so")),
      ],
      shows: [
        "libone.so -> libone.so: only", "libtwo.so -> libone.so: only",
        "libtwo.so -> libone.so: only",
      ]),
    Scenario(
      "a unique object stays the first one's in a deeply bound library",
      [unique("libone.so"), unique("libtwo.so")],
      events: [.dlopen("./libone.so"), .dlopen("./libtwo.so", .deepbind)],
      shows: ["libone.so -> libone.so: only", "libtwo.so -> libone.so: only"]),
    Scenario(
      "a program's ordinary object comes before a unique one",
      [unique("libone.so"), unique("libtwo.so")], program: .program("int only = 0;"),
      events: [.dlopen("./libone.so"), .dlopen("./libtwo.so", .deepbind)],
      shows: ["libone.so -> program: only", "libtwo.so -> libtwo.so: only"]),
    Scenario(
      "statics of inline functions are one in all libraries",
      [
        .library("libone.so", inlineStatic, in: .cPlusPlus, options: ["-fgnu-unique", "-O0"]),
        .library("libtwo.so", inlineStatic, in: .cPlusPlus, options: ["-fgnu-unique", "-O0"]),
      ],
      events: [.dlopen("./libone.so"), .dlopen("./libtwo.so")],
      shows: [
        "libone.so -> libone.so: _ZZ7countervE5count",
        "libtwo.so -> libone.so: _ZZ7countervE5count",
      ]),

    Scenario(
      "thread-local data of a library is found by name",
      [
        .library(
          "libthread.so", "__thread int local = 1; int *seen(void) { return &local; }"),
        .library(
          "libuser.so", "extern __thread int local; int *seen(void) { return &local; }",
          needs: ["libthread.so"]),
      ],
      events: [.dlopen("./libuser.so"), .dlsym("local", .handle("./libuser.so"))],
      shows: [
        "libthread.so -> libthread.so: local", "libuser.so -> libthread.so: local",
        "libuser.so -> libthread.so: local",
      ]),
    Scenario(
      "a program's thread-local data comes first",
      [
        .library(
          "libthread.so", "__thread int local = 1; int *seen(void) { return &local; }")
      ],
      program: .program("__thread int local = 2;"),
      events: [.dlopen("./libthread.so"), .dlsym("local")],
      shows: ["libthread.so -> program: local", "program -> program: local"]),
    Scenario(
      "thread-local data at a fixed offset is looked up as well",
      [
        .library(
          "libthread.so", "__thread int local = 1; int *seen(void) { return &local; }",
          options: ["-ftls-model=initial-exec"])
      ],
      program: .program(
        "extern __thread int local; int get(void) { return local; }", needs: ["libthread.so"]),
      shows: ["libthread.so -> libthread.so: local", "program -> libthread.so: local"]),
    Scenario(
      "descriptors of thread-local data are filled at once",
      [
        .library(
          "libthread.so", "__thread int local = 1; int *seen(void) { return &local; }",
          calls: ["later"], options: ["-mtls-dialect=gnu2"]),
        .library("liblater.so", "int later(void) { return 1; }"),
      ],
      program: .program("int later(void) { return 0; }"), events: [.dlopen("./libthread.so")],
      shows: ["libthread.so -> libthread.so: local"],
      atOnce: ["libthread.so -> program: later"], lazily: ["libthread.so -> nothing: later"]),

    Scenario(
      "an absolute symbol counts even if it is zero",
      [
        .library("libzero.so", "__asm__(\".globl datum\\n.set datum, 0\");"),
        .library("libdata.so", "int datum = 1;"), observer(of: "datum"),
      ],
      events: [
        .dlopen("./libzero.so", .global), .dlopen("./libdata.so", .global),
        .dlopen("./libobserver.so"),
      ],
      shows: ["libobserver.so -> libzero.so: datum"]),
    Scenario(
      "a common symbol counts",
      [
        .library(
          "libcommon.so", "__attribute__((common)) int datum;",
          options: ["-fcommon", "-Wl,-z,common"]),
        observer(of: "datum"),
      ],
      events: [.dlopen("./libcommon.so", .global), .dlopen("./libobserver.so")],
      shows: ["libobserver.so -> libcommon.so: datum"]),
    Scenario(
      "a library that exports nothing is passed over",
      [
        .library("libempty.so", "int datum = 1;", versions: "{ local: *; };"),
        .library("libdata.so", "int datum = 1;"), observer(of: "datum"),
      ],
      events: [
        .dlopen("./libempty.so", .global), .dlopen("./libdata.so", .global),
        .dlopen("./libobserver.so"),
      ],
      shows: ["libobserver.so -> libdata.so: datum"]),
    Scenario(
      "relocations of code, of sizes and beside packed ones are looked up",
      [
        .library("libdata.so", "int datum = 1, size = 1;"),
        .library(
          "libuser.so",
          #"""
          static int here;
          int *pointers[] = {&here, &here, &here};
          __asm__(".text\n\tmovabs $datum, %rax\n\t.data\n\t.quad size@SIZE\n\t.text\n");
          """#,
          needs: ["libdata.so"], options: ["-Wl,-z,notext", "-Wl,-z,pack-relative-relocs"]),
      ],
      events: [.dlopen("./libuser.so")],
      shows: ["libuser.so -> libdata.so: datum", "libuser.so -> libdata.so: size"]),
    Scenario(
      "a symbol without a type counts",
      [
        .library("libplain.so", "__asm__(\".data\\n.globl datum\\ndatum: .long 1\\n.text\");"),
        observer(of: "datum"),
      ],
      events: [.dlopen("./libplain.so", .global), .dlopen("./libobserver.so")],
      shows: ["libobserver.so -> libplain.so: datum"]),
    Scenario(
      "repeated relocations against one symbol are one lookup",
      [
        .library("libdata.so", "int datum = 1, other = 1;"),
        .library(
          "libsorted.so",
          "extern int datum, other; int *table[] = {&datum, &other, &datum, &datum};",
          needs: ["libdata.so"]),
        .library(
          "libunsorted.so",
          "extern int datum, other; int *table[] = {&datum, &other, &datum, &datum};",
          needs: ["libdata.so"], options: ["-Wl,-z,nocombreloc"]),
      ],
      events: [.dlopen("./libsorted.so"), .dlopen("./libunsorted.so")],
      shows: [
        "libsorted.so -> libdata.so: datum", "libsorted.so -> libdata.so: other",
        "libunsorted.so -> libdata.so: datum", "libunsorted.so -> libdata.so: datum",
        "libunsorted.so -> libdata.so: other",
      ]),
    Scenario(
      "a function's slot and its address are two lookups",
      [
        .library("libdata.so", "int shared(void) { return 1; }"),
        .library(
          "libboth.so", "int shared(void); int (*table[])(void) = {shared};",
          needs: ["libdata.so"], calls: ["shared"]),
      ],
      events: [.dlopen("./libboth.so"), .call("shared", from: "libboth.so")],
      shows: ["libboth.so -> libdata.so: shared", "libboth.so -> libdata.so: shared"]),
  ]
}
