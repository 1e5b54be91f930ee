// What a check found wrong.

/// A disagreement between tables, or between a file and the one it was made from.
public struct Problem: Sendable, Equatable {
  /// The check that found it.
  public let check: String
  /// The structure it lies in.
  public let structure: String
  /// File offset, where one place is to blame.
  public let offset: Int?
  /// What is wrong.
  public let message: String

  /// The result of an edit that cannot even be decoded.
  public static func unreadable(_ reason: String) -> Problem {
    Problem("read-back", in: "file", "it cannot be read: \(reason)")
  }

  /// The result of an edit that differs from what was planned.
  public static let notAsPlanned = Problem(
    "read-back", in: "file", "its tables are not what was planned")

  init(_ check: String, in structure: String, at offset: Int? = nil, _ message: String) {
    self.check = check
    self.structure = structure
    self.offset = offset
    self.message = message
  }
}

/// Collects what one check finds; a broken table breaks thousands of entries, and the first few
/// tell as much as all.
struct Findings {
  private let check: String
  private(set) var problems: [Problem] = []
  private var suppressed = 0
  private static let limit = 20

  init(_ check: String) { self.check = check }

  /// Records a problem unless `condition` holds. Returns whether it does.
  @discardableResult
  @inline(__always)
  mutating func expect(
    _ condition: Bool, in structure: @autoclosure () -> String,
    at offset: @autoclosure () -> Int? = nil, _ message: @autoclosure () -> String
  ) -> Bool {
    if condition { return true }
    return note(structure(), offset, message)
  }

  private mutating func note(_ structure: String, _ offset: () -> Int?, _ message: () -> String)
    -> Bool
  {
    if problems.count < Self.limit {
      problems.append(Problem(check, in: structure, at: offset(), message()))
    } else {
      suppressed += 1
    }
    return false
  }

  /// The problems, with a count of those left out.
  var all: [Problem] {
    guard suppressed > 0, let last = problems.last else { return problems }
    return problems + [
      Problem(check, in: last.structure, "and \(suppressed) more problems of this kind")
    ]
  }
}
