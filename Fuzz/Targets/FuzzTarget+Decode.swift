// Any bytes as an ELF file: what every command does with a file before it decides anything, and a
// process that takes the file for its program and its library at once.

internal import ELFCodec
internal import ELFModel
internal import Hazards
internal import LoaderModel
internal import Policy
internal import Verification

extension FuzzTarget {
  /// Decodes a file and asks it everything.
  public static let decode = FuzzTarget(name: "FuzzDecode") { bytes in
    guard let image = decoded(bytes) else { return }
    require(unchanged(image, in: bytes), "encoding what was decoded gives no edit")
    let problems = verify(image)
    _ = image.obstacles
    let objection = RuleCatalog.objections(in: image)
    let naming = SymbolNaming(image)
    for symbol in image.exports {
      _ = (objection(symbol), naming.versionedName(of: symbol))
      require(!image[symbol].isUndefined && !image[symbol].isLocal, "an export is a definition")
    }
    for tag in [DynamicTag.needed, .soname, .rpath, .runpath] { _ = image.names(of: tag) }
    list(image)
    runProcess(of: image)
    if problems.isEmpty { require(verifiesAgainstItself(image), "a sound file is its own result") }
  }

  /// What `emit` makes of everything.
  private static func list(_ image: DynamicImage) {
    guard let policy = try? ExportPolicy([Clause(.demote, Selector(.everything), text: "--all")])
    else { fatalError("one clause contradicts itself") }
    _ = try? policy.judge(image)
  }
}

/// The image of `bytes`; nil if they are refused as they should be.
func decoded(_ bytes: [UInt8]) -> DynamicImage? {
  do {
    return try decode(bytes)
  } catch is DecodeError {
    return nil
  } catch {
    fatalError("a reader of memory throws \(error)")
  }
}

private func unchanged(_ image: DynamicImage, in bytes: [UInt8]) -> Bool {
  (try? encode(image, over: image, in: bytes).isEmpty) ?? false
}

private func verifiesAgainstItself(_ image: DynamicImage) -> Bool {
  verify(image, against: image, intended: []).isEmpty
}

/// Takes what was read for a program and its library at once, and lets them be opened and closed.
private func runProcess(of image: DynamicImage) {
  let program = ObjectFile(image, identity: FileIdentity(device: 0, inode: 0))
  let library = ObjectFile(image, identity: FileIdentity(device: 0, inode: 1))
  let name = Array("library".utf8)
  for isLazy in [false, true] {
    var start = ProcessStart(program, name: [], origin: [], interpreter: nil)
    start.isLazy = isLazy
    let search = OneLibrary(library: library)
    for var process in [
      GlibcProcess(start, search: search), MuslProcess(start, search: search),
    ] as [any LoadedProcess] {
      process.perform(.open(name, .global, caller: nil, .callers))
      process.perform(.close(name, namespace: nil))
      _ = process.record
    }
  }
}

/// Finds the same library by every name.
private struct OneLibrary: LibrarySearch {
  let library: ObjectFile

  func find(_ name: ArraySlice<UInt8>, for chain: [Requester], program: Requester) -> SearchResult {
    .found(path: Array(name), library, .path)
  }
}
