// Paths as a policy file says them: `readPolicyFile` in Policy reads them back.

enum PolicyWord {
  /// The glob of a section that means the file at `path`. Bytes that are no printable text are
  /// matched by `?`: the file is then one of few, and not of all.
  static func section(_ path: [UInt8]) -> String {
    let components = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .filter { !$0.elementsEqual(".".utf8) }
    return components.map { component in
      guard isPrintable(component) else {
        return component.map { byte in
          (0x20..<0x7f).contains(byte) ? escaped(CollectionOfOne(byte)) : "?"
        }.joined()
      }
      return escaped(component)
    }.joined(separator: "/")
  }

  /// `path` as the value of a line; nil if none has it.
  static func value(_ path: [UInt8]) -> String? {
    guard isPrintable(path[...]), path.first != UInt8(ascii: " "), path.last != UInt8(ascii: " "),
      path.first != UInt8(ascii: "=")
    else { return nil }
    var bytes: [UInt8] = []
    for (place, byte) in path.enumerated() {
      // Behind white space, `#` begins a comment, and a backslash before it is dropped.
      let isBehindSpace = place == 0 || path[place - 1] == UInt8(ascii: " ")
      let run = path[place...].prefix { $0 == UInt8(ascii: "\\") }
      let ending = path[(place + run.count)...].first
      if isBehindSpace, ending == UInt8(ascii: "#") { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func escaped(_ text: some Sequence<UInt8>) -> String {
    String(
      decoding: text.flatMap { byte in
        "*?[]\\#".utf8.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
      }, as: UTF8.self)
  }

  private static func isPrintable(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self).map { $0.printable == $0 } ?? false
  }
}
