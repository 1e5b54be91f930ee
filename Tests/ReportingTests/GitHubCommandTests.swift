// Workflow commands are lines: what is escaped is what would end a line, a property or the list of
// them, and the sign that escapes.

import Policy
import Storage
import Testing

@testable import Reporting

@Suite struct GitHubCommandTests {
  @Test(arguments: [
    ("plain_name", "plain_name", "plain_name"), ("50%", "50%25", "50%25"),
    ("a\r\nb", "a%0D%0Ab", "a%0D%0Ab"), ("a:b,c", "a:b,c", "a%3Ab%2Cc"),
    ("%0A", "%250A", "%250A"), ("\u{1b}[31m", #"\u{1b}[31m"#, #"\u{1b}[31m"#), ("ü", "ü", "ü"),
  ])
  func whatWouldEndAPartIsEscaped(_ text: String, _ data: String, _ property: String) {
    #expect(text.gitHubData == data)
    #expect(text.gitHubProperty == property)
  }

  /// A path is what a change calls the file, whatever was typed.
  @Test(arguments: [
    ("./app", "app"), (".//app", "app"), ("a/./b//c", "a/b/c"), ("//a/b", "/a/b"), ("/", "/"),
    (".", "."), ("./", "."), ("../app", "../app"), ("a/../b", "a/../b"), (".app", ".app"), ("", ""),
  ])
  func pathsArePlain(_ typed: String, _ path: String) {
    #expect(plainPath(Array(typed.utf8)) == Array(path.utf8))
    let report = Report(
      command: "check",
      files: [
        FileReport(path: FilePath(typed), status: .trouble, messages: [Message(.error, "gone")])
      ])
    let property = path.isEmpty ? "" : "file=\(path),"
    #expect(
      report.rendered(as: .github, version: "1").text
        == "::error \(property)title=symdemote::\(typed): gone\n")
  }

  @Test func aMessageStandsWhereItPoints() {
    let place = SourceLocation(file: "a,b.map", line: 7, column: 3)
    let report = Report(
      command: "check",
      files: [
        FileReport(
          path: FilePath("app"), status: .trouble,
          messages: [Message(.error, "gone"), Message(.warning, "old: entry", at: place)])
      ], messages: [Message(.warning, "idle")])
    let rendering = report.rendered(as: .github, version: "1")
    #expect(
      rendering.text == """
        ::error file=app,title=symdemote::app: gone
        ::warning file=a%2Cb.map,line=7,title=symdemote::old: entry
        ::warning title=symdemote::idle

        """)
    #expect(rendering.errors == report.rendered(as: .text, version: "1").errors)
    #expect(report.rendered(as: .text, version: "1").text == "")
  }
}
