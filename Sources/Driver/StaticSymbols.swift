// `--symtab`: `.symtab` follows what becomes of `.dynsym`. It is read only when this is asked for.

internal import Demotion
internal import ELFCodec
internal import ELFModel
internal import Hazards
internal import Reporting
internal import Storage
internal import Verification

/// Reads `.symtab` of the file at `path`, to be edited; nil if it has none.
///
/// - Throws: ``UnfitFile`` if something refers to its entries that is not understood.
func readStaticSymbols(of file: DiskFile, _ image: DynamicImage, _ path: FilePath) throws
  -> StaticSymbolTable?
{
  let obstacles = image.staticObstacles
  guard obstacles.isEmpty else { throw UnfitFile(obstacles, path) }
  return try decodeStaticSymbols(file, of: image)
}

/// What becomes of `.symtab`.
struct StaticChange {
  let before: StaticSymbolTable
  let after: StaticSymbolTable
  /// How many of its entries become local.
  let hiddenCount: Int

  /// The entries of `table` become local that `planned`, the file as it will be, has as local
  /// symbols, or has no more as they are `removed`.
  init(
    of table: StaticSymbolTable, following planned: DynamicImage,
    removed: (from: DynamicImage, symbols: SymbolSet)?
  ) {
    let plan = StaticSymbolPlan(hidingLocalsOf: planned, in: table, removed: removed)
    before = table
    after = plan.applied(to: table)
    hiddenCount = plan.hidden.count
  }

  /// `planned` with section headers that are true of the table afterwards.
  func described(in planned: DynamicImage) -> DynamicImage {
    guard hiddenCount > 0, var headers = planned.sections?.table.headers else { return planned }
    var image = planned
    after.describe(in: &headers)
    image.sections?.table.headers = headers
    return image
  }

  /// The edits beside those of the dynamic tables.
  func edits(in file: DiskFile, _ image: DynamicImage) throws -> [ByteEdit] {
    try encode(after, over: before, of: image, in: file)
  }

  /// Reads what the edits made back, from `edited`, which reads as `image`, and holds it against what
  /// was there and what was planned.
  func problems(
    in edited: EditedSource<DiskFile>, _ image: DynamicImage, against original: DynamicImage
  ) throws -> [Problem] {
    guard let readBack = try decodeStaticSymbols(edited, of: image) else {
      return [.notAsPlanned]
    }
    return verify(readBack, of: image, against: before, of: original)
      + (readBack == after ? [] : [.notAsPlanned])
  }
}

/// That there is nothing to hide.
let noStaticSymbols = Message(
  .warning, "the file has no .symtab (it is stripped), and --symtab finds nothing to hide")

/// What is wrong with `.symtab` of `file`, where it is another than in `original`.
///
/// - Returns: nil if the table is the same in both, byte for byte; else the table of `original` too.
func verifyStaticSymbols(
  _ file: DiskFile, _ image: DynamicImage, against original: DiskFile,
  _ originalImage: DynamicImage
) throws -> (before: StaticSymbolTable, problems: [Problem])? {
  guard let new = image.sections?.table, let old = originalImage.sections?.table,
    let index = old.staticSymbols, new.headers.count == old.headers.count,
    file.byteCount == original.byteCount
  else { return nil }
  let isDescribedOtherwise = old.headers.indices.contains {
    old.isInfoOfStaticSymbols(at: $0) && old.headers[$0].info != new.headers[$0].info
  }
  let (end, overflow) = old.headers[index].offset.addingReportingOverflow(old.headers[index].size)
  guard !overflow, end <= UInt64(original.byteCount) else { return nil }
  let range = Int(old.headers[index].offset)..<Int(end)
  guard try isDescribedOtherwise || !isSame(range, in: file, original),
    let before = try naming(original.path, { try decodeStaticSymbols(original, of: originalImage) })
  else { return nil }
  do {
    let after = try decodeStaticSymbols(file, of: image)
    let problems = after.map { verify($0, of: image, against: before, of: originalImage) }
    return (before, problems ?? [.notAsPlanned])
  } catch let error as DecodeError {
    return (before, [.unreadable(wording(of: error).text)])
  }
}

private func isSame(_ range: Range<Int>, in first: DiskFile, _ second: DiskFile) throws -> Bool {
  for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 20) {
    let part = start..<min(start + 1 << 20, range.upperBound)
    if try first.bytes(in: part) != second.bytes(in: part) { return false }
  }
  return true
}
