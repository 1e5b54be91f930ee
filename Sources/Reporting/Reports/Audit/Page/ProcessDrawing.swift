// A process as a drawing: who needs whom in grey, captured references in red from the library to the copy
// that it gets, and in green where they go after the cure.

internal import Interposition

/// The drawing of one process.
struct ProcessDrawing {
  private let graph: DependencyGraph
  private let report: AuditReport
  private let labels: ObjectLabels
  private var findings: [Finding] { report.diagnosis.findings }
  private let layout: DrawingLayout
  private let boxes: [ObjectIndex: DrawnBox]
  /// What a cure parts.
  private let cured: Set<Collision>

  /// More objects than this are not all drawn.
  private static let mostObjects = 40

  init(_ report: AuditReport, _ labels: ObjectLabels) {
    self.report = report
    self.labels = labels
    cured = Set(report.collisions.filter { $0.cure.curedCount > 0 }.map(\.collision))
    graph = DependencyGraph(report.diagnosis, drawingAllOf: Self.mostObjects)
    layout = DrawingLayout(graph, report.diagnosis.evidence.program, labels)
    boxes = Dictionary(uniqueKeysWithValues: layout.boxes.map { ($0.object, $0) })
  }

  /// The drawing and its legend.
  var html: String {
    var remarks: [String] = []
    if graph.hiddenCount > 0 {
      remarks.append("\(counted(graph.hiddenCount, "object", "objects")) beside, not drawn")
    }
    let ways = Self.ways(of: findings, to: \.captor).count
    if ways > Self.mostArrows {
      remarks.append("\(ways - Self.mostArrows) lesser ways not drawn: see the table")
    }
    let alone = cured.count > 1 ? "<span class=\"after\">each cure was tried by itself</span>" : ""
    let notes = alone + remarks.map { "<span>\($0)</span>" }.joined()
    return """
      <figure>
      <svg viewBox="0 0 \(layout.width) \(layout.height)" width="\(layout.width)" \
      height="\(layout.height)" role="img" aria-label="\(summary.html)">
      \(needs)\(boxText)\(captures)</svg>
      <figcaption><span><i class="need"></i>needs</span>\
      <span class="before"><i class="captured"></i>uses the copy in, number of references</span>\
      \(stayingText)\
      <span class="after"><i class="cured"></i>goes where it belongs</span>\(notes)</figcaption>
      </figure>

      """
  }

  private var stayingText: String {
    findings.allSatisfy(isCured)
      ? "" : "<span class=\"after\"><i class=\"captured\"></i>stays captured</span>"
  }

  /// The drawing in words.
  private var summary: String {
    findings.prefix(12).map { finding in
      "\(labels[finding.library]) uses the copy in \(labels[finding.captor]) for "
        + counted(finding.captured.count, "reference", "references")
    }.joined(separator: "; ")
  }

  private var needs: String {
    graph.needs.compactMap { need in
      edge(need.from, need.to, "need", shift: 0)?.path
    }.joined()
  }

  private var boxText: String {
    let (captors, owners) = (Set(findings.map(\.captor)), Set(findings.map(\.owner)))
    return layout.boxes.map { box in
      var classes = ["box"]
      if box.object == report.diagnosis.evidence.program { classes.append("program") }
      if captors.contains(box.object) { classes.append("captor") }
      if owners.contains(box.object) { classes.append("owner") }
      let path = String(decoding: report.diagnosis.evidence[box.object].path, as: UTF8.self)
      return """
        <g class="\(classes.joined(separator: " "))"><title>\(path.html)</title>\
        <rect x="\(box.left)" y="\(box.top)" width="\(box.width)" height="\(DrawnBox.height)" rx="6"/>\
        <text x="\(box.middle)" y="\(box.top + 21)">\(box.label.html)</text></g>

        """
    }.joined()
  }

  /// What is captured, before and after.
  private var captures: String {
    let cured = findings.filter(isCured)
    let staying = findings.filter { !isCured($0) }
    // Before and after are never seen together.
    return
      "<g class=\"before\">\(arrows("captured", Self.ways(of: findings, to: \.captor)))</g>"
      + "<g class=\"after\">\(arrows("captured", Self.ways(of: staying, to: \.captor)))"
      + "\(arrows("cured", Self.ways(of: cured, to: \.owner)))</g>\n"
  }

  /// References of one object that go to another, the most first.
  private typealias Way = (from: ObjectIndex, to: ObjectIndex, count: Int)

  private static func ways(of findings: [Finding], to target: (Finding) -> ObjectIndex) -> [Way] {
    var counts: [[ObjectIndex]: Int] = [:]
    for finding in findings {
      counts[[finding.library, target(finding)], default: 0] += finding.captured.count
    }
    return counts.map { ($0.key[0], $0.key[1], $0.value) }
      .sorted { $0.2 != $1.2 ? $0.2 > $1.2 : ($0.0, $0.1) < ($1.0, $1.1) }
  }

  /// More arrows than these cannot be told apart.
  private static let mostArrows = 25

  private func arrows(_ kind: String, _ ways: [Way]) -> String {
    var shifts: [ObjectIndex: Int] = [:]
    var tallies = Tallies()
    return ways.prefix(Self.mostArrows).map { way in
      let shift = 14 + (shifts[way.to] ?? 0) % 60
      shifts[way.to, default: 0] += 12
      return arrow(
        way.from, way.to, kind, shift: kind == "cured" ? -shift : shift, count: way.count, &tallies)
    }.joined()
  }

  private func isCured(_ finding: Finding) -> Bool {
    cured.contains(Collision(owner: finding.owner, captor: finding.captor))
  }

  private func arrow(
    _ from: ObjectIndex, _ to: ObjectIndex, _ kind: String, shift: Int, count: Int,
    _ tallies: inout Tallies
  ) -> String {
    guard let edge = edge(from, to, kind, shift: shift) else { return "" }
    let width = String(count).count * 8 + 10
    let (x, y) = (edge.middle.x, tallies.place(atX: edge.middle.x, y: edge.middle.y, width: width))
    return edge.path + """
      <g class="tally \(kind)"><rect x="\(x - width / 2)" y="\(y - 9)" \
      width="\(width)" height="18" rx="9"/>\
      <text x="\(x)" y="\(y + 4)">\(count)</text></g>
      """
  }

  /// A curve from one box to another, and the point halfway.
  private func edge(_ from: ObjectIndex, _ to: ObjectIndex, _ kind: String, shift: Int)
    -> (path: String, middle: (x: Int, y: Int))?
  {
    guard let first = boxes[from], let second = boxes[to] else { return nil }
    if from == to {
      // Back to itself, at the right side.
      let (x, y) = (first.right, first.top + DrawnBox.height / 2)
      return (
        path(kind, "M\(x) \(y - 7)C\(x + 44) \(y - 26) \(x + 44) \(y + 26) \(x + 2) \(y + 7)"),
        (x + 36, y)
      )
    }
    if kind != "need", abs(first.row - second.row) > 1 {
      return detour(from: first, to: second, kind, shift: shift)
    }
    let isUpward = first.row > second.row
    let start = (x: first.middle(shiftedBy: shift), y: isUpward ? first.top : first.bottom)
    let end = (
      x: second.middle(shiftedBy: shift),
      y: first.row < second.row ? second.top : second.bottom
    )
    let (one, two): (Int, Int)
    if first.row == second.row {
      (one, two) = (start.y + 44, end.y + 44)
    } else {
      let bend = (end.y - start.y) / 2
      (one, two) = (start.y + bend, end.y - bend)
    }
    return (
      path(kind, "M\(start.x) \(start.y)C\(start.x) \(one) \(end.x) \(two) \(end.x) \(end.y)"),
      (x: (start.x + end.x) / 2, y: (start.y + 3 * one + 3 * two + end.y) / 8)
    )
  }

  /// A curve that passes the boxes between at their right.
  private func detour(from first: DrawnBox, to second: DrawnBox, _ kind: String, shift: Int)
    -> (path: String, middle: (x: Int, y: Int))
  {
    let rows = min(first.row, second.row)...max(first.row, second.row)
    let (start, end) = (first.top + DrawnBox.height / 2, second.top + DrawnBox.height / 2)
    // Nearer boxes than these are not in the way.
    let lane = max(first.right, second.right)
    let between = layout.boxes.filter {
      rows.contains($0.row) && $0.left < lane + DrawingLayout.detour
    }
    let side = (between.map(\.right).max() ?? lane) + 30 + abs(shift)
    return (
      path(
        kind,
        "M\(first.right) \(start)C\(side) \(start) \(side) \(end) \(second.right + 2) \(end)"),
      (x: (first.right + 6 * side + second.right) / 8, y: (start + end) / 2)
    )
  }

  private func path(_ kind: String, _ curve: String) -> String {
    "<path class=\"edge \(kind)\" d=\"\(curve)\" marker-end=\"url(#arrow-\(kind))\"/>\n"
  }
}

/// The numbers on curves, none on top of another.
private struct Tallies {
  private var placed: [(x: Int, y: Int, width: Int)] = []

  /// How far down a number that is wanted at `y` has to stand.
  mutating func place(atX x: Int, y: Int, width: Int) -> Int {
    var y = y
    while let other = placed.first(where: {
      abs($0.x - x) < ($0.width + width) / 2 && abs($0.y - y) < 19
    }) {
      y = other.y + 19
    }
    placed.append((x, y, width))
    return y
  }
}
