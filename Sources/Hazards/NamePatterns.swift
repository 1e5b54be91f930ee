// Names by whole and by beginning, as a tree of their bytes: most names are dismissed by their first few
// bytes, however many patterns there are.

internal import ELFModel

/// A set of names and of beginnings of names.
struct NamePatterns: Sendable {
  /// What is left of some patterns behind the same bytes.
  private struct Node {
    /// The last of these bytes.
    let byte: UInt8
    /// Whether a name may end here.
    var endsName = false
    /// Whether whatever follows will do.
    var endsPrefix = false
    /// The first of the nodes that are one byte longer; 0 for none.
    var firstChild: UInt16 = 0
    /// The next node that differs in the last byte alone; 0 for none.
    var sibling: UInt16 = 0
  }

  private var nodes = [Node(byte: 0)]
  /// For each byte the node of the patterns that begin with it; 0 for none.
  private var roots = [UInt16](repeating: 0, count: 256)

  init(names: [String] = [], prefixes: [String] = []) {
    for name in names { nodes[add(name)].endsName = true }
    for prefix in prefixes { nodes[add(prefix)].endsPrefix = true }
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

  /// Whether `name` is one of the names, or begins like one of the prefixes.
  func match(_ name: ArraySlice<UInt8>) -> Bool {
    match { name.startIndex + $0 < name.endIndex ? name[name.startIndex + $0] : 0 }
  }

  /// The same for the name at `offset` of `strings`.
  func match(nameAt offset: UInt32, of strings: StringTable) -> Bool {
    unsafe strings.bytes.withUnsafeBufferPointer { bytes in
      let start = min(Int(offset), bytes.count)
      return match { start + $0 < bytes.count ? unsafe bytes[start + $0] : 0 }
    }
  }

  /// The same for the name whose bytes `byte` gives, and 0 behind them. Bytes are asked for in order.
  @inline(__always)
  private func match(_ byte: (Int) -> UInt8) -> Bool {
    unsafe nodes.withUnsafeBufferPointer { nodes in
      // Every link leads to a node.
      var position = 0
      var node = Int(roots[Int(byte(0))])
      while node != 0 {
        if unsafe nodes[node].endsPrefix { return true }
        position &+= 1
        let next = byte(position)
        if next == 0 { return unsafe nodes[node].endsName }
        node = unsafe Int(nodes[node].firstChild)
        while node != 0, unsafe nodes[node].byte != next { node = unsafe Int(nodes[node].sibling) }
      }
      return false
    }
  }
}
