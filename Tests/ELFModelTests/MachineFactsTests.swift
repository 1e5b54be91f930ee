// The numbers in the tables of machines are those of the C library's elf.h, by their names there.
// A few are newer than the header may be; they are given with their number.

import ELFModel
import Foundation
import Testing

@Suite struct MachineFactsTests {
  /// A machine, and the names of its facts in elf.h.
  struct Names: CustomTestStringConvertible {
    let machine: Machine
    let code: String
    let prefix: String
    let copy = "COPY"
    let jumpSlot: String
    let relative = "RELATIVE"
    let meanings: [String: RelocationMeaning]
    let threadLocal: Set<String>
    var plainTags: Set<String> = []
    var wideHash = false
    var localSymbols = LocalSymbols.boundByIndex

    var testDescription: String { machine.name }
  }

  private static let glibcThreadLocal: [String: RelocationMeaning] = [
    "TLS_DTPMOD": .module, "TLS_DTPREL": .moduleOffset, "TLS_TPREL": .threadOffset,
  ]

  private static func wide(_ names: [String: RelocationMeaning]) -> [String: RelocationMeaning] {
    Dictionary(uniqueKeysWithValues: names.map { ("\($0.key)64", $0.value) })
  }

  private static let amd64ThreadLocal: [String: RelocationMeaning] = [
    "DTPMOD64": .module, "DTPOFF64": .moduleOffset, "TPOFF64": .threadOffset,
    "TLSDESC": .threadDescriptor(argument: 1),
  ]

  static let all: [Names] = [
    Names(
      machine: .x86_64, code: "EM_X86_64", prefix: "R_X86_64_", jumpSlot: "JUMP_SLOT",
      meanings: amd64ThreadLocal.merging(["64": .address, "GLOB_DAT": .globalOffsetEntry]) { $1 },
      threadLocal: Set(amd64ThreadLocal.keys),
      plainTags: ["0x70000000", "0x70000001", "0x70000003"]),
    Names(
      machine: .x32, code: "EM_X86_64", prefix: "R_X86_64_", jumpSlot: "JUMP_SLOT",
      meanings: amd64ThreadLocal.merging(["32": .address, "GLOB_DAT": .globalOffsetEntry]) { $1 },
      threadLocal: Set(amd64ThreadLocal.keys),
      plainTags: ["0x70000000", "0x70000001", "0x70000003"]),
    Names(
      machine: .i386, code: "EM_386", prefix: "R_386_", jumpSlot: "JMP_SLOT",
      meanings: [
        "32": .address, "GLOB_DAT": .globalOffsetEntry, "TLS_TPOFF": .threadOffset,
        "TLS_DTPMOD32": .module, "TLS_DTPOFF32": .moduleOffset,
        "TLS_TPOFF32": .negatedThreadOffset, "TLS_DESC": .threadDescriptor(argument: 1),
      ],
      threadLocal: ["TLS_TPOFF", "TLS_DTPMOD32", "TLS_DTPOFF32", "TLS_TPOFF32", "TLS_DESC"]),
    Names(
      machine: .aarch64, code: "EM_AARCH64", prefix: "R_AARCH64_", jumpSlot: "JUMP_SLOT",
      meanings: glibcThreadLocal.merging([
        "ABS64": .address, "GLOB_DAT": .globalOffsetEntry,
        "TLSDESC": .threadDescriptor(argument: 1),
      ]) { $1 },
      threadLocal: ["TLS_DTPMOD", "TLS_DTPREL", "TLS_TPREL", "TLSDESC"],
      plainTags: ["DT_AARCH64_BTI_PLT", "DT_AARCH64_PAC_PLT", "DT_AARCH64_VARIANT_PCS"]),
    Names(
      machine: .arm, code: "EM_ARM", prefix: "R_ARM_", jumpSlot: "JUMP_SLOT",
      meanings: [
        "ABS32": .address, "GLOB_DAT": .globalOffsetEntry,
        "TLS_DESC": .threadDescriptor(argument: 0),
        "TLS_DTPMOD32": .module, "TLS_DTPOFF32": .moduleOffset, "TLS_TPOFF32": .threadOffset,
      ],
      threadLocal: ["TLS_DESC", "TLS_DTPMOD32", "TLS_DTPOFF32", "TLS_TPOFF32"]),
    Names(
      machine: .riscv64, code: "EM_RISCV", prefix: "R_RISCV_", jumpSlot: "JUMP_SLOT",
      meanings: wide(glibcThreadLocal).merging([
        "64": .address, "12": .threadDescriptor(argument: 1),
      ]) { $1 },
      threadLocal: ["TLS_DTPMOD64", "TLS_DTPREL64", "TLS_TPREL64", "12"],
      plainTags: ["DT_RISCV_VARIANT_CC"]),
    Names(
      machine: .powerPC64, code: "EM_PPC64", prefix: "R_PPC64_", jumpSlot: "JMP_SLOT",
      meanings: [
        "ADDR64": .address, "GLOB_DAT": .globalOffsetEntry, "DTPMOD64": .module,
        "DTPREL64": .moduleOffset, "TPREL64": .threadOffset,
      ],
      threadLocal: [
        "ADDR24", "TLS", "DTPMOD64", "TPREL64", "DTPREL64", "DTPREL16_HIGHESTA", "TPREL16_HIGH",
        "DTPREL16_HIGHA",
      ],
      plainTags: ["DT_PPC64_GLINK", "DT_PPC64_OPD", "DT_PPC64_OPDSZ", "DT_PPC64_OPT"]),
    Names(
      machine: .s390x, code: "EM_S390", prefix: "R_390_", jumpSlot: "JMP_SLOT",
      meanings: [
        "64": .address, "GLOB_DAT": .globalOffsetEntry, "TLS_DTPMOD": .module,
        "TLS_DTPOFF": .moduleOffset, "TLS_TPOFF": .threadOffset,
      ],
      threadLocal: ["TLS_DTPMOD", "TLS_DTPOFF", "TLS_TPOFF"], wideHash: true),
    Names(
      machine: .loongArch64, code: "EM_LOONGARCH", prefix: "R_LARCH_", jumpSlot: "JUMP_SLOT",
      meanings: wide(glibcThreadLocal).merging([
        "64": .address, "14": .threadDescriptor(argument: 1),
      ]) { $1 },
      threadLocal: ["TLS_DTPMOD64", "TLS_DTPREL64", "TLS_TPREL64", "14"]),
    Names(
      machine: .alpha, code: "EM_ALPHA", prefix: "R_ALPHA_", jumpSlot: "JMP_SLOT",
      meanings: ["DTPMOD64": .module, "DTPREL64": .moduleOffset, "TPREL64": .threadOffset],
      threadLocal: ["DTPMOD64", "DTPREL64", "TPREL64"], plainTags: ["DT_ALPHA_PLTRO"],
      wideHash: true),
    Names(
      machine: .powerPC, code: "EM_PPC", prefix: "R_PPC_", jumpSlot: "JMP_SLOT",
      meanings: [
        "ADDR32": .address, "GLOB_DAT": .globalOffsetEntry, "DTPMOD32": .module,
        "DTPREL32": .moduleOffset, "TPREL32": .threadOffset,
      ],
      threadLocal: ["ADDR24", "REL24", "DTPMOD32", "TPREL32", "DTPREL32"],
      plainTags: ["DT_PPC_GOT", "DT_PPC_OPT"], localSymbols: .boundWithoutValue),
  ]

  @Test(arguments: all) func numbersAreThoseOfTheHeader(_ names: Names) throws {
    let header = try Header()
    let machine = names.machine
    let types = try #require(machine.relocationTypes)
    func type(_ name: String) throws -> UInt32 {
      // What the header may lack stands here as a number that no type is called by.
      if ["12", "14"].contains(name), let number = UInt32(name) { return number }
      return UInt32(try header.value(names.prefix + name))
    }
    #expect(machine.code == UInt16(try header.value(names.code)))
    #expect(machine.sysvHashWordSize == (names.wideHash ? 8 : 4))
    #expect(machine.localSymbols == names.localSymbols)
    #expect(types.copy == (try type(names.copy)))
    #expect(types.jumpSlot == (try type(names.jumpSlot)))
    #expect(types.relative == (try type(names.relative)))
    let meanings = try names.meanings.map { (try type($0.key), $0.value) }
    #expect(types.meanings == Dictionary(uniqueKeysWithValues: meanings))
    let plainTags = try names.plainTags.map { try header.value($0) }
    #expect(machine.plainTags == Set(plainTags.map(Int64.init)))

    let threadLocal = try Set(names.threadLocal.map(type))
    func isThreadLocal(_ type: UInt32) -> Bool {
      types.threadLocal.contains { $0.contains(type) }
    }
    for type in threadLocal { #expect(isThreadLocal(type), "\(type)") }
    for type in [types.copy, types.jumpSlot, types.relative] { #expect(!isThreadLocal(type)) }
    for range in types.threadLocal {
      #expect(threadLocal.contains(range.lowerBound) && threadLocal.contains(range.upperBound))
    }
    for (type, meaning) in types.meanings {
      let isData = meaning == .address || meaning == .globalOffsetEntry
      #expect(isThreadLocal(type) != isData)
    }
  }

  /// Each machine is found by its number, and only in files of its class.
  @Test(arguments: all) func machinesAreFoundByNumber(_ names: Names) {
    let is32 = ["x32", "i386", "arm", "powerpc"].contains(names.machine.name)
    let (own, other): (FileClass, FileClass) = is32 ? (.elf32, .elf64) : (.elf64, .elf32)
    #expect(Machine.known(code: names.machine.code, fileClass: own) == names.machine)
    #expect(Machine.known(code: names.machine.code, fileClass: other) != names.machine)
  }

  /// The macros of elf.h whose value is a number, another macro, or a sum with DT_LOPROC.
  private struct Header {
    private var macros: [Substring: Substring] = [:]

    init() throws {
      let text = try String(contentsOfFile: "/usr/include/elf.h", encoding: .utf8)
      for line in text.split(separator: "\n") {
        let line = line.prefix { $0 != "/" }.replacing("# define", with: "#define")
        let fields = line.split(maxSplits: 2, whereSeparator: \.isWhitespace)
        guard fields.count == 3, fields[0] == "#define" else { continue }
        macros[Substring(fields[1])] = Substring(fields[2])
      }
    }

    func value(_ name: String) throws -> Int {
      let words = name.split { " ()+\t".contains($0) }.map(String.init)
      return try words.reduce(0) { sum, word in
        if word.hasPrefix("0x") { return sum + (try #require(Int(word.dropFirst(2), radix: 16))) }
        if let number = Int(word) { return sum + number }
        return sum + (try value(String(try #require(macros[Substring(word)], "\(word)"))))
      }
    }
  }
}
