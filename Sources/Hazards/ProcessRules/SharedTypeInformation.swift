// Type information, its name or a vtable that another object of the process defines or refers to.
// A C++ runtime that compares types by address (libc++) no longer takes the two for one: an
// exception passes its handler by, a dynamic_cast fails.
//
// Source: Itanium C++ ABI, "Run-Time Type Information"; libc++abi private_typeinfo.cpp.

internal import ELFModel
internal import LoaderModel

extension ProcessRule {
  static let sharedTypeInformation = ProcessRule(
    id: "shared-type-information", .objects,
    subject: "type information and vtables that another object of the process has too",
    reason: "another object of the process shares this type information or vtable"
  ) { view in
    let information = view.demoted { Rule.isTypeInformation($1, in: view.image) }
    guard !information.isEmpty else { return [] }
    let referredTo = view.namesReferredToByOthers
    return information.subset {
      view.namesakes.inOthers.contains($0) || referredTo.contains(view.image.name(of: $0))
    }
  }
}
