// Names that a demotion must leave alone, because a plugin that was read refers to them. `apply` does
// not know of plugins, so it is told by --keep.

internal import ELFModel
internal import Interposition
internal import Storage

/// Names that plugins want of the program, so that they are kept by name.
struct PluginNames {
  private var names: [[UInt8]] = []
  private var asker: FilePath?

  /// More than this and the program serves plugins on purpose; they are not to be picked out.
  private static let limit = 8

  mutating func add(_ name: ArraySlice<UInt8>, by library: FilePath) {
    names.append(Array(name))
    asker = asker ?? library
  }

  var areFew: Bool { names.count <= Self.limit }

  var options: [[UInt8]] { names.map { Array("--keep=".utf8) + $0 } }

  var obstacle: String {
    "\(names.count) of the names must stay, because plugins count on the program for them, such as "
      + "\(asker?.text ?? "")"
  }

  /// Those of `names` that are wanted.
  func kept(among names: [ReferencedName]) -> [KeptNames] { rules.keeping(names) }

  /// The rule that keeps them.
  var rules: [KeepingRule] {
    guard let asker else { return [] }
    return [
      KeepingRule(
        names: NameSet(names), rule: "plugin",
        reason: "a plugin counts on the program for it: \(asker.text)")
    ]
  }
}
