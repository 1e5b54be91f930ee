// What goes to the standard streams: results as bytes, since a line may hold names as they are in files,
// and messages as text.

/// A report, ready to be written: results to standard output, messages to standard error.
public struct Rendering: Sendable {
  /// For standard output.
  public var output: [UInt8]
  /// For standard error.
  public var errors: String

  /// Memberwise.
  public init(output: [UInt8] = [], errors: String = "") {
    (self.output, self.errors) = (output, errors)
  }

  /// Text for standard output.
  public init(text: String) { self.init(output: Array(text.utf8)) }

  /// The output as text; bytes that are not UTF-8 are replaced.
  public var text: String { String(decoding: output, as: UTF8.self) }

  static func += (first: inout Rendering, second: Rendering) {
    first.output += second.output
    first.errors += second.errors
  }
}
