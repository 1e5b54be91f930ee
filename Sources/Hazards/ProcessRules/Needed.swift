// Something in the process takes this symbol from the file, and no other object has it: with the
// symbol demoted, the program does not start, or ends at the first call; a library cannot be opened;
// a lookup by dlsym that is known to happen fails.
//
// Source: glibc elf/dl-lookup.c `_dl_lookup_symbol_x`, "symbol lookup error".

internal import ELFModel

extension ProcessRule {
  static let needed = ProcessRule(
    id: "needed", .objects,
    subject: "what another object of the process needs and nothing else provides",
    reason: "the process needs it, and nothing else provides it"
  ) { view in view.lost.needed }
}
