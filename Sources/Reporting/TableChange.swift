// Which tables an edit changes, and by how many bytes.

public import ELFModel

/// What becomes of one table.
public struct TableChange: Sendable, Equatable {
  /// The table.
  public let name: String
  /// Where it lies afterwards.
  public let region: FileRegion
  /// How many of its bytes get another value, come or go.
  public let changedBytes: Int
}

extension DynamicImage {
  /// The changes that `edits` make, over `source`, to each table that may change.
  ///
  /// - Throws: the source's I/O error.
  public func tableChanges(by edits: [ByteEdit], over source: some ByteSource) throws
    -> [TableChange]
  {
    var counts = [Int](repeating: 0, count: changeableTables.count)
    for edit in edits {
      let table = changeableTables.firstIndex { $0.region.range.contains(edit.offset) }
      guard let table else { continue }
      let present = try source.bytes(in: edit.range)
      counts[table] += zip(present, edit.bytes).count { $0 != $1 }
    }
    return zip(changeableTables, counts).map {
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
  let old = Dictionary(before.changeableTables.map { ($0.name, $0.region) }) { first, _ in first }
  var changes: [TableChange] = []
  for table in after.changeableTables {
    let now = try afterSource.bytes(in: table.region.range)
    let then = try old[table.name].map { try beforeSource.bytes(in: $0.range) } ?? []
    let changed = zip(then, now).count { $0 != $1 } + abs(then.count - now.count)
    changes.append(TableChange(name: table.name, region: table.region, changedBytes: changed))
  }
  return changes
}
