// The findings of an audit as graphs: Graphviz draws them; a flowchart of Mermaid has the form that its
// parser wants, as far as that can be told without it.

import Foundation
import TestSupport
import Testing

@Suite struct GraphTests {
  private func graph(_ form: String, _ words: String..., in bench: Workbench, status: Int32 = 1)
    throws
    -> String
  {
    let result = try run(
      toolPath, ["audit", "--format=\(form)"] + words, directory: bench.folder.url)
    #expect(result.status == status, "\(result.errors)")
    return result.output
  }

  /// What Graphviz makes of it.
  private func drawn(_ graph: String, in bench: Workbench) throws -> String {
    try bench.folder.write(graph, to: "graph.dot")
    let result = try bench.shell("dot -Tsvg graph.dot")
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    return result.output
  }

  /// A program that captures `count` names.
  private func manyNames(_ count: Int, in bench: Workbench) throws {
    let numbers = 0..<count
    let define = numbers.map { "int many_\($0)(void) { return \($0); }\n" }.joined()
    let use =
      numbers.map { "int many_\($0)(void);\n" }.joined() + "int uses(void) { return 0"
      + numbers.map { " + many_\($0)()" }.joined() + "; }\n"
    try bench.folder.write(define, to: "many.c")
    try bench.folder.write(use, to: "uses.c")
    try bench.folder.write(
      "int uses(void), many_0(void); int main(void) { return uses() + many_0() == 0; }\n", to: "m.c"
    )
    let made = try bench.shell(
      """
      set -e
      gcc -c many.c -o many.o
      gcc -shared -fPIC many.c -Wl,-soname,libmany.so -o libmany.so
      gcc -shared -fPIC uses.c '-Wl,-rpath,$ORIGIN' -o libuses.so libmany.so
      gcc -rdynamic m.c many.o libuses.so '-Wl,-rpath,$ORIGIN' -Wl,-rpath-link,. -o many
      """)
    try #require(made.status == 0, "\(made.errors)")
  }

  @Test func graphvizDrawsIt() throws {
    let bench = try Workbench()
    let text = try graph("dot", "./app", in: bench)
    let picture = try drawn(text, in: bench)
    for name in ["app", "libtoolkit.so", "libleak.so.1", "leak_open", "leak_use", "leak_close"] {
      #expect(picture.contains(">\(name)</text>"), "\(name)")
    }
    // A red edge for each captured name of each library, and no other red one.
    let edges = text.split(separator: "\n").filter { $0.contains(" -> ") }
    let red = edges.filter { $0.contains("#c1121f") }
    #expect(red.count == 5 && edges.count == 7)
    #expect(picture.components(separatedBy: "<path fill=\"none\" stroke=\"#c1121f\"").count >= 6)
    // Once it is cured, nothing is red.
    try bench.shell("symdemote apply --demote-from=libleak.a app")
    let cured = try graph("dot", "./app", in: bench, status: 0)
    #expect(!cured.contains("#c1121f") && cured.contains("nothing is captured"))
    _ = try drawn(cured, in: bench)
  }

  @Test func severalProgramsAreOneGraph() throws {
    let bench = try Workbench()
    let text = try graph("dot", "./app", "build/app", in: bench)
    #expect(text.components(separatedBy: "digraph ").count == 2)
    let picture = try drawn(text, in: bench)
    #expect(
      picture.contains(">./app: 1 library split") && picture.contains(">build/app: 1 library split")
    )
    // A program of which there is nothing to say is only shown alone.
    try bench.shell("symdemote apply --demote-from=libleak.a --output=cured app")
    for form in ["dot", "mermaid"] {
      #expect(try graph(form, "./app", "./cured", in: bench) == graph(form, "./app", in: bench))
      #expect(try graph(form, "./cured", in: bench, status: 0).contains("./cured: nothing"))
    }
    let flow = try graph("mermaid", "./app", "build/app", in: bench)
    #expect(flow.components(separatedBy: "flowchart ").count == 2)
    try expectForm(flow)
  }

  /// Statements as the documentation of flowcharts has them: blocks that end, links between nodes that
  /// there are, and the numbers of those that are styled.
  private func expectForm(_ text: String) throws {
    var lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(lines.removeFirst() == "flowchart LR")
    var depth = 0
    var nodes: [String: String] = [:]
    var links: [(ends: [String], arrow: String)] = []
    var styled: [Int] = []
    for line in lines {
      if line == "end" {
        depth -= 1
      } else if line.firstMatch(of: /^subgraph [a-z0-9_]+ \["[^"]*"\]$/) != nil {
        depth += 1
      } else if let node = line.firstMatch(of: /^([a-z0-9_]+)\(?\["([^"]*)"\]\)?$/) {
        #expect(nodes.updateValue(String(node.2), forKey: String(node.1)) == nil, "\(line)")
      } else if let link = line.firstMatch(
        of: /^([a-z0-9_]+) (==>|-\.->)(\|"[^"]*"\|)? ([a-z0-9_]+)$/)
      {
        links.append(([String(link.1), String(link.4)], String(link.2)))
      } else if let style = line.firstMatch(of: /^linkStyle ([0-9,]+) stroke:#c1121f$/) {
        styled = style.1.split(separator: ",").compactMap { Int($0) }
      } else {
        Issue.record("\(line)")
      }
      #expect(depth >= 0)
    }
    #expect(depth == 0 && nodes.count <= 50)
    for link in links { #expect(link.ends.allSatisfy { nodes[$0] != nil }) }
    // What is captured is red, and so is what would be, in another line.
    let later = links.indices.filter { nodes[links[$0].ends[0]] == "references if opened" }
    #expect(later.allSatisfy { links[$0].arrow == "-.->" })
    #expect(styled == links.indices.filter { links[$0].arrow == "==>" || later.contains($0) })
    // And Mermaid itself draws as many.
    let drawing = try flowchart(text)
    #expect(drawing.error == nil)
    #expect(drawing.nodes == nodes.count && drawing.edges == links.count, "\(drawing)")
  }

  private struct Drawing: Decodable {
    let nodes, clusters, edges: Int
    let error: String?
  }

  /// What Mermaid makes of `text` in a browser.
  private func flowchart(_ text: String) throws -> Drawing {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "chart.mmd")
    let output = try mustRun(
      "/usr/bin/python3",
      [
        projectFolder.appendingPathComponent("Tests/ScenarioTests/Page/draw-flowchart.py").path,
        projectFolder.appendingPathComponent(".build/mermaid/packages").path, file.path,
      ])
    return try JSONDecoder().decode(Drawing.self, from: Data(output.utf8))
  }

  @Test func aFlowchartIsFoldedBeforeItIsAKnot() throws {
    let bench = try Workbench()
    let plain = try graph("mermaid", "./app", in: bench)
    try expectForm(plain)
    #expect(plain.contains("[\"leak_open\"]"))
    #expect(try flowchart(plain).clusters > 1)
    // What is no flowchart is not drawn.
    let cut = String(plain[..<(try #require(plain.range(of: "\"]"))).lowerBound])
    let refused = try flowchart(cut)
    #expect(refused.error != nil && refused.nodes == 0)
    try manyNames(40, in: bench)
    let open = try graph("mermaid", "./many", in: bench)
    #expect(open.contains("[\"many_7\"]") && !open.contains("names:"))
    try manyNames(60, in: bench)
    let folded = try graph("mermaid", "./many", in: bench)
    try expectForm(folded)
    #expect(!folded.contains("[\"many_7\"]") && folded.contains("60 names: many_0 many_1"))
    #expect(folded.contains("==>|\"60\"|"))
    // Graphviz has room for more.
    let drawing = try graph("dot", "./many", in: bench)
    #expect(drawing.contains("[label=\"many_7\"]"))
    _ = try drawn(drawing, in: bench)
  }

  /// What has no room even so is counted.
  @Test func theLeastIsLeftOut() throws {
    let bench = try Workbench()
    let made = try bench.shell(
      """
      set -e
      for n in $(seq 60); do
        gcc -O0 -shared -fPIC toolkit.c -o libuser$n.so '-Wl,-rpath,$ORIGIN' libleak.so.1
      done
      gcc -O0 -rdynamic app.c libleak.a -o crowded libuser*.so '-Wl,-rpath,$ORIGIN' \
        -Wl,--no-as-needed -Wl,-rpath-link,. libuser*.so
      """)
    try #require(made.status == 0, "\(made.errors)")
    let flow = try graph("mermaid", "./crowded", in: bench)
    try expectForm(flow)
    #expect(flow.firstMatch(of: /f0_rest\["and [0-9]+ findings"\]/) != nil)
    let drawing = try graph("dot", "./crowded", in: bench)
    #expect(!drawing.contains("f0_rest") && drawing.contains("libuser60.so"))
    _ = try drawn(drawing, in: bench)
  }

  /// What would be captured is drawn as well, in broken lines: a program is not shown clean for which the
  /// exit status tells of findings.
  @Test(arguments: ["dot", "mermaid"])
  func whatWouldBeCapturedIsDrawn(_ form: String) throws {
    let bench = try Workbench()
    let made = try bench.shell(
      """
      set -e
      mkdir late && mv plugin.so late && cp libleak.so.1 late
      echo 'int main(void) { return 0; }' >host.c
      gcc -O0 -rdynamic host.c -Wl,--whole-archive libleak.a -Wl,--no-whole-archive -o host
      cp host host2
      """)
    try #require(made.status == 0, "\(made.errors)")
    for words in [["./host"], ["./host", "./host2"]] {
      let result = try run(
        toolPath, ["audit", "--format=\(form)", "--with=late"] + words, directory: bench.folder.url)
      #expect(result.status == 1)
      for word in words {
        #expect(result.output.contains("\(word): 1 library to be captured when opened"))
      }
      for name in ["leak_open", "leak_use", "leak_close", "libleak.so.1", "references if opened"] {
        #expect(result.output.contains("\"\(name)\""), "\(name)")
      }
      let lines = result.output.split(separator: "\n").filter { $0.contains("->") }
      #expect(lines.count == 3 * words.count)
      if form == "dot" {
        #expect(lines.allSatisfy { $0.contains("#c1121f") && $0.contains("style=dashed") })
        _ = try drawn(result.output, in: bench)
      } else {
        try expectForm(result.output)
      }
    }
    // Beside one that captures, in the same process, both are there; with nothing to open neither is.
    let both = try graph(form, "--with=late", "./app", "./host", in: bench)
    #expect(both.contains("./app: 1 library split") && both.contains("./host: 1 library to be"))
    let clean = try graph(form, "./host", in: bench, status: 0)
    #expect(!clean.contains("leak_open") && clean.contains("nothing is captured"))
  }

  /// Whether there is something to say of a program is asked of its findings, not of its name.
  @Test(arguments: ["dot", "mermaid"])
  func aNameIsNoEdge(_ form: String) throws {
    let bench = try Workbench()
    try bench.shell(
      """
      echo 'int main(void) { return 0; }' >clean.c
      gcc clean.c -o 'x -> y' && cp 'x -> y' 'x ==> y -.-> z'
      """)
    #expect(
      try graph(form, "./app", "./x -> y", "./x ==> y -.-> z", in: bench)
        == graph(form, "./app", in: bench))
    #expect(try graph(form, "./x -> y", in: bench, status: 0).contains("nothing is captured"))
  }

  /// Names of symbols are quoted as well, also where a mark behind a quote makes one character of both.
  @Test func symbolsEndNoString() throws {
    let bench = try Workbench()
    let names = [
      "quote\"\u{301}; evil [shape=star]; x=\"", "back\\\u{301}", "tick`\u{301}<\u{301}#quot;",
    ]
    try OddNames.make(names.map { Array($0.utf8) }, in: bench)
    let picture = try drawn(try graph("dot", "./odd", in: bench), in: bench)
    for shown in ["quote&quot;\u{301}; evil [shape=star]; x=&quot;", #"back\\#u{301}"#] {
      #expect(picture.contains(">\(shown)</text>"), "\(shown)")
    }
    let flow = try graph("mermaid", "./odd", in: bench)
    try expectForm(flow)
    #expect(flow.contains("[\"quote#quot;\u{301}; evil [shape=star]; x=#quot;\"]"))
  }

  /// Names are quoted as each language quotes.
  @Test func namesEndNoString() throws {
    let bench = try Workbench()
    let odd = #"a"]; x -> y #quot; \N <b> `c.so"#
    try bench.folder.write(odd, to: "name")
    let made = try bench.shell(
      """
      set -e
      odd=$(cat name)
      gcc -O0 -shared -fPIC toolkit.c -o "$odd" '-Wl,-rpath,$ORIGIN' libleak.so.1
      gcc -O0 -rdynamic app.c libleak.a -o odd "./$odd" '-Wl,-rpath,$ORIGIN' -Wl,-rpath-link,.
      """)
    try #require(made.status == 0, "\(made.errors)")
    let picture = try drawn(try graph("dot", "./odd", in: bench), in: bench)
    #expect(picture.contains(#">a&quot;]; x &#45;&gt; y #quot; \N &lt;b&gt; `c.so</text>"#))
    let flow = try graph("mermaid", "./odd", in: bench)
    try expectForm(flow)
    #expect(flow.contains(##"["a#quot;]; x -#gt; y #35;quot; \N #lt;b#gt; #96;c.so"]"##))
  }
}
