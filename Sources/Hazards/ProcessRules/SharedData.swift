// Data, or a thread-local variable, that the file and another object have in common: the other took
// it from the file, or the file from the other. If the two meant to share it, each now has its own.
// Inline variables and type information have rules of their own.
//
// Source: gABI chapter 5, "Shared Object Dependencies": the first definition is everybody's.

internal import ELFModel
internal import LoaderModel

extension ProcessRule {
  static let sharedData = ProcessRule(
    id: "shared-data", .warns,
    subject: "a variable that another object shared and will have of its own",
    reason: "another object shares this variable with the file; afterwards each has its own"
  ) { view in
    let moved = view.rebound { _, changes in changes.contains { $0.kind == .moved } }
    return SymbolSet(
      [moved, view.homecomings].joined().filter { symbol in
        let entry = view.image[symbol]
        return entry.type.isData && entry.binding != .weak
          && !Rule.isTypeInformation(entry, in: view.image)
      })
  }
}

extension SymbolType {
  /// Whether it is that of a variable.
  var isData: Bool { self == .object || self == .threadLocal || self == .common }
}
