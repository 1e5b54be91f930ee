// A preloaded library stood in for this symbol, or will do so: an allocator, a tracer, a shim. The
// file's own calls no longer reach it, or other libraries' calls begin to.

internal import ELFModel
internal import LoaderModel

extension ProcessRule {
  static let preloadInterposition = ProcessRule(
    id: "preload-interposition", .warns,
    subject: "a name that a preloaded library stood in for, or will stand in for",
    reason: "what a preloaded library replaces is not the same afterwards"
  ) { view in
    let preloaded = Set(view.before.preloads)
    guard !preloaded.isEmpty else { return [] }
    let names = NameSet(
      view.changes.filter { change in
        [change.before?.definer, change.after?.definer].contains {
          $0.map(preloaded.contains) ?? false
        }
      }.map { Array($0.reference.name) })
    guard names.count > 0 else { return [] }
    return view.demoted { symbol, _ in names.contains(view.image.name(of: symbol)) }
  }
}
