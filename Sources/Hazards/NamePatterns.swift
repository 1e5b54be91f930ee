// Names by whole and by beginning, as a tree of their bytes: most names are dismissed by their first few
// bytes, however many patterns there are. The patterns of several rules make one tree.

internal import ELFModel

/// Names, and beginnings of names, as they are written down.
struct NameForms: Sendable {
  let names: [String]
  let prefixes: [String]

  init(names: [String] = [], prefixes: [String] = []) {
    (self.names, self.prefixes) = (names, prefixes)
  }
}

/// A set of names and of beginnings of names; or several such sets, numbered from 0.
struct NamePatterns: Sendable {
  /// Which of the sets, one bit each.
  typealias Marks = UInt16

  /// What is left of some patterns behind the same bytes.
  private struct Node {
    /// The last of these bytes.
    let byte: UInt8
    /// The sets in which a name may end here.
    var endsName: Marks = 0
    /// The sets in which whatever follows will do.
    var endsPrefix: Marks = 0
    /// The first of the nodes that are one byte longer; 0 for none.
    var firstChild: UInt16 = 0
    /// The next node that differs in the last byte alone; 0 for none.
    var sibling: UInt16 = 0
  }

  private var nodes = [Node(byte: 0)]
  /// For each byte the node of the patterns that begin with it; 0 for none.
  private var roots = [UInt16](repeating: 0, count: 256)

  init(names: [String] = [], prefixes: [String] = []) {
    self.init([NameForms(names: names, prefixes: prefixes)])
  }

  /// The sets of `all`, of which there are no more than marks; nil stands for an empty one.
  init(_ all: [NameForms?]) {
    precondition(all.count <= Marks.bitWidth, "a set without a mark")
    nodes.reserveCapacity(1024)
    for (number, forms) in all.enumerated() {
      for name in forms?.names ?? [] { nodes[add(name)].endsName |= 1 << number }
      for prefix in forms?.prefixes ?? [] { nodes[add(prefix)].endsPrefix |= 1 << number }
    }
  }

  /// Makes the nodes that lead to `pattern`, which has a byte, and returns the last.
  private mutating func add(_ pattern: String) -> Int {
    var node = 0
    for byte in pattern.utf8 {
      var child = node == 0 ? roots[Int(byte)] : nodes[node].firstChild
      while child != 0, nodes[Int(child)].byte != byte { child = nodes[Int(child)].sibling }
      if child == 0 {
        child = UInt16(nodes.count)
        var added = Node(byte: byte)
        if node == 0 {
          roots[Int(byte)] = child
        } else {
          added.sibling = nodes[node].firstChild
          nodes[node].firstChild = child
        }
        nodes.append(added)
      }
      node = Int(child)
    }
    return node
  }

  /// Whether the name at `offset` of `strings` is one of the names, or begins like one of the prefixes.
  func match(nameAt offset: UInt32, of strings: StringTable) -> Bool {
    marks(ofNameAt: offset, in: strings) != 0
  }

  /// The sets that have the name at `offset` of `strings`, or a beginning of it.
  func marks(ofNameAt offset: UInt32, in strings: StringTable) -> Marks {
    unsafe strings.bytes.withUnsafeBufferPointer { bytes in
      unsafe nodes.withUnsafeBufferPointer { nodes in
        var position = min(Int(offset), bytes.count)
        var marks: Marks = 0
        // Behind the table is what ends a name. Every link leads to a node.
        var node = position < bytes.count ? unsafe Int(roots[Int(bytes[position])]) : 0
        while node != 0 {
          marks |= unsafe nodes[node].endsPrefix
          position &+= 1
          let next = position < bytes.count ? unsafe bytes[position] : 0
          if next == 0 { return unsafe marks | nodes[node].endsName }
          node = unsafe Int(nodes[node].firstChild)
          while node != 0, unsafe nodes[node].byte != next {
            node = unsafe Int(nodes[node].sibling)
          }
        }
        return marks
      }
    }
  }
}
