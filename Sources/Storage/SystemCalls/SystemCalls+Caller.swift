// Who runs the program, and what the kernel lets such a caller do (credentials(7), capabilities(7)).

internal import CSystem
internal import Glibc

/// What a caller may do beside what anybody may.
struct Capabilities: OptionSet {
  let rawValue: UInt64

  /// CAP_CHOWN: give files to others.
  static let changingOwner = Capabilities(rawValue: 1 << 0)
  /// CAP_FOWNER: do what a file's owner may.
  static let owning = Capabilities(rawValue: 1 << 3)
  /// CAP_FSETID: set the setgid bit for groups of others.
  static let settingGroupBit = Capabilities(rawValue: 1 << 4)
  /// CAP_SYS_ADMIN: among much else, set attributes of security modules.
  static let administering = Capabilities(rawValue: 1 << 21)
  /// CAP_SETFCAP: give files capabilities.
  static let givingCapabilities = Capabilities(rawValue: 1 << 31)
}

/// Who runs the program.
struct Caller {
  let user: uid_t
  /// The effective group, and the others.
  let groups: Set<gid_t>
  let capabilities: Capabilities

  /// Whether the kernel takes the caller for the owner of what `status` is of.
  func owns(_ status: stat) -> Bool {
    status.st_uid == user || capabilities.contains(.owning)
  }
}

extension SystemCalls {
  /// geteuid(2), getegid(2), getgroups(2), capget(2).
  func caller() -> Caller {
    let count = getgroups(0, nil)
    var groups = [gid_t](repeating: 0, count: Int(max(count, 0)))
    let got = unsafe getgroups(Int32(groups.count), &groups)
    return Caller(
      user: geteuid(), groups: Set(groups.prefix(Int(max(got, 0))) + [getegid()]),
      capabilities: Capabilities(rawValue: csystem_effective_capabilities()))
  }

  /// Whether the caller's namespace knows a user or group (user_namespaces(7)): /proc/self/uid_map and
  /// gid_map list ranges, each by its first number inside, outside, and its length. A file of somebody
  /// unknown shows a number that stands for all of them, and that no file can be given to.
  func isMapped(_ number: UInt32, in map: FilePath) -> Bool {
    guard let file = try? open(map, O_RDONLY) else { return true }
    var bytes: [UInt8] = []
    while let next = try? readNext(file, upTo: 1 << 12, map), !next.isEmpty { bytes += next }
    let ranges = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { UInt64($0) }
    }
    return ranges.isEmpty
      || ranges.contains {
        $0.count == 3 && $0[0] <= number && UInt64(number) - $0[0] < $0[2]
      }
  }
}
