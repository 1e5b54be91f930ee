// A symbol's name for a line that people read: what it stands for in C++ or Rust, without parameters
// and not too long; else as it is.

internal import ELFModel
internal import Patterns

/// A name in a sample.
struct ReadableName {
  let text: String

  /// No name is longer, in characters.
  private static let longest = 60

  /// The name of `symbol`, with its version if it is not mangled.
  init(of symbol: SymbolIndex, in view: SymbolView) {
    guard let demangled = Demangler.demangle(view.image.name(of: symbol)) else {
      text = view.naming.versionedName(of: symbol).printable
      return
    }
    let name = String(decoding: Self.withoutParameters(demangled[...]), as: UTF8.self).printable
    text = name.count > Self.longest ? name.prefix(Self.longest - 1) + "…" : name
  }

  /// A demangled function up to its parameters: the last parentheses that are not within others.
  private static func withoutParameters(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let last = name.lastIndex(of: UInt8(ascii: ")")) else { return name }
    var depth = 0
    for place in name[...last].indices.reversed() {
      if name[place] == UInt8(ascii: ")") { depth += 1 }
      guard name[place] == UInt8(ascii: "(") else { continue }
      depth -= 1
      if depth == 0 { return place == name.startIndex ? name : name[..<place] }
    }
    return name
  }
}
