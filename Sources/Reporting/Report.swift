// What a command has to say, before it is put into a format.

public import Policy
public import Storage

/// Something said beside the result: an error, a warning, a remark.
public struct Message: Sendable, Equatable {
  /// How serious it is.
  public enum Severity: String, Sendable {
    case error
    case warning
  }

  /// How serious it is.
  public let severity: Severity
  /// What it says: where, what, and what to do.
  public let text: String
  /// The place in a policy or list that it is about.
  public let location: SourceLocation?
  /// The line at that place.
  public let line: String?

  /// Memberwise.
  public init(
    _ severity: Severity, _ text: String, at location: SourceLocation? = nil, line: String? = nil
  ) {
    self.severity = severity
    self.text = text
    self.location = location
    self.line = line
  }
}

/// The result of one command for one file, in the terms of that command.
public protocol ReportBody: Sendable {
  /// The result for people; empty or ending in a newline.
  var text: String { get }
  /// The result for machines.
  var fields: [JSONField] { get }
  /// The result in a form that only results of its kind have; nil if it has no such form.
  ///
  /// - Parameter position: where the file stands in the list of the run.
  func form(_ format: Format, at position: Int) -> OwnForm?
  /// What was found, each with its place.
  var annotations: [Annotation] { get }
  /// What stands out of a line of `text`.
  func highlight(in line: Substring) -> Highlight?
}

extension ReportBody {
  /// Most results have none.
  public func form(_ format: Format, at position: Int) -> OwnForm? { nil }
  /// Most results are no findings.
  public var annotations: [Annotation] { [] }
  /// Most results are told in plain words.
  public func highlight(in line: Substring) -> Highlight? { nil }
}

/// What is said of one file.
public struct FileReport: Sendable {
  /// The file.
  public let path: FilePath
  /// How it ended for this file.
  public let status: ExitStatus
  /// Errors, warnings and remarks.
  public let messages: [Message]
  /// The result, unless an error came first.
  public let body: (any ReportBody)?

  /// Memberwise.
  public init(
    path: FilePath, status: ExitStatus, messages: [Message] = [], body: (any ReportBody)? = nil
  ) {
    self.path = path
    self.status = status
    self.messages = messages
    self.body = body
  }

  /// A file for which there is only an error to report.
  public static func failed(_ path: FilePath, _ status: ExitStatus, _ text: String) -> FileReport {
    FileReport(path: path, status: status, messages: [Message(.error, text)])
  }
}

/// What a whole run has to say.
public struct Report: Sendable {
  /// The command that ran.
  public let command: String
  /// One report per file, in the order they were named.
  public let files: [FileReport]
  /// What concerns the run and no file in particular.
  public let messages: [Message]
  /// What the run itself comes to, whatever its files.
  public let ownStatus: ExitStatus

  /// Memberwise; `status` is that of the run itself.
  public init(
    command: String, files: [FileReport] = [], messages: [Message] = [],
    status: ExitStatus = .success
  ) {
    self.command = command
    self.files = files
    self.messages = messages
    ownStatus = status
  }

  /// The worst of all.
  public var status: ExitStatus { files.map(\.status).reduce(ownStatus, max) }
}
