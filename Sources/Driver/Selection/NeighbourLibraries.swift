// The libraries below the folders of `--with`, which a process could load. They are read once, before
// any file of the run is edited: what collides must not depend on which was edited first.

internal import ELFCodec
internal import ELFModel
internal import LoaderModel
internal import Policy
internal import Storage

/// Reads what is below folders, once.
final class NeighbourLibraries: Sendable {
  private let readings = OnceTable<FilePath, Result<[ObjectFile], any Error>>()
  /// How the tables of libraries are read.
  private let reading: TableReading

  init(_ reading: @escaping TableReading = readAsItIs) { self.reading = reading }

  /// Reads what is below `roots` now. What cannot be read is told of when it is asked for.
  func read(_ roots: [FilePath]) {
    for root in roots { _ = libraries(below: root) }
  }

  /// The shared libraries below `roots` that a process with `header` could load.
  ///
  /// - Throws: ``OtherFileFailure`` for what cannot be read: it may hold names that collide; and
  ///   ``PolicyError`` for a root that is neither a folder nor such a library.
  func libraries(below roots: [FilePath], like header: FileHeader) throws -> [ObjectFile] {
    try roots.flatMap { root in
      let fitting = try libraries(below: root).get().filter {
        $0.image.header.isOfSameKind(as: header)
      }
      if fitting.isEmpty, try naming(root, { try NamedPlace(root) }) != .folder {
        throw PolicyError.unknownLibrary(
          name: root.text, reason: "neither a folder nor a library that the process could load")
      }
      return fitting
    }
  }

  private func libraries(below root: FilePath) -> Result<[ObjectFile], any Error> {
    readings.value(for: root) { Result { try readLibraries(below: root, reading) } }
  }
}

private func readLibraries(below root: FilePath, _ reading: @escaping TableReading) throws
  -> [ObjectFile]
{
  let walk = try naming(root) { try FolderWalk([root]) }
  if let failure = walk.failures.first { throw failure }
  let files = walk.files
  let readings = mapInParallel(files.count) { place -> Result<ObjectFile?, OtherFileFailure> in
    Result { () throws(OtherFileFailure) in try sharedLibrary(at: files[place].path, reading) }
  }
  return try readings.compactMap { try $0.get() }
}

/// The shared library at `path`; nil if it is something else.
private func sharedLibrary(at path: FilePath, _ reading: TableReading) throws(OtherFileFailure)
  -> ObjectFile?
{
  try naming(path) {
    let file = try DiskFile(path)
    do {
      let library = try reading(file)
      guard library.image.header.objectType == .sharedLibrary else { return nil }
      return library
    } catch DecodeError.notELF, DecodeError.unsupported {
      return nil
    }
  }
}
