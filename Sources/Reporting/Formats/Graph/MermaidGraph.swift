// The graph as Mermaid draws it in comments and READMEs (mermaid.js.org, "Flowcharts"). Everything that
// comes from a file stands in quotes, with entities for what would end them.

enum MermaidGraph {
  /// Beyond, a flowchart is a knot.
  static let mostNodes = 50

  static let beginning = "flowchart LR\n"
  /// Captured references are red, and those that would be, by the numbers of their links: `kinds` are those
  /// of all graphs, in their order.
  static func end(_ kinds: [AuditGraph.Edge.Kind]) -> String {
    let links = kinds.indices.filter { kinds[$0] != .owned }
    return links.isEmpty
      ? "" : "  linkStyle \(links.map(String.init).joined(separator: ",")) stroke:#c1121f\n"
  }

  static func text(_ graph: AuditGraph) -> String {
    let clusters = graph.clusters.map { cluster in
      let role = cluster.role.map { "      \(cluster.id)([\(quoted($0))])\n" } ?? ""
      let names = cluster.names.map { "      \($0.id)[\(quoted($0.label))]\n" }.joined()
      return """
            subgraph \(cluster.id)_object [\(quoted(cluster.label))]
        \(role)\(names)    end

        """
    }.joined()
    let edges = graph.edges.map { edge in
      let label = edge.label.isEmpty ? "" : "|\(quoted(edge.label))|"
      let arrow = edge.kind == .captured ? "==>" : "-.->"
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

  /// A string in quotes.
  static func quoted(_ text: String) -> String {
    "\""
      + text.escaped { scalar in
        switch scalar {
        case "\"": "#quot;"
        case "#": "#35;"
        case "<": "#lt;"
        case ">": "#gt;"
        case "&": "#amp;"
        case "`": "#96;"
        default: nil
        }
      } + "\""
  }
}
