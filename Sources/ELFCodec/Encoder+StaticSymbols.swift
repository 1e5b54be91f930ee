// `StaticSymbolTable` to edits, as the dynamic tables are: encoded anew and compared.

public import ELFModel

/// The edits that make `.symtab` of the file that reads as `image`, and what refers to it, read as
/// `after`. The section headers are the image's and not among them.
///
/// - Parameters:
///   - before: the table as decoded from `source`.
///   - source: the file's present bytes.
/// - Throws: ``EncodeError``, or the source's I/O error.
public func encode(
  _ after: StaticSymbolTable, over before: StaticSymbolTable, of image: DynamicImage,
  in source: some ByteSource
) throws -> [ByteEdit] {
  switch image.header.fileClass {
  case .elf32: try Encoder<Records32>(image, image, source, []).edits(from: before, to: after)
  case .elf64: try Encoder<Records64>(image, image, source, []).edits(from: before, to: after)
  }
}

extension Encoder {
  fileprivate func edits(from before: StaticSymbolTable, to after: StaticSymbolTable) throws
    -> [ByteEdit]
  {
    var edits: [ByteEdit] = []
    if after.symbols != before.symbols {
      let bytes = translation.encode(Records.Symbol.self, after.symbols.table)
      let region = before.symbols.region
      guard bytes.count == region.byteCount else {
        throw EncodeError.doesNotFit(
          structure: SectionTable.staticSymbolsName, offset: region.offset)
      }
      edits += ByteEdit.differences(from: try reader.bytes(region), to: bytes, at: region.offset)
    }
    if let words = after.sectionIndices, words != before.sectionIndices {
      edits += ByteEdit.differences(
        from: try reader.bytes(words.region), to: translation.encode(numbers: words.table),
        at: words.region.offset)
    }
    for (position, table) in after.relocations.enumerated()
    where table != before.relocations[position] {
      edits += try relocationEdits(table, at: position)
    }
    return edits.sorted { $0.offset < $1.offset }
  }
}
