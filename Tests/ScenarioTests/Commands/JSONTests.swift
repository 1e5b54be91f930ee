// `--format=json` is for programs: whatever happens to the files, standard output is one JSON value
// with a version of its format (RFC 8259).

import Foundation
import TestSupport
import Testing

@Suite struct JSONTests {
  /// What a run printed, once it is known to be JSON that says how the run ended.
  private func report(_ words: [String], status: Int32) throws -> [String: Any] {
    let result = try run(toolPath, words + ["--format=json"])
    #expect(result.status == status)
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let fields = try #require(value as? [String: Any])
    #expect(fields["format_version"] as? String == "1.0")
    #expect(fields["command"] as? String == words[0])
    #expect(fields["exit_status"] as? Int == Int(status))
    #expect(fields["messages"] is [Any])
    #expect(fields["files"] is [[String: Any]])
    return fields
  }

  private func files(_ report: [String: Any]) throws -> [[String: Any]] {
    try #require(report["files"] as? [[String: Any]])
  }

  private func symbols(_ report: [String: Any], _ key: String) throws -> [String: [String: Any]] {
    let list = try #require(try files(report).first?[key] as? [[String: Any]])
    return Dictionary(uniqueKeysWithValues: list.map { ($0["name"] as? String ?? "", $0) })
  }

  @Test func exports() throws {
    let specimen = try Specimen()
    let listed = try symbols(report(["exports", specimen.path], status: 0), "exports")
    #expect(Set(listed.keys) == Specimen.names)
    let alpha = try #require(listed["alpha_one"])
    #expect(alpha["type"] as? String == "FUNC")
    #expect(alpha["binding"] as? String == "GLOBAL")
    #expect(alpha["visibility"] as? String == "DEFAULT")
    #expect((alpha["size"] as? Int ?? 0) > 0)
    #expect(alpha["demotable"] as? Bool == true)
    let kept = try symbols(report(["exports", specimen.program().path], status: 0), "exports")
    #expect(kept["main"]?["demotable"] as? Bool == true)
    #expect(kept["_IO_stdin_used"]?["demotable"] as? Bool == false)
    #expect(kept["_IO_stdin_used"]?["rule"] as? String == "runtime-lookup")
  }

  @Test func planAndApply() throws {
    let specimen = try Specimen()
    let selection = ["--all", "--keep=beta_one", specimen.path]
    let plan = try report(["plan"] + selection, status: 1)
    let planned = try symbols(plan, "symbols")
    #expect(planned["alpha_one"]?["demoted"] as? Bool == true)
    #expect(planned["beta_one"]?["demoted"] as? Bool == false)
    #expect(planned["beta_one"]?["cause"] as? String == "kept-by-clause")
    let summary = try #require(try files(plan).first?["summary"] as? [String: Any])
    #expect(summary["exports"] as? Int == 4)
    #expect(summary["demoted"] as? Int == 3)
    let apply = try report(["apply"] + selection, status: 0)
    #expect(try files(apply).first?["path"] as? String == specimen.path)
    #expect(try symbols(apply, "symbols").keys == planned.keys)
  }

  @Test func verifyDiffAndUndo() throws {
    let specimen = try Specimen()
    let record = "--undo-file=\(specimen.folder.file("undo").path)"
    let original = try specimen.second()
    _ = try report(["apply", "--demote=alpha_*", record, specimen.path], status: 0)
    let sound = try report(
      ["verify", "--against=\(original.path)", specimen.path], status: 0)
    #expect(try files(sound).first?["problems"] as? [String] == [])
    let unsound = try report(["verify", "--against=\(specimen.path)", original.path], status: 1)
    let problems = try #require(try files(unsound).first?["problems"] as? [[String: Any]])
    #expect(problems.first?["check"] is String && problems.first?["message"] is String)
    let diff = try report(["diff", original.path, specimen.path], status: 1)
    #expect(try symbols(diff, "symbols")["alpha_one"]?["changed"] as? Bool == true)
    let undo = try report(["undo", record, specimen.path], status: 0)
    #expect(try #require(try files(undo).first?["ranges_restored"] as? Int) > 0)
  }

  @Test func troubleAndRefusal() throws {
    let specimen = try Specimen()
    let program = try specimen.program().path
    let report = try report(
      ["apply", "--demote=_IO_stdin_used", "--demote=nowhere", "/nonexistent", program], status: 2)
    let ended = try files(report).map { $0["exit_status"] as? Int }
    #expect(ended == [2, 3])
    let messages = try files(report).compactMap { $0["messages"] as? [[String: Any]] }
    #expect(messages.allSatisfy { $0.first?["severity"] as? String == "error" })
    let warnings = try #require(report["messages"] as? [[String: Any]])
    #expect(warnings.first?["severity"] as? String == "warning")
    #expect((warnings.first?["text"] as? String)?.contains("--demote=nowhere") == true)
  }

  /// A merge that fails says so in the form that was asked for, whether or not it has begun.
  @Test func failedMerges() throws {
    let bench = try Workbench()
    let made = try bench.shell(
      """
      symdemote exports --format=jsonl app libleak.so.1 libtoolkit.so >whole
      head -n 3 whole >cut
      """)
    try #require(made.status == 0)
    func message(of report: [String: Any]) throws -> String {
      let messages = try #require(report["messages"] as? [[String: Any]])
      #expect(messages.count == 1 && messages[0]["severity"] as? String == "error")
      return messages[0]["text"] as? String ?? ""
    }
    let empty = try report(["report", "--merge", "/dev/null"], status: 2)
    #expect(try message(of: empty).contains("it is empty"))
    #expect(try files(empty).isEmpty)
    #expect(try message(of: report(["report", "--merge", "/none/such"], status: 2)) != "")
    #expect(try message(of: report(["report"], status: 2)).contains("REPORT is missing"))
    let cut = try run(toolPath, ["report", "--merge", bench.folder.file("cut").path])
    let begun = try #require(
      try JSONSerialization.jsonObject(with: Data(cut.output.utf8)) as? [String: Any])
    #expect(begun["exit_status"] as? Int == 2 && cut.status == 2)
    #expect(try files(begun).count == 1)
    #expect(try message(of: begun).contains("ends without"))
    // JSON is what the command prints if nothing else is asked for, and so are its usage errors.
    let usage = try run(toolPath, ["report", "--merge"])
    #expect(usage.status == 2 && usage.output.hasPrefix("{"))
    #expect(try run(toolPath, ["plan"]).output.isEmpty)
    // Lines that are not whole lack the last.
    let lines = try run(
      toolPath, ["report", "--merge", "--format=jsonl", bench.folder.file("cut").path])
    #expect(lines.status == 2 && !lines.output.isEmpty && !lines.output.contains("{\"end\""))
  }

  /// Names come from files: quotes, control characters and bytes that are no text.
  @Test func strangeNames() throws {
    let workshop = try Workshop()
    let source = """
      __asm__(".globl \\"quote\\\\\\"back\\\\\\\\slash\\"\\n\\"quote\\\\\\"back\\\\\\\\slash\\":\\n"
              ".globl strange_name\\n.type strange_name, @function\\nstrange_name:\\n");

      """
    let file = try workshop.library("libstrange.so", source)
    let strings = try #require(try section(".dynstr", of: file))
    let bytes = try Data(contentsOf: file)
    let name = try #require(bytes.range(of: Data("strange_name".utf8), in: strings.range))
    try overwrite(file, at: name.lowerBound, with: [0x1b, 0x0a, 0xff, 0xc3])
    for command in ["exports", "plan"] {
      let words = [command] + (command == "plan" ? ["--all"] : []) + [file.path]
      let result = try run(toolPath, words + ["--format=json"])
      // The name is in no bucket of its own any more, so plan finds the file contradictory.
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      }
      #expect(!result.output.contains("\u{1b}") && !result.errors.contains("\u{1b}"))
    }
    #expect(!(try symdemote("exports", file.path).output.contains("\u{1b}")))
  }
}
