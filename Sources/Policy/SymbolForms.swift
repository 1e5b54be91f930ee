// The forms of one symbol's name that patterns are held against, each made when it is first wanted.

internal import ELFModel
internal import Patterns

/// The names of one symbol.
struct SymbolForms {
  /// As it stands in the string table.
  let name: ArraySlice<UInt8>
  /// The version it carries; nil without one.
  let version: ArraySlice<UInt8>?
  private var demangledName: ArraySlice<UInt8>?
  private var versionedName: ArraySlice<UInt8>?
  private var versionedDemangledName: ArraySlice<UInt8>?

  init(name: ArraySlice<UInt8>, version: ArraySlice<UInt8>? = nil) {
    self.name = name
    self.version = version
  }

  init(of symbol: SymbolIndex, in image: DynamicImage, _ naming: SymbolNaming) {
    self.init(
      name: image.name(of: symbol),
      version: naming.versionOffset(of: symbol).map { image.strings.table.name(at: $0) })
  }

  /// The form that `subject` means.
  subscript(subject: Selector.Subject) -> ArraySlice<UInt8> {
    mutating get {
      switch subject {
      case .name: name
      case .demangled: kept(\.demangledName) { $0.demangled(inFull: false) }
      case .versioned: kept(\.versionedName) { $0.withVersion($0.name) }
      case .demangledVersioned:
        kept(\.versionedDemangledName) { $0.withVersion($0.demangled(inFull: true)) }
      }
    }
  }

  /// Whether the name looks mangled, as C++ does it, and stands for nothing that is known.
  var isUnreadable: Bool {
    mutating get { name.starts(with: Array("_Z".utf8)) && self[.demangled] == name }
  }

  private mutating func kept(
    _ place: WritableKeyPath<Self, ArraySlice<UInt8>?>, _ make: (inout Self) -> ArraySlice<UInt8>
  ) -> ArraySlice<UInt8> {
    if let form = self[keyPath: place] { return form }
    let form = make(&self)
    self[keyPath: place] = form
    return form
  }

  private func demangled(inFull: Bool) -> ArraySlice<UInt8> {
    Demangler.demangle(name, inFull: inFull).map { $0[...] } ?? name
  }

  private func withVersion(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    name + [UInt8(ascii: "@")] + (version ?? Array("Base".utf8)[...])
  }
}

extension Selector {
  /// Whether the selector covers a symbol.
  func covers(_ forms: inout SymbolForms) throws(PatternTooCostly) -> Bool {
    guard admitsVersion(of: forms), try pattern.matches(forms[subject]) else { return false }
    return try exceptionsAdmit(&forms)
  }

  /// Whether the selector lets a symbol pass by its version.
  func admitsVersion(of forms: SymbolForms) -> Bool {
    guard let version else { return true }
    return forms.version.map(version.matches) ?? false
  }

  /// Whether no exception covers a symbol.
  func exceptionsAdmit(_ forms: inout SymbolForms) throws(PatternTooCostly) -> Bool {
    for exception in exceptions where try exception.covers(&forms) { return false }
    return true
  }
}
