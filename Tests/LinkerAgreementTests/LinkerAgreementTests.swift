// A script means to symdemote what it means to the linkers: of what a library exports that was
// linked without it, symdemote keeps what the linkers export with it. Before the safety rules,
// which are not about scripts: the Policy room is asked directly.

import ELFCodec
import ELFModel
import Foundation
import Policy
import TestSupport
import Testing

/// What symdemote makes of `row` for the file that `linker` made without its script.
func symdemote(_ row: Row, on linker: Linker) throws -> Result<
  Set<String>, SymdemoteRefusal
> {
  let made = try Subject.shared.get().made(by: linker)
  let reading: ListReading
  do {
    reading = try row.format.read(SourceText(name: "script", bytes: Array(row.script.utf8)))
  } catch {
    return .failure(SymdemoteRefusal(message: error.message))
  }
  guard row.isForLibraries else {
    // Such a list says nothing of what it does not name.
    let rest = Clause(.demote, Selector(.everything), text: "*")
    let image = made.program
    let judgement = try ExportPolicy(reading.clauses + [rest]).judge(image)
    let kept = judgement.verdicts.filter { $0.intent == .keep }.map { image.text(of: $0.symbol) }
    return .success(Set(kept).subtracting(made.namesOfPlainProgram))
  }
  let image = made.library
  let policy: ExportPolicy
  do {
    policy = try ExportPolicy(reading.clauses)
  } catch .keepWithoutDemote, .emptySelection {
    return .success(image.exportedNames)
  } catch {
    return .failure(SymdemoteRefusal(message: "a contradiction"))
  }
  let demoted = try policy.judge(image).verdicts.filter { $0.intent == .demote }
  return .success(image.exportedNames.subtracting(demoted.map { image.text(of: $0.symbol) }))
}

struct SymdemoteRefusal: Error {
  let message: String
}

/// The names that only some linkers define.
private let linkersOwn: Set<String> = ["_edata", "_end", "__bss_start"]

/// All names that a row's outcomes are about.
private func allNames(for row: Row) throws -> Set<String> {
  let made = try Subject.shared.get().made(by: .lld)
  let image = row.isForLibraries ? made.library : made.program
  return image.exportedNames.subtracting(linkersOwn)
}

/// An outcome of the names that are exported.
private func outcome(_ names: Set<String>, of row: Row) throws -> Outcome {
  let (kept, all) = (names.subtracting(linkersOwn), try allNames(for: row))
  let gone = all.subtracting(kept)
  return kept.count <= gone.count || !row.isForLibraries
    ? .keeps(kept.sorted()) : .demotes(gone.sorted())
}

@Suite struct LinkerAgreementTests {
  @Test func thereAreEnoughRows() {
    #expect(Row.all.count { $0.isForLibraries } >= 60)
    #expect(Set(Row.all.map(\.testDescription)).count == Row.all.count)
  }

  @Test(arguments: Row.all)
  func linkersAgreeOrDifferAsWritten(_ row: Row) throws {
    for linker in Linker.allCases {
      let ours = try symdemote(row, on: linker)
      let theirs = try Subject.shared.get().names(by: linker, following: row)
      let found =
        switch theirs {
        case .success(let exported): try outcome(exported, of: row)
        case .failure(let error): Outcome.rejects(error.message)
        }
      let agrees =
        switch (ours, theirs) {
        case (.success(let kept), .success(let exported)): kept == exported
        case (.failure, .failure): true
        default: false
        }
      switch row.differences[linker] {
      case nil:
        #expect(agrees, "\(linker): \(found); symdemote: \(ours)")
      case .rejects(let words)?:
        guard case .rejects(let message) = found else {
          Issue.record("\(linker): \(found)")
          continue
        }
        #expect(message.contains(words), "\(linker): \(message)")
        #expect(!agrees, "\(linker) agrees, and the row says otherwise")
      case let expected?:
        #expect(found == expected, "\(linker): \(found)")
        #expect(!agrees, "\(linker) agrees, and the row says otherwise")
      }
    }
  }

  @Test func theDocumentListsTheDifferences() throws {
    let document = try differencesDocument()
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("DIFFERENCES.md")
    if ProcessInfo.processInfo.environment["SYMDEMOTE_WRITE_DIFFERENCES"] != nil {
      try Data(document.utf8).write(to: file)
    }
    print(document)
    #expect(
      try String(contentsOf: file, encoding: .utf8) == document,
      "SYMDEMOTE_WRITE_DIFFERENCES=1 writes it anew")
  }
}

/// The table of all rows on which some linker differs from symdemote.
private func differencesDocument() throws -> String {
  let agreed = Row.all.count { $0.differences.isEmpty }
  var lines = [
    "# Where linkers differ",
    "",
    "What GNU ld (bfd) and gold 2.40, lld 14 and mold 1.10 make of the same script, and what symdemote",
    "makes of it. `=` is: as symdemote. On \(agreed) more scripts that are tried all five agree. The",
    "tests write this table.",
    "",
    "| script | symdemote | bfd | gold | lld | mold | rule |",
    "| --- | --- | --- | --- | --- | --- | --- |",
  ]
  for row in Row.all where !row.differences.isEmpty {
    let ours =
      switch try symdemote(row, on: .lld) {
      case .success(let names): describe(try outcome(names, of: row))
      case .failure: "error"
      }
    let theirs = Linker.allCases.map { row.differences[$0].map(describe) ?? "=" }
    let script = code(row.script.replacing("\n", with: "⏎").replacing("\u{feff}", with: "BOM "))
    let option = row.isForLibraries ? "" : " (\(row.format.rawValue))"
    let rule = row.rule.replacing("*", with: "\\*")
    lines.append(
      "| \(script)\(option) | \(ours) | \(theirs.joined(separator: " | ")) | \(rule) |")
  }
  return lines.joined(separator: "\n") + "\n"
}

private func describe(_ outcome: Outcome) -> String {
  switch outcome {
  case .keeps([]): "keeps nothing"
  case .keeps(let names): "keeps " + list(names)
  case .demotes([]): "keeps all"
  case .demotes(let names): "demotes " + list(names)
  case .rejects: "error"
  }
}

private func list(_ names: [String]) -> String {
  names.count > 5 ? "\(names.count) names" : names.map(code).joined(separator: " ")
}

private func code(_ text: String) -> String {
  text.isEmpty ? "an empty file" : "`\(text.replacing("|", with: "\\|"))`"
}
