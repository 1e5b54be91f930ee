// The graph as Mermaid draws it in comments and READMEs (mermaid.js.org, "Flowcharts"). Everything that
// comes from a file stands in quotes, with entities for what would end them; no line of it has an arrow.

enum MermaidGraph {
  /// Beyond, a flowchart is a knot.
  static let mostNodes = 50

  static let beginning = "flowchart LR\n"
  /// Captured references are red, by the numbers of their links.
  static func end(captured links: [Int]) -> String {
    links.isEmpty
      ? "" : "  linkStyle \(links.map(String.init).joined(separator: ",")) stroke:#c1121f\n"
  }

  private static let capturedArrow = "==>"
  private static let ownArrow = "-.->"

  static func text(_ graph: AuditGraph) -> String {
    let clusters = graph.clusters.map { cluster in
      let role = cluster.role.map { "      \(cluster.id)([\($0)])\n" } ?? ""
      let names = cluster.names.map { "      \($0.id)[\(quoted($0.label))]\n" }.joined()
      return """
            subgraph \(cluster.id)_object [\(quoted(cluster.label))]
        \(role)\(names)    end

        """
    }.joined()
    let edges = graph.edges.map { edge in
      let label = edge.label.isEmpty ? "" : "|\(quoted(edge.label))|"
      let arrow = edge.kind == .captured ? capturedArrow : ownArrow
      return "    \(edge.from) \(arrow)\(label) \(edge.to)\n"
    }.joined()
    let rest =
      graph.leftOut == 0
      ? ""
      : "    \(graph.id)_rest[\"and \(counted(graph.leftOut, "finding", "findings"))\"]\n"
    return """
        subgraph \(graph.id) [\(quoted(graph.title))]
      \(clusters)\(edges)\(rest)  end

      """
  }

  /// For each link of `text` whether it is of captured references.
  static func links(of text: String) -> [Bool] {
    text.split(separator: "\n").compactMap { line in
      line.contains(capturedArrow) ? true : line.contains(ownArrow) ? false : nil
    }
  }

  /// A string in quotes.
  static func quoted(_ text: String) -> String {
    "\""
      + text.map { character -> String in
        switch character {
        case "\"": "#quot;"
        case "#": "#35;"
        case "<": "#lt;"
        case ">": "#gt;"
        case "&": "#amp;"
        case "`": "#96;"
        default: String(character)
        }
      }.joined() + "\""
  }
}
