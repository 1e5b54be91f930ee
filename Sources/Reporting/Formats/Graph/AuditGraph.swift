// Who captures whose references, as a graph: a cluster for each object that has to do with it, in it the
// names that are taken from it, and an edge from each library to where its references go.

internal import Interposition

/// The graph of one process.
struct AuditGraph {
  /// An object of the process.
  struct Cluster {
    let id: String
    let label: String
    let path: String
    /// Its definitions that are used in place of others'; empty if none are.
    var names: [(id: String, label: String)] = []
    /// Whether others' references end here.
    var isCaptor = false
    /// What its other node says: that it refers to others, or that others should refer to it; nil if it
    /// does neither.
    var role: String?
  }

  /// References that go the same way.
  struct Edge {
    enum Kind {
      /// They belong elsewhere.
      case captured
      /// Where they belong.
      case owned
    }

    let from: String
    let to: String
    let label: String
    let kind: Kind
  }

  /// Tells the parts of one graph from those of another file's.
  let id: String
  /// What there is to say of the process as a whole.
  let title: String
  private(set) var clusters: [Cluster] = []
  private(set) var edges: [Edge] = []
  /// How many findings there was no room for.
  private(set) var leftOut = 0

  private var places: [ObjectIndex: Int] = [:]

  /// - Parameters:
  ///   - number: which of the graphs of a run it is.
  ///   - most: how many nodes it may have: names are put together in one node where there are too many,
  ///     and what still has no room, the least of it, is only counted.
  init(_ report: AuditReport, number: Int, most: Int) {
    id = "f\(number)"
    title = String(AuditText(report).verdict.dropLast())
    let findings = report.collisions.flatMap(\.findings)
    let objects = Set(findings.flatMap { [$0.library, $0.owner, $0.captor] })
    var names: Set<NodeKey> = []
    for finding in findings {
      for name in finding.captured { names.insert(NodeKey(finding.captor, name.text)) }
    }
    let isFolded = objects.count + names.count > most
    if findings.isEmpty, let program = report.diagnosis.evidence.program {
      clusters[cluster(of: program, in: report)].role = "references"
    }
    for finding in findings {
      // A finding brings a node for each of its objects, and one for its names.
      guard !isFolded || nodeCount + 4 <= most else {
        leftOut += 1
        continue
      }
      add(finding, in: report, isFolded: isFolded)
    }
  }

  private var nodeCount: Int { clusters.reduce(0) { $0 + 1 + $1.names.count } }

  private struct NodeKey: Hashable {
    let object: ObjectIndex
    let name: String

    init(_ object: ObjectIndex, _ name: String) { (self.object, self.name) = (object, name) }
  }

  private var nodes: [NodeKey: String] = [:]

  private mutating func add(_ finding: Finding, in report: AuditReport, isFolded: Bool) {
    let library = cluster(of: finding.library, in: report)
    let owner = cluster(of: finding.owner, in: report)
    let captor = cluster(of: finding.captor, in: report)
    clusters[captor].isCaptor = true
    clusters[library].role = "references"
    clusters[owner].role = clusters[owner].role ?? "definitions"
    let labels = finding.captured.map(\.text)
    let groups =
      isFolded
      ? [(counted(labels.count, "name", "names") + ": " + nameSample(labels, width: 40))]
      : labels.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    for group in groups {
      edges.append(
        Edge(
          from: clusters[library].id, to: node(group, of: finding.captor, in: captor),
          label: isFolded ? String(labels.count) : "", kind: .captured))
    }
    let all = finding.captured.count + finding.ownCount
    edges.append(
      Edge(
        from: clusters[library].id, to: clusters[owner].id,
        label: "\(finding.ownCount) of \(all) bound here",
        kind: .owned))
  }

  private mutating func node(_ label: String, of object: ObjectIndex, in place: Int) -> String {
    let key = NodeKey(object, label)
    if let id = nodes[key] { return id }
    let id = "\(clusters[place].id)_\(clusters[place].names.count)"
    nodes[key] = id
    clusters[place].names.append((id, label))
    return id
  }

  private mutating func cluster(of object: ObjectIndex, in report: AuditReport) -> Int {
    if let place = places[object] { return place }
    let evidence = report.diagnosis.evidence
    places[object] = clusters.count
    clusters.append(
      Cluster(
        id: "\(id)_\(object.rawValue)",
        label: String(decoding: evidence[object].fileName, as: UTF8.self).printable,
        path: String(decoding: evidence[object].path, as: UTF8.self).printable))
    return clusters.count - 1
  }
}
