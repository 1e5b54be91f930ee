// A relocation that names no symbol any more has a loader store what it stored before. Both records
// are read as a loader does, and what they store is compared, whatever made the one of the other.
//
// Source: each psABI's "Relocation Types"; glibc sysdeps/*/dl-machine.h `elf_machine_rela` and
// `elf_machine_rel`.

public import ELFModel

extension CheckCatalog {
  static let convertedRelocations = "converted-relocations"
}

/// Checks that `conversions`, as read from two files, mean in `after` what they mean in `before`.
public func verify(
  _ conversions: [ConvertedRelocation], in after: DynamicImage, against before: DynamicImage
) -> [Problem] {
  var findings = Findings(CheckCatalog.convertedRelocations)
  for conversion in conversions {
    let table = before.relocations[conversion.table].table
    let symbol = conversion.before.symbol
    guard symbol.position < before.symbols.table.count else { continue }
    let record = conversion.before.record
    let expected = Stored(by: conversion.before, of: before[symbol], in: before, table.format)
    let found = Stored(by: conversion.after, of: nil, in: before, table.format)
    // Where the addend stands in the program, it has to have a word of its own.
    let hasAddend =
      conversion.word != nil || !table.format.hasImplicitAddends
      || expected == .module(addend: UInt64(bitPattern: conversion.before.addend))
    findings.expect(
      hasAddend && table.isLoaded && expected != nil && expected == found
        && conversion.after.offset == conversion.before.offset,
      in: table.name,
      "record \(record) names no symbol any more, and does not mean \(before.text(of: symbol))")
  }
  compareCounts(conversions, after, before, &findings)
  return findings.all
}

/// What a loader puts into the relocated place.
private enum Stored: Equatable {
  case address(UInt64)
  /// The addend means nothing, and is no reason to change.
  case module(addend: UInt64)
  case moduleOffset(UInt64)
  case threadOffset(UInt64)
  case negatedThreadOffset(UInt64)
  case threadDescriptor(UInt64)

  /// What `relocation` stores, whose symbol is `symbol` if it names one; nil if that is not known, or
  /// is none of what stands for a local symbol.
  init?(
    by relocation: Relocation, of symbol: DynamicSymbol?, in image: DynamicImage,
    _ format: RelocationFormat
  ) {
    guard let types = image.header.machine.relocationTypes else { return nil }
    if let symbol {
      let isAddress = !symbol.isUndefined && symbol.sectionIndex < 0xff00
      guard isAddress, symbol.type != .indirectFunction else { return nil }
    }
    let mask: UInt64 = image.header.fileClass == .elf32 ? 0xffff_ffff : .max
    let value = symbol?.value ?? 0
    // That of a symbol that had been local may stand in the addend instead.
    let place = symbol?.isLocal == true && image.omitsLocalValues ? 0 : value
    let addend = UInt64(bitPattern: relocation.addend)
    let sum = (value &+ addend) & mask
    let isThreadLocal = symbol.map { $0.type == .threadLocal }
    let isImplicit = format.hasImplicitAddends
    // A word that counts for some loaders and not for others has to be 0.
    let isClear = !isImplicit || symbol == nil || addend & mask == 0
    let meaning: RelocationMeaning?
    switch relocation.type {
    case types.relative: meaning = symbol == nil ? .address : nil
    case RelocationTypes.none:
      // Nothing is done: the word is what it is.
      self = .moduleOffset(sum)
      guard symbol == nil, isImplicit else { return nil }
      return
    case types.jumpSlot:
      // glibc takes nothing but a slot among the slots; Android's loader binds them all at once.
      meaning = symbol == nil || !image.takesRelativeSlots ? nil : .globalOffsetEntry
    default: meaning = types.meanings[relocation.type]
    }
    switch meaning {
    case .address
    where isThreadLocal != true && (symbol != nil || relocation.type == types.relative):
      self = .address((place &+ addend) & mask)
    case .globalOffsetEntry where isThreadLocal == false:
      guard isImplicit || addend == 0 else { return nil }
      self = .address(place & mask)
    case .module where isThreadLocal != false: self = .module(addend: addend)
    case .moduleOffset where isThreadLocal != false && isClear: self = .moduleOffset(sum)
    case .threadOffset where isThreadLocal != false: self = .threadOffset(sum)
    case .negatedThreadOffset where isThreadLocal != false:
      self = .negatedThreadOffset((addend &- value) & mask)
    case .threadDescriptor where isThreadLocal != false && isClear: self = .threadDescriptor(sum)
    default: return nil
    }
  }
}

/// DT_RELACOUNT and DT_RELCOUNT may have grown by records that are RELATIVE now.
private func compareCounts(
  _ conversions: [ConvertedRelocation], _ after: DynamicImage, _ before: DynamicImage,
  _ findings: inout Findings
) {
  for (name, tag) in [("DT_RELA", DynamicTag.relaCount), ("DT_REL", .relCount)] {
    guard let old = before.dynamic.table[tag], let new = after.dynamic.table[tag], new != old
    else { continue }
    let relatives = Set(
      conversions.lazy.filter {
        before.relocations[$0.table].table.name == name
          && $0.after.type == before.header.machine.relocationTypes?.relative
      }.map { UInt64($0.after.record) })
    // Bounded by the records that there are.
    findings.expect(
      new > old && new - old <= UInt64(relatives.count)
        && (old..<new).allSatisfy(relatives.contains),
      in: TableName.dynamic.rawValue, "the count of RELATIVE records does not fit \(name)")
  }
}
