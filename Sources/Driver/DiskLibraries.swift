// The libraries of a system, read from disk: of this one, or of one that a folder holds.

internal import ELFModel
internal import Glibc
internal import LoaderModel
internal import Reporting
internal import Storage

/// Reads each file once, by however many paths it is asked for, and on however many threads.
final class DiskLibraries: LibraryFiles, Sendable {
  private let sysroot: Sysroot
  private let identities: [FilePath: FileIdentity]
  private let opened = OnceTable<[UInt8], Reading>()
  private let decoded = OnceTable<FileIdentity, Reading>()
  private let tables: TableReading

  /// What comes of looking for a file.
  enum Reading: Sendable {
    case nothing
    case file(OpenedFile)
    /// There is a file, and who looks cannot read it: what it holds is not known.
    case failure(OtherFileFailure)

    /// The file as a loader is given it.
    var opened: OpenedFile? {
      switch self {
      case .nothing: nil
      case .file(let file): file
      case .failure(let failure):
        .unusable(reason: wording(of: failure.cause, at: failure.path.text).text)
      }
    }
  }

  /// The files of the system that `sysroot` holds.
  ///
  /// - Parameters:
  ///   - identities: which file it was, for real paths where files are replaced meanwhile.
  ///   - tables: how the tables of files are read.
  init(
    _ sysroot: Sysroot = Sysroot(), _ identities: [FilePath: FileIdentity] = [:],
    reading tables: @escaping TableReading = readAsItIs
  ) {
    (self.sysroot, self.identities, self.tables) = (sysroot, identities, tables)
  }

  func open(_ path: [UInt8]) -> OpenedFile? { reading(path).opened }

  /// What comes of looking for the file at `path`.
  func reading(_ path: [UInt8]) -> Reading { opened.value(for: path) { read(path) } }

  func content(of path: [UInt8]) -> [UInt8]? {
    guard let location = sysroot.location(of: FilePath(path)), let file = try? DiskFile(location),
      file.byteCount <= Self.contentLimit
    else { return nil }
    return try? file.bytes(in: 0..<file.byteCount)
  }

  func realPath(of path: [UInt8]) -> [UInt8]? { sysroot.realPath(of: FilePath(path))?.bytes }

  private static let contentLimit = 64 << 20

  private func read(_ path: [UInt8]) -> Reading {
    guard let location = sysroot.location(of: FilePath(path)) else { return .nothing }
    do throws(StorageError) {
      let file = try DiskFile(location)
      let identity = file.identity(in: identities)
      return decoded.value(for: identity) { decoded(file, identity) }
    } catch {
      guard case .system(_, _, let code) = error else {
        return .file(.unusable(reason: wording(of: error, at: location.text).text))
      }
      return isAbsent(location, code)
        ? .nothing : .failure(OtherFileFailure(path: location, cause: error))
    }
  }

  /// Whether an error says that there is no file. A folder that may not be searched hides what it
  /// holds from the loader as well; a file that may not be read could be read by somebody else.
  private func isAbsent(_ path: FilePath, _ code: Int32) -> Bool {
    switch code {
    case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: true
    case EACCES: (try? NamedPlace(path)) == nil
    default: false
    }
  }

  private func decoded(_ file: DiskFile, _ identity: FileIdentity) -> Reading {
    do {
      return .file(.object(ObjectFile(try tables(file).image, identity: identity)))
    } catch let failure as OtherFileFailure {
      return .failure(failure)
    } catch {
      return .file(.unusable(reason: wording(of: error, at: file.path.text).text))
    }
  }
}

extension DiskFile {
  /// Which file it is, in the loader model's words.
  var fileIdentity: FileIdentity {
    FileIdentity(device: identity.device, inode: identity.inode)
  }

  /// The same; for a file that is replaced meanwhile, which one it was.
  func identity(in known: [FilePath: FileIdentity]) -> FileIdentity {
    guard !known.isEmpty, let real = Sysroot().realPath(of: path) else { return fileIdentity }
    return known[real] ?? fileIdentity
  }
}
