// The file asks for the names of addresses (dladdr, backtrace_symbols), which knows exported symbols
// alone. Debuggers and profilers read `.symtab` or local entries and still see the name.
//
// Source: glibc elf/dl-addr.c `determine_info`.

internal import ELFModel

extension ProcessRule {
  static let lostName = ProcessRule(
    id: "lost-name", .warns,
    subject:
      "a function whose name the program would look up by its address (dladdr, "
      + "backtraces)",
    reason: "the file asks for the names of its functions at run time and will not find this one"
  ) { view in
    let callers = ["dladdr", "dladdr1", "backtrace_symbols", "backtrace_symbols_fd"]
    let names = NameSet(callers.map { Array($0.utf8) })
    let asks = view.image.symbolIndices.contains {
      view.image[$0].isUndefined && names.contains(view.image.name(of: $0))
    }
    guard asks else { return [] }
    return view.demoted { $1.type == .function || $1.type == .indirectFunction }
  }
}
