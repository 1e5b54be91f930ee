// Wheels: the archive that holds one, and its RECORD.

internal import ELFModel
internal import Wheels

extension FuzzTarget {
  /// Reads a RECORD if the first byte says so, else an archive, and writes the archive anew: as it is, and
  /// with other content for an entry.
  public static let wheel = FuzzTarget(name: "FuzzWheel") { bytes in
    let (chosen, rest) = bytes.choice(of: 2)
    do {
      if chosen == 1 { try readRecord(rest) } else { try readArchive(rest) }
    } catch is WheelError {
    } catch {
      fatalError("a reader of memory throws \(error)")
    }
  }

  private static func readRecord(_ bytes: [UInt8]) throws {
    let record = try RecordFile(bytes)
    require(record.replacing([]) == bytes, "what is not replaced stays")
    let name = Array(bytes.prefix { $0 != UInt8(ascii: ",") })
    let changed = try RecordFile(record.replacing([(name, "sha256=x", 1)]))
    do {
      try changed.check(name, has: "sha256=x", byteCount: 1)
    } catch {
      // Quotes, or an empty line, are there before the first comma.
      if case .unrecorded = error { return }
      throw error
    }
  }

  private static func readArchive(_ bytes: [UInt8]) throws {
    let directory = try ZipDirectory(of: bytes)
    require(try written(directory, bytes, [:]) == bytes, "what is not replaced stays")
    for entry in directory.entries {
      var count = 0
      do {
        try directory.read(entry, of: bytes) { count += $0.count }
        require(count == entry.byteCount, "an entry is as long as it says")
      } catch is WheelError {
        require(count <= entry.byteCount, "an entry is no longer than it says")
      }
      _ = try directory.beginning(of: entry, in: bytes, count: 4)
    }
    guard let position = directory.entries.indices.last else { return }
    let content = Array(bytes.prefix(100))
    let result = try written(directory, bytes, [position: content])
    let again: ZipDirectory
    do {
      again = try ZipDirectory(of: result)
    } catch WheelError.malformed("end record", _, _) {
      // What moved stands before the end record now, and may look like another one.
      return
    } catch WheelError.unsupported("end record", _, _) {
      return
    } catch WheelError.malformed("central directory", _, _)
      where directory.entries[position].isFolder
    {
      return
    }
    if directory.entries[position].isFolder { return }
    require(
      try again.content(of: again.entries[position], in: result) == content,
      "what is written can be read")
  }

  private static func written(
    _ directory: ZipDirectory, _ bytes: [UInt8], _ replacements: [Int: [UInt8]]
  ) throws -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 0)
    try directory.rewrite(bytes, replacing: replacements) { piece, offset in
      if result.count < offset + piece.count {
        result += [UInt8](repeating: 0, count: offset + piece.count - result.count)
      }
      result.replaceSubrange(offset..<(offset + piece.count), with: piece)
    }
    return result
  }
}
