// The other files that are read: archives, object files, caches, records, lists, policies and logs,
// with counts that they could not keep and shapes that ask for the square of their size.

import Foundation
import TestSupport
import Testing

@Suite struct HostileOtherFileTests {
  private func library(in folder: TemporaryFolder) throws {
    var file = HostileFile()
    file.addNumberedSymbols(10) { 0x100 + $0 }
    try Data(file.finished()).write(to: folder.file("input.so"))
  }

  /// Runs `command` on a small library beside `bytes`, which are in the file `hostile`.
  private func symdemote(_ command: [String], beside bytes: [UInt8]) throws -> RunResult {
    let folder = try TemporaryFolder()
    try library(in: folder)
    try Data(bytes).write(to: folder.file("hostile"))
    return try boundedRun(command + ["input.so"], in: folder)
  }

  private func expectError(
    _ words: String..., by command: [String], beside bytes: [UInt8],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try symdemote(command, beside: bytes)
    let text = "\(result.ending): \(result.errors.prefix(300))"
    #expect(result.status == 2, "\(text)", sourceLocation: sourceLocation)
    for word in ["hostile"] + words {
      #expect(result.errors.contains(word), "\(word) in \(text)", sourceLocation: sourceLocation)
    }
  }

  private func expectAnEnd(
    _ result: RunResult, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      [0, 1, 2].contains(result.status), "\(what) \(result.ending): \(result.errors.prefix(300))",
      sourceLocation: sourceLocation)
  }

  // MARK: Archives

  private func big(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private func member(_ name: String, _ content: [UInt8], size: String? = nil) -> [UInt8] {
    func padded(_ text: String, _ length: Int) -> [UInt8] {
      Array(text.utf8) + Array(repeating: 0x20, count: length - text.utf8.count)
    }
    return padded(name, 48) + padded(size ?? "\(content.count)", 10) + [0x60, 0x0a] + content
  }

  private let magic = Array("!<arch>\n".utf8)
  private let plan = ["plan", "--demote-from=hostile"]

  @Test(arguments: [("/", 4), ("/SYM64/", 8)]) func countsOfAnArchive(_ name: String, _ word: Int)
    throws
  {
    for count in [-1, 0x7fff_ffff, Int.max, 2] {
      let index = big(count, word) + big(100, word) + Array("a\0".utf8)
      try expectError(
        "archive symbol index", by: plan, beside: magic + member(name, index))
    }
    for offset in [-1, Int.max, 0x7fff_ffff] {
      let index = big(1, word) + big(offset, word) + Array("a\0".utf8)
      try expectError("archive member", by: plan, beside: magic + member(name, index))
    }
    for size in ["9999999999", "-1", "", "1e3"] {
      try expectError(
        "archive symbol index", by: plan, beside: magic + member(name, big(0, word), size: size))
    }
  }

  /// A relocatable object whose names begin one byte apart in one long string.
  private func object(names: Int, length: Int) -> [UInt8] {
    let strings = [0] + Array(repeating: UInt8(0x61), count: length) + [0]
    let symbols = (0..<names).flatMap { index in
      HostileFile.word(index) + [0x12, 0, 1, 0] + [UInt8](repeating: 0, count: 16)
    }
    let header: [UInt8] =
      [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + Array(repeating: 0, count: 9) + [1, 0, 62, 0, 1, 0, 0, 0]
      + Array(repeating: 0, count: 40)
    var file = CraftedFile(header)
    let symbolPlace = file.append(symbols)
    let stringPlace = file.append(strings)
    file.add([
      CraftedFile.Section(type: 0),
      CraftedFile.Section(
        type: 2, offset: symbolPlace, size: symbols.count, link: 2, entrySize: 24),
      CraftedFile.Section(type: 3, offset: stringPlace, size: strings.count),
    ])
    return file.bytes
  }

  @Test func namesOfAnObjectThatOverlap() throws {
    let object = object(names: 40_000, length: 1_000_000)
    try expectError(".symtab", "overlap many times over", by: plan, beside: object)
  }

  /// Each begins 60 bytes behind the one before, and is as long as the file allows.
  @Test func membersOfAnArchiveThatOverlap() throws {
    let object = object(names: 20_000, length: 100)
    let count = 10_000
    let start = 8 + 60 + 4 + count * 4 + count * 2
    let index =
      big(count, 4) + (0..<count).flatMap { big(start + $0 * 60, 4) }
      + Array(repeating: Array("a\0".utf8), count: count).flatMap { $0 }
    let headers = (0..<count).flatMap { _ in member("a/", [], size: "\(object.count)") }
    try expectError(
      "archive member", by: plan, beside: magic + member("/", index) + headers + object)
  }

  // MARK: ld.so.cache

  /// A cache of the new format with `count` entries of one name, and a program that needs them.
  private func expectAnEnd(
    cacheOf entries: Int, count: Int, needs: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try TemporaryFolder()
    let root = folder.file("root")
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("etc"), withIntermediateDirectories: true)
    let table = 48 + entries * 24
    var cache = Array("glibc-ld.so.cache1.1".utf8) + HostileFile.word(count)
    cache += HostileFile.word(0x7fff_ffff) + [2, 0, 0, 0] + HostileFile.word(0)
    cache += Array(repeating: 0, count: 12)
    for index in 0..<entries {
      cache += [0x0303, table, table + 12, index % 2].flatMap(HostileFile.word)
      cache += HostileFile.long(0)
    }
    cache += Array("libname.so.1\0/nowhere\0".utf8)
    try Data(cache).write(to: root.appendingPathComponent("etc/ld.so.cache"))
    var file = HostileFile()
    var strings: [UInt8] = [0]
    for _ in 0..<needs {
      file.say(1, strings.count)
      strings += Array("libname.so.\(1)\0".utf8)
    }
    file.addSymbols(strings, [(1, 0x1000)])
    try Data(file.finished()).write(to: root.appendingPathComponent("hostile.so"))
    for command in ["bindings", "audit"] {
      let result = try boundedRun([command, "--sysroot=root", "root/hostile.so"], in: folder)
      expectAnEnd(result, "\(command)", sourceLocation: sourceLocation)
    }
  }

  @Test func countsOfACache() throws {
    for count in [0xffff_ffff, 0x7fff_ffff, 1000] {
      try expectAnEnd(cacheOf: 10, count: count, needs: 10)
    }
  }

  @Test func manyEntriesOfACacheForManyNeeds() throws {
    try expectAnEnd(cacheOf: 50_000, count: 50_000, needs: 20_000)
  }

  // MARK: Undo records

  @Test(
    arguments: [
      "size \(Int.max)\n", "size -1\n", "size 99999999999999999999\n",
      "size \(Int.max)\nbefore B\nafter B\nbytes \(Int.max - 1) 0000\n",
      "size 10\nbefore B\nafter B\nbytes \(Int.max) 00\n",
      "size 10\nbefore B\nafter B\nbytes -1 00\n",
    ])
  func numbersOfAnUndoRecord(_ lines: String) throws {
    let digest = String(repeating: "0", count: 64)
    let text = "symdemote-undo 1\n" + lines.replacing("B", with: digest)
    let result = try symdemote(["undo", "--undo-file=hostile"], beside: Array(text.utf8))
    #expect([2, 3].contains(result.status), "\(result.ending): \(result.errors.prefix(300))")
    #expect(result.errors.contains("hostile"))
  }

  // MARK: Texts

  /// Lines, or one line, of some megabytes.
  @Test(
    arguments: ["--policy=hostile", "--keep-list=hostile", "--keep-list=version-script:hostile"],
    ["keep n1\n", "keep n*1*2*3\n", "keep-regex (n+)+x\n", "a", "{", "\n", "[*/*]\n", "\0", "*"])
  func longTexts(_ option: String, _ line: String) throws {
    let text = Array(String(repeating: line, count: 500_000 / line.utf8.count).utf8)
    let result = try symdemote(["plan", option], beside: text)
    expectAnEnd(result)
  }

  @Test(
    arguments: [
      "binding file ", "1:\tbinding file a [0] to b [0]: normal symbol `x'", "\n", "] to ",
      "1:\tbinding file a [0] to b [0]: normal symbol `x'\n", "9",
    ])
  func longLogs(_ piece: String) throws {
    let text = Array(String(repeating: piece, count: 4_000_000 / piece.utf8.count).utf8)
    let result = try symdemote(["audit", "--ld-debug=hostile"], beside: text)
    expectAnEnd(result)
  }

  /// Every line speaks of other objects and of other names.
  @Test func aLogOfManyThings() throws {
    let lines = (0..<20_000).map {
      "\($0 % 3):\tbinding file a\($0) [0] to b\($0) [\($0 % 5)]: normal symbol `x\($0)' [V\($0)]\n"
    }
    let result = try symdemote(["audit", "--ld-debug=hostile"], beside: Array(lines.joined().utf8))
    expectAnEnd(result)
  }
}
