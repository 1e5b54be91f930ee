// Functions that call malloc and end the program when there is none left. GNU programs and libraries
// each bring their own, under the same names; they do the same, and what one allocates any free can
// free (gnulib "xalloc"; readline's xmalloc.c; libiberty).

extension DullRule {
  static let allocatorWrapper = DullRule(
    id: "allocator-wrapper", title: "xmalloc and its like"
  ) { capture in
    capture.name.count <= 16 && names.contains(String(decoding: capture.name, as: UTF8.self))
  }

  private static let names: Set<String> = [
    "xmalloc", "xzalloc", "xcalloc", "xrealloc", "xfree", "xnmalloc", "xnrealloc", "xcharalloc",
    "x2realloc", "x2nrealloc", "xmemdup", "xstrdup", "xstrndup", "xalloc_die", "xmalloc_failed",
  ]
}
