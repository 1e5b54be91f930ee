// A library of the process takes this symbol from the file, and no other object has it: with the
// symbol demoted, the program does not start, or ends at the first call.
//
// Source: glibc elf/dl-lookup.c `_dl_lookup_symbol_x`, "symbol lookup error".

internal import LoaderModel

extension ProcessRule {
  static let needed = ProcessRule(
    id: "needed", .objects,
    reason: "another object of the process needs it, and nothing else provides it"
  ) { view in
    { symbol, _ in view.changes(of: symbol).contains { $0.kind == .undefined } }
  }
}
