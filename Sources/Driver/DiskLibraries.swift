// The libraries of a system, read from disk: of this one, or of one that a folder holds.

internal import ELFCodec
internal import ELFModel
internal import LoaderModel
internal import Reporting
internal import Storage

/// Reads each file once, by however many paths it is asked for, and on however many threads.
final class DiskLibraries: LibraryFiles, Sendable {
  private let sysroot: Sysroot
  private let opened = OnceTable<[UInt8], OpenedFile?>()
  private let decoded = OnceTable<FileIdentity, OpenedFile>()

  /// The files of the system that `sysroot` holds.
  init(_ sysroot: Sysroot = Sysroot()) { self.sysroot = sysroot }

  func open(_ path: [UInt8]) -> OpenedFile? { opened.value(for: path) { read(path) } }

  func content(of path: [UInt8]) -> [UInt8]? {
    guard let location = sysroot.location(of: FilePath(path)), let file = try? DiskFile(location),
      file.byteCount <= Self.contentLimit
    else { return nil }
    return try? file.bytes(in: 0..<file.byteCount)
  }

  func realPath(of path: [UInt8]) -> [UInt8]? { sysroot.realPath(of: FilePath(path))?.bytes }

  private static let contentLimit = 64 << 20

  private func read(_ path: [UInt8]) -> OpenedFile? {
    guard let location = sysroot.location(of: FilePath(path)) else { return nil }
    do {
      let file = try DiskFile(location)
      let identity = file.fileIdentity
      return decoded.value(for: identity) { Self.decoded(file, identity) }
    } catch StorageError.system {
      return nil
    } catch {
      return .unusable(reason: wording(of: error, at: location.text).text)
    }
  }

  private static func decoded(_ file: DiskFile, _ identity: FileIdentity) -> OpenedFile {
    do {
      return .object(ObjectFile(try decode(file), identity: identity))
    } catch {
      return .unusable(reason: wording(of: error, at: file.path.text).text)
    }
  }
}

extension DiskFile {
  /// Which file it is, in the loader model's words.
  var fileIdentity: FileIdentity {
    FileIdentity(device: identity.device, inode: identity.inode)
  }
}
