// Relocations against local symbols, made to name none: what the linker would have written, had
// the symbol been local from the beginning.
//
//     S + A, the whole word      RELATIVE, addend S + A
//     GLOB_DAT                   RELATIVE, addend S
//     DTPMOD                     the same without a symbol: the module is the file itself
//     DTPOFF, TPOFF, TLSDESC     the same without a symbol, addend A + S; in a REL table the word of
//                                a DTPOFF says it all, and NONE is left of the record
//
// A JUMP_SLOT stays: ld.so ends the process over any other type among the lazily bound
// (glibc sysdeps/*/dl-machine.h `elf_machine_lazy_rel`). So does what names an IFUNC, whose value is
// found by calling it, an absolute symbol, whose value does not move with the file, and every type
// without a meaning here, such as a half word.
//
// Where loaders leave out the value of a local symbol (`LocalSymbols.boundWithoutValue`) all of this is
// about symbols that a demotion has just made local.

public import ELFModel

/// The conversion of an image's relocations against its local symbols.
public struct RelocationConversion: Sendable, Equatable {
  /// The relocations that name no symbol any more, by table and record.
  public let converted: [ConvertedRelocation]

  /// A relocation that can be converted, once its addend is known.
  public struct Candidate: Sendable, Equatable {
    let table: Int
    let relocation: Relocation
    let meaning: RelocationMeaning
    /// The address of the word that holds the addend; nil if the record does.
    public let addendAddress: UInt64?
  }

  /// What `image`, in which every demotion is made, has to convert. Where loaders leave out the value
  /// of a local symbol, what named one already in `original`, which `image` was made from, stays as it
  /// is: its addend has the value.
  ///
  /// - Parameter includesSlots: whether a JUMP_SLOT may become RELATIVE, as it may for a loader that
  ///   binds nothing lazily and does not care for the types among its slots.
  public static func candidates(
    in image: DynamicImage, madeFrom original: DynamicImage, includesSlots: Bool = false
  ) -> [Candidate] {
    let loaded = image.relocations.indices.filter { image.relocations[$0].table.isLoaded }
    let leavesLocals = image.omitsLocalValues
    return loaded.flatMap { table in
      let isImplicit = image.relocations[table].table.format.hasImplicitAddends
      // A demotion renumbers relocations, and keeps each in its place.
      let pairs = zip(
        image.relocations[table].table.symbolic, original.relocations[table].table.symbolic)
      return pairs.compactMap { relocation, former -> Candidate? in
        guard relocation.symbol.position < image.symbols.table.count,
          image[relocation.symbol].isLocal, !leavesLocals || !original[former.symbol].isLocal,
          let meaning = image.meaningWithoutSymbol(of: relocation, includesSlots: includesSlots)
        else { return nil }
        return Candidate(
          table: table, relocation: relocation, meaning: meaning,
          addendAddress: isImplicit
            ? image.addendAddress(of: relocation, asMeantBy: meaning) : nil)
      }
    }
  }

  /// Converts those of `candidates` whose addend is clear.
  ///
  /// - Parameter words: for each candidate with an `addendAddress`, in order, the word there; nil if
  ///   the file has no such word, or not one that may be written, or others write it as well.
  public init(_ candidates: [Candidate], words: [ProgramWord?], in image: DynamicImage) {
    var next = words.makeIterator()
    converted = candidates.compactMap { candidate in
      guard candidate.addendAddress != nil else {
        return candidate.converted(addend: candidate.relocation.addend, word: nil, in: image)
      }
      guard let found = next.next(), let word = found else { return nil }
      return candidate.converted(addend: word.value, word: word.region, in: image)
    }
  }

  /// The image with the conversion made.
  public func applied(to image: DynamicImage) -> DynamicImage {
    guard !converted.isEmpty else { return image }
    var after = image
    var gone = [Set<UInt32>](repeating: [], count: image.relocations.count)
    for conversion in converted { gone[conversion.table].insert(conversion.before.record) }
    for table in gone.indices where !gone[table].isEmpty {
      after.relocations[table].table.symbolic.removeAll { gone[table].contains($0.record) }
      let format = image.relocations[table].table.format
      guard !format.hasFixedRecords else { continue }
      let nameless = converted.lazy.filter { $0.table == table }.map(\.after)
      after.relocations[table].table.plain =
        (image.relocations[table].table.plain
        + nameless.map { format.hasImplicitAddends ? $0.with(addend: 0) : $0 })
        .sorted { $0.record < $1.record }
    }
    after.countLeadingRelatives(converted)
    return after
  }
}

extension RelocationConversion.Candidate {
  fileprivate func converted(addend: Int64, word: FileRegion?, in image: DynamicImage)
    -> ConvertedRelocation?
  {
    guard let types = image.header.machine.relocationTypes else { return nil }
    let value = Int64(bitPattern: image[relocation.symbol].value)
    let isImplicit = image.relocations[table].table.format.hasImplicitAddends
    let (type, sum): (UInt32, Int64)
    switch meaning {
    case .address: (type, sum) = (types.relative, addend &+ value)
    case .globalOffsetEntry:
      // The old content of the word does not count; an addend in the record might.
      guard isImplicit || addend == 0 else { return nil }
      (type, sum) = (types.relative, value)
    case .module: (type, sum) = (relocation.type, addend)
    case .moduleOffset where isImplicit:
      // Loaders do not agree on whether the word counts. Linkers leave it 0.
      guard addend == 0 else { return nil }
      (type, sum) = (RelocationTypes.none, value)
    case .threadDescriptor where isImplicit:
      guard addend == 0 else { return nil }
      (type, sum) = (relocation.type, value)
    case .moduleOffset, .threadOffset, .threadDescriptor:
      (type, sum) = (relocation.type, addend &+ value)
    case .negatedThreadOffset: (type, sum) = (relocation.type, addend &- value)
    }
    let now = image.header.fileClass == .elf32 ? Int64(Int32(truncatingIfNeeded: sum)) : sum
    return ConvertedRelocation(
      table: table, before: relocation.with(addend: addend),
      after: Relocation(
        record: relocation.record, type: type, symbol: .null, offset: relocation.offset,
        addend: now), word: word)
  }
}

extension DynamicImage {
  /// DT_RELACOUNT and DT_RELCOUNT say how many records at the beginning of a table are RELATIVE, for
  /// loaders to make them without looking at their types.
  fileprivate mutating func countLeadingRelatives(_ converted: [ConvertedRelocation]) {
    guard let relative = header.machine.relocationTypes?.relative else { return }
    for (name, tag) in [("DT_RELA", DynamicTag.relaCount), ("DT_REL", .relCount)] {
      guard let table = relocations.firstIndex(where: { $0.table.name == name }),
        let entry = dynamic.table.lastIndex(where: { $0.tag == tag })
      else { continue }
      let records = Set(
        converted.lazy.filter { $0.table == table && $0.after.type == relative }
          .map { UInt64($0.after.record) })
      var count = dynamic.table[entry].value
      while records.contains(count) { count += 1 }
      dynamic.table[entry] = DynamicEntry(tag: tag, value: count)
    }
  }
}
