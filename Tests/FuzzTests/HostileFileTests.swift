// Files of a megabyte or two that ask for the square of their size in time or memory. The tool has
// to end, by itself and within the memory of a small machine; the bounds here are generous, and
// what they forbid is thousands of times larger.

import Foundation
import TestSupport
import Testing

@Suite struct HostileFileTests {
  /// Runs every reading command; none may need a minute or a gigabyte.
  private func expectAnEnd(_ file: HostileFile, status: Int32, saying message: String = "") throws {
    let folder = try TemporaryFolder()
    let path = folder.file("hostile.so")
    try Data(file.finished()).write(to: path)
    for command in ["exports", "verify", "plan --all"] {
      let result = try run(
        "sh", ["-c", "ulimit -v 1000000; exec timeout 60 \(toolPath) \(command) \(path.path)"])
      let wanted = status == 0 && command.hasPrefix("plan") ? 1 : status
      #expect(result.status == wanted, "\(command): \(result.errors.prefix(300))")
      #expect(
        message.isEmpty || result.errors.contains(message),
        "\(command): \(result.errors.prefix(300))")
    }
    try expectItsProcessEnds(path)
  }

  /// Takes the file for a program and models its process.
  private func expectItsProcessEnds(_ path: URL) throws {
    for command in ["bindings --format=ld-debug", "audit"] {
      let result = try run(
        "sh", ["-c", "ulimit -v 1000000; exec timeout 60 \(toolPath) \(command) \(path.path)"],
        keepsOutput: false)
      #expect([0, 1, 2].contains(result.status), "\(command): \(result.ending)")
    }
  }

  private func name(_ length: Int) -> [UInt8] { [0] + Array(repeating: 0x61, count: length) + [0] }

  @Test func namesThatOverlap() throws {
    var file = HostileFile()
    file.addSymbols(name(200_000), (1..<20_000).map { ($0, 0x100) })
    try expectAnEnd(file, status: 2, saying: "overlap many times over")
  }

  @Test func versionNamesThatRepeat() throws {
    var file = HostileFile()
    file.addSymbols(name(200_000), [])
    let count = 30_000
    var definitions: [UInt8] = []
    for index in 0..<count {
      for half in [1, 0, index + 2, 1] { definitions += HostileFile.half(half) }
      for word in [0, 20, 28, 1, 0] { definitions += HostileFile.word(word) }
    }
    file.add(0x6fff_fffc, definitions)
    file.say(0x6fff_fffd, count)
    try expectAnEnd(file, status: 2, saying: "overlap many times over")
  }

  @Test func needsThatShareTheirVersions() throws {
    var file = HostileFile()
    file.addSymbols(name(10), [])
    let (needs, versions) = (20_000, 20_000)
    var list: [UInt8] = []
    for need in 0..<needs {
      for half in [1, versions] { list += HostileFile.half(half) }
      for word in [1, (needs - need) * 16, 16] { list += HostileFile.word(word) }
    }
    for _ in 0..<versions {
      for half in [0, 0, 0, 2] { list += HostileFile.half(half) }
      for word in [1, 16] { list += HostileFile.word(word) }
    }
    file.add(0x6fff_fffe, list)
    file.say(0x6fff_ffff, needs)
    try expectAnEnd(file, status: 2, saying: "more versions than")
  }

  @Test func copiesOfManySymbols() throws {
    var file = HostileFile()
    let count = 40_000
    file.addNumberedSymbols(count) { 0x10_0000 + $0 * 8 }
    file.addRelocations(type: 5, to: 1...count)
    // Everything is kept, so there is nothing to do.
    let folder = try TemporaryFolder()
    let path = folder.file("hostile.so")
    try Data(file.finished()).write(to: path)
    for command in ["exports", "plan --all"] {
      let result = try run(
        "sh", ["-c", "ulimit -v 2000000; exec timeout 60 \(toolPath) \(command) \(path.path)"])
      #expect(result.status == 0, "\(command): \(result.errors.prefix(300))")
      #expect(result.output.contains("copy-relocation"))
    }
  }

  /// A record of any length for a small file is refused before it is read.
  @Test func anUndoRecordWithoutEnd() throws {
    let folder = try TemporaryFolder()
    let record = folder.file("record")
    try mustRun("truncate", ["-s", "3G", record.path])
    let file = try folder.write("small", to: "file")
    let result = try run(
      "sh",
      ["-c", "ulimit -v 1000000; exec \(toolPath) undo --undo-file=\(record.path) \(file.path)"])
    #expect(result.status == 2 && result.errors.contains("too long"), "\(result.errors)")
  }

  /// All names in one chain: a lookup walks half of them, so all lookups walk the square.
  @Test func oneLongChain() throws {
    var file = HostileFile()
    file.addNumberedSymbols(60_000) { 0x1000 + $0 }
    try expectAnEnd(file, status: 0)
  }

  /// The same, with a reference to each of the names.
  @Test func referencesThroughOneLongChain() throws {
    var file = HostileFile()
    let count = 60_000
    file.addNumberedSymbols(count) { 0x1000 + $0 }
    file.addRelocations(type: 6, to: 1...count)
    try expectAnEnd(file, status: 0)
  }

  /// Each of them would be sought in every directory.
  @Test func manyMissingLibraries() throws {
    var file = HostileFile()
    var strings: [UInt8] = [0]
    for index in 0..<50_000 {
      file.say(1, strings.count)
      strings += Array("lib\(index).so".utf8) + [0]
    }
    file.addSymbols(strings, [(1, 0x1000)])
    try expectAnEnd(file, status: 0)
  }
}
