// Who takes what a run says, file by file, as it is done: a printer, or whoever keeps it all. What is
// ready waits until it is its turn, as the text that it will be.

/// Takes the reports of a run.
public protocol ReportReceiver: Sendable {
  /// The run begins. It is called once, and first.
  func begin(_ run: RunOutline)
  /// Prepares what is said of one file, on the thread that made the report; nil of a file of which
  /// there is nothing to say.
  ///
  /// - Parameter position: where the file stands in the list of the run, from 0.
  /// - Returns: what says it. It is called once, in the order of the files, and never while another
  ///   file's is.
  func prepare(_ file: FileReport?, at position: Int) -> @Sendable () -> Void
}

/// What is left to say when every file was told of.
public struct RunEnding: Sendable {
  /// What concerns the run and no file in particular.
  public let messages: [Message]
  /// What the run itself comes to, whatever its files.
  public let status: ExitStatus
  /// Of a shard: what its selection had an effect on, which only all shards together can judge.
  public let effect: SelectionEffect?

  /// Memberwise.
  public init(
    messages: [Message] = [], status: ExitStatus = .success, effect: SelectionEffect? = nil
  ) {
    self.messages = messages
    self.status = status
    self.effect = effect
  }
}
