// The story of the two copies for any machine: a program or library with a vendored copy, and a
// library with its own, which binds to the vendored one. The copy has one of everything that is
// bound in a way of its own: a function that is called (JUMP_SLOT) and one whose address is taken
// (GLOB_DAT, an address in data), another name of the same function, data, a thread-local variable,
// and, used by the host alone, an IFUNC (ld.so may call a captured one before it is relocated).
// Besides, the host uses two variables of the library, one of them as a copy of its own.

enum MachineStory {
  /// The code that both have. aarch64 marks a function of other registers, arm mixes its two
  /// instruction sets, ppc64el gives a function that reads data two entries.
  static let vendored = """
    int shared_data = COPY;
    __thread int shared_thread = COPY;
    __attribute__((noipa)) int shared_function(void) { return shared_data; }
    int shared_alias(void) __attribute__((alias("shared_function")));
    #ifdef __aarch64__
    asm(".variant_pcs shared_other");
    #endif
    #ifdef __arm__
    __attribute__((target("arm")))
    #endif
    __attribute__((noipa)) int shared_other(void) { return COPY; }
    int (*const volatile shared_table[])(void) = { shared_function, shared_other };
    #ifdef INDIRECT
    static int resolved(void) { return COPY; }
    static int (*resolve(void))(void) { return resolved; }
    int shared_indirect(void) __attribute__((ifunc("resolve")));
    #endif

    """

  /// Uses all of it, one digit each; in a file of its own, so that no reference is resolved early.
  static let uses = """
    extern int shared_data;
    extern __thread int shared_thread;
    extern int (*const volatile shared_table[2])(void);
    int shared_function(void), shared_alias(void), shared_other(void), shared_indirect(void);
    static int (*const volatile table[])(void) = { shared_function, shared_other };
    int WHO(void) {
      int (*volatile pointer)(void) = shared_function;
      int n = shared_function();
      n = n * 10 + shared_alias();
      n = n * 10 + shared_other();
      n = n * 10 + shared_data;
      n = n * 10 + shared_thread;
      n = n * 10 + pointer();
      n = n * 10 + table[0]();
      n = n * 10 + shared_table[1]();
    #ifdef INDIRECT
      n = n * 10 + shared_indirect();
    #elif defined(INSTEAD)
      n = n * 10 + shared_other();
    #endif
      return n;
    }

    """

  static let library = """
    int library_copied = 5;
    __thread int library_thread = 4;
    int library_now(void) { return library_copied * 10 + library_thread; }

    """

  static let report = """
    #include <stdio.h>
    extern int library_copied;
    extern __thread int library_thread;
    int own_uses(void), library_uses(void), library_now(void);
    int report(void) {
      library_copied++, library_thread++;
      printf("own %d library %d both %d\\n", own_uses(), library_uses(), library_now());
      return 0;
    }

    """

  static let start = "int report(void);\nint main(void) { return report(); }\n"

  /// What the program prints while the library uses the host's copy.
  static let captured = "own 111111111 library 11111111 both 65\n"
  /// What it prints when each uses its own.
  static let separate = "own 111111111 library 22222222 both 65\n"
  /// What it prints when each uses its own data, and the host's functions still capture calls and
  /// pointers.
  static let partlySeparate = "own 111111111 library 11122111 both 65\n"

  /// What is asked for: the whole copy, and, by a pattern that ought to leave it, the host's copy of
  /// the library's variable.
  static let selection = ["--demote=shared_*", "--demote=library_*"]
  static let names = [
    "shared_data", "shared_thread", "shared_function", "shared_alias", "shared_other",
    "shared_table", "shared_indirect",
  ]
}
