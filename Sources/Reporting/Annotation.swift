// A finding with a place in a file, for services that show findings beside the files they are about.

public import Policy

/// One finding.
public struct Annotation: Sendable, Equatable {
  /// How serious it is.
  public let severity: Message.Severity
  /// What kind of finding it is, in a few words.
  public let title: String
  /// What was found.
  public let text: String
  /// The file to show it beside, and the line if there is one.
  public let file: String
  /// From 1; nil for the file as a whole.
  public let line: Int?

  /// A finding about a file as a whole.
  public init(_ severity: Message.Severity, title: String, _ text: String, in file: String) {
    (self.severity, self.title, self.text) = (severity, title, text)
    (self.file, line) = (file, nil)
  }

  /// A finding about a place in a policy or a list.
  public init(
    _ severity: Message.Severity, title: String, _ text: String, at location: SourceLocation
  ) {
    (self.severity, self.title, self.text) = (severity, title, text)
    (file, line) = (location.file, location.line)
  }
}
