// What a service takes of a log: so many results and no more, and references to files.

import Foundation
import Storage
import Testing

@testable import Reporting

@Suite struct SARIFLogTests {
  /// A file with so many findings.
  private struct Findings: ReportBody {
    let count: Int
    let text = ""
    let fields: [JSONField] = []
    var annotations: [Annotation] {
      (0..<count).map {
        Annotation(.error, .exportNotAllowed, "n\($0)", identity: [[UInt8($0 % 256)]])
      }
    }
  }

  private struct Log: Decodable {
    struct Run: Decodable {
      let results: [Result]
      let invocations: [Invocation]
    }
    struct Text: Decodable { let text: String }
    struct Result: Decodable { let message: Text }
    struct Invocation: Decodable {
      let exitCode: Int
      let executionSuccessful: Bool
      let toolExecutionNotifications: [Notification]
    }
    struct Notification: Decodable {
      let level: String
      let message: Text
    }
    let runs: [Run]
  }

  private func log(_ counts: Int...) throws -> (run: Log.Run, errors: String) {
    let report = Report(
      command: "check",
      files: counts.enumerated().map { place, count in
        FileReport(
          path: FilePath("f\(place)"), status: .findings, body: Findings(count: count))
      })
    let rendering = report.rendered(as: .sarif, version: "1")
    let log = try JSONDecoder().decode(Log.self, from: Data(rendering.output))
    return (try #require(log.runs.first), rendering.errors)
  }

  /// GitHub takes 25,000 results of a run.
  @Test func asManyAsAreTaken() throws {
    for counts in [(25_000, 0), (24_998, 2)] {
      let (run, errors) = try log(counts.0, counts.1)
      #expect(run.results.count == 25_000 && errors == "")
      #expect(run.invocations[0].toolExecutionNotifications.isEmpty)
    }
  }

  @Test func theRestIsCounted() throws {
    let said = "symdemote: warning: 3 findings are left out behind the first 25000: "
    for counts in [(25_003, 0), (24_999, 4), (25_000, 3)] {
      let (run, errors) = try log(counts.0, counts.1)
      #expect(run.results.count == 25_000)
      #expect(
        run.results.prefix(counts.0).map(\.message.text).elementsEqual(
          (0..<min(counts.0, 25_000)).map { "n\($0)" }))
      #expect(errors.hasPrefix(said), "\(errors)")
      let invocation = run.invocations[0]
      // Findings are findings, told or not.
      #expect(invocation.exitCode == 1 && invocation.executionSuccessful)
      #expect(invocation.toolExecutionNotifications.map(\.level) == ["warning"])
      #expect(
        invocation.toolExecutionNotifications[0].message.text.hasPrefix("3 findings are left"))
    }
    #expect(try log(25_001).errors.contains("1 finding is left out"))
  }

  @Test(arguments: [
    ("app", "app"), ("./app", "app"), (".//app", "app"), ("././/a//b", "a/b"),
    ("/a//b", "file:///a/b"),
    ("//a", "file:///a"), ("a b%", "a%20b%25"), ("../a", "../a"), ("./a:b", "a%3Ab"),
  ])
  func whatNamesAFile(_ path: String, _ reference: String) {
    #expect(fileReference(Array(path.utf8)) == reference)
  }

  @Test func bytesStayWhatTheyAre() {
    #expect(fileReference([0x6e, 0xff]) == "n%FF" && fileReference([0x6e, 0xfe]) == "n%FE")
  }
}
