// Messages for people. One about a place in a file has the form that compilers use, which editors
// follow: the place, the message, the line, and a mark below the column.

internal import Policy
internal import Storage

extension FileReport {
  /// What stands on standard error.
  func messageText(isColoured: Bool) -> String {
    messages.map { $0.text(before: "\(path.text): ", isColoured: isColoured) }.joined()
  }
}

extension Message {
  /// The message as it stands on standard error, behind `subject`.
  func text(before subject: String, isColoured: Bool = false) -> String {
    func coloured(_ text: String) -> String {
      isColoured ? (severity == .error ? TextStyle.alarm : .caution).applied(to: text) : text
    }
    guard let place = location else {
      let isError = severity == .error
      let prefix = isError ? "" : coloured("\(severity.rawValue):") + " "
      return (isError ? coloured("symdemote:") : "symdemote:")
        + " \(subject.printable)\(prefix)\(text.printable)\n"
    }
    let text =
      "\(place.file):\(place.line):\(place.column): ".printable
      + coloured("\(severity.rawValue):") + " \(self.text.printable)"
    guard let line else { return "\(text)\n" }
    // Tabs stay, so that the mark stands where the reader looks.
    let shown = line.split(separator: "\t", omittingEmptySubsequences: false)
      .map { String($0).printable }.joined(separator: "\t")
    let indent = line.utf8.prefix(max(0, place.column - 1)).map {
      $0 == UInt8(ascii: "\t") ? "\t" : " "
    }.joined()
    return "\(text)\n  \(shown)\n  \(indent)^\n"
  }
}
