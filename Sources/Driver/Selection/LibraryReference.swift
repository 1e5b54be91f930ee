// What `--demote-from` and `--keep-from` name: a file, or a library by the name under which others
// know it.

internal import ELFCodec
internal import ELFModel
internal import LoaderModel
internal import Policy
internal import Storage

/// A library as it was named.
enum LibraryReference {
  /// A file; these are the names that it defines for others.
  case names(NameSet)
  /// A library that the process finds by this name.
  case soname([UInt8])

  /// What `value` names: a file if it has a slash or there is such a file; a soname if it looks like
  /// one; else a package that pkg-config knows.
  ///
  /// - Parameters:
  ///   - folder: where relative paths begin; nil for the working directory.
  ///   - reading: how its tables are read.
  /// - Throws: ``OtherFileFailure``, or ``PolicyError``.
  init(
    _ value: [UInt8], folder: FilePath?, _ reading: TableReading = readAsItIs
  ) throws {
    let path = FilePath(value).resolved(in: folder)
    let text = String(decoding: value, as: UTF8.self)
    if text.hasPrefix(Self.packagePrefix) {
      self = .names(try packageNames(String(text.dropFirst(Self.packagePrefix.count)), reading))
    } else if value.contains(UInt8(ascii: "/")) || (try? DiskFile(path)) != nil {
      self = .names(try libraryNames(path, reading))
    } else if Self.isSoname(text) {
      self = .soname(value)
    } else {
      self = .names(try packageNames(text, reading))
    }
  }

  /// Whether `text` looks like the name under which a process finds a library.
  static func isSoname(_ text: String) -> Bool { text.hasSuffix(".so") || text.contains(".so.") }

  private static let packagePrefix = "pkg-config:"
}

/// Every name that the archive, object file or shared library at `path` defines for others.
private func libraryNames(_ path: FilePath, _ reading: TableReading) throws -> NameSet {
  try naming(path) {
    let file = try DiskFile(path)
    if try isArchive(file) { return try archiveSymbolNames(file) }
    do {
      if let names = try objectSymbolNames(file) { return names }
      return try reading(file).image.exportedNames
    } catch DecodeError.notELF {
      throw DecodeError.unsupported(
        kind: "what is neither an archive nor an ELF file",
        advice: "if it is a linker script, name a library that it mentions")
    }
  }
}

/// Every name that the libraries of a package define for others.
private func packageNames(_ name: String, _ reading: TableReading) throws -> NameSet {
  guard let package = PackageConfig(of: name) else {
    throw PolicyError.unknownLibrary(
      name: name, reason: "there is no such file, and pkg-config knows no such package")
  }
  let files =
    try package.files
    + package.libraries.map { library in
      guard let file = package.file(of: library) else {
        throw PolicyError.unknownLibrary(
          name: name,
          reason: "the package is linked with -l\(library), which is in none of its folders")
      }
      return file
    }
  guard !files.isEmpty else {
    let required = package.required.joined(separator: " ")
    throw PolicyError.unknownLibrary(
      name: name,
      reason: "the package has no library of its own"
        + (required.isEmpty ? "" : "; it builds upon \(required)"))
  }
  var names = NameSet()
  for file in files { names.formUnion(try libraryNames(file, reading)) }
  return names
}

extension PackageConfig {
  /// The file that `-l` finds: the shared library, since its exports are what is public; else the
  /// archive.
  fileprivate func file(of library: String) -> FilePath? {
    for folder in folders {
      let isFileName = library.hasPrefix(":")
      let names =
        isFileName ? [String(library.dropFirst())] : [".so", ".a"].map { "lib\(library)\($0)" }
      for name in names {
        let path = folder.appending(name)
        guard let file = try? DiskFile(path) else { continue }
        // A linker script stands for a library elsewhere.
        let isLibrary = (try? decode(file)) != nil || (try? isArchive(file)) == true
        if isLibrary { return path }
      }
    }
    return nil
  }
}
