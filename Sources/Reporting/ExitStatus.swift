// The exit codes, a contract with scripts.

/// How a run ended.
public enum ExitStatus: Int32, Sendable, Comparable, CaseIterable {
  /// Done, or nothing to do.
  case success = 0
  /// Files would change, differ, or have problems.
  case findings = 1
  /// Usage, input or I/O trouble; a file that is not supported.
  case trouble = 2
  /// Refused by a safety rule; the file is untouched.
  case refused = 3
  /// The result did not pass its own verification; nothing was written, or the original put back.
  case unverified = 4

  private var severity: Int {
    switch self {
    case .success: 0
    case .findings: 1
    case .refused: 2
    case .trouble: 3
    case .unverified: 4
    }
  }

  /// Better before worse: of several files the worst decides, in the order 4, 2, 3, 1, 0.
  public static func < (first: ExitStatus, second: ExitStatus) -> Bool {
    first.severity < second.severity
  }
}
