// Data that a COPY relocation puts into the program: the library that it comes from is meant to use
// the program's (gABI; glibc elf/dl-lookup.c, ELF_RTYPE_CLASS_COPY). Hazards knows the data's other
// names too.

internal import Hazards

extension DullRule {
  static let copiedData = DullRule(
    id: "copied-data", title: "copied data"
  ) { $0.objection?.id == "copy-relocation" }
}
