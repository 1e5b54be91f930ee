// A symbol with a section and the value 0 looks defined, but no loader takes it for a definition,
// unless it is thread-local or (for glibc) absolute: what refers to it is bound to another's
// definition, or to nothing. A local symbol is not looked up: made local, it would give its own
// relocations the address at which the file is loaded. What no relocation names loses nothing.
//
// Android's loader asks for the section only, so that there such a symbol is a definition.
//
// Source: glibc elf/dl-lookup.c `check_match`; musl ldso/dynlink.c `find_sym2`; FreeBSD
// libexec/rtld-elf/rtld.c `matched_symbol`; bionic linker/linker_soinfo.cpp
// `is_symbol_global_and_defined`.

internal import ELFModel

extension Rule {
  static let valuelessReference = Rule(
    id: "valueless-reference",
    subject:
      "symbols with a section and the value 0 that the file itself refers to: "
      + "loaders take them for no definition",
    reason:
      "its value is 0, so that loaders take it for no definition; made local, it would become "
      + "one for the relocations that name it",
    yieldsToForce: false
  ) { image in
    guard image.androidEvidence == nil else { return [] }
    var named = SymbolSet()
    for placed in image.relocations where placed.table.isLoaded {
      for relocation in placed.table.symbolic
      where relocation.symbol.position < image.symbols.table.count
        && image[relocation.symbol].isValueless
      {
        named.insert(relocation.symbol)
      }
    }
    return named
  }
}

extension DynamicSymbol {
  /// Whether the symbol is defined by its section, and by its value is not.
  fileprivate var isValueless: Bool {
    value == 0 && !isUndefined && !isAbsolute && type != .threadLocal
  }
}
