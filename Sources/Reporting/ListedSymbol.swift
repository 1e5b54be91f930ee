// One symbol, as reports show it.

internal import ELFModel
internal import Storage

extension SymbolView {
  /// Letter and name, as nm shows them, and the visibility where it is not the usual one.
  func line(_ index: SymbolIndex) -> String {
    let visibility = image[index].visibility
    let suffix = visibility == .default ? "" : " [\(visibility.word)]"
    return "\(image.letter(of: index)) \(naming.versionedName(of: index).printable)\(suffix)"
  }

  /// The symbol's properties for machines.
  func fields(_ index: SymbolIndex) -> [JSONField] {
    let symbol = image[index]
    return [
      JSONField("name", .string(naming.name(of: index))),
      JSONField("name_bytes", nameBytes(index)),
      JSONField("version", .optional(naming.version(of: index))),
      JSONField("type", .string(symbol.type.word)),
      JSONField("binding", .string(symbol.binding.word)),
      JSONField("visibility", .string(symbol.visibility.word)),
      JSONField("value", .hexadecimal(symbol.value)),
      JSONField("size", .number(Int(clamping: symbol.size))),
    ]
  }

  /// The bytes of a name that is not UTF-8, and so not what `name` says; else null.
  private func nameBytes(_ index: SymbolIndex) -> JSONValue {
    let bytes = image.name(of: index)
    if String(validating: bytes, as: UTF8.self) != nil { return .null }
    return .string(HexadecimalBytes.text(bytes))
  }
}
