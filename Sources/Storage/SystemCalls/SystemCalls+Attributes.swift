// Calls about what a file is beside its content.

internal import CSystem
internal import Glibc

extension SystemCalls {
  /// fchown(2).
  func setOwner(_ file: Descriptor, _ user: uid_t, _ group: gid_t, _ path: FilePath)
    throws(StorageError)
  {
    try retrying("fchown", path) { fchown(file.number, user, group) }
  }

  /// fchmod(2).
  func setMode(_ file: Descriptor, _ mode: mode_t, _ path: FilePath) throws(StorageError) {
    try retrying("fchmod", path) { fchmod(file.number, mode) }
  }

  /// futimens(3).
  func setTimes(_ file: Descriptor, access: timespec, change: timespec, _ path: FilePath)
    throws(StorageError)
  {
    try retrying("utimensat", path) { unsafe futimens(file.number, [access, change]) }
  }

  /// The names of a file's extended attributes, each with its closing zero; none where the file
  /// system has no such thing.
  func attributeNames(_ file: Descriptor, _ path: FilePath) throws(StorageError) -> [[CChar]] {
    do throws(StorageError) {
      let list = try unsafe sized("flistxattr", path) { buffer, size in
        unsafe csystem_flistxattr(file.number, buffer?.assumingMemoryBound(to: CChar.self), size)
      }
      return list.split(separator: 0).map { $0.map { CChar(bitPattern: $0) } + [0] }
    } catch {
      guard error.code == EOPNOTSUPP else { throw error }
      return []
    }
  }

  /// The value of an extended attribute.
  func attribute(_ file: Descriptor, _ name: [CChar], _ path: FilePath) throws(StorageError)
    -> [UInt8]
  {
    try unsafe sized("fgetxattr", path) { buffer, size in
      unsafe csystem_fgetxattr(file.number, name, buffer, size)
    }
  }

  /// Sets an extended attribute.
  func setAttribute(
    _ file: Descriptor, _ name: [CChar], _ value: [UInt8], _ path: FilePath
  ) throws(StorageError) {
    // An empty array has no address, and the call wants one.
    let padded = value + [0]
    try retrying("fsetxattr", path) {
      unsafe csystem_fsetxattr(file.number, name, padded, value.count)
    }
  }

  /// Removes an extended attribute.
  func removeAttribute(_ file: Descriptor, _ name: [CChar], _ path: FilePath)
    throws(StorageError)
  {
    try retrying("fremovexattr", path) { unsafe csystem_fremovexattr(file.number, name) }
  }

  /// statx(2): how what `path` names is sealed; not at all where the kernel cannot tell.
  func seals(of path: FilePath) throws(StorageError) -> SealAttributes {
    var attributes: UInt64 = 0
    do throws(StorageError) {
      try retrying("statx", path) {
        unsafe path.lookUp { unsafe csystem_file_attributes($0, $1, &attributes) }
      }
    } catch {
      // Kernels before 4.11, and the filters of old container engines.
      guard [ENOSYS, EPERM].contains(error.code) else { throw error }
    }
    return SealAttributes(rawValue: attributes)
  }

  /// Asks for a size, then for that many bytes; again if they grew in between.
  private func sized(
    _ call: String, _ path: FilePath, _ get: (UnsafeMutableRawPointer?, Int) -> Int
  ) throws(StorageError) -> [UInt8] {
    while true {
      let size = try retrying(call, path) { get(nil, 0) }
      if size == 0 { return [] }
      var code: Int32 = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        var got = 0
        repeat {
          got = unsafe get(buffer.baseAddress, size)
          code = got < 0 ? errno : 0
        } while code == EINTR
        count = max(0, got)
      }
      if code == 0 { return bytes }
      if code != ERANGE { throw .system(call: call, path: path, code: code) }
    }
  }
}
