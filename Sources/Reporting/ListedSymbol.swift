// One symbol, as reports show it.

internal import ELFModel
internal import Patterns

extension SymbolView {
  /// Letter and name, as nm shows them, and the visibility where it is not the usual one.
  func line(_ index: SymbolIndex) -> String {
    let visibility = image[index].visibility
    let suffix = visibility == .default ? "" : " [\(visibility.word)]"
    return "\(image.letter(of: index)) \(naming.versionedName(of: index).printable)\(suffix)"
  }

  /// What the symbol's name stands for in C++ or Rust; nil if it is not mangled.
  func demangledName(_ index: SymbolIndex) -> String? {
    Demangler.text(of: image.name(of: index))
  }

  /// The symbol's properties for machines.
  func fields(_ index: SymbolIndex) -> [JSONField] {
    let symbol = image[index]
    return [
      JSONField("name", .string(naming.name(of: index))),
      JSONField("name_bytes", .bytesUnlessText(image.name(of: index))),
      JSONField("demangled", .optional(demangledName(index))),
      JSONField("version", .optional(naming.version(of: index))),
      JSONField("type", .string(symbol.type.word)),
      JSONField("binding", .string(symbol.binding.word)),
      JSONField("visibility", .string(symbol.visibility.word)),
      JSONField("value", .hexadecimal(symbol.value)),
      JSONField("size", .number(Int(clamping: symbol.size))),
    ]
  }
}
