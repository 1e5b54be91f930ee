// Backups of what is replaced, named as coreutils names them (cp(1), `--backup`; "Backup options"
// of its manual; gnulib's backupfile and find-backup-file-name).
//
// The backup is a copy and no second name of the old file: a run that ends between backup and
// replacement would leave a file with two names, which the next run would have to refuse.

internal import Glibc

/// How a backup is made.
public struct Backup: Sendable, Equatable {
  /// Which name it gets.
  public enum Control: Sendable, Equatable {
    /// The name with the suffix.
    case simple
    /// The name with the next free number: `.~1~`, `.~2~`.
    case numbered
    /// Numbered if there are numbered ones already, else simple.
    case existing

    /// Every word and what it says; nil for no backup.
    public static let words: [(String, Control?)] = [
      ("none", nil), ("off", nil), ("simple", .simple), ("never", .simple),
      ("existing", .existing), ("nil", .existing), ("numbered", .numbered), ("t", .numbered),
    ]
  }

  /// Which name it gets.
  public let control: Control
  /// What a simple backup's name ends with.
  public let suffix: [UInt8]

  /// Memberwise.
  public init(_ control: Control, suffix: [UInt8]) {
    self.control = control
    self.suffix = suffix
  }

  /// What `word` says, shortened or not: nil if nothing or more than one thing, `.some(nil)` for no
  /// backup.
  public static func control(_ word: String) -> Control?? {
    if let exact = Control.words.first(where: { $0.0 == word }) { return .some(exact.1) }
    let meanings = Control.words.filter { $0.0.hasPrefix(word) }.map(\.1)
    guard let first = meanings.first, meanings.allSatisfy({ $0 == first }) else { return nil }
    return .some(first)
  }

  /// Whether `suffix` can be one: a part of a file's name.
  public static func isSuffix(_ suffix: [UInt8]) -> Bool {
    !suffix.isEmpty && !suffix.contains(UInt8(ascii: "/"))
  }

  /// The name of the next backup of `file`, and whether it may take the place of an earlier one.
  func path(for file: FilePath, _ system: any SystemCalls) throws(StorageError) -> (
    FilePath, replaces: Bool
  ) {
    if control != .simple {
      let highest = try Self.highestNumber(of: file, system)
      if control == .numbered || highest > 0 {
        return (file.adding(Array(".~\(highest &+ 1)~".utf8)), false)
      }
    }
    return (file.adding(suffix), true)
  }

  private static func highestNumber(of file: FilePath, _ system: any SystemCalls)
    throws(StorageError) -> UInt64
  {
    let prefix = Array(file.lastComponent) + Array(".~".utf8)
    var highest: UInt64 = 0
    for name in try system.entryNames(of: file.folder)
    where name.starts(with: prefix) && name.last == UInt8(ascii: "~") {
      let digits = name[prefix.count...].dropLast()
      guard digits.first != UInt8(ascii: "0"), digits.allSatisfy({ (48...57).contains($0) }),
        let number = UInt64(String(decoding: digits, as: UTF8.self)), number < .max
      else { continue }
      highest = max(highest, number)
    }
    return highest
  }
}
