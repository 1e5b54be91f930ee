// Messages for people. One about a place in a file has the form that compilers use, which editors
// follow: the place, the message, the line, and a mark below the column.

internal import Policy
internal import Storage

extension Report {
  /// What stands on standard error.
  var messageText: String {
    messages.map { Self.text($0, before: "") }.joined()
      + files.flatMap { file in
        file.messages.map { Self.text($0, before: "\(file.path.text): ") }
      }.joined()
  }

  private static func text(_ message: Message, before subject: String) -> String {
    let severity = message.severity.rawValue
    guard let place = message.location else {
      let prefix = message.severity == .error ? "" : "\(severity): "
      return "symdemote: \("\(subject)\(prefix)\(message.text)".printable)\n"
    }
    let text = "\(place.file):\(place.line):\(place.column): \(severity): \(message.text)"
    guard let line = message.line else { return "\(text.printable)\n" }
    // Tabs stay, so that the mark stands where the reader looks.
    let shown = line.split(separator: "\t", omittingEmptySubsequences: false)
      .map { String($0).printable }.joined(separator: "\t")
    let indent = line.utf8.prefix(max(0, place.column - 1)).map {
      $0 == UInt8(ascii: "\t") ? "\t" : " "
    }.joined()
    return "\(text.printable)\n  \(shown)\n  \(indent)^\n"
  }
}
