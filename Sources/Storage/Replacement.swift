// Writing an edited file: a copy beside it, edited, given the identity of the original, made
// durable, and renamed into place. At every moment the path names either the old file or the new
// one, whole.

internal import ELFModel
internal import Glibc

/// What becomes of owner and attributes that may not be set.
enum IdentityRule {
  /// The replacement of a file must be its equal: failing to say so is failing.
  case required
  /// A copy belongs to whoever makes it, if need be.
  case bestEffort
}

/// What could not be had beside the content of a file that was written.
public enum Shortcoming: Sendable, Equatable {
  /// The folder could not be synchronised: a power failure may bring the old file back.
  case notDurable(code: Int32)
  /// The copy belongs to another than the original, so it lost its setuid and setgid bits.
  case privilegesDropped
  /// The copy could not be given an extended attribute of the original.
  case attributeDropped(name: String)
}

/// Puts at `target` the content of `file` with `edits` over it.
///
/// - Throws: ``StorageError``; `target` is then as it was. What goes wrong later is a shortcoming.
func replace(
  _ target: FilePath, with file: DiskFile, edits: [ByteEdit], identity: IdentityRule,
  unless refuse: () throws -> Void = {}
) throws -> [Shortcoming] {
  let folder = try Folder(of: target)
  let (temporary, path) = try TemporaryFile.make(beside: target, mode: 0o600)
  var shortcomings: [Shortcoming]
  do {
    try SystemCall.copy(file.descriptor, to: temporary, byteCount: file.byteCount, path)
    for edit in edits { try SystemCall.write(temporary, edit.bytes, at: edit.offset, path) }
    shortcomings = try giveIdentity(of: file, to: temporary, path, identity)
    try SystemCall.synchronise(temporary, path)
    try refuse()
    try SystemCall.rename(path, to: target)
  } catch {
    try? SystemCall.unlink(path)
    throw error
  }
  if let code = folder.synchronise() { shortcomings.append(.notDurable(code: code)) }
  return shortcomings
}

/// Owner before mode, since a change of owner clears the setuid bit; attributes last, since
/// writing and a change of owner clear `security.capability`. Times are new: build tools must see
/// that the file changed.
private func giveIdentity(
  of file: DiskFile, to temporary: Descriptor, _ path: FilePath, _ rule: IdentityRule
) throws -> [Shortcoming] {
  var shortcomings: [Shortcoming] = []
  var mode = file.status.st_mode & 0o7777
  do throws(StorageError) {
    try SystemCall.setOwner(temporary, file.status.st_uid, file.status.st_gid, path)
  } catch {
    guard rule == .bestEffort else {
      throw StorageError.identityLost(path: file.path, what: "owner", code: error.code)
    }
    // Somebody else's file must not run with the rights of whoever copies it.
    if mode & 0o6000 != 0 { shortcomings.append(.privilegesDropped) }
    mode &= 0o777
  }
  try SystemCall.setMode(temporary, mode, path)
  for name in try SystemCall.attributeNames(file.descriptor, file.path) {
    let value = try SystemCall.attribute(file.descriptor, name, file.path)
    do throws(StorageError) {
      try SystemCall.setAttribute(temporary, name, value, path)
    } catch {
      let text = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      shortcomings.append(.attributeDropped(name: text))
      guard rule == .bestEffort else {
        throw StorageError.identityLost(
          path: file.path, what: "attribute \(text)", code: error.code)
      }
    }
  }
  return shortcomings
}

/// The folder of a file, opened before the file is touched, so that whatever speaks against
/// synchronising it is known in time.
struct Folder {
  private let path: FilePath
  private let descriptor: Descriptor

  init(of file: FilePath) throws(StorageError) {
    path = file.folder
    descriptor = try SystemCall.open(path, O_RDONLY | O_DIRECTORY)
  }

  /// Makes a rename durable, which is an edit of the folder. Returns the error number if that
  /// failed; some file systems have nothing to synchronise, which is no failure.
  func synchronise() -> Int32? {
    do throws(StorageError) {
      try SystemCall.synchronise(descriptor, path)
      return nil
    } catch {
      return error.code == EINVAL ? nil : error.code
    }
  }
}

/// Files that exist only until they are renamed.
enum TemporaryFile {
  /// Creates an empty file in the folder of `target`; the umask lessens `mode`.
  static func make(beside target: FilePath, mode: mode_t) throws(StorageError) -> (
    Descriptor, FilePath
  ) {
    while true {
      let number = UInt32.random(in: 0 ... .max)
      let path = target.folder.appending(".symdemote-\(String(number, radix: 36)).tmp")
      do throws(StorageError) {
        return (try SystemCall.open(path, O_RDWR | O_CREAT | O_EXCL, mode: mode), path)
      } catch {
        guard error.code == EEXIST else { throw error }
      }
    }
  }
}
