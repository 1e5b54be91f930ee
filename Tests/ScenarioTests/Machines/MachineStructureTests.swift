// Machines that nothing here runs (loongarch64, x32, big-endian aarch64) beside those that something
// does: a demotion leaves a file that other tools find sound, and in which each relocation names what
// it named before.

import Foundation
import TestSupport
import Testing

@Suite struct MachineStructureTests {
  @Test(
    arguments: CrossTarget.all.filter { !$0.isUnfit && !$0.needsConversion }, HashStyle.allCases)
  func relocationsNameWhatTheyNamed(_ target: CrossTarget, _ hashStyle: HashStyle) throws {
    let folder = try TemporaryFolder()
    let file = try target.library(in: folder, hashStyle: hashStyle)
    let relocations = try relocationLines(file)
    let exports = try exportedEntries(file)
    #expect(exports.isSuperset(of: ["first", "second", "counter", "weak_one", "guarded"]))

    try demote(in: file, "--demote=*one", "--demote=second", "--demote=counter")

    #expect(try relocationLines(file) == relocations)
    #expect(relocations.contains { $0.hasSuffix(" counter") })
    for name in ["weak_one", "second", "counter"] { #expect(try isDemoted(name, in: file)) }
    #expect(try exportedEntries(file) == exports.subtracting(["weak_one", "second", "counter"]))
  }

  /// No compiler here makes a PLT or a COPY for loongarch64: another relocation becomes one.
  @Test func theNumbersOfLoongArchMeanWhatTheySay() throws {
    let (jumpSlot, copy): (UInt8, UInt8) = (5, 4)
    for type in [jumpSlot, copy] {
      let folder = try TemporaryFolder()
      let file = try CrossTarget.named("loongarch64-linux-gnu").library(in: folder)
      let lines = try relocationLines(file)
      let position = try #require(lines.firstIndex { $0.hasSuffix("R_LARCH_64 counter") })
      let table = try #require(try section(".rela.dyn", of: file))
      // The symbolic ones come behind those without a symbol.
      let first = table.size / 24 - lines.count
      try overwrite(file, at: table.offset + (first + position) * 24 + 8, with: [type])
      if type == jumpSlot {
        try demote(in: file, "--demote=counter", "--demote=second")
        #expect(try isDemoted("counter", in: file, visibility: "HIDDEN"))
      } else {
        try expectEnd(
          3, untouched: file, saying: "[copy-relocation]", "apply", "--demote=counter", file.path)
        try demote(in: file, "--demote=second")
      }
      #expect(try isDemoted("second", in: file, visibility: "DEFAULT"))
    }
  }

  /// Place and name of each relocation that names a symbol.
  private func relocationLines(_ file: URL) throws -> [String] {
    try mustRun("readelf", ["-rW", file.path]).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count >= 5, fields[2].hasPrefix("R_") else { return nil }
      return "\(fields[0]) \(fields[2]) \(fields[4].prefix { $0 != "@" })"
    }
  }

  private func exportedEntries(_ file: URL) throws -> Set<String> {
    Set(try dynamicSymbols(file).filter { !$0.isLocal && !$0.isUndefined }.map(\.name))
  }
}
