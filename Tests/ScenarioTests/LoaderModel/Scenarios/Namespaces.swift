// Libraries in other namespaces (dlmopen(3), rtld-audit(7); glibc elf/dl-open.c).

extension Scenario {
  /// A library with an object that is one in its namespace.
  static func unique(_ name: String) -> Part {
    .library(
      name,
      #"""
      __asm__(".data\n\t.globl only\n\t.type only, @gnu_unique_object\n\t.size only, 4\n"
              "only: .long 1\n\t.text\n");
      extern int only;
      int *seen(void) { return &only; }
      """#)
  }

  static let namespaces: [Scenario] = [
    Scenario(
      "another namespace does not see the program", [one], program: sharer,
      events: [
        .dlmopen("./libone.so"), .dlopen("./libone.so"), .call("shared", from: "libone.so"),
        .dlsym("shared", .handle("./libone.so"), in: 1),
      ],
      only: .atOnce,
      shows: [
        "libone.so[1] -> libone.so[1]: shared", "libone.so[1] -> libone.so[1]: shared",
        "libone.so -> program: shared",
      ]),
    Scenario(
      "a call in another namespace binds there", [one], program: sharer,
      events: [.dlmopen("./libone.so"), .call("shared", from: "libone.so")],
      shows: ["libone.so[1] -> libone.so[1]: shared"]),
    Scenario(
      "each namespace has its own copy", [one],
      events: [
        .dlmopen("./libone.so"), .dlmopen("./libone.so"),
        .dlsym("shared", .handle("./libone.so"), in: 2),
      ],
      atOnce: [
        "libone.so[1] -> libone.so[1]: shared", "libone.so[2] -> libone.so[2]: shared",
        "libone.so[2] -> libone.so[2]: shared",
      ],
      lazily: ["libone.so[2] -> libone.so[2]: shared"]),
    Scenario(
      "the first library of a namespace is global in it", [one, two, offer, taker],
      events: [
        .dlmopen("./libone.so"), .dlmopen("./libtwo.so", into: 1),
        .dlmopen("./liboffer.so", into: 1), .dlmopen("./libtaker.so", into: 1),
        .call("shared", from: "libtwo.so"),
      ],
      shows: [
        "libtwo.so[1] -> libone.so[1]: shared", "libtaker.so[1] -> nothing: offered",
      ]),
    // dlopen with RTLD_GLOBAL from within the namespace is not played: glibc 2.36 crashes.
    Scenario(
      "no library is made global in another namespace",
      [.library("libdata.so", "int datum = 1;"), one, observer(of: "datum")],
      events: [
        .dlmopen("./libone.so"), .dlmopen("./libdata.so", into: 1, .global).failing(),
        .dlmopen("./libdata.so", into: 1), .dlmopen("./libobserver.so", into: 1),
        .dlsym("datum", .handle("./libdata.so"), in: 1),
      ],
      shows: [
        "libobserver.so[1] -> nothing: datum", "libdata.so[1] -> libdata.so[1]: datum",
      ]),
    Scenario(
      "deep binding works in a namespace", [one, two],
      events: [
        .dlmopen("./libone.so"), .dlmopen("./libtwo.so", into: 1, .deepbind),
        .call("shared", from: "libtwo.so"),
      ],
      shows: ["libtwo.so[1] -> libtwo.so[1]: shared"]),
    Scenario(
      "a library opens others in its own namespace", [one, two], program: sharer,
      events: [
        .dlmopen("./libone.so"), .dlopen("./libtwo.so", from: "libone.so"),
        .call("shared", from: "libtwo.so"),
      ],
      shows: ["libtwo.so[1] -> libone.so[1]: shared"]),
    Scenario(
      "the base namespace can be named", [one], program: sharer,
      events: [.dlmopen("./libone.so", into: 0), .call("shared", from: "libone.so")],
      shows: ["libone.so -> program: shared"]),
    Scenario(
      "what a library needs comes into its namespace",
      [
        .library("libneeded.so", "int shared(void) { return 2; }", calls: ["shared"]),
        .library("libroot.so", "int shared(void) { return 1; }", needs: ["libneeded.so"]),
      ],
      program: .program(needs: ["libneeded.so"]),
      events: [.dlmopen("./libroot.so"), .dlsym("shared", .handle("./libroot.so"), in: 1)],
      atOnce: [
        "libneeded.so -> libneeded.so: shared", "libneeded.so[1] -> libroot.so[1]: shared",
        "libroot.so[1] -> libroot.so[1]: shared",
      ],
      lazily: ["libroot.so[1] -> libroot.so[1]: shared"]),
    Scenario(
      "a library that needs no C library is alone in its namespace",
      [
        .library(
          "libalone.so", "int shared(void) { return 1; }", calls: ["shared"], options: ["-nostdlib"]
        )
      ],
      events: [.dlmopen("./libalone.so"), .call("shared", from: "libalone.so")],
      shows: ["libalone.so[1] -> libalone.so[1]: shared"]),
    Scenario(
      "what is called as the loader is stands for the loader, whatever is in it",
      [
        .library("ld-linux-x86-64.so.2", "int impostor(void) { return 1; }"),
        .library(
          "libroot.so",
          "extern void *__libc_stack_end; void **seen(void) { return &__libc_stack_end; }",
          needs: ["ld-linux-x86-64.so.2"]),
      ],
      events: [.dlmopen("./libroot.so")],
      shows: ["libroot.so[1] -> ld-linux-x86-64.so.2: __libc_stack_end"]),
    Scenario(
      "the number of an emptied namespace is used again", [one, two],
      events: [
        .dlmopen("./libone.so"), .dlclose("./libone.so", in: 1), .dlmopen("./libtwo.so"),
        .call("shared", from: "libtwo.so"),
      ],
      shows: ["libtwo.so[1] -> libtwo.so[1]: shared"]),
    Scenario(
      "unique objects are unique in their namespace",
      [unique("libone.so"), unique("libtwo.so"), unique("libthree.so")],
      events: [
        .dlopen("./libone.so"), .dlopen("./libtwo.so"), .dlmopen("./libtwo.so"),
        .dlmopen("./libthree.so", into: 1),
      ],
      shows: [
        "libone.so -> libone.so: only", "libtwo.so -> libone.so: only",
        "libtwo.so[1] -> libtwo.so[1]: only", "libthree.so[1] -> libtwo.so[1]: only",
      ]),
    Scenario(
      "a preloaded library stays in the base namespace",
      [.library("libpreload.so", "int shared(void) { return 3; }"), one],
      preloads: ["./libpreload.so"],
      events: [
        .dlopen("./libone.so"), .dlmopen("./libone.so"),
        .dlsym("shared", .handle("./libone.so"), in: 1),
        .dlsym("shared"),
      ],
      shows: ["program -> libpreload.so: shared"],
      atOnce: [
        "libone.so -> libpreload.so: shared", "libone.so[1] -> libone.so[1]: shared",
        "libone.so[1] -> libone.so[1]: shared",
      ],
      lazily: ["libone.so[1] -> libone.so[1]: shared"]),

    Scenario(
      "an auditor lives in a namespace of its own",
      [
        .library(
          "libaudit.so",
          "unsigned la_version(unsigned version) { return version; } int shared(void) { return 9; }",
          calls: ["shared"]), one,
      ],
      program: .program("int shared(void) { return 0; }", needs: ["libone.so"]),
      auditor: "./libaudit.so", events: [.call("shared", from: "libone.so")],
      shows: ["libone.so -> program: shared", "libaudit.so[1] -> libaudit.so[1]: la_version"],
      atOnce: ["libaudit.so[1] -> libaudit.so[1]: shared"]),
    Scenario(
      "a namespace of the program comes after the auditor's",
      [.library("libaudit.so", "unsigned la_version(unsigned version) { return version; }"), one],
      auditor: "./libaudit.so",
      events: [.dlmopen("./libone.so"), .call("shared", from: "libone.so")],
      shows: ["libone.so[2] -> libone.so[2]: shared"]),
    Scenario(
      "an auditor's functions are looked up by their names",
      [
        .library(
          "libaudit.so",
          """
          unsigned la_version(unsigned version) { return version; }
          unsigned la_objopen(void *map, long space, unsigned long *cookie) { return 3; }
          unsigned long la_symbind64(
            void *symbol, unsigned index, unsigned long *from, unsigned long *to, unsigned *flags,
            const char *name) {
            return *(unsigned long *)((char *)symbol + 8);
          }
          """, options: ["-w"]), one,
      ],
      program: .program(needs: ["libone.so"], calls: ["shared"]), auditor: "./libaudit.so",
      events: [.call("shared"), .call("shared", from: "libone.so")],
      shows: [
        "libaudit.so[1] -> libaudit.so[1]: la_version",
        "libaudit.so[1] -> libaudit.so[1]: la_objopen",
        "libaudit.so[1] -> libaudit.so[1]: la_symbind64",
        "program -> libone.so: shared", "libone.so -> libone.so: shared",
      ]),
    Scenario(
      "an auditor without la_version leaves its namespace to others",
      [.library("libaudit.so", "int no_version(void) { return 0; }"), one],
      auditor: "./libaudit.so",
      events: [.dlmopen("./libone.so"), .call("shared", from: "libone.so")],
      shows: ["libone.so[1] -> libone.so[1]: shared"]),
    Scenario(
      "nothing is opened in an auditor's namespace",
      [.library("libaudit.so", "unsigned la_version(unsigned version) { return version; }"), one],
      auditor: "./libaudit.so",
      events: [
        .dlmopen("./libone.so", into: 1).failing(), .dlmopen("./libone.so"),
        .call("shared", from: "libone.so"),
      ],
      shows: ["libone.so[2] -> libone.so[2]: shared"]),
    Scenario(
      "a program names its auditor",
      [.library("libaudit.so", "unsigned la_version(unsigned version) { return version; }"), one],
      program: .program(options: ["-Wl,--audit=./libaudit.so"]),
      events: [.dlmopen("./libone.so"), .call("shared", from: "libone.so")],
      shows: ["libone.so[2] -> libone.so[2]: shared"]),
    Scenario(
      "dlmopen knows no global mode", [one],
      events: [
        .dlmopen("./libone.so", .global).failing(), .dlmopen("./libone.so"),
        .call("shared", from: "libone.so"),
      ],
      shows: ["libone.so[1] -> libone.so[1]: shared"]),
  ]
}
