// A number of a symbol outside of all tables: on arm, GNU ld writes it into the GOT, as the argument of
// a TLS descriptor that is bound lazily (binutils bfd/elf32-arm.c, R_ARM_TLS_DESC: the top bit and
// the symbol's number, or 0 with -z now). glibc before 2.27 looked the variable up by it
// (sysdeps/arm/tlsdesc.c `_dl_tlsdesc_lazy_resolver_fixup`). Such a file has DT_TLSDESC_PLT, which the
// lazy binding of descriptors needs.

internal import ELFModel

extension DynamicImage {
  var lazyDescriptorObstacle: Obstacle? {
    guard header.machine.numbersLazyDescriptors, dynamic.table[.lazyDescriptors] != nil,
      let types = header.machine.relocationTypes
    else { return nil }
    let table = relocations.first { placed in
      placed.table.symbolic.contains { types.meanings[$0.type]?.isDescriptor == true }
    }
    return table.map {
      Obstacle(
        id: "symbol-holder", structure: $0.table.name,
        reason: "lazily bound TLS descriptors hold numbers of symbols that are not renumbered; "
          + "link with -z now or without -mtls-dialect=gnu2")
    }
  }
}

extension RelocationMeaning {
  fileprivate var isDescriptor: Bool {
    if case .threadDescriptor = self { true } else { false }
  }
}

extension DynamicTag {
  /// `DT_TLSDESC_PLT`.
  fileprivate static let lazyDescriptors = DynamicTag(rawValue: 0x6fff_fef6)
}
