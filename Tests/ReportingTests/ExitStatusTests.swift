// The worst of several files decides: 4 before 2, 3, 1 and 0.

import Reporting
import Storage
import Testing

@Suite struct ExitStatusTests {
  @Test func theWorstDecides() {
    let order: [Reporting.ExitStatus] = [.success, .findings, .refused, .trouble, .unverified]
    #expect(order.sorted() == order && order.map(\.rawValue) == [0, 1, 3, 2, 4])
    for (position, worse) in order.enumerated() {
      for better in order[...position] {
        let files = [better, worse, better].map { FileReport(path: FilePath("f"), status: $0) }
        #expect(Report(command: "plan", files: files).status == worse)
      }
    }
    #expect(Report(command: "plan", status: .trouble).status == .trouble)
  }

  @Test func resultsAndMessagesGoDifferentWays() {
    let report = Report(
      command: "plan", files: [.failed(FilePath("a\u{1b}b"), .trouble, "not an ELF file")],
      messages: [Message(.warning, "--demote=x matches no export")])
    let rendering = report.rendered(as: .text, version: "1")
    #expect(rendering.output.isEmpty)
    #expect(
      rendering.errors == """
        symdemote: a\\u{1b}b: not an ELF file
        symdemote: warning: --demote=x matches no export

        """)
    let json = report.rendered(as: .json, version: "1").text
    #expect(json.contains("\"format_version\": \"1.0\"") && json.contains("\"path_bytes\": null"))
    let odd = Report(
      command: "plan", files: [FileReport(path: FilePath([0x61, 0xff]), status: .success)])
    #expect(odd.rendered(as: .json, version: "1").text.contains("\"path_bytes\": \"61ff\""))
  }
}
