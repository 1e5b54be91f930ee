// A result in a form that only results of its kind have: lines of a log, a graph, a part of a page.

/// What stands on standard output of one result.
public struct OwnForm: Sendable {
  let bytes: [UInt8]
  /// Of a graph: what each of its edges is, in the order in which they are written.
  let edges: [AuditGraph.Edge.Kind]

  init(bytes: [UInt8]) { (self.bytes, edges) = (bytes, []) }

  init(text: String) { self.init(bytes: Array(text.utf8)) }

  init(_ graph: AuditGraph, text: String) {
    (bytes, edges) = (Array(text.utf8), graph.edges.map(\.kind))
  }
}
