// Functions that call malloc and end the program when there is none left. GNU programs and libraries
// each bring their own, under the same names; they do the same, and what one allocates any free can
// free (gnulib "xalloc"; readline's xmalloc.c; libiberty).

internal import ELFModel

extension DullRule {
  static let allocatorWrapper = DullRule(
    id: "allocator-wrapper", title: "xmalloc and its like"
  ) { $0.name.first == UInt8(ascii: "x") && names.contains($0.name) }

  private static let names = NameSet(words.map { Array($0.utf8) })
  private static let words = [
    "xmalloc", "xzalloc", "xcalloc", "xrealloc", "xfree", "xnmalloc", "xnrealloc", "xcharalloc",
    "x2realloc", "x2nrealloc", "xmemdup", "xstrdup", "xstrndup", "xalloc_die", "xmalloc_failed",
  ]
}
