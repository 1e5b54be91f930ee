// Whether one object defines a name, as musl asks it.
//
// Source: musl ldso/dynlink.c `gnu_lookup`, `sysv_lookup`, `find_sym2`. The first entry of the name
// stands for all: if it will not do, the object has no definition. Versions have no names here; all
// that is seen is whether an entry is a default one (`foo@@V`). Visibility means nothing.

internal import ELFModel

extension ObjectFile {
  /// The definition that answers `query`.
  func muslMatch(for query: SymbolQuery) -> SymbolIndex? {
    let index = firstEntry(hashedAs: query) { index in
      if let words = image.versions?.table, index.position < words.count,
        words[index.position].isHidden
      {
        return false
      }
      return image.name(of: index) == query.name
    }
    return index.flatMap { image[$0].isMuslDefinition(of: query.typeClass) ? $0 : nil }
  }
}

extension DynamicSymbol {
  fileprivate func isMuslDefinition(of typeClass: TypeClass) -> Bool {
    // An undefined function with an address stands for itself, but not where it is called.
    if isUndefined, typeClass == .plt || type == .threadLocal { return false }
    guard value != 0 || type == .threadLocal else { return false }
    return hasMuslType && hasMuslBinding
  }

  private var hasMuslType: Bool {
    switch type {
    case .none, .object, .function, .common, .threadLocal: true
    default: false
    }
  }

  private var hasMuslBinding: Bool {
    switch binding {
    case .global, .weak, .unique: true
    default: false
    }
  }
}
