// `.symtab` follows `.dynsym`: which entries become local, and that whatever holds their indices
// still means the same entries.

import Demotion
import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@Suite struct StaticSymbolPlanTests {
  private let bytes: [UInt8]
  private let image: DynamicImage
  private let table: StaticSymbolTable

  init() throws {
    bytes = try Fixture.library.get().bytes
    image = try decode(bytes)
    table = try #require(try decodeStaticSymbols(bytes, of: image))
  }

  private func demoting(_ names: String...) -> DynamicImage {
    let wanted = image.exports.filter {
      names.contains(String(decoding: image.name(of: $0), as: UTF8.self))
    }
    return DemotionPlan(demoting: SymbolSet(wanted), in: image).applied(to: image)
  }

  private func hidden(_ planned: DynamicImage, _ table: StaticSymbolTable) -> Set<String> {
    let plan = StaticSymbolPlan(hidingLocalsOf: planned, in: table)
    return Set(plan.hidden.map { String(decoding: table.name(of: $0), as: UTF8.self) })
  }

  /// `table` with the entry `name` changed.
  private func changing(_ name: String, _ change: (DynamicSymbol) -> DynamicSymbol) throws
    -> StaticSymbolTable
  {
    var table = table
    let index = try #require(
      table.symbolIndices.first {
        !table[$0].isLocal && table.name(of: $0).elementsEqual(name.utf8)
      })
    table.symbols.table[index.position] = change(table[index])
    return table
  }

  @Test func theSameDefinitionsBecomeLocal() throws {
    #expect(hidden(image, table) == [])
    #expect(hidden(demoting("first", "counter"), table) == ["first", "counter"])
    let plan = StaticSymbolPlan(hidingLocalsOf: demoting("first", "guarded"), in: table)
    let after = plan.applied(to: table)
    #expect(plan.hidden.count == 2)
    // What was local keeps its place, what became so comes next, in the order it had.
    let locals = table.symbolIndices.filter { table[$0].isLocal }
    #expect(
      plan.order.formerIndices.dropFirst()
        == (locals + plan.hidden
        + table.symbolIndices.filter { !table[$0].isLocal && !plan.hidden.contains($0) })[...])
    for former in plan.hidden {
      let (old, new) = (table[former], after[plan.order.newIndices[former.position]])
      #expect(new.isLocal && new.visibility == .default && new.type == old.type)
      #expect(new.value == old.value && new.size == old.size && new.nameOffset == old.nameOffset)
    }
    #expect(Int(after.firstGlobal) == 1 + locals.count + 2)
    #expect(
      after.symbolIndices.allSatisfy { after[$0].isLocal == ($0.rawValue < after.firstGlobal) })
  }

  /// Another value or type is another definition, and so is none.
  @Test func othersOfTheNameStay() throws {
    let planned = demoting("first", "second")
    let changes: [(DynamicSymbol) -> DynamicSymbol] = [
      { $0.with(value: $0.value + 1) }, { $0.with(section: DynamicSymbol.absoluteSection) },
      { $0.with(section: 0) }, { $0.with(info: $0.info & 0xf0 | 1) },
    ]
    for change in changes {
      #expect(hidden(planned, try changing("first", change)) == ["second"])
    }
    // `strip` renumbers sections in `.symtab` and not in `.dynsym`.
    let renumbered = try changing("first") { $0.with(section: $0.sectionIndex - 1) }
    #expect(hidden(planned, renumbered) == ["first", "second"])
    // Whoever could bind to it before does not matter.
    let weak = try changing("first") { $0.with(info: 2 << 4 | $0.info & 0xf) }
    #expect(hidden(planned, weak) == ["first", "second"])
    // A file that exports the same definition under the same name with another version keeps it.
    var twice = planned
    let position = try #require(
      twice.symbolIndices.first { twice.name(of: $0).elementsEqual("third".utf8) })
    let first = try #require(
      twice.symbolIndices.first { twice.name(of: $0).elementsEqual("first".utf8) })
    var copy = twice[first]
    copy.binding = .global
    twice.symbols.table[position.position] = copy
    #expect(hidden(twice, table) == ["second"])
  }

  @Test func encodingChangesNothingElse() throws {
    #expect(try encode(table, over: table, of: image, in: bytes).isEmpty)
    let after = StaticSymbolPlan(hidingLocalsOf: demoting("first", "third"), in: table)
      .applied(to: table)
    let edits = try encode(after, over: table, of: image, in: bytes)
    let place = table.symbols.region.range
    #expect(!edits.isEmpty)
    #expect(
      edits.allSatisfy { place.contains($0.offset) && $0.range.upperBound <= place.upperBound })
    let readBack = try #require(
      try decodeStaticSymbols(EditedSource(bytes, edits: edits), of: image))
    #expect(readBack.symbols == after.symbols)
  }

  // MARK: Holders of indices

  /// The fixture with `content` at its end, in the section that was `.comment`: of type `type`, and
  /// linked to `.symtab`, or to `link`.
  private func fixture(
    type: Int, content: [UInt8], entrySize: Int = 4, info: Int = 0, flags: Int = 0, link: Int? = nil
  ) throws -> [UInt8] {
    var bytes = bytes
    let sections = try #require(image.sections)
    let comment = try #require(
      sections.table.headers.indices.first { sections.table.name(of: $0) == ".comment" })
    let header = sections.region.offset + comment * 64
    let fields = [
      (4, 4, type), (8, 8, flags), (16, 8, 0), (24, 8, bytes.count), (32, 8, content.count),
      (40, 4, link ?? table.section), (44, 4, info), (56, 8, entrySize),
    ]
    for (place, size, value) in fields {
      bytes.replaceSubrange(header + place..<header + place + size, with: little(value, size))
    }
    return bytes + content
  }

  private func little(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private func rewritten(_ bytes: [UInt8]) throws -> (
    before: StaticSymbolTable, after: StaticSymbolTable, order: SymbolPermutation
  ) {
    let image = try decode(bytes)
    #expect(image.staticHolderCount == 0)
    let before = try #require(try decodeStaticSymbols(bytes, of: image))
    let plan = StaticSymbolPlan(hidingLocalsOf: demoting("first", "counter"), in: before)
    let planned = plan.applied(to: before)
    let edits = try encode(planned, over: before, of: image, in: bytes)
    let after = try #require(
      try decodeStaticSymbols(EditedSource(bytes, edits: edits), of: image))
    #expect(after.symbols == planned.symbols && after.sectionIndices == planned.sectionIndices)
    #expect(after.relocations == planned.relocations && plan.hidden.count == 2)
    return (before, planned, plan.order)
  }

  @Test func wideSectionNumbersMoveAlong() throws {
    let words = table.symbols.table.indices.map { UInt32($0 * 7) }
    let (_, after, order) = try rewritten(
      try fixture(type: 18, content: words.flatMap { little(Int($0), 4) }))
    #expect(after.sectionIndices?.table == order.applied(to: words))
    #expect(after.sectionIndices?.table != words)
    #expect(throws: DecodeError.self) {
      let short = try fixture(type: 18, content: [0, 0, 0, 0])
      _ = try decodeStaticSymbols(short, of: try decode(short))
    }
  }

  @Test func relocationsAndGroupsAreRenumbered() throws {
    let last = table.symbols.table.count - 1
    let record = little(0x1000, 8) + little(last << 32 | 1, 8) + little(-4, 8)
    let plain = little(0x1008, 8) + little(8, 8) + little(5, 8)
    let (before, after, order) = try rewritten(
      try fixture(type: 4, content: record + plain, entrySize: 24))
    let (old, new) = (before.relocations[0].table, after.relocations[0].table)
    #expect(old.recordCount == 2 && old.symbolic.count == 1 && new.symbolic.count == 1)
    #expect(new.symbolic[0].symbol == order.newIndices[last] && new.symbolic[0].addend == -4)
    let group = try rewritten(try fixture(type: 17, content: [0, 0, 0, 0], info: last))
    #expect(group.after.groups.map(\.signature) == [group.order.newIndices[last]])
    var headers = try #require(image.sections).table.headers
    group.after.describe(in: &headers)
    #expect(headers[group.after.groups[0].section].info == order.newIndices[last].rawValue)
    #expect(headers[table.section].info == group.after.firstGlobal)
  }

  /// A damaged table, or one that is not alone in its place, is an error.
  @Test func contradictions() throws {
    func decoding(_ bytes: [UInt8]) throws -> StaticSymbolTable? {
      try decodeStaticSymbols(bytes, of: try decode(bytes))
    }
    let record = little(0, 8) + little(table.symbols.table.count << 32 | 1, 8) + little(0, 8)
    let outside = try fixture(type: 4, content: record, entrySize: 24)
    #expect(throws: DecodeError.self) { try decoding(outside) }
    let odd = try fixture(type: 4, content: record + [0], entrySize: 24)
    #expect(throws: DecodeError.self) { try decoding(odd) }
    let group = try fixture(type: 17, content: [0], info: table.symbols.table.count)
    #expect(throws: DecodeError.self) { try decoding(group) }
    let sections = try #require(image.sections)
    let header = sections.region.offset + table.section * 64
    let damages = [
      (24, 8, image.symbols.region.offset), (24, 8, Int.max), (32, 8, 25), (40, 4, 0),
      (56, 8, 16), (40, 4, 0xffff), (24, 8, table.strings.region.offset - 24),
    ]
    for (place, size, value) in damages {
      var damaged = bytes
      damaged.replaceSubrange(header + place..<header + place + size, with: little(value, size))
      #expect(throws: DecodeError.self, "\(place) \(value)") { try decoding(damaged) }
    }
    var stripped = bytes
    stripped.replaceSubrange(header + 4..<header + 8, with: little(1, 4))
    #expect(try decoding(stripped) == nil)
  }
}

extension DynamicImage {
  /// How many sections other than relocations, groups and wide section numbers have `.symtab`'s link.
  fileprivate var staticHolderCount: Int {
    guard let sections = sections?.table, let table = sections.staticSymbols else { return 0 }
    return sections.headers.count { $0.link == UInt32(table) && ![4, 9, 17, 18].contains($0.type) }
  }
}

extension DynamicSymbol {
  fileprivate func with(info: UInt8? = nil, value: UInt64? = nil, section: UInt16? = nil) -> Self {
    DynamicSymbol(
      nameOffset: nameOffset, info: info ?? self.info, other: other,
      sectionIndex: section ?? sectionIndex, value: value ?? self.value, size: size)
  }
}
