// Libraries that come before those that the program needs (ld.so(8), LD_PRELOAD).

extension Scenario {
  static let preloading: [Scenario] = [
    Scenario(
      "a preloaded library comes before the one that is needed",
      [one, .library("libpreload.so", "int shared(void) { return 3; }")],
      program: .program(needs: ["libone.so"], calls: ["shared"]), preloads: ["./libpreload.so"],
      events: [.call("shared"), .call("shared", from: "libone.so")],
      shows: ["program -> libpreload.so: shared", "libone.so -> libpreload.so: shared"]),
    Scenario(
      "of two preloaded libraries the first wins",
      [
        one, .library("libfirst.so", "int shared(void) { return 3; }"),
        .library("libsecond.so", "int shared(void) { return 4; } int other(void) { return 4; }"),
      ],
      program: .program(
        "int other(void);", needs: ["libone.so", "libsecond.so"], calls: ["shared", "other"]),
      preloads: ["./libfirst.so", "./libsecond.so"],
      events: [.call("shared"), .call("other")],
      shows: ["program -> libfirst.so: shared", "program -> libsecond.so: other"]),
    Scenario(
      "a preloaded library does not come before the program",
      [one, .library("libpreload.so", "int shared(void) { return 3; }", calls: ["shared"])],
      program: .program("int shared(void) { return 0; }", needs: ["libone.so"]),
      preloads: ["./libpreload.so"],
      events: [.call("shared", from: "libone.so"), .call("shared", from: "libpreload.so")],
      shows: ["libone.so -> program: shared", "libpreload.so -> program: shared"]),
    Scenario(
      "what a preloaded library needs comes after what the program needs",
      [
        one, .library("libbehind.so", "int shared(void) { return 4; } int behind = 1;"),
        .library("libpreload.so", needs: ["libbehind.so"]),
      ],
      program: .program(needs: ["libone.so"], calls: ["shared"]), preloads: ["./libpreload.so"],
      events: [.call("shared")],
      shows: ["program -> libone.so: shared"]),
    Scenario(
      "preloading a needed library moves it to the front", [one, two],
      program: .program(needs: ["libone.so", "libtwo.so"], calls: ["shared"]),
      preloads: ["./libtwo.so"], events: [.call("shared")],
      shows: ["program -> libtwo.so: shared"]),
    Scenario(
      "a preloaded library is searched for by its name",
      [one, .library("elsewhere/libpreload.so", "int shared(void) { return 3; }")],
      program: .program(needs: ["libone.so"], calls: ["shared"]), preloads: ["libpreload.so"],
      libraryPath: "elsewhere", events: [.call("shared")],
      shows: ["program -> elsewhere/libpreload.so: shared"]),
    Scenario(
      "a library that cannot be preloaded is passed over", [one],
      program: .program(needs: ["libone.so"], calls: ["shared"]),
      preloads: ["./libmissing.so"], events: [.call("shared")],
      shows: ["program -> libone.so: shared"]),
    Scenario(
      "a deeply bound library asks itself before what is preloaded",
      [one, two, .library("libpreload.so", "int shared(void) { return 3; }")],
      preloads: ["./libpreload.so"],
      events: [
        .dlopen("./libone.so", .deepbind), .dlopen("./libtwo.so"),
        .call("shared", from: "libone.so"), .call("shared", from: "libtwo.so"),
      ],
      shows: ["libone.so -> libone.so: shared", "libtwo.so -> libpreload.so: shared"]),
    Scenario(
      "a preloaded allocator serves the loader as well",
      [
        .library(
          "libheap.so",
          """
          static char heap[1 << 22]; static unsigned long used;
          static void *take(unsigned long n) {
            n = (n + 31) & ~15ul; used += n; *(unsigned long *)(heap + used - n) = n;
            return heap + used - n + 16;
          }
          void *malloc(unsigned long n) { return take(n); }
          void free(void *p) { (void)p; }
          void *calloc(unsigned long n, unsigned long m) { return take(n * m); }
          void *realloc(void *p, unsigned long n) {
            char *q = take(n); unsigned long i = p ? ((unsigned long *)p)[-2] - 16 : 0;
            while (i--) if (i < n) q[i] = ((char *)p)[i];
            return q;
          }
          """, options: ["-fno-builtin"]), one,
      ],
      preloads: ["./libheap.so"],
      events: [.dlopen("./libone.so"), .call("shared", from: "libone.so")],
      shows: [
        "program -> libheap.so: malloc@GLIBC_2.2.5", "program -> libheap.so: free@GLIBC_2.2.5",
        "libone.so -> libone.so: shared",
      ]),
  ]
}
