// The opposite of the sweep: what it calls sound is called broken once it is damaged.

import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@Suite struct BrokenCopyTests {
  private let folder: TemporaryFolder
  private let original = URL(fileURLWithPath: "/usr/lib/x86_64-linux-gnu/libstdc++.so.6")
    .resolvingSymlinksInPath()
  private let check: ResultCheck

  init() throws {
    folder = try TemporaryFolder()
    let result = folder.file("result")
    try mustRun(toolPath, ["apply", "--all", "--output=\(result.path)", original.path])
    check = ResultCheck(original: original, result: result)
  }

  @Test func anUndamagedCopyPasses() throws {
    #expect(try check.complaints() == [])
  }

  @Test(arguments: Breakage.allCases)
  func damageIsNoticed(_ breakage: Breakage) throws {
    try damage(breakage)
    #expect(try !check.verification().isEmpty)
  }

  @Test(arguments: [Breakage.chainWord, .hiddenForNoReason])
  func elflintComparisonSeesNewComplaints(_ breakage: Breakage) throws {
    try damage(breakage)
    #expect(try !check.elflint().isEmpty)
  }

  @Test func readelfComparisonSeesNewWarnings() throws {
    try damage(.bucketBeyondTheTable)
    #expect(try !check.readelf().isEmpty)
  }

  @Test func aSecondRunWithWorkToDoIsNoticed() throws {
    try FileManager.default.removeItem(at: check.result)
    try FileManager.default.copyItem(at: original, to: check.result)
    #expect(try check.complaints() == ["a second run wrote the file anew"])
  }

  @Test func anotherLengthIsNoticed() throws {
    let handle = try FileHandle(forWritingTo: check.result)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([0]))
    try handle.close()
    #expect(try check.complaints().contains { $0.hasPrefix("the result has") })
  }

  private func damage(_ breakage: Breakage) throws {
    let source = try MappedFile(check.result)
    let edits = try breakage.edits(of: try decode(source), in: source)
    try #require(!edits.isEmpty, "the damage changes nothing")
    let handle = try FileHandle(forUpdating: check.result)
    for edit in edits {
      try handle.seek(toOffset: UInt64(edit.offset))
      try handle.write(contentsOf: Data(edit.bytes))
    }
    try handle.close()
  }
}
