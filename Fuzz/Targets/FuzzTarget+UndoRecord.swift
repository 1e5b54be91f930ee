// Undo records, for a file of 4096 zeros. A record is read from a file, so each input becomes one.

internal import ELFModel
internal import Glibc
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

/// A file of the folder for temporary ones that is gone with its owner.
private final class MemoryFile {
  let path: FilePath

  init(_ bytes: [UInt8]) {
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/symdemote-fuzz-XXXXXX".utf8CString)
    let descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe mkstemp(buffer.baseAddress.unsafelyUnwrapped)
    }
    require(descriptor >= 0, "the system has room for a file")
    path = FilePath(template.map { UInt8(bitPattern: $0) })
    let count = unsafe bytes.withUnsafeBytes { buffer in
      unsafe write(descriptor, buffer.baseAddress, buffer.count)
    }
    require(count == bytes.count && close(descriptor) == 0, "the file is written")
  }

  deinit { _ = unsafe path.text.withCString { unsafe unlink($0) } }
}
