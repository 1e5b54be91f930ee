// Damaged files through the whole of the tool's insides: whatever the bytes, an error or a result
// that passes its own checks; never a trap, and a demotion never changes what lies outside the
// tables. The seed is printed; SYMDEMOTE_SEED sets another, SYMDEMOTE_FUZZ the number of rounds.

import Demotion
import ELFCodec
import ELFModel
import Foundation
import Hazards
import LoaderModel
import TestSupport
import Testing
import Verification

@Suite(.serialized) struct MutationTests {
  private static let environment = ProcessInfo.processInfo.environment

  private let seed = Mutator.seed
  private let rounds = environment["SYMDEMOTE_FUZZ"].flatMap(Int.init) ?? 5_000

  @Test func everyMutationEndsInAnErrorOrASoundResult() throws {
    print("fuzz: seed \(seed), \(rounds) rounds")
    var outcomes: [Outcome: Int] = [:]
    for seedFile in try seeds() {
      var mutator = try Mutator(seedFile, seed: seed)
      for _ in 0..<rounds { outcomes[outcome(of: mutator.next()), default: 0] += 1 }
    }
    print("fuzz: \(outcomes.map { "\($0) \($1)" }.sorted().joined(separator: ", "))")
    #expect(outcomes[.unsoundResult] == nil)
    // A fuzzer that only ever meets one answer tests nothing.
    for expected in [Outcome.notRead, .unsoundInput, .demoted] {
      #expect(outcomes[expected, default: 0] > rounds / 100, "\(expected)")
    }
  }

  enum Outcome: Hashable {
    case notRead
    case obstacle
    case unsoundInput
    case nothingToDo
    case demoted
    case unsoundResult
  }

  /// What plan and apply do, without the disk.
  private func outcome(of bytes: [UInt8]) -> Outcome {
    guard let before = try? decode(bytes) else { return .notRead }
    model(before)
    let isSound = verify(before).isEmpty
    let objection = RuleCatalog.objections(in: before)
    let demoted = SymbolSet(before.exports.filter { objection($0) == nil })
    guard before.obstacles.isEmpty else { return .obstacle }
    guard isSound else { return .unsoundInput }
    guard !demoted.isEmpty else { return .nothingToDo }
    let after = DemotionPlan(demoting: demoted, in: before).applied(to: before)
    do {
      let edits = try encode(after, over: before, in: bytes)
      let readBack = try decode(EditedSource(bytes, edits: edits))
      let problems =
        verify(edits, within: before) + verify(readBack)
        + verify(readBack, against: before, intended: demoted)
      if problems.isEmpty, readBack == after { return .demoted }
      Issue.record("seed \(seed): \(problems.prefix(2))")
    } catch {
      Issue.record("seed \(seed): \(error)")
    }
    return .unsoundResult
  }

  /// Takes what was read for a program and its library at once, and lets them be opened and closed.
  private func model(_ image: DynamicImage) {
    let program = ObjectFile(image, identity: FileIdentity(device: 0, inode: 0))
    let library = ObjectFile(image, identity: FileIdentity(device: 0, inode: 1))
    let name = Array("library".utf8)
    for isLazy in [false, true] {
      var start = ProcessStart(program, name: [], origin: [], interpreter: nil)
      start.isLazy = isLazy
      let search = OneLibrary(library: library)
      for var process in [
        GlibcProcess(start, search: search), MuslProcess(start, search: search),
      ] as [any LoadedProcess] {
        process.perform(.open(name, .global, caller: nil, .callers))
        process.perform(.close(name, namespace: nil))
        _ = process.record
      }
    }
  }

  /// Finds the same library by every name.
  private struct OneLibrary: LibrarySearch {
    let library: ObjectFile

    func find(_ name: ArraySlice<UInt8>, for chain: [Requester], program: Requester)
      -> SearchResult
    { .found(path: Array(name), library, .path) }
  }

  private func seeds() throws -> [[UInt8]] {
    let folder = try TemporaryFolder()
    let others = try CrossTarget.all.dropFirst().map {
      [UInt8](try Data(contentsOf: try $0.library(in: folder, hashStyle: .gnu)))
    }
    return [try Fixture.library.get().bytes, try Fixture.program.get().bytes] + others
  }
}
