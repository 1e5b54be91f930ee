// Files that are packed together, and what they are to each other: who loads which, and what a file refers to
// that another defines while no process shows how the one comes to the other.

internal import ELFModel
internal import Hazards
internal import Storage

/// What the files of an archive are to each other.
struct PackedFiles: Sendable {
  /// For each shared library the files that load it, and that nothing in the archive loads; itself, if that
  /// is so of it.
  var loaders: [FilePath: [FilePath]] = [:]
  /// By the file that defines them.
  var needs: [FilePath: PackedNeeds] = [:]

  /// What speaks against demotions in the file at `path`.
  func objections(to image: DynamicImage, at path: FilePath) -> PackedObjections {
    PackedObjections(needs: needs[path] ?? PackedNeeds(), hooks: image.moduleHooks)
  }
}

/// Symbols of a file that others of its archive refer to, and may find there.
struct PackedNeeds: Sendable {
  /// Those that something cannot do without.
  var needed = SymbolSet()
  /// Those that are only wanted by weak references.
  var wanted = SymbolSet()
}

/// What speaks against a demotion because of the files that one is packed with.
struct PackedObjections {
  fileprivate let needs: PackedNeeds
  fileprivate let hooks: SymbolSet

  subscript(symbol: SymbolIndex) -> Objection? {
    if needs.needed.contains(symbol) { return .neededByNeighbour }
    if needs.wanted.contains(symbol) { return .wantedByNeighbour }
    return hooks.contains(symbol) ? .moduleHook : nil
  }
}

extension DynamicImage {
  /// The hooks by which Python loads an extension module, whatever the module's name: CPython makes theirs
  /// from the last part of the name by which the module is imported, which the file's name need not tell
  /// (`pkg/__init__.so` is pkg; Python/importdl.c, `get_encoded_name`). PyPy has one more, for what cffi
  /// made (pypy/module/cpyext/api.py).
  var moduleHooks: SymbolSet {
    guard header.objectType == .sharedLibrary else { return [] }
    return SymbolSet(
      exports.lazy.filter { symbol in
        let name = self.name(of: symbol)
        return Self.hookBeginnings.contains { name.starts(with: $0) }
      })
  }

  private static let hookBeginnings = [
    "PyInit_", "PyInitU_", "PyModExport_", "PyModExportU_", "_cffi_pypyinit_",
  ].map { Array($0.utf8) }
}
