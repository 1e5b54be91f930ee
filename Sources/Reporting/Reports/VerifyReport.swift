// `symdemote verify`: which checks ran, and what they found.

public import Verification

/// The soundness of one file.
public struct VerifyReport: ReportBody {
  private let path: String
  private let original: String?
  private let checks: [String]
  private let problems: [Problem]
  private let exportCount: Int

  /// What `checks` found in the file at `path`, beside `original` if there is one.
  public init(
    path: String, original: String?, checks: [String], problems: [Problem], exportCount: Int
  ) {
    self.path = path
    self.original = original
    self.checks = checks
    self.problems = problems
    self.exportCount = exportCount
  }

  /// One line per problem, or one that says that there is none.
  public var text: String {
    guard !problems.isEmpty else {
      return "\(path.printable): sound: \(checks.count) checks, \(exportCount) exports\n"
    }
    return problems.map { "\(path.printable): \($0.sentence)\n" }.joined()
  }

  /// The file with a problem.
  public func highlight(in line: Substring) -> Highlight? {
    problems.isEmpty || line.isEmpty ? nil : Highlight(.alarm, line.prefix(path.printable.count))
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [
      JSONField("original", .optional(original)),
      JSONField("checks", .array(checks.map(JSONValue.string))),
      JSONField("exports", .number(exportCount)),
      JSONField(
        "problems",
        .array(
          problems.map {
            .object([
              JSONField("check", .string($0.check)),
              JSONField("structure", .string($0.structure)),
              JSONField("offset", $0.offset.map { .hexadecimal(UInt64($0)) } ?? .null),
              JSONField("message", .string($0.message)),
            ])
          })),
    ]
  }
}

extension Problem {
  /// The problem in one line: where, what, which check.
  public var sentence: String {
    let place = offset.map { " at \($0.hexadecimal)" } ?? ""
    return "\(structure.printable)\(place): \(message.printable) [\(check)]"
  }
}
