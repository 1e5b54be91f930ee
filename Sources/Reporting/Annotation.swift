// A finding with a place in a file, for services that show findings beside the files they are about.

public import Policy

/// What kind of finding it is. Its number is a contract: people suppress findings by it.
public enum FindingRule: String, Sendable, CaseIterable {
  /// A file exports what its policy does not allow.
  case exportNotAllowed = "SD001"
  /// A file lacks what its policy requires.
  case missingExport = "SD002"
  /// A library's references to one copy go partly to another.
  case splitLibrary = "SD101"
  /// A library uses another object's copy throughout.
  case foreignCopy = "SD102"
  /// A few names that two libraries happen to share.
  case nameClash = "SD103"
  /// A library would be captured if it were opened.
  case latentCapture = "SD104"
}

/// A symbol that a finding is about.
public struct AnnotatedSymbol: Sendable, Equatable {
  /// The name, with its version behind `@` if it has one.
  public let label: String
  /// What it stands for; nil if it is not mangled.
  public let demangled: String?

  /// Memberwise.
  public init(_ label: String, demangled: String? = nil) {
    (self.label, self.demangled) = (label, demangled)
  }
}

/// One finding.
public struct Annotation: Sendable, Equatable {
  /// How serious it is.
  public let severity: Message.Severity
  /// What kind of finding it is; nil for a message.
  public let rule: FindingRule?
  /// What was found.
  public let text: String
  /// The place in a policy or a list to show it beside; nil for the file that it is about.
  public let location: SourceLocation?
  /// The symbols that it is about.
  public let symbols: [AnnotatedSymbol]
  /// What makes it the same finding in the next build, wherever that is made: names as they are in files,
  /// and paths only where names tell nothing apart. What is found twice at one place is the same finding.
  public let identity: [[UInt8]]
  /// Paths of other files that have to do with it.
  public let others: [[UInt8]]

  /// Memberwise.
  public init(
    _ severity: Message.Severity, _ rule: FindingRule?, _ text: String,
    at location: SourceLocation? = nil, symbols: [AnnotatedSymbol] = [], identity: [[UInt8]] = [],
    others: [[UInt8]] = []
  ) {
    (self.severity, self.rule, self.text, self.location) = (severity, rule, text, location)
    (self.symbols, self.identity, self.others) = (symbols, identity, others)
  }
}
