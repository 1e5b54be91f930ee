// What a demotion does about a collision. For what is in a process it is tried there before it is
// recommended; for what could come it is only decided. Here is what came of it.

/// A demotion: the names that one file defines, made local in another.
public struct CureStep: Sendable, Equatable {
  /// The library whose names are meant.
  public let source: [UInt8]
  /// The file in which they are demoted.
  public let target: [UInt8]
  /// The options that make `apply` look at the same process.
  public let options: [[UInt8]]

  /// Memberwise.
  public init(source: [UInt8], target: [UInt8], options: [[UInt8]]) {
    self.source = source
    self.target = target
    self.options = options
  }
}

/// Captured names that must stay as they are, and why.
public struct KeptNames: Sendable {
  /// The rule that keeps them.
  public let rule: String
  /// Why, in one line.
  public let reason: String
  /// The names.
  public let names: [ReferencedName]

  /// Memberwise.
  public init(rule: String, reason: String, names: [ReferencedName]) {
    self.rule = rule
    self.reason = reason
    self.names = names
  }
}

/// What `apply` will say of a cure beside its result.
public struct CureWarning: Sendable {
  /// The rule that warns; nil if it is none.
  public let rule: String?
  /// The words.
  public let text: String

  /// Memberwise.
  public init(rule: String?, text: String) {
    self.rule = rule
    self.text = text
  }
}

/// What to do about one collision.
public struct Cure: Sendable {
  /// What is done, in order; empty if nothing helps.
  public let steps: [CureStep]
  /// How many references are captured.
  public let capturedCount: Int
  /// How many of them then go where they belong: all, or none if there is no cure.
  public let curedCount: Int
  /// How many names are demoted for that.
  public let demotedCount: Int
  /// Whether the process was made again with the result.
  public let isTried: Bool
  /// What a rule keeps.
  public let kept: [KeptNames]
  /// Why nothing helps, a part of a sentence, or why nothing was tried; nil if something helps.
  public let obstacle: String?
  /// Whether no cure was looked for, so that there may be one.
  public let isSkipped: Bool
  /// What is to be said beside.
  public let warnings: [CureWarning]

  /// A cure that helps.
  public init(
    steps: [CureStep], capturedCount: Int, curedCount: Int, demotedCount: Int, isTried: Bool,
    kept: [KeptNames], warnings: [CureWarning]
  ) {
    self.steps = steps
    self.capturedCount = capturedCount
    self.curedCount = curedCount
    self.demotedCount = demotedCount
    self.isTried = isTried
    self.kept = kept
    self.warnings = warnings
    obstacle = nil
    isSkipped = false
  }

  /// No cure, because `obstacle`.
  public init(none obstacle: String, capturedCount: Int, kept: [KeptNames] = []) {
    self.init(obstacle, isSkipped: false, capturedCount: capturedCount, kept: kept)
  }

  /// No cure was looked for, because `reason`.
  public init(untried reason: String, capturedCount: Int) {
    self.init("not tried: \(reason)", isSkipped: true, capturedCount: capturedCount, kept: [])
  }

  private init(_ obstacle: String, isSkipped: Bool, capturedCount: Int, kept: [KeptNames]) {
    steps = []
    self.capturedCount = capturedCount
    curedCount = 0
    demotedCount = 0
    isTried = false
    warnings = []
    self.kept = kept
    self.obstacle = obstacle
    self.isSkipped = isSkipped
  }

  /// That there is no cure and why, as reports say it; nil if there is one.
  public var refusal: String? { isSkipped ? obstacle : obstacle.map { "no cure: \($0)" } }
}
