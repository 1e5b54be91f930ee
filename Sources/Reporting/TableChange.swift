// Which tables an edit changes, and by how many bytes.

public import ELFModel

/// What becomes of one table.
public struct TableChange: Sendable, Equatable {
  /// The table.
  public let name: String
  /// Where it lies afterwards, or lay if it is gone; it ends where the longer of both does.
  public let region: FileRegion
  /// How many of its bytes get another value, come or go.
  public let changedBytes: Int
}

extension DynamicImage {
  /// The changes that `edits` make, over `source`, to each table that may change.
  ///
  /// - Parameter other: tables beside the dynamic ones.
  /// - Throws: the source's I/O error.
  public func tableChanges(
    by edits: [ByteEdit], over source: some ByteSource,
    beside other: [(name: String, region: FileRegion)] = []
  ) throws -> [TableChange] {
    let tables = tablesOfAnEdit + other
    let index = RegionIndex(tables.map(\.region))
    var counts = [Int](repeating: 0, count: tables.count)
    for edit in edits {
      guard let table = index.position(holding: edit.offset) else { continue }
      let present = try source.bytes(in: edit.range)
      counts[table] += present.countOfDifferences(from: edit.bytes)
    }
    return zip(tables, counts).map {
      TableChange(name: $0.name, region: $0.region, changedBytes: $1)
    }
  }
}

/// The differences between the tables of the same names in two files.
///
/// - Throws: the sources' I/O errors.
public func tableChanges(
  from before: DynamicImage, in beforeSource: some ByteSource,
  to after: DynamicImage, in afterSource: some ByteSource
) throws -> [TableChange] {
  var old = before.tablesOfAnEdit
  var changes: [TableChange] = []
  for table in after.tablesOfAnEdit {
    let place = old.firstIndex { $0.name == table.name }
    let former = place.map { old.remove(at: $0).region }
    let region = FileRegion(
      offset: table.region.offset, byteCount: max(former?.byteCount ?? 0, table.region.byteCount))
    // A table that became shorter where it is left bytes behind, which are compared as well.
    let isInPlace = former?.offset == table.region.offset
    let now = try afterSource.available(of: isInPlace ? region : table.region)
    let then = try (isInPlace ? region : former).map(beforeSource.available) ?? []
    let changed = then.countOfDifferences(from: now) + abs(then.count - now.count)
    changes.append(TableChange(name: table.name, region: region, changedBytes: changed))
  }
  // What is left was only there before.
  return changes
    + old.map {
      TableChange(name: $0.name, region: $0.region, changedBytes: $0.region.byteCount)
    }
}

extension ByteSource {
  /// The bytes of `region`, as far as there are any.
  fileprivate func available(of region: FileRegion) throws -> [UInt8] {
    try bytes(in: region.range.clamped(to: 0..<byteCount))
  }
}
