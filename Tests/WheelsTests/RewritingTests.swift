// An archive written anew: what is not replaced stays byte for byte, and others can read the rest.

import Foundation
import TestSupport
import Testing

@testable import Wheels

@Suite struct RewritingTests {
  private var sample: SampleZip {
    var zip = SampleZip([
      .init("a/one.so", String(repeating: "first ", count: 500)), .init("a/"),
      .init("a/two", "second"), .init("three", String(repeating: "third", count: 30_000)),
      .init("a-1.dist-info/RECORD", "a/one.so,,\n"),
    ])
    zip.entries[0].extra = [0x55, 0x54, 5, 0, 1, 2, 3, 4, 5]
    zip.entries[2].method = .stored
    zip.entries[3].descriptor = .signed
    zip.comment = Array("kept".utf8)
    return zip
  }

  @Test func withoutAReplacementItIsTheSame() throws {
    #expect(try rewritten(sample.bytes) == sample.bytes)
    #expect(try rewritten(SampleZip([]).bytes) == SampleZip([]).bytes)
  }

  /// The same content is the same archive, but for a descriptor, which is needed no more.
  @Test func theSameContentIsTheSameArchive() throws {
    var zip = sample
    let bytes = zip.bytes
    let all = Dictionary(
      uniqueKeysWithValues: zip.entries.indices.map { ($0, zip.entries[$0].content) })
    zip.entries[3].descriptor = .none
    zip.entries[1].method = .stored
    var known = all
    known[1] = nil
    zip.entries[1].method = .deflated
    #expect(try rewritten(bytes, replacing: known) == zip.bytes)
  }

  @Test(arguments: [0, 2, 3, 4]) func oneIsReplaced(_ position: Int) throws {
    let zip = sample
    var generator = SeededGenerator(seed: UInt64(position))
    for size in [0, 1, 100, 65_535, 65_536, 65_537, 300_000] {
      // Half of it can be compressed.
      let content = (0..<size).map { place in
        place % 2000 < 1000 ? UInt8(7) : UInt8.random(in: 0...255, using: &generator)
      }
      let result = try rewritten(zip.bytes, replacing: [position: content])
      #expect(try rewritten(zip.bytes, replacing: [position: content]) == result)
      var expected = try contents(of: zip.bytes)
      expected[zip.entries[position].name] = content
      #expect(try contents(of: result) == expected)
      let (before, after) = (try ZipDirectory(of: zip.bytes), try ZipDirectory(of: result))
      for (place, pair) in zip.entries.indices.map({ ($0, (before.entries[$0], after.entries[$0])) }
      ) {
        // Times, modes, names and methods stay; so does every byte of the others.
        #expect(pair.0.name == pair.1.name && pair.0.method == pair.1.method)
        #expect(pair.0.record[12..<16] == pair.1.record[12..<16])
        #expect(pair.0.record[28..<42] == pair.1.record[28..<42])
        guard place != position else { continue }
        #expect(
          zip.bytes[pair.0.headerOffset..<pair.0.end]
            == result[pair.1.headerOffset..<pair.1.end])
      }
      #expect(result.suffix(4).elementsEqual("kept".utf8))
    }
  }

  /// Python's zipfile, by which wheels are installed, finds nothing wrong with it.
  @Test func othersReadIt() throws {
    let folder = try TemporaryFolder()
    let result = try rewritten(
      sample.bytes, replacing: [0: Array(repeating: 3, count: 70_000), 2: [], 3: [1, 2, 3]])
    try Data(result).write(to: folder.file("result.zip"))
    let program = """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1]) as archive:
          print(archive.testzip(), archive.comment)
          for entry in archive.infolist():
              print(entry.filename, entry.file_size, oct(entry.external_attr >> 16), entry.date_time)
      """
    let said = try mustRun(
      "/usr/bin/python3", ["-c", program, folder.file("result.zip").path])
    let lines = said.split(separator: "\n").map(String.init)
    #expect(lines.first == "None b'kept'")
    #expect(
      lines.dropFirst().map { $0.components(separatedBy: " 0o")[0] } == [
        "a/one.so 70000", "a/ 0", "a/two 0", "three 3", "a-1.dist-info/RECORD 11",
      ])
    #expect(lines.dropFirst().allSatisfy { $0.hasSuffix("0o100755 (2025, 1, 1, 15, 25, 56)") })
  }
}
