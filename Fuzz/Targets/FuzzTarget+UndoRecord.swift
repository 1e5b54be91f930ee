// Undo records, for a file of 4096 zeros. A record is read from a file, so each input becomes one.

internal import ELFModel
internal import Storage

extension FuzzTarget {
  /// Reads a record; what was read is written and read again.
  public static let undoRecord = FuzzTarget(name: "FuzzUndoRecord") { bytes in
    let (target, record) = (MemoryFile([UInt8](repeating: 0, count: 4096)), MemoryFile(bytes))
    do {
      let read = try UndoRecord(readingFrom: DiskFile(record.path), for: DiskFile(target.path))
      require(
        read.edits.allSatisfy { $0.range.upperBound <= read.size }, "edits lie within the file")
      let written = MemoryFile(read.bytes)
      let again = try? UndoRecord(
        readingFrom: DiskFile(written.path), for: DiskFile(target.path))
      // What spells a number at length may be too long when it is written again, never shorter.
      require(again == nil || again == read, "a record reads as it was written")
      require(again != nil || read.bytes.count > bytes.count, "a written record can be read")
    } catch is UndoRecordError {
    } catch {
      fatalError("a record in memory throws \(error)")
    }
  }
}
