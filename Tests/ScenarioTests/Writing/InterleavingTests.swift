// While a run stands before one of its system calls, something else happens to the file: another
// run, from beginning to end, or another file under its name. Once for each call.

import Foundation
import TestSupport
import Testing

@Suite struct InterleavingTests {
  /// Of two runs one edits the file, whichever comes in between the calls of the other.
  @Test(arguments: ["auto", "inplace"])
  func anotherRun(_ way: String) throws {
    let specimen = try Specimen()
    let original = try Data(contentsOf: specimen.file)
    let record = specimen.folder.file("undo")
    let words = [
      "apply", "--all", "--write=\(way)", "--undo-file=\(record.path)", specimen.path,
    ]
    let names = try specimen.folder.names()
    var outcomes: [[Int32?]: Int] = [:]
    for index in 0... {
      try original.write(to: specimen.file)
      try? FileManager.default.removeItem(at: record)
      var other: Trace?
      let run = try traced(words, at: index, of: .files) { other = try traced(words, of: nil) }
      guard run.call != nil else { break }
      let statuses = [run.status, try #require(other).status]
      outcomes[statuses, default: 0] += 1
      #expect(statuses.contains(0), "call \(index): \(statuses)")
      // In place, a run may read what the other has half written; it makes no sense of it then.
      let sane: [Int32] = way == "auto" ? [0, 3] : [0, 2, 3]
      #expect(statuses.allSatisfy { $0.map(sane.contains) == true }, "call \(index): \(statuses)")
      #expect(try exportedNames(specimen.file) == [], "call \(index)")
      #expect(try specimen.folder.names() == names + ["undo"], "call \(index)")
      // The record is of the edit that was made, not of one that was refused.
      #expect(try symdemote("undo", "--undo-file=\(record.path)", specimen.path).status == 0)
      #expect(try Data(contentsOf: specimen.file) == original, "call \(index)")
    }
    #expect(outcomes.keys.contains([3, 0]) && outcomes.keys.contains([0, 3]), "\(outcomes)")
    print("two runs, \(way): \(outcomes.values.reduce(0, +)) interleavings, ended \(outcomes)")
  }

  /// A file that somebody else puts there meanwhile is noticed up to the very rename.
  @Test func anotherFile() throws {
    let specimen = try Specimen()
    let original = try Data(contentsOf: specimen.file)
    let foreign = try specimen.workshop.library(
      "foreign.so", "int foreign_one(void) { return 1; }\n", ["-Wl,-soname,libspecimen.so"])
    let theirs = try Data(contentsOf: foreign)
    let incoming = specimen.folder.file("incoming")
    let names = try specimen.folder.names()
    var (refused, overtaken, before, after) = (0, 0, 0, 0)
    for index in 0... {
      try original.write(to: specimen.file)
      let run = try traced(["apply", "--all", specimen.path], at: index, of: .files) {
        try theirs.write(to: incoming)
        try #require(rename(incoming.path, specimen.path) == 0)
      }
      guard let call = run.call else { break }
      let now = try Data(contentsOf: specimen.file)
      if now == theirs {
        // It came before the check, or after the edit.
        if run.status == 0 { after += 1 } else { refused += 1 }
        #expect([0, 3].contains(run.status), "call \(index)")
      } else if try symdemote("verify", "--against=\(foreign.path)", specimen.path).status == 0 {
        before += 1
        #expect(run.status == 0, "call \(index)")
      } else {
        overtaken += 1
        #expect(call == renameCall, "call \(index), \(call): their file was lost")
      }
      #expect(try specimen.folder.names() == names, "call \(index)")
    }
    #expect(refused > 20 && before > 0 && after > 0)
    #expect(overtaken <= 1, "between check and rename there is no other call")
    print(
      "another file: \(before) before, \(refused) refused, \(overtaken) overtaken, \(after) after")
  }
}

// As <asm/unistd_64.h> has it.
private let renameCall = 264
