// A count that no file could keep, in each place where one is read: an error with the structure and
// the place, and neither the memory nor the time that the count asks for.

import Foundation
import TestSupport
import Testing

@Suite struct HostileCountTests {
  private static let tables: [Int: String] = [
    4: ".hash", 5: ".dynstr", 7: "DT_RELA", 0x6fff_fef5: ".gnu.hash",
  ]

  /// A small sound library with every table.
  private func library() throws -> CraftedFile {
    var file = HostileFile()
    file.addNumberedSymbols(10) { 0x100 + $0 }
    file.addRelocations(type: 6, to: 1...10)
    return CraftedFile(file.finished())
  }

  @Test func theLibraryItselfIsRead() throws {
    try expectAnEnd(try library().bytes)
  }

  @Test(
    arguments: [
      (8, Int.max, "DT_RELA"), (8, 24 << 40, "DT_RELA"), (10, Int.max, ".dynstr"),
      (10, 1 << 40, ".dynstr"), (11, Int.max, ".dynsym"), (9, 1 << 40, ".dynamic"),
      (7, Int.max, "DT_RELA"), (5, .max, ".dynstr"), (6, -8, ".dynsym"), (4, -8, ".hash"),
    ])
  func entriesOfTheDynamicSection(_ tag: Int, _ value: Int, _ structure: String) throws {
    var file = try library()
    file.set(value, 8, at: try file.place(ofEntry: tag))
    try expectRefusal(file.bytes, saying: [structure])
  }

  @Test(arguments: [(0, 0xffff_ffff), (4, 0xffff_ffff), (0, 0x7fff_ffff), (4, 1 << 28)])
  func countsOfHash(_ field: Int, _ value: Int) throws {
    var file = try library()
    file.set(value, 4, at: file.number(at: try file.place(ofEntry: 4)) + field)
    try expectRefusal(file.bytes, saying: [".hash", " at 0x"])
  }

  @Test(
    arguments: [
      (0, 0xffff_ffff), (0, 1 << 28), (4, 0xffff_ffff), (8, 0x8000_0000), (8, 0xffff_ffff), (8, 0),
      (12, 0xffff_ffff),
    ])
  func fieldsOfGNUHash(_ field: Int, _ value: Int) throws {
    var file = HostileFile()
    file.addNumberedSymbols(10) { 0x100 + $0 }
    let words = [1, 1, 1, 6, -1, -1, 1] + Array(repeating: 2, count: 9) + [3]
    file.add(0x6fff_fef5, words.flatMap(HostileFile.word))
    var crafted = CraftedFile(file.finished())
    let place = crafted.number(at: try crafted.place(ofEntry: 0x6fff_fef5))
    crafted.set(value, 4, at: place + field)
    try expectRefusal(crafted.bytes, saying: [".gnu.hash", " at 0x"])
  }

  /// Distances that lead back, as far as 32 bits can say it, and counts without an end.
  @Test(arguments: [0x6fff_fffc, 0x6fff_fffe], [0x10_0000, 0xffff_fff0, 0x7fff_ffff])
  func versionListsThatLeadAnywhere(_ tag: Int, _ distance: Int) throws {
    var file = HostileFile()
    file.addNumberedSymbols(10) { 0x100 + $0 }
    let isDefinition = tag == 0x6fff_fffc
    let head =
      isDefinition
      ? [1, 0, 2, 0xffff].flatMap(HostileFile.half) + HostileFile.word(0)
      : [1, 0xffff].flatMap(HostileFile.half) + HostileFile.word(1)
    file.add(UInt64(tag), head + [distance, distance].flatMap(HostileFile.word) + [0, 0, 0, 0])
    file.say(UInt64(tag + 1), .max)
    try expectRefusal(
      file.finished(), saying: [isDefinition ? ".gnu.version_d" : ".gnu.version_r"])
  }

  @Test(
    arguments: [
      (1, 32, Int.max, "PT_LOAD"), (1, 8, .max, "PT_LOAD"), (1, 32, -1, "PT_LOAD"),
      (2, 32, 1 << 60, ".dynamic"), (2, 8, -16, ".dynamic"), (2, 16, -16, ".dynamic"),
    ])
  func segments(_ type: Int, _ field: Int, _ value: Int, _ structure: String) throws {
    var file = try library()
    file.set(value, 8, at: try file.place(ofSegment: type, field: field))
    try expectRefusal(file.bytes, saying: [structure])
  }

  /// PN_XNUM and its kin move a count into section 0.
  @Test func countsOfTheFrame() throws {
    var file = try library()
    file.set(.segmentCount, 0xffff)
    try expectRefusal(file.bytes, saying: ["program headers"])
    file = try library()
    file.add([CraftedFile.Section(type: 0, info: 0xffff_ffff)])
    file.set(.segmentCount, 0xffff)
    try expectRefusal(file.bytes, saying: ["program headers"])
    for size in [Int.max, -1, 1 << 40, 0xffff_ffff] {
      file = try library()
      file.add([CraftedFile.Section(type: 0, size: size)], countField: 0)
      try expectRefusal(file.bytes, saying: ["section headers"])
    }
    file = try library()
    file.add([CraftedFile.Section(type: 0)], countField: 0xfeff)
    try expectRefusal(file.bytes, saying: ["section headers"])
    file = try library()
    file.add([CraftedFile.Section(type: 0, link: 0xffff_ffff)])
    file.set(.sectionNames, 0xffff)
    try expectRefusal(file.bytes, saying: [".shstrtab"])
    file = try library()
    file.set(.sectionOffset, -64)
    file.set(64, 2, at: 58)
    try expectRefusal(file.bytes, saying: ["section headers"])
  }

  @Test(arguments: [Int.min, .max, 1 << 40, -24])
  func sizesOfSections(_ size: Int) throws {
    let library = try library()
    let address = library.number(at: try library.place(ofEntry: 6))
    var file = library
    let symbols = CraftedFile.Section(
      type: 11, flags: 2, address: address, offset: address, size: size, entrySize: 24)
    file.add([CraftedFile.Section(type: 0), symbols])
    try expectRefusal(file.bytes, saying: [".dynsym"])
    file = library
    var sound = symbols
    sound.size = 11 * 24
    file.add([
      CraftedFile.Section(type: 0), sound,
      CraftedFile.Section(type: 4, offset: 64, size: size, link: 1, entrySize: 24),
    ])
    try expectRefusal(file.bytes, saying: ["section 2"])
    file = library
    file.add([CraftedFile.Section(type: 0), CraftedFile.Section(type: 3, size: size)])
    file.set(.sectionNames, 1)
    try expectRefusal(file.bytes, saying: [".shstrtab"])
  }

  /// A run without --symtab does not read the table, but what it writes to another would change it.
  /// Tables that are only read may lie over each other.
  @Test(
    arguments: [
      (6, ".symtab"), (7, ".symtab"), (4, ".symtab"), (5, nil), (nil, nil),
    ] as [(Int?, String?)])
  func staticSymbolsOverOtherTables(_ tag: Int?, _ refusal: String?) throws {
    var file = try library()
    let place =
      try tag.map { file.number(at: try file.place(ofEntry: $0)) }
      ?? file.append([UInt8](repeating: 0, count: 24))
    file.add([
      CraftedFile.Section(type: 0),
      CraftedFile.Section(type: 2, offset: place, size: 24, info: 1, entrySize: 24),
    ])
    if let refusal {
      try expectRefusal(file.bytes, saying: [refusal, " at 0x", "overlaps"])
    } else {
      try expectAnEnd(file.bytes)
    }
  }

  /// Of notes counts what is read: a name that does not end before its segment does is none.
  @Test(
    arguments: [
      (4, 6, 16, "PT_NOTE"), (4, 4, 16, "PT_NOTE"), (4, 5, 16, nil), (4, 5, 200, nil),
      (4, nil, 16, nil), (3, 6, 16, "PT_INTERP"), (3, 5, 16, nil), (3, 5, 200, nil),
    ] as [(Int, Int?, Int, String?)])
  func segmentsOverTables(_ type: Int, _ tag: Int?, _ size: Int, _ refusal: String?) throws {
    var file = try library()
    let note = [4, 0, 1].flatMap(HostileFile.word) + Array("GNU\0".utf8)
    let place =
      try tag.map { file.number(at: try file.place(ofEntry: $0)) } ?? file.append(note)
    file.add([CraftedFile.Segment(type: type, flags: 4, offset: place, size: size)])
    if let refusal {
      try expectRefusal(file.bytes, saying: [refusal, " at 0x", "overlaps"])
    } else {
      try expectAnEnd(file.bytes)
    }
  }

  @Test(arguments: [(1, 0), (1, 1), (0, 0), (1, 2), (0, 1), (1, 20), (0, 20), (1, 0xffff_ffff)])
  func localsOfStaticSymbols(_ count: Int, _ locals: Int) throws {
    var file = try library()
    let place = file.append([UInt8](repeating: 0, count: 25))
    file.add([
      CraftedFile.Section(type: 0),
      CraftedFile.Section(
        type: 2, offset: place, size: count * 24, link: 2, info: locals, entrySize: 24),
      CraftedFile.Section(type: 3, offset: place + 24, size: 1),
    ])
    let command = ["apply", "--all", "--symtab", "--no-process", "--output=new"]
    if locals > count {
      try expectRefusal(
        file.bytes, saying: [".symtab at 0x", "sh_info", "\(locals)"], commands: [command])
    } else {
      try expectAnEnd(file.bytes, status: [0], commands: [command])
    }
    // Nobody else reads it.
    try expectAnEnd(file.bytes, commands: [["plan", "--all"]])
  }

  @Test func aPathOfALoaderWithoutAnEnd() throws {
    var file = try library()
    file.add([CraftedFile.Segment(type: 3, offset: -4096, size: .max)])
    try expectRefusal(file.bytes, saying: ["PT_INTERP"])
  }
}
