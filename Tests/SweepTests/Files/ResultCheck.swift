// What must hold for the result of a demotion, by our own verification and by other tools'.

import ELFCodec
import ELFModel
import Foundation
import TestSupport

/// A file and what a demotion of everything made of it.
struct ResultCheck {
  let original: URL
  let result: URL
  /// How the one became the other.
  var selection = InstalledFile.everything

  /// Everything that is not as it must be.
  func complaints() throws -> [String] {
    try size() + verification() + secondRun() + elflint() + readelf()
  }

  /// The length stays.
  private func size() throws -> [String] {
    let (before, after) = (try FileIdentity(original).size, try FileIdentity(result).size)
    return after == before ? [] : ["the result has \(after) bytes, not \(before)"]
  }

  /// What `symdemote verify` says.
  func verification() throws -> [String] {
    let verify = try symdemote("verify", result.path, "--against=\(original.path)")
    return verify.succeeded ? [] : ["verify: \(verify.ending): \(verify.output)\(verify.errors)"]
  }

  /// A second run finds nothing to do, and does nothing: same inode, same time.
  private func secondRun() throws -> [String] {
    let before = try FileIdentity(result)
    let again = try run(toolPath, ["apply"] + selection + [result.path])
    let after = try FileIdentity(result)
    var complaints: [String] = []
    if !again.succeeded {
      complaints.append("a second run ended with \(again.ending): \(again.errors)")
    }
    if after != before { complaints.append("a second run wrote the file anew") }
    return complaints
  }

  /// `eu-elflint` says nothing new, but that symbols are hidden which a JUMP_SLOT names.
  func elflint() throws -> [String] {
    let before = try elflintComplaints(original).map(withoutSymbolNumber)
    let image = try decode(try MappedFile(result))
    let slots = image.jumpSlotSymbols
    let after = try elflintComplaints(result).filter { line in
      guard line.hasSuffix("symbol in dynamic symbol table with non-default visibility"),
        let number = line.firstMatch(of: /symbol +([0-9]+)/).flatMap({ Int($0.1) })
      else { return true }
      let index = SymbolIndex(number)
      return !(slots.contains(index) && image[index].isLocal)
    }
    return added(to: before, in: after.map(withoutSymbolNumber)).map { "eu-elflint: \($0)" }
  }

  /// `readelf` warns of nothing new.
  func readelf() throws -> [String] {
    let before = try readelfWarnings(original).map { $0.replacing(original.path, with: "FILE") }
    let after = try readelfWarnings(result).map { $0.replacing(result.path, with: "FILE") }
    return added(to: before, in: after).map { "readelf: \($0)" }
  }

  /// A demotion gives symbols other numbers; their names, which follow, stay.
  private func withoutSymbolNumber(_ line: String) -> String {
    line.replacing(/symbol +[0-9]+/, with: "symbol")
  }

  /// The lines that `after` has more often than `before`.
  private func added(to before: [String], in after: [String]) -> [String] {
    var left: [String: Int] = [:]
    for line in before { left[line, default: 0] += 1 }
    return after.filter { line in
      left[line, default: 0] -= 1
      return left[line, default: 0] < 0
    }
  }
}
