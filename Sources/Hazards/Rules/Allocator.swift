// A program that exports malloc replaces it for everybody: libc.so's own strdup and getline use
// the program's heap, and memory from one is freed by the other. Taking back any member of the
// family would leave two heaps whose blocks meet, so all of it stays.
//
// Source: glibc manual, "Replacing malloc"; Itanium C++ ABI for the mangled operators.

extension Rule {
  static let allocator = Rule(
    id: "allocator",
    subject: "`malloc` and `operator new`, with their families",
    reason: "a replaced allocator: the whole process must use one malloc and operator new",
    isFamily: true,
    names: NameForms(
      names: [
        "malloc", "free", "calloc", "realloc", "reallocarray", "memalign", "aligned_alloc",
        "posix_memalign", "valloc", "pvalloc", "malloc_usable_size", "cfree", "free_sized",
        "free_aligned_sized",
      ],
      prefixes: ["_Znw", "_Zna", "_Zdl", "_Zda"]))
}
