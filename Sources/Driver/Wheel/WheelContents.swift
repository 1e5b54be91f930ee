// What the files of a wheel are to each other: which of them are extension modules, which load which, and
// which leave names undefined that others define.

internal import ELFCodec
internal import ELFModel
internal import LoaderModel
internal import Storage

/// The ELF files of a wheel that have dynamic tables.
struct WheelContents {
  /// One of them.
  struct Object: Sendable {
    let path: FilePath
    let file: ObjectFile
    /// The hooks that it has for Python.
    let hooks: SymbolSet
    /// The names under which others ask for it.
    fileprivate let names: Set<[UInt8]>

    fileprivate init(_ path: FilePath, _ file: DiskFile) throws {
      self.path = path
      self.file = ObjectFile(try decode(file), identity: file.fileIdentity)
      hooks = self.file.image.moduleHooks
      names = Set([path.name] + (self.file.soname.map { [$0] } ?? []))
    }

    /// Whether it is an extension module. A library that holds the interpreter has the hooks of the
    /// modules that are built in.
    var isExtensionModule: Bool {
      !hooks.isEmpty && file.definition(of: Self.start, version: nil) == nil
    }

    private static let start = Array("Py_Initialize".utf8)[...]
  }

  /// In the order of the wheel.
  let objects: [Object]
  /// For each of them those that it asks for by name, or that these ask for; itself among them.
  let reached: [Set<Int>]
  /// For each of them those that reach it and that nothing else in the wheel reaches; itself, if there
  /// are none.
  let loaders: [[Int]]

  /// Reads the files at `paths`. What is no file for a loader is nobody's library.
  ///
  /// - Throws: ``StorageError``.
  init(_ paths: [FilePath]) throws {
    let objects = try paths.compactMap { path -> Object? in
      do {
        return try Object(path, try DiskFile(path))
      } catch is DecodeError {
        return nil
      }
    }
    var positions: [[UInt8]: [Int]] = [:]
    for (position, object) in objects.enumerated() {
      for name in object.names { positions[name, default: []].append(position) }
    }
    let needs = objects.map { object in
      Set(
        object.file.image.neededLibraries.flatMap { name in
          positions[Array(name.split(separator: UInt8(ascii: "/")).last ?? [])] ?? []
        })
    }
    let isLoaded = Set(needs.enumerated().flatMap { own, needs in needs.filter { $0 != own } })
    reached = objects.indices.map { root in
      var reached: Set<Int> = [root]
      var waiting = [root]
      while let next = waiting.popLast() {
        for needed in needs[next] where reached.insert(needed).inserted { waiting.append(needed) }
      }
      return reached
    }
    var loaders = [[Int]](repeating: [], count: objects.count)
    for root in objects.indices where !isLoaded.contains(root) {
      for position in reached[root] { loaders[position].append(root) }
    }
    // Files that only load each other.
    for position in objects.indices where loaders[position].isEmpty {
      loaders[position] = [position]
    }
    self.objects = objects
    self.loaders = loaders
  }

  /// The extension modules of Python.
  var extensionModules: [FilePath] { objects.filter(\.isExtensionModule).map(\.path) }

  /// Whether any of them has a hook for Python.
  var hasHooks: Bool { objects.contains { !$0.hooks.isEmpty } }

  /// Those that load the files at `paths`, and those that are looked at alone since these do not come to them.
  func programs(loading paths: Set<FilePath>) -> Set<Int> {
    let roots = Set(
      objects.indices.filter { paths.contains(objects[$0].path) }.flatMap { loaders[$0] })
    return Set(objects.indices.filter { loaders[$0].contains(where: roots.contains) })
  }

  /// For each path the paths of those that load the file.
  var loadersByPath: [FilePath: [FilePath]] {
    Dictionary(
      uniqueKeysWithValues: objects.indices.map { position in
        (objects[position].path, loaders[position].map { objects[$0].path })
      })
  }
}
