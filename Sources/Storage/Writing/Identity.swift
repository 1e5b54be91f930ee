// What a file is beside its content, given to the file that takes its place.

internal import Glibc

/// What becomes of owner and attributes that may not be set.
enum IdentityRule {
  /// The replacement of a file must be its equal: failing to say so is failing.
  case required
  /// A copy belongs to whoever makes it, if need be.
  case bestEffort
}

extension FileStore {
  /// Owner before mode, since a change of owner clears the setuid bit; attributes after them, since
  /// writing and a change of owner clear `security.capability`; times last. Unless they are to be
  /// kept, times are new: build tools must see that the file changed.
  ///
  /// - Parameter leavesOut: whether the attribute of a name is none of the new file's.
  func giveIdentity(
    of file: DiskFile, to new: Descriptor, _ path: FilePath, _ rule: IdentityRule, keepsDates: Bool,
    leavesOut: (String) -> Bool = { _ in false }
  ) throws(StorageError) -> [Shortcoming] {
    var shortcomings: [Shortcoming] = []
    var mode = file.status.st_mode & 0o7777
    do throws(StorageError) {
      try system.setOwner(new, file.status.st_uid, file.status.st_gid, path)
    } catch {
      guard Self.isRefusal(error.code) else { throw error }
      guard rule == .bestEffort else {
        throw .identityLost(path: file.path, what: "owner", code: error.code)
      }
      // Somebody else's file must not run with the rights of whoever copies it.
      if mode & 0o6000 != 0 { shortcomings.append(.privilegesDropped) }
      mode &= 0o777
    }
    let names = try system.attributeNames(file.descriptor, file.path)
    try removeInherited(from: new, path, keeping: names)
    try system.setMode(new, mode, path)
    for name in names {
      let text = attributeText(name)
      if leavesOut(text) { continue }
      let value = try system.attribute(file.descriptor, name, file.path)
      do throws(StorageError) {
        try system.setAttribute(new, name, value, path)
      } catch {
        guard Self.isRefusal(error.code) else { throw error }
        shortcomings.append(.attributeDropped(name: text))
        guard rule == .bestEffort else {
          throw .identityLost(path: file.path, what: "attribute \(text)", code: error.code)
        }
      }
    }
    if keepsDates {
      let status = file.status
      try system.setTimes(new, access: status.st_atim, change: status.st_mtim, path)
    }
    return shortcomings
  }

  /// Removes what a new file has from its folder, which may have an access control list for such
  /// files. What security modules gave it stays.
  func removeInherited(from new: Descriptor, _ path: FilePath, keeping names: [[CChar]] = [])
    throws(StorageError)
  {
    for name in try system.attributeNames(new, path)
    where !names.contains(name) && !attributeText(name).hasPrefix("security.") {
      try system.removeAttribute(new, name, path)
    }
  }

  /// Whether the caller may not, or the file system cannot: anything else is trouble.
  private static func isRefusal(_ code: Int32) -> Bool {
    [EPERM, EACCES, EINVAL, EOPNOTSUPP].contains(code)
  }
}
