// Where the objects of a process stand in a drawing: the program above, each object below those that need
// it, and rows that are too wide for a page in several lines.

internal import Interposition

/// A box and its place, in pixels.
struct DrawnBox {
  let object: ObjectIndex
  let label: String
  let row: Int
  var left: Int
  let top: Int
  let width: Int

  static let height = 34

  var middle: Int { left + width / 2 }

  /// `shift` beside its middle, but not beside the box.
  func middle(shiftedBy shift: Int) -> Int {
    let room = width / 2 - 8
    return middle + max(-room, min(room, shift))
  }

  var right: Int { left + width }
  var bottom: Int { top + Self.height }
}

/// The boxes of a graph.
struct DrawingLayout {
  let boxes: [DrawnBox]
  let width: Int
  let height: Int

  private static let margin = 24
  private static let gap = 20
  private static let rowHeight = 92
  private static let lineHeight = 58
  private static let widest = 1060
  /// The room beside all boxes.
  static let detour = 90
  /// Of a label no more than this is drawn, in characters.
  static let longestLabel = 44

  init(_ graph: DependencyGraph, _ program: ObjectIndex?, _ labels: ObjectLabels) {
    let rows = Self.rows(of: graph, program)
    var boxes: [DrawnBox] = []
    var places: [ObjectIndex: Int] = [:]
    let parents = Dictionary(grouping: graph.needs, by: \.to).mapValues { $0.map(\.from) }
    var (top, row, width) = (Self.margin, 0, 0)
    for objects in rows {
      // Below those that need it, so that few edges cross.
      func wish(_ object: ObjectIndex) -> Int {
        let middles = (parents[object] ?? []).compactMap { places[$0].map { boxes[$0].middle } }
        return middles.isEmpty ? Self.widest / 2 : middles.reduce(0, +) / middles.count
      }
      let sorted = objects.map { (object: $0, wish: wish($0)) }
        .sorted { ($0.wish, $0.object) < ($1.wish, $1.object) }.map(\.object)
      for line in Self.lines(of: sorted, labels) {
        for (object, left, boxWidth) in line {
          places[object] = boxes.count
          boxes.append(
            DrawnBox(
              object: object, label: Self.label(object, labels), row: row, left: left, top: top,
              width: boxWidth))
          width = max(width, left + boxWidth)
        }
        top += Self.lineHeight
        row += 1
      }
      top += Self.rowHeight - Self.lineHeight
    }
    // No more room at the left than at the right.
    let unused = (boxes.map(\.left).min() ?? Self.margin) - Self.margin
    for position in boxes.indices { boxes[position].left -= unused }
    self.boxes = boxes
    // What goes round the boxes needs some room, too.
    self.width = max(width - unused, 200) + Self.margin + Self.detour
    height = top - (Self.rowHeight - DrawnBox.height) + Self.margin + 24
  }

  /// What fits beside each other, centred.
  private static func lines(of objects: [ObjectIndex], _ labels: ObjectLabels)
    -> [[(ObjectIndex, left: Int, width: Int)]]
  {
    var lines: [[(ObjectIndex, left: Int, width: Int)]] = []
    var left = margin
    for object in objects {
      let width = label(object, labels).count * 15 / 2 + 24
      if lines.isEmpty || left + width > widest {
        lines.append([])
        left = margin
      }
      lines[lines.count - 1].append((object, left, width))
      left += width + gap
    }
    return lines.map { line in
      let end = line.last.map { $0.left + $0.width } ?? 0
      let shift = max(0, (widest - margin - end) / 2)
      return line.map { ($0.0, $0.left + shift, $0.width) }
    }
  }

  static func label(_ object: ObjectIndex, _ labels: ObjectLabels) -> String {
    let label = labels[object]
    return label.count > longestLabel ? "…" + label.suffix(longestLabel - 1) : label
  }

  /// The objects by the longest way to them from the program, without going round in a circle; what
  /// nobody needs, since it is opened later, stands right below the program.
  private static func rows(of graph: DependencyGraph, _ program: ObjectIndex?) -> [[ObjectIndex]] {
    let needed = Dictionary(grouping: graph.needs, by: \.from).mapValues { $0.map(\.to) }
    var depths: [ObjectIndex: Int] = [:]
    // Each after all that need it: depth first, the last one left is the first in order.
    var order: [ObjectIndex] = []
    var isEntered: Set<ObjectIndex> = []
    for start in (program.map { [$0] } ?? []) + graph.objects {
      guard isEntered.insert(start).inserted else { continue }
      var stack = [(object: start, next: 0)]
      while let last = stack.last {
        let below = needed[last.object] ?? []
        guard last.next < below.count else {
          order.append(last.object)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let object = below[last.next]
        if isEntered.insert(object).inserted { stack.append((object, 0)) }
      }
    }
    order.reverse()
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    for object in order {
      let depth = depths[object] ?? (object == program ? 0 : 1)
      depths[object] = depth
      for below in needed[object] ?? [] where (places[below] ?? 0) > (places[object] ?? 0) {
        depths[below] = max(depths[below] ?? 1, depth + 1)
      }
    }
    let deepest = depths.values.max() ?? 0
    return (0...deepest).map { depth in graph.objects.filter { depths[$0] == depth } }
      .filter { !$0.isEmpty }
  }
}
