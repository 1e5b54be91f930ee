// Who captures whose references, as a graph: a cluster for each object that has to do with it, in it the
// names that are taken from it, and an edge from each library to where its references go, or would go if
// it were opened.
//
// Invariant: nodes are told apart by what objects and names are, byte for byte. What a node shows is text,
// and two may show the same.

internal import Interposition
internal import Storage

/// The graph of one process.
struct AuditGraph {
  /// An object of the process, or a library that it may open.
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
    enum Kind: Sendable {
      /// They belong elsewhere.
      case captured
      /// They belong elsewhere, once their library is opened.
      case latent
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

  /// What has a cluster.
  private enum Party: Hashable {
    case object(ObjectIndex)
    /// A library that is not in the process, by its number among those.
    case library(Int)
  }

  /// Names that are sought by one and found in another.
  private struct Capture {
    let library: Party
    let captor: Party
    let names: [ReferencedName]
    /// Where they belong, and how many of the library's references go there; nil of a library that is not
    /// in the process.
    let home: (owner: Party, count: Int)?

    var parties: [Party] { [library, captor] + (home.map { [$0.owner] } ?? []) }
  }

  /// The names that a node stands for, of one object.
  private struct NodeKey: Hashable {
    let captor: Party
    let names: [ArraySlice<UInt8>]
  }

  private let report: AuditReport
  private var places: [Party: Int] = [:]
  private var nodes: [NodeKey: String] = [:]

  /// - Parameters:
  ///   - number: which of the graphs of a run it is.
  ///   - most: how many nodes it may have: names are put together in one node where there are too many,
  ///     and what still has no room, the least of it, is only counted.
  init(_ report: AuditReport, number: Int, most: Int) {
    self.report = report
    id = "f\(number)"
    title = String(AuditText(report).verdict.dropLast())
    let captures = Self.captures(of: report)
    let names = Set(
      captures.flatMap { capture in
        capture.names.map { NodeKey(captor: capture.captor, names: [$0.name]) }
      })
    let isFolded = Set(captures.flatMap(\.parties)).count + names.count > most
    if captures.isEmpty, let program = report.diagnosis.evidence.program {
      clusters[cluster(of: .object(program))].role = "references"
    }
    for capture in captures {
      // It brings a node for each of its parties, and one for its names.
      guard !isFolded || nodeCount + 4 <= most else {
        leftOut += 1
        continue
      }
      add(capture, isFolded: isFolded)
    }
  }

  /// What is captured, and behind that what would be.
  private static func captures(of report: AuditReport) -> [Capture] {
    let captures = report.collisions.flatMap(\.findings).map { finding in
      Capture(
        library: .object(finding.library), captor: .object(finding.captor),
        names: finding.captured, home: (.object(finding.owner), finding.ownCount))
    }
    guard let program = report.diagnosis.evidence.program else { return captures }
    return captures
      + (report.latent?.findings ?? []).enumerated().map { number, finding in
        Capture(
          library: .library(number), captor: .object(program), names: finding.collision.names,
          home: nil)
      }
  }

  private var nodeCount: Int { clusters.reduce(0) { $0 + 1 + $1.names.count } }

  private mutating func add(_ capture: Capture, isFolded: Bool) {
    let library = cluster(of: capture.library)
    let captor = cluster(of: capture.captor)
    let isLatent = capture.home == nil
    clusters[library].role = isLatent ? "references if opened" : "references"
    if !isLatent { clusters[captor].isCaptor = true }
    for group in isFolded ? [capture.names] : Self.distinct(capture.names) {
      edges.append(
        Edge(
          from: clusters[library].id, to: node(group, of: capture.captor, in: captor),
          label: isFolded ? String(group.count) : "", kind: isLatent ? .latent : .captured))
    }
    guard let (owner, count) = capture.home else { return }
    let place = cluster(of: owner)
    clusters[place].role = clusters[place].role ?? "definitions"
    edges.append(
      Edge(
        from: clusters[library].id, to: clusters[place].id,
        label: "\(count) of \(capture.names.count + count) bound here", kind: .owned))
  }

  /// Each name by itself, once whatever its versions.
  private static func distinct(_ names: [ReferencedName]) -> [[ReferencedName]] {
    var seen: Set<ArraySlice<UInt8>> = []
    return names.filter { seen.insert($0.name).inserted }.map { [$0] }
  }

  private mutating func node(_ names: [ReferencedName], of captor: Party, in place: Int) -> String {
    let key = NodeKey(captor: captor, names: names.map(\.name))
    if let id = nodes[key] { return id }
    let id = "\(clusters[place].id)_\(clusters[place].names.count)"
    let label =
      names.count == 1
      ? names[0].text
      : "\(names.count) names: " + nameSample(names.map(\.text), width: 40)
    nodes[key] = id
    clusters[place].names.append((id, label))
    return id
  }

  private mutating func cluster(of party: Party) -> Int {
    if let place = places[party] { return place }
    places[party] = clusters.count
    let (name, fileName, path): (String, ArraySlice<UInt8>, [UInt8])
    switch party {
    case .object(let object):
      let file = report.diagnosis.evidence[object]
      (name, fileName, path) = (String(object.rawValue), file.fileName, file.path)
    case .library(let number):
      let file = report.latent?.findings[number].library.bytes ?? []
      (name, fileName, path) = ("l\(number)", lastPathComponent(file)[...], file)
    }
    clusters.append(
      Cluster(
        id: "\(id)_\(name)", label: String(decoding: fileName, as: UTF8.self).printable,
        path: String(decoding: path, as: UTF8.self).printable))
    return clusters.count - 1
  }
}
