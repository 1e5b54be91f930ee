// One file of a process: its tables, and what a loader derives from them once.

public import ELFModel

/// A program or library, whoever loads it and how often.
public final class ObjectFile: Sendable {
  /// Which file it is.
  public let identity: FileIdentity
  /// Its tables.
  public let image: DynamicImage
  /// `DT_SONAME`.
  public let soname: [UInt8]?
  let versions: VersionTable
  /// What its hash table leads to, if that table cannot be walked for every name.
  let directory: NameDirectory?

  /// The file that reads as `image`.
  public convenience init(_ image: DynamicImage, identity: FileIdentity) {
    self.init(image, identity: identity, directory: nil)
  }

  /// The file that reads as `image`, with that directory even if its table could be walked.
  init(_ image: DynamicImage, identity: FileIdentity, directory: NameDirectory?) {
    self.identity = identity
    self.image = image
    soname = image.lastName(of: .soname).map { Array($0) }
    let versions = VersionTable(of: image)
    self.versions = versions
    self.directory = directory ?? NameDirectory(of: image, versions)
  }

  /// The same file with other tables, such as those that a demotion would leave.
  public func with(_ image: DynamicImage) -> ObjectFile { ObjectFile(image, identity: identity) }

  /// The names of `DT_NEEDED`, in order.
  var needed: [ArraySlice<UInt8>] { image.neededLibraries }

  /// `DT_SYMBOLIC` or `DF_SYMBOLIC`: its own definitions come first.
  var isSymbolic: Bool {
    image.dynamic.table[.symbolic] != nil
      || image.dynamic.table.has(DynamicTag.flagsSymbolic, in: .flags)
  }

  /// Whether all its references are bound when it is loaded.
  var bindsNow: Bool {
    let entries = image.dynamic.table
    return entries[.bindNow] != nil || entries.has(DynamicTag.flagsBindNow, in: .flags)
      || entries.has(DynamicTag.flags1Now, in: .flags1)
  }

  /// `DF_1_NODELETE`: stays when it is closed.
  var isNeverUnloaded: Bool {
    image.dynamic.table.has(DynamicTag.flags1NoDelete, in: .flags1)
  }
}
