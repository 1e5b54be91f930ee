// A record reads back as it was written, and anything else is an error with its line.

import ELFModel
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct UndoRecordTests {
  let folder: TemporaryFolder
  let record: UndoRecord

  init() throws {
    folder = try TemporaryFolder()
    let file = try DiskFile(FilePath(try folder.write("0123456789", to: "file").path))
    record = try UndoRecord(
      of: [ByteEdit(offset: 1, bytes: [1, 2]), ByteEdit(offset: 9, bytes: [255])], on: file)
  }

  private func read(_ text: String) throws -> UndoRecord {
    try UndoRecord(
      readingFrom: try DiskFile(FilePath(try folder.write(text, to: "record").path)),
      for: try DiskFile(FilePath(folder.file("file").path)))
  }

  private var text: String { String(decoding: record.bytes, as: UTF8.self) }

  @Test func readsBackAsWritten() throws {
    #expect(try read(text) == record)
    #expect(record.edits.map(\.bytes) == [Array("12".utf8), Array("9".utf8)])
    // sha256sum of the ten digits.
    #expect(
      record.before.hexadecimal
        == "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882")
    #expect(record.before != record.after)
  }

  @Test(arguments: [
    ("symdemote-undo 1", "symdemote-undo 2", 1), ("size 10", "size ten", 2),
    ("before 84d8", "before xyz", 3), ("bytes 1 3132", "bytes 1 313", 5),
    ("bytes 1 3132", "bytes -1 3132", 5), ("bytes 9 39", "bytes 10 39", 6),
    ("bytes 9 39", "bytes 2 39", 6), ("bytes 9 39", "bytes 9999999999999999999 39", 6),
    ("bytes 9 39", "nonsense", 6), ("bytes 9 39", "\nbytes 9 39", 6),
    ("bytes 9 39", "bytes 9 39\n" + String(repeating: "x", count: 5_000), 1),
  ])
  func damageIsAnErrorWithItsLine(_ part: String, _ replacement: String, _ line: Int) throws {
    let damaged = text.replacingOccurrences(of: part, with: replacement)
    #expect(damaged != text)
    #expect {
      _ = try read(damaged)
    } throws: {
      ($0 as? UndoRecordError)?.line == line
    }
  }
}
