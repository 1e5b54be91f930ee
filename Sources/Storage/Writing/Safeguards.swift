// Files that are not edited unless somebody says so, and files that cannot be.
//
// A setuid program, or one with file capabilities (capabilities(7)), runs with rights that whoever
// starts it has not: what it binds to is a matter of security. A signature (IMA and EVM,
// `security.ima` and `security.evm`; fs-verity) is about bytes that the edit changes.

internal import Glibc

extension FileStore {
  /// Refuses what `rules` do not allow for the file that is to become `target`.
  ///
  /// - Returns: what will be said of signatures.
  func checkSafeguards(
    _ file: DiskFile, at target: FilePath, _ rules: WritingRules, isCopy: Bool
  ) throws(StorageError) -> [Shortcoming] {
    let attributes = try attributes(of: file)
    try checkPrivilege(of: file, attributes, rules)
    let signatures = attributes.filter(isSignature)
    // The original of a copy keeps its seal, and a copy never had one.
    let seals = isCopy ? [] : try system.seals(of: target)
    try refuse(seals, of: target)
    if !isCopy, !rules.allowsSigned {
      if let name = signatures.first { throw .signed(path: file.path, what: name) }
      if seals.contains(.verity) { throw .signed(path: file.path, what: "fs-verity") }
    }
    return signatures.map { .signatureStale(name: $0) }
      + (seals.contains(.verity) ? [.signatureStale(name: "fs-verity")] : [])
  }

  /// Refuses a file that runs with rights that its caller has not, unless `rules` allow it.
  func checkPrivilege(of file: DiskFile, _ attributes: [String], _ rules: WritingRules)
    throws(StorageError)
  {
    if rules.allowsPrivileged { return }
    if let what = privilege(of: file, attributes) {
      throw .privileged(path: file.path, what: what)
    }
  }

  /// The names of the file's extended attributes.
  func attributes(of file: DiskFile) throws(StorageError) -> [String] {
    try system.attributeNames(file.descriptor, file.path).map(attributeText)
  }

  /// Refuses a folder in which nothing can be replaced.
  func checkFolder(_ folder: FilePath) throws(StorageError) {
    try system.mayWrite(in: folder)
    try refuse(try system.seals(of: folder), of: folder)
  }

  /// Refuses what nobody may change, or only append to.
  func refuse(_ seals: SealAttributes, of path: FilePath) throws(StorageError) {
    if seals.contains(.immutable) { throw .sealed(path: path, isAppendOnly: false) }
    if seals.contains(.appendOnly) { throw .sealed(path: path, isAppendOnly: true) }
  }

  private func privilege(of file: DiskFile, _ attributes: [String]) -> String? {
    if file.status.st_mode & S_ISUID != 0 { return "setuid" }
    if file.status.st_mode & S_ISGID != 0 { return "setgid" }
    return attributes.contains("security.capability") ? "file capabilities" : nil
  }
}

/// The name of an extended attribute.
func attributeText(_ name: [CChar]) -> String {
  String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Whether an extended attribute of that name is a signature of the content.
func isSignature(_ name: String) -> Bool { name == "security.ima" || name == "security.evm" }
