// `symdemote audit --format=html` in a real browser: it is all there, it filters and switches, it asks for
// nothing, and a name is only ever text.

import Foundation
import TestSupport
import Testing

@Suite struct AuditPageTests {
  /// What a reader saw of a page; `browse.py` tells what each means.
  private struct Seen: Decodable {
    struct Edges: Decodable, Equatable { let red, green: Int }
    struct Filtered: Decodable, Equatable {
      let rows: Int
      let count: String
    }
    struct Printed: Decodable, Equatable { let controls, rows: Int }
    struct Unscripted: Decodable, Equatable { let rows, buttons: Int }
    let rows, boxes, requests, width: Int
    let before, after, again: Edges
    let labels: Bool
    let focus, `switch`, clipboard, light, dark: String
    let filters: [Filtered]
    let printed: Printed
    let unscripted: Unscripted
    let console: [String]
  }

  /// A program and a library that have the same functions, and a library that uses them.
  private struct Process {
    let workshop: Workshop
    let program: URL
    let library: URL

    init(_ names: [String]) throws {
      workshop = try Workshop(compiler: "gcc")
      let definitions = names.map { name in
        ".globl \"\(name)\"\n.type \"\(name)\", @function\n\"\(name)\": ret\n.size \"\(name)\", 1\n"
      }.joined()
      let words = names.map { ".quad \"\($0)\"\n" }.joined()
      let end = ".section .note.GNU-stack,\"\",@progbits\n"
      let folder = workshop.folder
      let copy = try folder.write(".text\n\(definitions)\(end)", to: "copy.s")
      let use = try folder.write(".data\n\(words)\(end)", to: "use.s")
      library = try workshop.library("libcopy.so", "", [copy.path])
      let user = try workshop.library("libuse.so", "", needing: [library], [use.path])
      program = try workshop.program("int main(void) { return 0; }\n", needing: [user], [copy.path])
    }

    func page(_ arguments: String...) throws -> (url: URL, text: String) {
      let result = try run(toolPath, ["audit", "--format=html"] + arguments + [program.path])
      #expect(result.status == 1)
      return (try workshop.folder.write(result.output, to: "page.html"), result.output)
    }
  }

  private func seen(_ page: URL, filters: [String]) throws -> Seen {
    let script = projectFolder.appendingPathComponent("Tests/ScenarioTests/Page/browse.py")
    let output = try mustRun("/usr/bin/python3", [script.path, page.path] + filters)
    return try JSONDecoder().decode(Seen.self, from: Data(output.utf8))
  }

  @Test(arguments: [10, 10_000])
  func aReaderAtTheKeyboard(_ count: Int) throws {
    let process = try Process((0..<count).map { "_ZN6google8protobuf12Message\(10_000 + $0)Ev" })
    let seen = try seen(process.page().url, filters: ["libuse nothing", "libuse", "message10001"])
    #expect(seen.rows == count)
    #expect(seen.boxes == 5)
    #expect(seen.requests == 0 && seen.console.isEmpty, "\(seen.console)")
    #expect(seen.width == 0, "nothing sticks out at the side")
    #expect(seen.labels)

    #expect(seen.focus == "search")
    let all = "\(count) references"
    #expect(
      seen.filters == [
        .init(rows: 0, count: "0 of \(all)"), .init(rows: count, count: all),
        .init(rows: 1, count: "1 of \(all)"),
      ])

    #expect(seen.switch == "before")
    #expect(seen.before == .init(red: 1, green: 0))
    #expect(seen.after == .init(red: 0, green: 1))
    #expect(seen.again == seen.before)

    #expect(
      seen.clipboard
        == "symdemote apply --demote-from=\(process.library.path) \(process.program.path)")
    #expect(seen.light != seen.dark)
    #expect(seen.printed == .init(controls: 0, rows: count))
    #expect(seen.unscripted == .init(rows: count, buttons: 0))
  }

  /// A name that would be markup, a script or the end of one is shown as it is.
  @Test func namesAreOnlyText() throws {
    let hostile = "x</td></script><script>document.title='taken'</script><b>&amp;"
    let process = try Process([hostile, "plain"])
    let page = try process.page()
    #expect(!page.text.contains("<script>document") && !page.text.contains("<b>&"))
    #expect(page.text.contains("x&lt;/td&gt;&lt;/script&gt;"))
    #expect(page.text.contains("&lt;b&gt;&amp;amp;"))
    let seen = try seen(page.url, filters: ["<script>"])
    withExtendedLifetime(process) {}
    #expect(seen.rows == 2 && seen.console.isEmpty)
    #expect(seen.filters == [.init(rows: 1, count: "1 of 2 references")])
  }

  /// Nothing that a browser would have to fetch, and the same page each time.
  @Test func thePageStandsAlone() throws {
    let process = try Process(["one", "two"])
    let page = try process.page()
    for word in ["src=", "@import", "url(http", "<link", "<img", "fetch("] {
      #expect(!page.text.contains(word), "\(word)")
    }
    #expect(page.text.contains("default-src 'none'"))
    #expect(try process.page().text == page.text)
  }

  /// Programs without findings, and files that are none, have their part, too.
  @Test func severalFiles() throws {
    let process = try Process(["one"])
    let text = try process.workshop.folder.write("no program\n", to: "text")
    let result = try symdemote(
      "audit", "--format=html", "/bin/true", process.program.path, text.path)
    #expect(result.status == 2)
    #expect(result.output.components(separatedBy: "<section class=\"process\"").count == 4)
    #expect(result.output.contains("nothing is captured"))
    #expect(result.output.contains("<li class=\"error\">"))
    #expect(result.errors.contains(text.path))
    #expect(result.output.hasSuffix("</html>\n"))
  }
}
