// Where musl's loader seeks a library.
//
// Source: musl ldso/dynlink.c `load_library`, `path_open`, `fixup_rpath`. In order:
// LD_LIBRARY_PATH, the run paths of the objects that led here, the directories of
// /etc/ld-musl-ARCH.path. The first file that can be opened is taken, whatever it is. The C library
// is the loader itself, under many names.

public import ELFModel

/// The search of musl's loader.
public struct MuslSearch: LibrarySearch {
  private let header: FileHeader
  private let interpreter: [UInt8]
  private let libraryPath: [UInt8]?
  private let systemPath: [UInt8]
  private let files: any LibraryFiles

  /// A search for the process of a program.
  ///
  /// - Parameters:
  ///   - header: the program's.
  ///   - interpreter: the loader's path, as the program names it.
  ///   - libraryPath: `LD_LIBRARY_PATH`; nil if it is not set.
  ///   - systemPath: the content of the loader's path file; nil if there is none.
  public init(
    header: FileHeader, interpreter: [UInt8], libraryPath: [UInt8]?, systemPath: [UInt8]?,
    files: any LibraryFiles
  ) {
    self.header = header
    self.interpreter = interpreter
    self.libraryPath = libraryPath
    self.systemPath =
      systemPath.map { Array($0.prefix { $0 != 0 }) } ?? Array("/lib:/usr/local/lib:/usr/lib".utf8)
    self.files = files
  }

  /// A search for the process of `program` on the system that `files` are of, whose path file is
  /// read.
  ///
  /// - Parameter libraryPath: `LD_LIBRARY_PATH`; nil if it is not set.
  public init(program: ObjectFile, libraryPath: [UInt8]?, files: any LibraryFiles) {
    let interpreter = program.image.interpreter ?? Self.loader(of: program.image) ?? []
    self.init(
      header: program.image.header, interpreter: interpreter, libraryPath: libraryPath,
      systemPath: files.content(of: Self.pathFile(of: interpreter)), files: files)
  }

  /// The file that lists the directories of the loader at `interpreter`:
  /// `/etc/ld-musl-ARCH.path`, where the loader lies in `/lib`.
  static func pathFile(of interpreter: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    var prefix: ArraySlice<UInt8> = []
    if interpreter.first == slash, let last = interpreter.lastIndex(of: slash) {
      prefix = interpreter[..<(interpreter[..<last].lastIndex(of: slash) ?? 0)]
    }
    return Array(prefix) + "/etc/".utf8 + LoaderName.stem(of: interpreter) + ".path".utf8
  }

  /// Whether the loader at `interpreter` is musl's: `ld-musl-ARCH.so.1`.
  public static func isLoader(_ interpreter: [UInt8]) -> Bool {
    LoaderName.stem(of: interpreter).starts(with: "ld-musl-".utf8)
  }

  /// The loader of a library that was linked where musl is the system's C library, and is taken for a
  /// program: Alpine calls the same file `libc.musl-ARCH.so.1` there. Nil for any other.
  public static func loader(of library: DynamicImage) -> [UInt8]? {
    let prefix = Array("libc.musl-".utf8)
    return library.neededLibraries.first { $0.starts(with: prefix) }.map {
      Array("/lib/ld-musl-".utf8) + $0.dropFirst(prefix.count)
    }
  }

  /// Whether `name` is one under which the loader takes itself for the C library: `libc`,
  /// `libpthread` and five more, with a dot and anything behind it.
  public static func isReserved(_ name: some Collection<UInt8>) -> Bool {
    guard name.starts(with: "lib".utf8) else { return false }
    let rest = name.dropFirst(3)
    return ["c.", "pthread.", "rt.", "m.", "dl.", "util.", "xnet."].contains {
      rest.starts(with: $0.utf8)
    }
  }

  /// Seeks `name`; see ``LibrarySearch``.
  public func find(_ name: ArraySlice<UInt8>, for chain: [Requester], program: Requester)
    -> SearchResult
  {
    if name.isEmpty { return .missing }
    if Self.isReserved(name) || name.elementsEqual(interpreter) { return loader }
    // open(2) would fail with ENAMETOOLONG.
    guard name.count < SearchLimits.pathLength else { return .missing }
    if name.contains(UInt8(ascii: "/")) { return attempt(Array(name), .path) ?? .missing }
    guard name.count <= SearchLimits.nameLength else { return .missing }
    if let libraryPath, let result = seek(name, along: libraryPath, .libraryPath) { return result }
    for object in chain {
      if let path = runPath(of: object, isProgram: object.object === program.object),
        let result = seek(name, along: path, provenance(of: object))
      {
        return result
      }
    }
    return seek(name, along: systemPath, .defaultDirectory) ?? .missing
  }

  private var loader: SearchResult {
    switch files.open(interpreter) {
    case .object(let object): .found(path: interpreter, object, .interpreter)
    case .unusable(let reason): .unusable(path: interpreter, reason: reason)
    case nil: .missing
    }
  }

  private func provenance(of object: Requester) -> Provenance {
    object.hasRunpath ? .runpath(of: object.name) : .rpath(of: object.name)
  }

  /// The run path of `object`, its `$ORIGIN` replaced; nil if it has none, or a dollar that is
  /// followed by anything else.
  private func runPath(of object: Requester, isProgram: Bool) -> [UInt8]? {
    let image = object.object.image
    guard let path = image.lastName(of: .runpath) ?? image.lastName(of: .rpath) else {
      return nil
    }
    let origin = isProgram ? MuslOrigin(folder: object.origin) : MuslOrigin(path: object.name)
    return origin.expand(path)
  }

  /// The buffer for a path in musl, its closing zero included.
  private static let pathLength = 2 * 255 + 2

  private func seek(_ name: ArraySlice<UInt8>, along list: [UInt8], _ provenance: Provenance)
    -> SearchResult?
  {
    let directories = list.split { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "\n") }
    for directory in directories.prefix(SearchLimits.directories)
    where directory.count + name.count + 1 < Self.pathLength {
      let path = directory + [UInt8(ascii: "/")] + name
      if let result = attempt(Array(path), provenance) { return result }
    }
    return nil
  }

  /// What comes of the file at `path`; nil if the search goes on.
  private func attempt(_ path: [UInt8], _ provenance: Provenance) -> SearchResult? {
    switch files.open(path) {
    case .object(let object):
      let found = object.image.header
      guard found.isOfSameKind(as: header)
      else {
        return .unusable(path: path, reason: "it is for another machine (\(found.machine.name))")
      }
      // A C library by another name would be a second one.
      if object.isLibraryC { return loader }
      return .found(path: path, object, provenance)
    case .unusable(let reason): return .unusable(path: path, reason: reason)
    case nil: return nil
    }
  }
}

extension ObjectFile {
  /// Whether the object defines what musl takes a C library by.
  fileprivate var isLibraryC: Bool {
    ["__libc_start_main", "stdin"].allSatisfy {
      definition(of: Array($0.utf8)[...], version: nil) != nil
    }
  }
}
