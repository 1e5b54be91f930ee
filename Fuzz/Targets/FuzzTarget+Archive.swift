// Static libraries, whose symbol index and members `--demote-from` reads, and object files alone.

internal import ELFCodec
internal import ELFModel

extension FuzzTarget {
  /// Reads an archive, and the same bytes as an object file.
  public static let archive = FuzzTarget(name: "FuzzArchive") { bytes in
    do {
      let names = try isArchive(bytes) ? archiveSymbolNames(bytes) : objectSymbolNames(bytes)
      require(names?.count ?? 0 <= bytes.count, "there are no more names than bytes")
    } catch is DecodeError {
    } catch {
      fatalError("a reader of memory throws \(error)")
    }
  }
}
