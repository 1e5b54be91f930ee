// A library that the file itself is linked against took functions from the file's copy and will take
// them from another. If the file hands it objects that its own copy made (a connection, a handle),
// they come to a copy that does not know them. Of data, other rules speak.

internal import ELFModel
internal import LoaderModel

extension ProcessRule {
  static let objectExchange = ProcessRule(
    id: "object-exchange", .warns,
    subject:
      "a library that the program itself uses and that goes over to another copy: "
      + "objects that the program's copy made must not be handed to it",
    reason: "a library that the file itself uses goes over to another copy; objects made by the "
      + "file's own must not be handed to it"
  ) { view in
    let partners = Set(
      view.subjects.flatMap { view.before.directDependencies(of: $0) })
    return view.rebound { entry, changes in
      !entry.type.isData
        && changes.contains { $0.kind == .moved && partners.contains($0.reference.reference) }
    }
  }
}
