// `.symtab` before and after `--symtab`: every entry is still there, those that changed became
// local and are local in `.dynsym` as well, and whatever refers to an entry refers to the same one.

public import ELFModel

extension CheckCatalog {
  static let staticSymbols = "static-symbols"
}

/// Holds `after` against `before`, two readings of one file's `.symtab`.
///
/// - Parameters:
///   - image: the dynamic tables of the file that `after` belongs to.
///   - original: those of the file that `before` belongs to.
/// - Returns: what is wrong; empty if nothing happened but that entries became local.
public func verify(
  _ after: StaticSymbolTable, of image: DynamicImage, against before: StaticSymbolTable,
  of original: DynamicImage
) -> [Problem] {
  // A table that was wrong before and is untouched is nobody's mistake but the linker's.
  guard after != before else { return [] }
  var findings = Findings(CheckCatalog.staticSymbols)
  let name = SectionTable.staticSymbolsName
  let isSameFrame =
    before.section == after.section && before.symbols.region == after.symbols.region
    && before.strings == after.strings
    && before.sectionIndices?.region == after.sectionIndices?.region
    && before.relocations.map(\.region) == after.relocations.map(\.region)
    && before.groups.map(\.section) == after.groups.map(\.section)
  guard
    findings.expect(isSameFrame, in: name, "it moved, or other tables belong to it"),
    let successor = StaticSuccessors(before, after, &findings)
  else { return findings.all }
  checkOrder(of: after, &findings)
  checkBecameLocal(successor, before, after, original, image, &findings)
  checkHolders(successor, before, after, &findings)
  return findings.all
}

/// For each entry before the entry after that is the same.
private struct StaticSuccessors {
  let indices: [SymbolIndex]

  /// Goes through both tables once: old locals come first and in their order, then those that
  /// became local, then the others. Nil if no such reading exists.
  init?(
    _ before: StaticSymbolTable, _ after: StaticSymbolTable, _ findings: inout Findings
  ) {
    let name = SectionTable.staticSymbolsName
    let count = before.symbols.table.count
    let recordSize = before.symbols.region.byteCount / max(1, count)
    let oldLocals = before.symbolIndices.count { before[$0].isLocal }
    let newLocals = after.symbolIndices.count { after[$0].isLocal }
    guard
      findings.expect(
        after.symbols.table.count == count, in: name,
        "\(count) entries became \(after.symbols.table.count)"),
      findings.expect(newLocals >= oldLocals, in: name, "local entries became global")
    else { return nil }
    guard count > 0 else {
      indices = []
      return
    }
    var indices: [SymbolIndex] = [.null]
    indices.reserveCapacity(count)
    var local = 1
    var hidden = 1 + oldLocals
    var global = 1 + newLocals
    for index in before.symbolIndices {
      let entry = before[index]
      let next: Int
      if entry.isLocal {
        next = local
        local += 1
      } else if global < count, after[SymbolIndex(global)] == entry {
        next = global
        global += 1
      } else {
        next = hidden
        hidden += 1
      }
      guard
        findings.expect(
          next < count && Self.isSame(entry, after[SymbolIndex(next)]), in: name,
          at: before.symbols.region.offset + index.position * recordSize,
          "entry \(index.rawValue) is gone, or changed otherwise than by becoming local")
      else { return nil }
      indices.append(SymbolIndex(next))
    }
    guard
      findings.expect(
        local == 1 + oldLocals && hidden == 1 + newLocals && global == count
          && before.symbols.table[0] == after.symbols.table[0], in: name,
        "its entries are not those that were there")
    else { return nil }
    self.indices = indices
  }

  /// Whether `new` is `old`, or what `old` becomes as a local entry.
  private static func isSame(_ old: DynamicSymbol, _ new: DynamicSymbol) -> Bool {
    if old == new { return true }
    return !old.isLocal && new.isLocal && new.visibility == .default
      && old.nameOffset == new.nameOffset && old.value == new.value && old.size == new.size
      && old.sectionIndex == new.sectionIndex && old.type == new.type
      && old.other >> 2 == new.other >> 2
  }
}

/// Locals come first, and `sh_info` says where they end (gABI chapter 4, "Symbol Table").
private func checkOrder(of table: StaticSymbolTable, _ findings: inout Findings) {
  let firstGlobal =
    table.symbolIndices.first { !table[$0].isLocal }?.position ?? table.symbols.table.count
  findings.expect(
    table.symbolIndices.dropFirst(max(0, firstGlobal - 1)).allSatisfy { !table[$0].isLocal },
    in: SectionTable.staticSymbolsName, "a local entry stands after one that is not")
  findings.expect(
    Int(table.firstGlobal) == firstGlobal, in: TableName.sections.rawValue,
    "sh_info of .symtab is \(table.firstGlobal), but the first entry that is not local is "
      + "\(firstGlobal)")
}

/// An entry that became local is defined, was a dynamic symbol, and is exported no more.
private func checkBecameLocal(
  _ successor: StaticSuccessors, _ before: StaticSymbolTable, _ after: StaticSymbolTable,
  _ original: DynamicImage, _ image: DynamicImage, _ findings: inout Findings
) {
  let former = NamesByValue(of: original) { _ in true }
  let local = NamesByValue(of: image) { $0.isLocal }
  let exported = NamesByValue(of: image) { !$0.isLocal }
  for index in before.symbolIndices where !before[index].isLocal {
    let next = successor.indices[index.position]
    let entry = after[next]
    guard entry.isLocal else { continue }
    // Linkers write the version of some behind the name. Of such a name another version may be
    // exported, and one without a version stands for all. What became local may also be gone.
    let text = after.name(of: next)
    let name = former.contains(text, entry.value) ? text : text.prefix { $0 != UInt8(ascii: "@") }
    let left = exported.count(name, entry.value)
    let isPartOfThem =
      local.contains(name, entry.value)
      || exported.count(name, entry.value) < former.count(name, entry.value)
    findings.expect(
      !entry.isUndefined && former.contains(name, entry.value)
        && (left == 0 || name.count < text.count && isPartOfThem),
      in: SectionTable.staticSymbolsName,
      "\(after.strings.table.shortText(at: entry.nameOffset) ?? "an entry") became local, "
        + "and .dynsym has no such local symbol")
  }
}

/// Names of definitions, by their values.
private struct NamesByValue {
  /// For each value its names, and how many symbols have each.
  private var names: [UInt64: (set: NameSet, counts: [Int])] = [:]

  init(of image: DynamicImage, where isWanted: (DynamicSymbol) -> Bool) {
    for index in image.symbolIndices where !image[index].isUndefined && isWanted(image[index]) {
      let name = Array(image.name(of: index))
      let position = names[image[index].value, default: (NameSet(), [])].set.insert(name)
      let isNew = position == names[image[index].value]?.counts.count
      if isNew { names[image[index].value]?.counts.append(0) }
      names[image[index].value]?.counts[position] += 1
    }
  }

  func contains(_ name: ArraySlice<UInt8>, _ value: UInt64) -> Bool { count(name, value) > 0 }

  /// How many symbols have that name and value.
  func count(_ name: ArraySlice<UInt8>, _ value: UInt64) -> Int {
    guard let known = names[value], let position = known.set.position(of: name) else { return 0 }
    return known.counts[position]
  }
}

/// Wide section numbers, relocations and groups still belong to the same entries.
private func checkHolders(
  _ successor: StaticSuccessors, _ before: StaticSymbolTable, _ after: StaticSymbolTable,
  _ findings: inout Findings
) {
  if let old = before.sectionIndices?.table, let new = after.sectionIndices?.table {
    for (position, next) in successor.indices.enumerated() {
      findings.expect(
        old[position] == new[next.position], in: ".symtab_shndx",
        "the section number of entry \(next.rawValue) is not what it was")
    }
  }
  func isSame(_ old: SymbolIndex, _ new: SymbolIndex) -> Bool {
    old.position < successor.indices.count && successor.indices[old.position] == new
  }
  for (old, new) in zip(before.relocations, after.relocations) {
    guard
      findings.expect(
        old.table.symbolic.count == new.table.symbolic.count
          && old.table.recordCount == new.table.recordCount,
        in: old.table.name, "the number of records that name a symbol changed")
    else { continue }
    for (first, second) in zip(old.table.symbolic, new.table.symbolic) {
      findings.expect(
        first.record == second.record && first.type == second.type
          && first.offset == second.offset && first.addend == second.addend
          && isSame(first.symbol, second.symbol), in: old.table.name,
        "record \(first.record) does not mean what it meant")
    }
  }
  for (old, new) in zip(before.groups, after.groups) {
    findings.expect(
      isSame(old.signature, new.signature), in: TableName.sections.rawValue,
      "section \(old.section) is no longer named by the same entry")
  }
}
