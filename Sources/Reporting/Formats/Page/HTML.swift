// Text in a page: names come from files that nobody vouches for, and none may become markup.

extension String {
  /// The text as it stands between tags, and in attributes in double quotes.
  var html: String {
    printable.escaped { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      default: nil
      }
    }
  }
}
