// `$ORIGIN` as musl replaces it.
//
// Source: musl ldso/dynlink.c `fixup_rpath`. The folder of a library is that of the path it was
// loaded under, which may be relative. What follows `ORIGIN` does not matter; any other dollar
// makes the whole list count for nothing.

struct MuslOrigin {
  private let folder: ArraySlice<UInt8>

  /// The folder of the program.
  init(folder: [UInt8]) {
    self.folder = folder.elementsEqual("/".utf8) ? [] : folder[...]
  }

  /// The folder of the library that was loaded under `path`.
  init(path: [UInt8]) {
    folder = path.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] } ?? [UInt8(ascii: ".")]
  }

  /// No list of directories that leads anywhere is longer.
  private static let listLimit = 1 << 20

  /// `list` with `$ORIGIN` replaced; nil if that cannot be done.
  func expand(_ list: ArraySlice<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = list
    while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
      let token = rest[dollar...]
      let length = token.starts(with: "$ORIGIN".utf8) ? 7 : 9
      guard length == 7 || token.starts(with: "${ORIGIN}".utf8), result.count < Self.listLimit
      else { return nil }
      result += rest[..<dollar]
      result += folder
      rest = token.dropFirst(length)
    }
    return result + rest
  }
}
