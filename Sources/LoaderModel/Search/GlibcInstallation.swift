// What the search of glibc's loader goes by that is the same for all programs of a kind: what is compiled
// into the loader, and the cache. Reading it takes longer than most searches.

public import ELFModel

/// The loader of a system and its cache, as programs of one kind meet them.
public struct GlibcInstallation: Sendable {
  let cache: LoaderCache?
  let systemDirectories: SystemDirectories
  /// Whether the loader is Debian's, which passes over some files that others end at.
  let isDebian: Bool

  /// What programs have in common that meet the same.
  public struct Kind: Hashable, Sendable {
    fileprivate let interpreter: [UInt8]
    private let machine: UInt16
    private let fileClass: FileClass
    private let byteOrder: ByteOrder

    /// The kind of `program`.
    public init(of program: DynamicImage) {
      interpreter = program.interpreter ?? []
      machine = program.header.machine.code
      (fileClass, byteOrder) = (program.header.fileClass, program.header.byteOrder)
    }
  }

  /// Memberwise.
  ///
  /// - Parameters:
  ///   - cache: `/etc/ld.so.cache`; nil if there is none.
  ///   - isDebian: whether the loader is Debian's, which passes over some files that others end at.
  public init(cache: LoaderCache?, systemDirectories: SystemDirectories, isDebian: Bool) {
    (self.cache, self.systemDirectories, self.isDebian) = (cache, systemDirectories, isDebian)
  }

  /// What programs like `program` meet on the system that `files` are of.
  public init(for program: DynamicImage, files: any LibraryFiles) {
    let header = program.header
    let interpreter = program.interpreter ?? []
    let loader = files.content(of: interpreter) ?? []
    cache = files.content(of: Array("/etc/ld.so.cache".utf8)).flatMap {
      LoaderCache($0, CacheConvention(for: header, interpreter: interpreter))
    }
    systemDirectories =
      SystemDirectories(in: loader)
      ?? SystemDirectories(usualFor: header, interpreter: interpreter)
    isDebian = GlibcBanner.isDebian(in: loader)
  }
}
