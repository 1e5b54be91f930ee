// What the files of a wheel are to each other: which of them are extension modules, and which load which.

internal import ELFCodec
internal import ELFModel
internal import Storage

/// The ELF files of a wheel that have dynamic tables.
struct WheelContents {
  private struct Object {
    let path: FilePath
    let image: DynamicImage
    /// The names under which others ask for it.
    let names: Set<[UInt8]>

    init(_ path: FilePath, _ image: DynamicImage) {
      (self.path, self.image) = (path, image)
      names = Set([path.name] + (image.soname.map { [Array($0.utf8)] } ?? []))
    }

    /// CPython makes the hook's name from the file's, up to its first dot (Python/importdl.c,
    /// `get_encoded_name`); `PyInitU_` has a name in punycode behind it.
    var isExtensionModule: Bool {
      guard image.header.objectType == .sharedLibrary else { return false }
      let module = path.name.prefix { $0 != UInt8(ascii: ".") }
      let hooks = ["PyInit_", "PyModExport_"].map { Array($0.utf8) + module }
      let encoded = ["PyInitU_", "PyModExportU_"].map { Array($0.utf8) }
      return image.exports.contains { symbol in
        let name = image.name(of: symbol)
        return hooks.contains { name.elementsEqual($0) }
          || encoded.contains { name.starts(with: $0) }
      }
    }
  }

  /// The extension modules of CPython, in the order of the wheel.
  let extensionModules: [FilePath]
  /// For each shared library the files that load it, and that nothing in the wheel loads; itself, if that
  /// is so of it.
  let loaders: [FilePath: [FilePath]]

  /// Reads the files at `paths`. What is no file for a loader is nobody's library.
  ///
  /// - Throws: ``StorageError``.
  init(_ paths: [FilePath]) throws {
    let objects = try paths.compactMap { path -> Object? in
      do {
        return Object(path, try decode(try DiskFile(path)))
      } catch is DecodeError {
        return nil
      }
    }
    extensionModules = objects.filter(\.isExtensionModule).map(\.path)
    var positions: [[UInt8]: [Int]] = [:]
    for (position, object) in objects.enumerated() {
      for name in object.names { positions[name, default: []].append(position) }
    }
    let needs = objects.map { object in
      Set(
        object.image.neededLibraries.flatMap { name in
          positions[Array(name.split(separator: UInt8(ascii: "/")).last ?? [])] ?? []
        })
    }
    let isLoaded = Set(needs.enumerated().flatMap { own, needs in needs.filter { $0 != own } })
    var loaders: [FilePath: [FilePath]] = [:]
    for root in objects.indices where !isLoaded.contains(root) {
      var reached: Set<Int> = [root]
      var waiting = [root]
      while let next = waiting.popLast() {
        for needed in needs[next] where reached.insert(needed).inserted { waiting.append(needed) }
      }
      for position in reached {
        loaders[objects[position].path, default: []].append(objects[root].path)
      }
    }
    // Files that only load each other.
    for object in objects where loaders[object.path] == nil {
      loaders[object.path] = [object.path]
    }
    self.loaders = loaders
  }
}
