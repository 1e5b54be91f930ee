// Where a path leads that somebody wrote in a policy or on a command line.

internal import Storage

extension FilePath {
  /// The path from the root of the file system, without `.` and `..`, whatever is a symbolic link.
  var normalised: FilePath {
    let start =
      bytes.first == UInt8(ascii: "/") ? [] : Sysroot().realPath(of: FilePath("."))?.bytes ?? []
    var components: [ArraySlice<UInt8>] = []
    for component in (start + [UInt8(ascii: "/")] + bytes).split(separator: UInt8(ascii: "/")) {
      if component.elementsEqual("..".utf8) {
        _ = components.popLast()
      } else if !component.elementsEqual(".".utf8) {
        components.append(component)
      }
    }
    return FilePath([UInt8(ascii: "/")] + components.joined(separator: [UInt8(ascii: "/")]))
  }

  /// The path, which begins in `folder` unless it is absolute.
  func resolved(in folder: FilePath?) -> FilePath {
    guard let folder, bytes != [UInt8(ascii: "-")], bytes.first != UInt8(ascii: "/"),
      folder != FilePath(".")
    else { return self }
    return FilePath(folder.bytes + [UInt8(ascii: "/")] + bytes)
  }
}
