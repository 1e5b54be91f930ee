// What `symdemote policy` writes: a file for a linker, or for people to go on with.

/// A policy in another form.
public struct EmittedPolicyReport: ReportBody {
  private let form: String
  /// The file's content.
  public let text: String

  /// `text`, which is of the form that is called `form`.
  public init(form: String, text: String) {
    self.form = form
    self.text = text
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [JSONField("form", .string(form)), JSONField("content", .string(text))]
  }
}
