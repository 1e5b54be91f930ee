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
    // Those of users need a file that its owner may write to, which the mode may end. An access
    // control list comes after the mode, which would change it.
    let texts = names.map { ($0, attributeText($0)) }.filter { !leavesOut($0.1) }
    let (first, last) = (
      texts.filter { $0.1.hasPrefix("user.") }, texts.filter { !$0.1.hasPrefix("user.") }
    )
    shortcomings += try giveAttributes(first, of: file, to: new, path, rule)
    try system.setMode(new, mode, path)
    shortcomings += try giveAttributes(last, of: file, to: new, path, rule)
    // The kernel drops the setgid bit for a group that is not the caller's, and says nothing.
    if mode & 0o6000 != 0, try system.status(new, path).st_mode & 0o7777 != mode {
      guard rule == .bestEffort else {
        throw .identityLost(path: file.path, what: "mode", code: EPERM)
      }
      shortcomings.append(.privilegesDropped)
    }
    if keepsDates {
      let status = file.status
      try system.setTimes(new, access: status.st_atim, change: status.st_mtim, path)
    }
    return shortcomings
  }

  private func giveAttributes(
    _ names: [([CChar], String)], of file: DiskFile, to new: Descriptor, _ path: FilePath,
    _ rule: IdentityRule
  ) throws(StorageError) -> [Shortcoming] {
    var shortcomings: [Shortcoming] = []
    for (name, text) in names {
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
    return shortcomings
  }

  /// Refuses a file whose identity its edited self could not be given, or not be given back after it
  /// was written into: what ``giveIdentity`` and ``checkRights`` would end with.
  ///
  /// - Parameter folder: where the file is.
  func foreseeIdentity(of file: DiskFile, in folder: FilePath, _ rules: WritingRules)
    throws(StorageError)
  {
    let (status, caller) = (file.status, system.caller())
    let isInPlace = rules.way == .inplace
    func require(_ isPermitted: Bool, for what: String) throws(StorageError) {
      guard isPermitted else { throw .identityLost(path: file.path, what: what, code: EPERM) }
    }
    let isMember = caller.groups.contains(status.st_gid)
    if isInPlace {
      try require(
        caller.owns(status) || status.st_mode & 0o6000 == 0, for: "privileges")
    } else {
      guard system.isMapped(status.st_uid, in: FilePath("/proc/self/uid_map")),
        system.isMapped(status.st_gid, in: FilePath("/proc/self/gid_map"))
      else { throw .identityLost(path: file.path, what: "owner", code: EINVAL) }
      // A folder may give its group to new files, be the caller in it or not.
      let isInherited =
        try system.status(at: folder).map {
          $0.st_mode & S_ISGID != 0 && $0.st_gid == status.st_gid
        } ?? false
      try require(
        caller.capabilities.contains(.changingOwner)
          || (status.st_uid == caller.user && (isMember || isInherited)), for: "owner")
    }
    try require(
      isMember || status.st_mode & S_ISGID == 0
        || caller.capabilities.contains(.settingGroupBit), for: "mode")
    for name in try attributes(of: file) {
      switch name {
      case "security.capability":
        try require(
          caller.capabilities.contains(.givingCapabilities),
          for: isInPlace ? "privileges" : "attribute \(name)")
      case let name where isSignature(name) && !isInPlace:
        try require(caller.capabilities.contains(.administering), for: "attribute \(name)")
      default: break
      }
    }
    try require(!isInPlace || !rules.preservesDates || caller.owns(status), for: "times")
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
