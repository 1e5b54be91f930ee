// `plan` is `apply` without its last step: it writes nothing and exits as `apply` would, but that
// 1 stands for "something would change".

import Foundation
import TestSupport
import Testing

@Suite struct PlanTests {
  @Test(arguments: [["plan"], ["apply", "--dry-run"]])
  func theDiffIsShownAndNothingWritten(_ command: [String]) throws {
    let specimen = try Specimen()
    let before = try (FileIdentity(specimen.file), specimen.folder.names())
    let result = try run(toolPath, command + ["--demote=alpha_*", specimen.path])
    #expect(result.status == 1)
    #expect(result.errors == "")
    let lines = Set(result.output.split(separator: "\n").map(String.init))
    #expect(lines.contains("-T alpha_one"))
    #expect(lines.contains { $0.hasPrefix("+t alpha_one") })
    #expect(lines.contains { $0.hasPrefix(" T beta_one  # kept: ") })
    #expect(lines.contains { $0.contains(".gnu.hash") && $0.contains("bytes change") })
    #expect(lines.contains { $0.hasPrefix("--- a/") && $0.hasSuffix("libspecimen.so") })
    #expect(try FileIdentity(specimen.file) == before.0)
    #expect(try specimen.folder.names() == before.1)
  }

  @Test func itForetellsTheBytesThatChange() throws {
    let specimen = try Specimen()
    let plan = try symdemote("plan", "--format=json", "--demote=alpha_*", specimen.path)
    let original = try Data(contentsOf: specimen.file)
    try demote(in: specimen.file, "--demote=alpha_*")
    let now = try Data(contentsOf: specimen.file)
    let changed = zip(original, now).count { $0 != $1 }
    #expect(changed > 0)
    #expect(plan.output.contains("\"bytes_changed\": \(changed)"))
  }

  @Test func nothingToDoIsSuccess() throws {
    let specimen = try Specimen()
    try demote(in: specimen.file, "--all")
    try expectEnd(0, untouched: specimen.file, "plan", "--all", specimen.path)
  }

  @Test func aRefusalIsForetold() throws {
    let specimen = try Specimen()
    let program = try specimen.program()
    let words = ["--demote=_IO_stdin_used", program.path]
    let plan = try run(toolPath, ["plan"] + words)
    let apply = try run(toolPath, ["apply"] + words)
    #expect(plan.status == 3)
    #expect(apply.status == 3)
    #expect(plan.errors == apply.errors)
    let kept = try symdemote("plan", "--all", program.path)
    #expect(kept.output.contains(" R _IO_stdin_used  # kept: the loader, libc"))
  }

  /// A pattern may catch symbols that the file only refers to; they are listed, and not counted.
  @Test func whatIsCaughtButNotExportedIsNotCounted() throws {
    let specimen = try Specimen()
    let options = ["--demote=?*", "--format=json", specimen.path]
    let plan = try run(toolPath, ["plan"] + options)
    let files = try #require(
      (try JSONSerialization.jsonObject(with: Data(plan.output.utf8)) as? [String: Any])?["files"]
        as? [[String: Any]])
    let summary = try #require(files.first?["summary"] as? [String: Any])
    let symbols = try #require(files.first?["symbols"] as? [[String: Any]])
    for symbol in symbols {
      let (before, after) = (symbol["before"] as? [String: Any], symbol["after"] as? [String: Any])
      #expect(before?["name"] as? String == after?["name"] as? String)
    }
    let demoted = symbols.filter { $0["demoted"] as? Bool == true }.count
    #expect(demoted == Specimen.names.count && summary["demoted"] as? Int == demoted)
    #expect(symbols.contains { $0["rule"] as? String == "undefined" })
    let text = try run(toolPath, ["plan", "--demote=?*", specimen.path]).output
    #expect(text.contains("  # kept: the file does not define it"))
    let apply = try symdemote("apply", "--demote=?*", specimen.path)
    #expect(apply.output.contains("\(demoted) of \(demoted) exports demoted"))
  }

  @Test func trouble() throws {
    let specimen = try Specimen()
    let text = try specimen.folder.write("text\n", to: "text")
    try expectEnd(2, untouched: text, saying: "not an ELF file", "plan", "--all", text.path)
  }

  /// What would keep `apply` from writing is foretold as well.
  @Test func writingProblemsAreForetold() throws {
    let specimen = try Specimen()
    try FileManager.default.linkItem(at: specimen.file, to: specimen.folder.file("other-name"))
    try expectEnd(
      3, untouched: specimen.file, saying: "hard links", "plan", "--all", specimen.path)
    let output = "--output=\(specimen.folder.file("out").path)"
    try expectEnd(1, untouched: specimen.file, "plan", "--all", output, specimen.path)
    #expect(try !specimen.folder.names().contains("out"))
  }
}
