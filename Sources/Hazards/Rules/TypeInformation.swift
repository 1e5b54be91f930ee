// Type information, vtables and what belongs to them. Classes of the program may be shared with a
// library, which compares their type information by address (libc++) or refers to it. The file alone
// cannot say that it is not so; where a process is known, `shared-type-information` does.
//
// Source: Itanium C++ ABI, "Virtual Tables and RTTI" (mangled prefixes).

internal import ELFModel

extension Rule {
  static let typeInformation = Rule(
    id: "type-information",
    subject: "type information and vtables, where no process is known",
    reason: "type information or a vtable, which a library may share with the program",
    isDecidedByProcess: true, names: typeInformationNames)

  /// Whether the name of `symbol`, an entry of `image`, is that of type information, of a vtable, or of
  /// a thunk in one.
  static func isTypeInformation(_ symbol: DynamicSymbol, in image: DynamicImage) -> Bool {
    typeInformationPatterns.match(nameAt: symbol.nameOffset, of: image.strings.table)
  }

  private static let typeInformationNames = NameForms(
    prefixes: ["_ZTI", "_ZTS", "_ZTV", "_ZTT", "_ZTv", "_ZTh", "_ZTc"])
  private static let typeInformationPatterns = NamePatterns([typeInformationNames])
}
