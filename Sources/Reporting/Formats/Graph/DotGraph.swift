// The graph in the language of Graphviz (graphviz.org, "DOT Language"), in which everything that comes
// from a file stands in quotes.

enum DotGraph {
  /// More nodes than these nobody reads; a group of names is one.
  static let mostNodes = 400
  private static let captureColour = "#c1121f"

  static let beginning = """
    digraph symdemote {
      rankdir=LR; compound=true; newrank=true;
      fontname="sans-serif"; fontsize=11; node [fontname="sans-serif", fontsize=10, shape=box, height=0.2];
      edge [fontname="sans-serif", fontsize=9, color="#767676", fontcolor="#767676"];

    """
  static let end = "}\n"

  static func text(_ graph: AuditGraph) -> String {
    let clusters = graph.clusters.map { cluster in
      let role =
        cluster.role.map {
          "      \(cluster.id) [label=\"\($0)\", shape=plaintext];\n"
        } ?? ""
      let names = cluster.names.map { "      \($0.id) [label=\(quoted($0.label))];\n" }.joined()
      return """
            subgraph cluster_\(cluster.id) {
              label=\(quoted(cluster.label)); tooltip=\(quoted(cluster.path)); style=rounded;
              color="\(cluster.isCaptor ? captureColour : "#767676")";
        \(role)\(names)    }

        """
    }.joined()
    let edges = graph.edges.map { edge in
      let label = edge.label.isEmpty ? "" : "label=\(quoted(edge.label)), "
      return "    \(edge.from) -> \(edge.to) [\(label)\(look(of: edge.kind))];\n"
    }.joined()
    let rest =
      graph.leftOut == 0
      ? ""
      : "    \(graph.id)_rest [label=\"and \(counted(graph.leftOut, "finding", "findings"))\", "
        + "shape=plaintext];\n"
    return """
        subgraph cluster_\(graph.id) {
          label=\(quoted(graph.title)); labeljust=l; color="#b0b0b0";
      \(clusters)\(edges)\(rest)  }

      """
  }

  private static func look(of kind: AuditGraph.Edge.Kind) -> String {
    let red = "color=\"\(captureColour)\", fontcolor=\"\(captureColour)\""
    return switch kind {
    case .captured: red
    case .latent: red + ", style=dashed"
    case .owned: "style=dashed"
    }
  }

  /// A string in quotes; the backslashes of a label mean something.
  static func quoted(_ text: String) -> String {
    "\"" + text.escaped { $0 == "\"" ? "\\\"" : $0 == "\\" ? "\\\\" : nil } + "\""
  }
}
