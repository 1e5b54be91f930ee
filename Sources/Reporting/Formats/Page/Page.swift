// A report as one page that needs nothing else: no network, no other file. Its parts are written one after
// the other, as the files of the run are done.

internal import Storage

/// The frame of a page.
enum Page {
  /// What comes before the first file.
  static func beginning(_ command: String, version: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="\(policy)">
    <meta name="generator" content="symdemote \(version.html)">
    <title>symdemote \(command.html)</title>
    <style>
    \(PageStyle.text)</style>
    </head>
    <body>
    <header><h1>symdemote \(command.html)</h1></header>
    <svg class="shapes" aria-hidden="true">
    <defs>\(arrow("need"))\(arrow("captured"))\(arrow("cured"))</defs>
    </svg>
    <nav id="index" aria-label="Programs" hidden></nav>
    <main>

    """
  }

  /// What comes behind the last file.
  static func end(_ messages: [Message], version: String) -> String {
    list(of: messages)
      + """
      </main>
      <footer>Made by symdemote \(version.html).</footer>
      <script>
      \(PageScript.text)</script>
      </body>
      </html>

      """
  }

  /// The part of one file.
  static func section(of file: FileReport, at position: Int) -> [UInt8] {
    // A page of its own for each kind of result is for those that are looked at; others keep their text.
    let content =
      file.body.map {
        $0.form(.html, at: position)?.bytes ?? Array("<pre>\($0.text.escapedLines)</pre>\n".utf8)
      } ?? []
    let beginning = """
      <section class="process" id="p\(position)" data-state="before" \
      data-status="\(file.status.rawValue)">
      <h2>\(file.path.text.html)</h2>
      \(list(of: file.messages))
      """
    return Array(beginning.utf8) + content + Array("</section>\n".utf8)
  }

  private static func list(of messages: [Message]) -> String {
    guard !messages.isEmpty else { return "" }
    let items = messages.map {
      "<li class=\"\($0.severity.rawValue)\"><b>\($0.severity.rawValue):</b> \($0.text.html)</li>\n"
    }
    return "<ul class=\"messages\">\n\(items.joined())</ul>\n"
  }

  /// Nothing is fetched from anywhere; style and script stand in the page.
  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    + "base-uri 'none'; form-action 'none'"

  private static func arrow(_ kind: String) -> String {
    """
    <marker id="arrow-\(kind)" class="arrow \(kind)" viewBox="0 0 8 8" refX="7" refY="4" \
    markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker>
    """
  }
}

extension String {
  /// Lines that stay lines.
  fileprivate var escapedLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).html }
      .joined(separator: "\n")
  }
}
