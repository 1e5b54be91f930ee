// Every system call that the program makes on files, each wrapped so that failure is an error and
// interruption is not. What follows the requirements is what Linux does; a test stands in for one
// call by conforming and giving that one, and so has the files that this kernel cannot make.

internal import Glibc
internal import Synchronization

/// An open file descriptor, closed with its owner.
final class Descriptor: Sendable {
  let number: Int32
  private let isLocked = Atomic(false)

  init(_ number: Int32) { self.number = number }

  /// From here on a lock goes with it.
  func noteLock() { isLocked.store(true, ordering: .relaxed) }

  deinit {
    // A process that was just forked off has the file open as well, and closes it only by its exec.
    if isLocked.load(ordering: .relaxed) { flock(number, LOCK_UN) }
    close(number)
  }
}

/// Whether a lock could be had.
enum LockOutcome {
  /// It is ours until the file is closed.
  case held
  /// Another has it.
  case taken
  /// The file system knows no locks.
  case unsupported
}

/// What a file's owner has sealed (statx(2), `stx_attributes`).
struct SealAttributes: OptionSet {
  let rawValue: UInt64

  /// `chattr +i`.
  static let immutable = SealAttributes(rawValue: 0x10)
  /// `chattr +a`.
  static let appendOnly = SealAttributes(rawValue: 0x20)
  /// fs-verity.
  static let verity = SealAttributes(rawValue: 0x10_0000)
  /// Something is mounted there. Nobody's seal, but nothing can take the place either.
  static let mountRoot = SealAttributes(rawValue: 0x2000)
}

/// The calls, by kind.
protocol SystemCalls: Sendable {
  // Reading
  func open(_ path: FilePath, _ flags: Int32, mode: mode_t) throws(StorageError) -> Descriptor
  func status(_ file: Descriptor, _ path: FilePath) throws(StorageError) -> stat
  func status(at path: FilePath) throws(StorageError) -> stat?
  func linkStatus(at path: FilePath) throws(StorageError) -> stat?
  func read(_ file: Descriptor, _ range: Range<Int>, _ path: FilePath) throws(StorageError)
    -> [UInt8]
  func readNext(_ file: Descriptor, upTo count: Int, _ path: FilePath) throws(StorageError)
    -> [UInt8]

  // Writing
  func openUnnamed(in folder: FilePath, mode: mode_t) throws(StorageError) -> Descriptor?
  func write(_ file: Descriptor, _ bytes: [UInt8], at offset: Int, _ path: FilePath)
    throws(StorageError)
  func copy(_ from: Descriptor, to: Descriptor, byteCount: Int, _ path: FilePath)
    throws(StorageError)
  func truncate(_ file: Descriptor, _ path: FilePath) throws(StorageError)
  func synchronise(_ file: Descriptor, _ path: FilePath) throws(StorageError)
  func synchroniseFileSystem(_ file: Descriptor, _ path: FilePath) throws(StorageError)
  func reportsFailedSynchronisation(_ file: Descriptor) -> Bool
  func dropCache(_ file: Descriptor)
  func lock(_ file: Descriptor, _ path: FilePath) throws(StorageError) -> LockOutcome

  // Attributes
  func setOwner(_ file: Descriptor, _ user: uid_t, _ group: gid_t, _ path: FilePath)
    throws(StorageError)
  func setMode(_ file: Descriptor, _ mode: mode_t, _ path: FilePath) throws(StorageError)
  func setTimes(_ file: Descriptor, access: timespec, change: timespec, _ path: FilePath)
    throws(StorageError)
  func attributeNames(_ file: Descriptor, _ path: FilePath) throws(StorageError) -> [[CChar]]
  func attribute(_ file: Descriptor, _ name: [CChar], _ path: FilePath) throws(StorageError)
    -> [UInt8]
  func setAttribute(_ file: Descriptor, _ name: [CChar], _ value: [UInt8], _ path: FilePath)
    throws(StorageError)
  func removeAttribute(_ file: Descriptor, _ name: [CChar], _ path: FilePath) throws(StorageError)
  func seals(of path: FilePath) throws(StorageError) -> SealAttributes

  // The caller
  func caller() -> Caller
  func isMapped(_ number: UInt32, in map: FilePath) -> Bool

  // Folders
  func entryNames(of folder: FilePath) throws(StorageError) -> [[UInt8]]
  func mayWrite(in path: FilePath) throws(StorageError)
  func realPath(_ path: FilePath) throws(StorageError) -> FilePath?
  func linkTarget(_ path: FilePath) throws(StorageError) -> [UInt8]?
  func rename(_ from: FilePath, to: FilePath) throws(StorageError)
  func renameWithoutReplacing(_ from: FilePath, to: FilePath) throws(StorageError)
  func link(_ from: FilePath, to: FilePath) throws(StorageError)
  func link(_ file: Descriptor, to path: FilePath) throws(StorageError)
  func unlink(_ path: FilePath) throws(StorageError)
}

/// The calls as Linux answers them.
struct Linux: SystemCalls {}

/// Runs a call until it is not interrupted.
@discardableResult
func retrying<Number: SignedInteger>(
  _ call: String, _ path: FilePath, _ body: () -> Number
) throws(StorageError) -> Number {
  while true {
    let result = body()
    if result >= 0 { return result }
    if errno != EINTR { throw .system(call: call, path: path, code: errno) }
  }
}

/// The system's words for an error number.
public func systemMessage(_ code: Int32) -> String {
  unsafe String(cString: strerror(code))
}
