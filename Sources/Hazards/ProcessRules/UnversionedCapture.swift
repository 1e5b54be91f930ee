// Other objects ask for this name in a version, and the file's definition, which has none, was taken
// for it. They go over to a library that has the version: most often the point of it all, but not
// if the file's definition was there to replace that library's. A weak definition of the file, an
// inline function or variable, was not.
//
// Source: glibc elf/dl-lookup.c `check_match`: a definition in a file without versions matches every
// version.

internal import ELFModel
internal import LoaderModel

extension ProcessRule {
  static let unversionedCapture = ProcessRule(
    id: "unversioned-capture", .warns,
    subject: "references to a version that had been given a definition without one",
    reason: "references to a version of it were bound to this definition, which has no version"
  ) { view in
    let naming = SymbolNaming(view.image)
    let captured = view.rebound { entry, changes in
      entry.binding != .weak
        && changes.contains { $0.kind == .moved && $0.reference.version != nil }
    }
    return captured.subset { naming.versionOffset(of: $0) == nil }
  }
}
