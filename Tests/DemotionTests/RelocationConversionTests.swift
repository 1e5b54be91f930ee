// Relocations against local symbols come to name none, on every machine whose relocations are known,
// and a loader stores what it stored before.

import Demotion
import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing
import Verification

/// A library, demoted as a whole and converted.
struct ConvertedLibrary {
  let bytes: [UInt8]
  let before: DynamicImage
  let demoted: DynamicImage
  let conversion: RelocationConversion
  let after: DynamicImage
  let edited: [UInt8]

  init(_ file: URL, demoting isDemoted: (String) -> Bool = { _ in true }) throws {
    bytes = [UInt8](try Data(contentsOf: file))
    let image = try decode(bytes)
    before = image
    let kept = image.misreadsDemotedReferences ? image.symbolsWithoutOtherForm : []
    let symbols = SymbolSet(
      image.exports.filter {
        !kept.contains($0) && isDemoted(String(decoding: image.name(of: $0), as: UTF8.self))
      })
    demoted = DemotionPlan(demoting: symbols, in: image).applied(to: image)
    let candidates = RelocationConversion.candidates(in: demoted, madeFrom: before)
    let words = try programWords(
      at: candidates.compactMap(\.addendAddress), of: demoted, in: bytes)
    conversion = RelocationConversion(candidates, words: words, in: demoted)
    after = conversion.applied(to: demoted)
    edited = try Self.bytes(bytes, before, after, conversion)
  }

  private static func bytes(
    _ bytes: [UInt8], _ before: DynamicImage, _ after: DynamicImage,
    _ conversion: RelocationConversion
  ) throws -> [UInt8] {
    let edits = try encode(after, over: before, in: bytes, converting: conversion.converted)
    return try EditedSource(bytes, edits: edits).bytes(in: 0..<bytes.count)
  }

  /// What the verifier says of `edited`, and of anything else that claims to be it.
  func problems(_ edited: [UInt8]) throws -> [Problem] {
    let image = try decode(edited)
    let records = try convertedRelocations(from: before, in: bytes, to: image, in: edited)
    return verify(image) + verify(image, against: before, intended: nil, latitude: .all)
      + verify(records, in: image, against: before)
      + (try verifyUntouchedBytes(
        edited, image: image, against: bytes, image: before, conversions: records))
  }
}

@Suite struct RelocationConversionTests {
  /// (On alpha a RELATIVE is more than its record, and addresses keep their symbols.)
  static let targets = CrossTarget.all.filter { !$0.isUnfit && !$0.triple.hasPrefix("alpha-") }

  @Test(arguments: targets) func onlySlotsKeepTheirSymbols(_ target: CrossTarget) throws {
    let folder = try TemporaryFolder()
    let library = try ConvertedLibrary(try target.library(in: folder))
    let types = try #require(library.before.header.machine.relocationTypes)
    func ownReferences(_ image: DynamicImage) -> [Relocation] {
      image.relocations.flatMap { $0.table.symbolic }.filter {
        image[$0.symbol].isLocal && !image[$0.symbol].isUndefined
      }
    }
    #expect(ownReferences(library.demoted).contains { $0.type != types.jumpSlot })
    #expect(
      ownReferences(library.after).allSatisfy {
        $0.type == types.jumpSlot && !target.needsConversion
      })
    #expect(!library.conversion.converted.isEmpty)
    #expect(try library.problems(library.edited) == [])
    #expect(try decode(library.edited) == library.after)
  }

  @Test(arguments: targets) func aSecondConversionFindsNothing(_ target: CrossTarget) throws {
    let folder = try TemporaryFolder()
    let library = try ConvertedLibrary(try target.library(in: folder))
    let candidates = RelocationConversion.candidates(in: library.after, madeFrom: library.after)
    #expect(RelocationConversion(candidates, words: [], in: library.after).converted.isEmpty)
  }

  /// What is still exported may be bound elsewhere, and keeps its name in every relocation.
  @Test(arguments: targets) func exportsKeepTheirRelocations(_ target: CrossTarget) throws {
    let folder = try TemporaryFolder()
    let library = try ConvertedLibrary(try target.library(in: folder)) { $0 != "counter" }
    let counter = try #require(
      library.after.exports.first { Array(library.after.name(of: $0)) == Array("counter".utf8) })
    let relocations = library.after.relocations.flatMap { $0.table.symbolic }
    #expect(relocations.contains { $0.symbol == counter })
  }

  /// Every bit of a converted record or word counts: the verifier notices whichever changes.
  @Test(arguments: targets) func aWrongConversionIsNoticed(_ target: CrossTarget) throws {
    let folder = try TemporaryFolder()
    let library = try ConvertedLibrary(try target.library(in: folder))
    #expect(!library.conversion.converted.isEmpty)
    for conversion in library.conversion.converted {
      let placed = library.before.relocations[conversion.table]
      let size = placed.region.byteCount / placed.table.recordCount
      let record = placed.region.offset + Int(conversion.after.record) * size
      var places = Array(record..<(record + size))
      if let word = conversion.word { places += Array(word.range) }
      for place in places {
        var damaged = library.edited
        damaged[place] ^= 1
        if let image = try? decode(damaged), isUndone(conversion, in: image, of: library) {
          continue
        }
        let isNoticed = (try? library.problems(damaged).isEmpty == false) ?? true
        #expect(isNoticed, "byte \(place) of \(target.triple)")
      }
    }
  }

  /// Whether the record names in `image` what it named at first, as a number of 1 may.
  private func isUndone(
    _ conversion: ConvertedRelocation, in image: DynamicImage, of library: ConvertedLibrary
  ) -> Bool {
    guard
      let now = image.relocations[conversion.table].table.symbolic.first(where: {
        $0.record == conversion.after.record
      }), now.symbol.position < image.symbols.table.count
    else { return false }
    let symbol = conversion.before.symbol
    return image.name(of: now.symbol) == library.demoted.name(of: symbol)
      && now.type == conversion.before.type && now.addend == conversion.before.addend
  }

  /// lld counts the RELATIVE records at the beginning; what is converted next to them is one more.
  @Test func theCountOfRelativesGrowsWithThem() throws {
    let folder = try TemporaryFolder()
    let file = try link(
      "int data = 1; int *one = &data; int *two = &data; static int own; int *three = &own;",
      to: "lib.so", in: folder, as: .shared)
    let library = try ConvertedLibrary(file)
    let before = try #require(library.before.dynamic.table[.relaCount])
    let after = try #require(library.after.dynamic.table[.relaCount])
    let relative = try #require(library.before.header.machine.relocationTypes?.relative)
    let converted = library.conversion.converted.filter { $0.after.type == relative }
    #expect(after >= before && after <= before + UInt64(converted.count))
    // The record behind the counted ones is not one of ours.
    #expect(!converted.contains { UInt64($0.after.record) == after })
    for wrong in [after + 1, before == 0 ? 1 : before - 1] where wrong != before {
      var image = library.after
      let entry = try #require(image.dynamic.table.firstIndex { $0.tag == .relaCount })
      image.dynamic.table[entry] = DynamicEntry(tag: .relaCount, value: wrong)
      #expect(
        !verify(library.conversion.converted, in: image, against: library.before).isEmpty)
    }
  }

  /// Where loaders leave out the value of a local symbol, a record that named one before has it in its
  /// addend: it is left alone, and a conversion of it would be noticed.
  @Test(arguments: [("powerpc-linux-gnu", false), ("x86_64-linux-gnu", true)])
  func whatNamedALocalSymbolBefore(_ triple: String, _ isConverted: Bool) throws {
    let folder = try TemporaryFolder()
    let file = try CrossTarget.named(triple).library(in: folder)
    let global = try decode([UInt8](try Data(contentsOf: file)))
    let counter = try #require(
      global.exports.first { global.name(of: $0).elementsEqual("counter".utf8) })
    var local = global
    local.symbols.table[counter.position].binding = .local
    #expect(
      RelocationConversion.candidates(in: local, madeFrom: local).isEmpty == !isConverted)

    let demoted = RelocationConversion.candidates(in: local, madeFrom: global)
    let conversion = RelocationConversion(demoted, words: [], in: local)
    #expect(!conversion.converted.isEmpty)
    let after = conversion.applied(to: local)
    #expect(verify(conversion.converted, in: after, against: global).isEmpty)
    #expect(verify(conversion.converted, in: after, against: local).isEmpty == isConverted)
  }

  /// A word that two records of a table without addends write holds no addend of either.
  @Test func aWordOfTwoRecordsStaysAsItIs() throws {
    let folder = try TemporaryFolder()
    let library = try ConvertedLibrary(
      try CrossTarget.named("i386-linux-gnu").library(in: folder))
    let conversion = try #require(library.conversion.converted.first { $0.word != nil })
    let placed = library.before.relocations[conversion.table]
    let named = Set(placed.table.symbolic.map(\.record))
    let other = try #require(
      placed.table.symbolic.first { $0.record != conversion.before.record }?.record
        ?? (0..<UInt32(placed.table.recordCount)).first { !named.contains($0) })
    var bytes = library.bytes
    let offset = UInt32(conversion.before.offset).littleEndian
    withUnsafeBytes(of: offset) { source in
      for (byte, value) in source.enumerated() {
        bytes[placed.region.offset + Int(other) * 8 + byte] = value
      }
    }
    let image = try decode(bytes)
    func words(_ image: DynamicImage, _ bytes: [UInt8]) throws -> ProgramWord? {
      try programWords(at: [conversion.before.offset], of: image, in: bytes)[0]
    }
    #expect(try words(library.before, library.bytes)?.region == conversion.word)
    #expect(try words(image, bytes) == nil)
  }
}
