// Who takes what a run says, file by file, as it is done: a printer, or whoever keeps it all. What is
// ready waits until it is its turn, as the text that it will be.

/// Takes the reports of a run.
public protocol ReportReceiver: Sendable {
  /// The run of `command` begins, over so many files. It is called once, and first.
  func begin(_ command: String, fileCount: Int)
  /// Prepares what is said of one file, on the thread that made the report; nil of a file of which
  /// there is nothing to say.
  ///
  /// - Returns: what says it. It is called once, in the order of the files, and never while another
  ///   file's is.
  func prepare(_ file: FileReport?) -> @Sendable () -> Void
}

/// What is left to say when every file was told of.
public struct RunEnding: Sendable {
  /// What concerns the run and no file in particular.
  public let messages: [Message]
  /// What the run itself comes to, whatever its files.
  public let status: ExitStatus

  /// Memberwise.
  public init(messages: [Message] = [], status: ExitStatus = .success) {
    self.messages = messages
    self.status = status
  }
}
