// A path as the system has it: bytes, not text. Not every path is UTF-8.
//
// A path is looked up anew by each call, and whoever may write to a folder on the way leads it
// elsewhere in between. So the folder is opened once, and from then on only the last name is looked
// up, in that folder, whatever it is called meanwhile. What is derived from such a path - the folder,
// and names beside it - is looked up there as well.

internal import Glibc

/// An open folder in which names are looked up; closed with the last path that needs it.
final class OpenFolder: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }
}

/// A path of the file system.
public struct FilePath: Sendable, Hashable {
  /// The path's bytes, without the closing zero.
  public let bytes: [UInt8]

  /// The folder in which the path is looked up by its last name, once that is open.
  private let opened: OpenFolder?
  /// Whether it is that very folder.
  private let isOpened: Bool

  /// The path with these bytes, up to the first zero.
  public init(_ bytes: some Sequence<UInt8>) { self.init(bytes, in: nil) }

  private init(_ bytes: some Sequence<UInt8>, in opened: OpenFolder?, isOpened: Bool = false) {
    self.bytes = Array(bytes.prefix { $0 != 0 })
    self.opened = opened
    self.isOpened = isOpened
  }

  /// The path of `text` in UTF-8.
  public init(_ text: String) { self.init(text.utf8) }

  /// The path for messages; bytes that are not UTF-8 are replaced.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The folder that holds what the path names; `.` if the path has no slash.
  public var folder: FilePath {
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    let path = slash.map { $0 == 0 ? Array("/".utf8) : Array(bytes[..<$0]) } ?? Array(".".utf8)
    return FilePath(path, in: isOpened ? nil : opened, isOpened: !isOpened && opened != nil)
  }

  /// Whether its folder is open.
  var hasOpenFolder: Bool { opened != nil }

  /// The path, looked up in `folder`.
  func lookedUp(in folder: OpenFolder) -> FilePath { FilePath(bytes, in: folder) }

  /// The path, looked up where `other` is, which has the same folder.
  func lookedUp(beside other: FilePath) -> FilePath { FilePath(bytes, in: other.opened) }

  /// What stands behind the last slash.
  var lastComponent: ArraySlice<UInt8> {
    bytes[((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
  }

  /// The path of `name` within this folder.
  public func appending(_ name: String) -> FilePath { appending(Array(name.utf8)) }

  /// The path of `name` within this folder.
  public func appending(_ name: [UInt8]) -> FilePath {
    FilePath(
      bytes + (bytes == [UInt8(ascii: "/")] ? [] : [UInt8(ascii: "/")]) + name,
      in: isOpened ? opened : nil)
  }

  /// The path with `suffix` behind its last name.
  func adding(_ suffix: [UInt8]) -> FilePath { FilePath(bytes + suffix, in: opened) }

  /// Two paths that are written alike are one, whether or not their folder is open.
  public static func == (one: FilePath, other: FilePath) -> Bool { one.bytes == other.bytes }

  /// As paths are equal.
  public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }

  /// Calls `body` with what the system looks the path up by: a folder and a path from there.
  func lookUp<Result>(_ body: (Int32, UnsafePointer<CChar>) -> Result) -> Result {
    guard let opened else { return unsafe withCString { unsafe body(AT_FDCWD, $0) } }
    let name = isOpened ? FilePath(".") : FilePath(lastComponent)
    return unsafe name.withCString { unsafe body(opened.number, $0) }
  }

  /// Calls `body` with the path as C wants it.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let characters = bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe characters.withUnsafeBufferPointer { buffer in
      unsafe body(buffer.baseAddress.unsafelyUnwrapped)
    }
  }
}
