// STB_GNU_UNIQUE asks the loader for one definition in the whole process: C++ inline statics rely
// on it. Made local, the state splits in two (glibc elf/dl-lookup.c `do_lookup_unique`).

internal import ELFModel

extension Rule {
  static let gnuUnique = Rule(
    id: "gnu-unique",
    subject: "`STB_GNU_UNIQUE`: one definition in the process",
    reason: "STB_GNU_UNIQUE: the process must have one definition of it"
  ) { image in image.symbols { $1.binding == .unique } }
}
