// Where glibc's loader seeks a library.
//
// Source: glibc elf/dl-load.c `_dl_map_object`, `open_path`. In order: DT_RPATH of the objects that
// led here, LD_LIBRARY_PATH, DT_RUNPATH of the object that asks, ld.so.cache, the default
// directories; the first file that the loader would load ends the search, and the first damaged one
// the loading. The path found is spelt as the loader spells it, which its debug output shows.
//
// Left out: the folders for capabilities of before 2.33 (`tls`, `haswell`, `x86_64`), which 2.37
// does not know any more; auditing; programs that run with another user's rights.

public import ELFModel

/// The search of glibc's loader.
public struct GlibcSearch: LibrarySearch {
  private let check: GlibcFileCheck
  private let libraryPath: [UInt8]?
  private let cache: LoaderCache?
  private let systemDirectories: SystemDirectories
  private let capabilities: [String]
  private let platform: [UInt8]?
  private let files: any LibraryFiles
  /// What a directory is searched for: the folders for capabilities, then itself.
  private let subdirectories: [[UInt8]]

  /// A search for the process of a program.
  ///
  /// - Parameters:
  ///   - header: the program's; it decides which files fit.
  ///   - installation: what its loader goes by.
  ///   - libraryPath: `LD_LIBRARY_PATH`; nil if it is not set.
  ///   - hardwareCapabilities: the folders below `glibc-hwcaps` that are searched, the best first.
  ///   - platform: what `$PLATFORM` stands for; nil if for nothing.
  public init(
    header: FileHeader, _ installation: GlibcInstallation, libraryPath: [UInt8]?,
    hardwareCapabilities: [String], platform: [UInt8]? = nil, files: any LibraryFiles
  ) {
    check = GlibcFileCheck(program: header, isDebian: installation.isDebian)
    self.libraryPath = libraryPath
    cache = installation.cache
    systemDirectories = installation.systemDirectories
    capabilities = hardwareCapabilities
    self.platform = platform
    self.files = files
    subdirectories = hardwareCapabilities.map { Array("glibc-hwcaps/\($0)/".utf8) } + [[]]
  }

  /// Seeks `name`; see ``LibrarySearch``.
  public func find(_ name: ArraySlice<UInt8>, for chain: [Requester], program: Requester)
    -> SearchResult
  {
    // open(2) would fail with ENAMETOOLONG in every directory.
    guard name.count < SearchLimits.pathLength else { return .missing }
    let requester = chain.first ?? program
    if name.contains(UInt8(ascii: "/")) {
      let path = tokens(of: requester).expand(name)
      return attempt(path, .path) ?? .missing
    }
    return alongRPath(name, chain, program)
      ?? seek(name, in: libraryDirectories(of: program), .libraryPath)
      ?? seek(name, in: directories(of: requester, .runpath), .runpath(of: requester.name))
      ?? inCache(name, for: requester)
      ?? inDefaultDirectories(name, for: requester) ?? .missing
  }

  /// What a DT_NEEDED of `requester` asks for: its tokens are replaced before the name is compared
  /// with those of loaded objects, and before it is sought. Empty if a token has no value, which
  /// ends the loading.
  public func expand(_ name: ArraySlice<UInt8>, neededBy requester: Requester) -> [UInt8] {
    tokens(of: requester).expand(name)
  }

  private func alongRPath(_ name: ArraySlice<UInt8>, _ chain: [Requester], _ program: Requester)
    -> SearchResult?
  {
    guard let requester = chain.first, !requester.hasRunpath else { return nil }
    // The program usually ends the chain; it is not searched twice.
    let isIncluded = chain.contains { $0.object === program.object }
    for object in isIncluded ? chain : chain + [program] where !object.hasRunpath {
      if let result = seek(name, in: directories(of: object, .rpath), .rpath(of: object.name)) {
        return result
      }
    }
    return nil
  }

  private func inCache(_ name: ArraySlice<UInt8>, for requester: Requester) -> SearchResult? {
    guard let path = cache?.path(of: name, capabilities: capabilities),
      !(requester.avoidsDefaultDirectories && systemDirectories.hold(path))
    else { return nil }
    return attempt(path, .cache)
  }

  private func inDefaultDirectories(_ name: ArraySlice<UInt8>, for requester: Requester)
    -> SearchResult?
  {
    guard !requester.avoidsDefaultDirectories else { return nil }
    return seek(name, in: systemDirectories.paths, .defaultDirectory)
  }

  private func tokens(of requester: Requester) -> DynamicStringTokens {
    DynamicStringTokens(
      origin: requester.origin.isEmpty ? nil : requester.origin,
      library: systemDirectories.libraryName, platform: platform)
  }

  private func directories(of requester: Requester, _ tag: DynamicTag) -> [[UInt8]] {
    guard let list = requester.object.image.lastName(of: tag) else { return [] }
    return GlibcDirectoryList(
      list, separators: [UInt8(ascii: ":")], tokens: tokens(of: requester)
    ).directories
  }

  private func libraryDirectories(of program: Requester) -> [[UInt8]] {
    guard let libraryPath else { return [] }
    return GlibcDirectoryList(
      libraryPath, separators: [UInt8(ascii: ":"), UInt8(ascii: ";")], tokens: tokens(of: program)
    ).directories
  }

  private func seek(
    _ name: ArraySlice<UInt8>, in directories: [[UInt8]], _ provenance: Provenance
  ) -> SearchResult? {
    for directory in directories {
      for subdirectory in subdirectories {
        if let result = attempt(directory + subdirectory + name, provenance) { return result }
      }
    }
    return nil
  }

  /// What comes of the file at `path`; nil if the search goes on.
  private func attempt(_ path: [UInt8], _ provenance: Provenance) -> SearchResult? {
    guard let file = files.open(path) else { return nil }
    switch check.verdict(file, content: { files.content(of: path) }) {
    case .load(let object): return .found(path: path, object, provenance)
    case .passOver: return nil
    case .giveUp(let reason): return .unusable(path: path, reason: reason)
    }
  }
}

extension Requester {
  /// `DT_RUNPATH`, be it an empty one, makes the loader forget all of `DT_RPATH`.
  var hasRunpath: Bool { object.image.dynamic.table[.runpath] != nil }

  /// `DF_1_NODEFLIB`.
  var avoidsDefaultDirectories: Bool {
    object.image.dynamic.table.has(DynamicTag.flags1NoDefaultLibraries, in: .flags1)
  }
}
