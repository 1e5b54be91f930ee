// Reports that do not fit together are refused, each for its reason, with the file and the line.

import Foundation
import Storage
import TestSupport
import Testing

@testable import Reporting

@Suite struct MergeTests {
  private struct Body: ReportBody {
    let text = ""
    let fields = [JSONField("kind", .string("x"))]
  }

  /// The lines of shard `number` of `count`.
  private func report(
    _ number: Int, of count: Int, files: Int = 7, identity: String = "i", command: String = "plan",
    messages: [Message] = [], skipping skipped: Set<Int> = [], effect: SelectionEffect? = nil
  ) throws -> [String] {
    let shard = try #require(Shard(number, of: count))
    let text = Lines()
    let printer = ReportPrinter(.jsonl, version: "1") { text.add($0.text) }
    printer.begin(RunOutline(command, fileCount: files, shard: shard, identity: identity))
    for position in 0..<files where shard.holds(position) {
      printer.prepare(
        skipped.contains(position)
          ? nil
          : FileReport(
            path: FilePath("f\(position)"), status: position == 3 ? .findings : .success,
            messages: position == 2 ? [Message(.warning, "w")] : [], body: Body()),
        at: position)()
    }
    _ = printer.end(RunEnding(messages: messages, effect: effect))
    return text.lines
  }

  private final class Lines: @unchecked Sendable {
    private var text = ""
    func add(_ piece: String) { text += piece }
    var lines: [String] { text.split(separator: "\n").map(String.init) }
  }

  private func merge(_ reports: [[String]], _ format: Format = .json, ended: Bool = true) throws
    -> (
      output: String, errors: String, status: Reporting.ExitStatus
    )
  {
    let folder = try TemporaryFolder()
    let paths = try reports.enumerated().map { place, lines in
      try folder.write(
        lines.joined(separator: "\n") + (ended ? "\n" : ""), to: "r\(place).jsonl")
    }
    var (output, errors) = ("", "")
    let status = mergeReports(paths.map { FilePath($0.path) }, as: format, version: "1") {
      output += $0.text
      errors += $0.errors
    }
    return (output, errors.replacingOccurrences(of: folder.url.path + "/", with: ""), status)
  }

  private func expectRefusal(
    _ reports: [[String]], _ message: String, ended: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for format in [Format.json, .jsonl] {
      let merged = try merge(reports, format, ended: ended)
      #expect(merged.status == .trouble, sourceLocation: sourceLocation)
      #expect(merged.errors.contains(message), "\(merged.errors)", sourceLocation: sourceLocation)
      // What was printed cannot be taken for the report of the run.
      guard format == .json else {
        #expect(!merged.output.contains("{\"end\""), sourceLocation: sourceLocation)
        continue
      }
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(merged.output.utf8)) as? [String: Any])
      let messages = try #require(report["messages"] as? [[String: Any]])
      #expect(messages.count == 1 && messages[0]["severity"] as? String == "error")
      #expect(report["exit_status"] as? Int == 2, sourceLocation: sourceLocation)
    }
  }

  @Test func shardsBecomeTheRun() throws {
    let message = Message(.warning, "all", at: .init(file: "l", line: 1, column: 2))
    for skipped: Set<Int> in [[], [0], [3, 4], Set(0..<7)] {
      let whole = try report(1, of: 1, messages: [message], skipping: skipped)
      for count in 1...9 {
        let shards = try (1...count).map {
          try report($0, of: count, messages: [message], skipping: skipped)
        }
        let merged = try merge(shards.reversed(), .jsonl)
        #expect(merged.output == whole.joined(separator: "\n") + "\n", "\(merged.errors)")
        #expect(merged.status == (skipped.contains(3) || skipped.count == 7 ? .success : .findings))
        #expect(merged.errors == "l:1:2: warning: all\n")
        // A merged report can be merged, and JSON holds the same values.
        #expect(try merge([whole], .jsonl).output == merged.output)
        let json = try #require(
          try JSONSerialization.jsonObject(with: Data(try merge(shards).output.utf8))
            as? [String: Any])
        #expect((json["files"] as? [Any])?.count == 7 - skipped.count)
      }
    }
  }

  /// A place in a file whose name is no text is the same one in a merged report.
  @Test func placesKeepTheirBytes() throws {
    let message = Message(.warning, "all", at: .init(path: [0x6e, 0xff], line: 1, column: 2))
    let whole = try report(1, of: 1, messages: [message])
    let last = try #require(whole.last)
    #expect(last.contains("\"file\":\"n\u{fffd}\",\"file_bytes\":\"6eff\""))
    #expect(try merge([whole], .jsonl).output == whole.joined(separator: "\n") + "\n")
  }

  @Test func shardsThatDoNotFit() throws {
    let (first, second) = try (report(1, of: 2), report(2, of: 2))
    try expectRefusal([first], "shard 2 of 2 is missing")
    try expectRefusal([first, first], "r1.jsonl:1:1: error: shard 1 of 2 is in")
    try expectRefusal([first, second, second], "r2.jsonl:1:1: error: shard 2 of 2 is in")
    for other in [
      try report(2, of: 2, identity: "other"), try report(2, of: 2, files: 8),
      try report(2, of: 3), try report(2, of: 2, command: "apply"),
    ] { try expectRefusal([first, other], "r1.jsonl:1:1: error: this is of another run than") }
    let other = try report(2, of: 2, messages: [Message(.warning, "else")])
    try expectRefusal([first, other], "r1.jsonl:5:1: error: it ends otherwise")
  }

  @Test func reportsThatAreNotWhole() throws {
    let first = try report(1, of: 2)
    let second = try report(2, of: 2)
    for length in 1..<second.count {
      try expectRefusal(
        [first, Array(second.prefix(length))],
        "r1.jsonl:\(length):1: error: the report ends without")
    }
    try expectRefusal([first, []], "r1.jsonl:1:1: error: this is no JSON")
    // A line without its end may be a part of one.
    try expectRefusal([second, first], "the report ends without", ended: false)
    var lines = second
    lines.remove(at: 2)
    try expectRefusal([first, lines], "r1.jsonl:4:1: error: it tells of 2 files, and there were 3")
    try expectRefusal([first, second + ["{}"]], "r1.jsonl:6:1: error: something stands behind")
  }

  @Test func linesThatAreWrong() throws {
    let first = try report(1, of: 2)
    func expectWrong(_ line: Int, _ text: String, _ message: String) throws {
      var second = try report(2, of: 2)
      second[line - 1] = text
      try expectRefusal([first, second], "r1.jsonl:\(line):\(message)")
    }
    try expectWrong(1, "{}", "1: error: this is not the first line")
    try expectWrong(1, "{\"format_version\":\"2.0\"}", "1: error: version 2.0 of the format")
    try expectWrong(1, "{\"format_version\":\"1.0\"}", "1: error: it does not tell which part")
    try expectWrong(1, "{\"format_version\"", "18: error: this is no JSON that a report has")
    try expectWrong(3, "{\"position\":3,\"exit_status\":1", "30: error: this is no JSON")
    try expectWrong(3, "{\"position\":3}", "1: error: this is neither about")
    try expectWrong(3, "{\"position\":3,\"path\":\"f\"}", "1: error: it does not tell how it ended")
    try expectWrong(3, "{\"position\":3,\"exit_status\":9}", "1: error: it does not tell how")
    for position in ["0", "1", "2", "4", "9", "99999999999999999"] {
      try expectWrong(
        3, "{\"position\":\(position),\"exit_status\":0}", "1: error: file \(position) is not where"
      )
    }
    try expectWrong(3, "{\"position\":-3,\"exit_status\":0}", "1: error: this is neither about")
    try expectWrong(3, "[]", "1: error: this is neither about")
    let deep = String(repeating: "[", count: 100_000)
    try expectWrong(
      3, "{\"position\":3,\"x\":\(deep)", "82: error: this is no JSON that a report has")
    try expectWrong(5, "{\"end\":{}}", "1: error: this is not what the last line")
    // The worst of its files is what a report ends with, at least.
    try expectWrong(
      5, "{\"end\":{\"reports\":3},\"messages\":[],\"exit_status\":0}", "1: error: this is not what"
    )
    try expectWrong(
      5, "{\"end\":{\"reports\":3},\"messages\":[1],\"exit_status\":1}",
      "1: error: this is no message")
    try expectWrong(
      5, "{\"end\":{\"reports\":3},\"messages\":[],\"exit_status\":1,\"selection\":1}",
      "1: error: what it says of its selection")
  }

  @Test func whatCannotBeOpened() throws {
    var errors = ""
    let paths = [FilePath("/none/such")]
    #expect(mergeReports(paths, as: .json, version: "1") { errors += $0.errors } == .trouble)
    #expect(errors.contains("/none/such: "))
    errors = ""
    #expect(
      mergeReports([FilePath("-"), FilePath("-")], as: .json, version: "1") {
        errors += $0.errors
      } == .trouble)
    #expect(errors.contains("named twice"))
  }

  /// What of a selection matched in one shard only matched; of what matched in none all is told.
  @Test func effectsAddUp() throws {
    func effect(_ hits: [Int], _ idle: [Int], applied: Bool = true) -> SelectionEffect {
      var list = SelectionEffect.Part(source: "--keep-list=l", kind: .list, emptyReason: "")
      (list.isApplied, list.isToldElsewhere) = (applied, false)
      list.clauses = IndexRanges(hits + idle)
      list.hits = IndexRanges(hits)
      for number in idle { list.idle[number] = "\(number): n" }
      var effect = SelectionEffect([
        list,
        .init(
          source: "keep", kind: .line, emptyReason: "",
          section: .init(group: 1, file: "p", glob: "g")),
      ])
      effect.hasJudged = applied
      return effect
    }
    let shards = try [effect([0], [1, 2]), effect([1], [0, 2])].enumerated().map {
      try report($0 + 1, of: 2, effect: $1)
    }
    #expect(
      try merge(shards).errors == """
        symdemote: warning: --keep-list=l: 1 of 3 entries match no export: 2: n
        symdemote: warning: p: section [g] is for none of the files

        """)
    // Without a file that was judged nothing is said.
    let none = try (1...2).map { try report($0, of: 2, effect: effect([], [], applied: false)) }
    #expect(try merge(none).errors == "")
    // Of two selections nothing can be said.
    var other = effect([0], [])
    other.parts.removeLast()
    let mixed = [
      try report(1, of: 2, effect: effect([0], [])), try report(2, of: 2, effect: other),
    ]
    try expectRefusal(mixed, "it ends otherwise")
    let half = [try report(1, of: 2, effect: other), try report(2, of: 2)]
    try expectRefusal(half, "it ends otherwise")
    #expect(SelectionEffect(effect([0, 5], [1]).json) == effect([0, 5], [1]))
  }
}
