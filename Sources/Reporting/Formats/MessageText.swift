// Messages for people. One about a place in a file has the form that compilers use, which editors
// follow: the place, the message, the line, and a mark below the column.

internal import Policy
internal import Storage

extension FileReport {
  /// What stands on standard error.
  var messageText: String { messages.map { $0.text(before: "\(path.text): ") }.joined() }
}

extension Message {
  /// The message as it stands on standard error, behind `subject`.
  func text(before subject: String) -> String {
    guard let place = location else {
      let prefix = severity == .error ? "" : "\(severity.rawValue): "
      return "symdemote: \("\(subject)\(prefix)\(text)".printable)\n"
    }
    let text = "\(place.file):\(place.line):\(place.column): \(severity.rawValue): \(self.text)"
    guard let line else { return "\(text.printable)\n" }
    // Tabs stay, so that the mark stands where the reader looks.
    let shown = line.split(separator: "\t", omittingEmptySubsequences: false)
      .map { String($0).printable }.joined(separator: "\t")
    let indent = line.utf8.prefix(max(0, place.column - 1)).map {
      $0 == UInt8(ascii: "\t") ? "\t" : " "
    }.joined()
    return "\(text.printable)\n  \(shown)\n  \(indent)^\n"
  }
}
