// What `symdemote policy` writes: a file for a linker, or for people to go on with.

public import Policy

/// A policy in another form.
public struct EmittedPolicyReport: ReportBody {
  private let form: ListingForm?
  /// The file's content.
  public let text: String

  /// `text` in `form`; nil for a policy file.
  public init(form: ListingForm?, text: String) {
    self.form = form
    self.text = text
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [
      JSONField("form", .string(form?.rawValue ?? "policy")),
      JSONField("content", .string(text)),
    ]
  }
}
