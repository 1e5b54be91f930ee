// A path as the system has it: bytes, not text. Not every path is UTF-8.

/// A path of the file system.
public struct FilePath: Sendable, Hashable {
  /// The path's bytes, without the closing zero.
  public let bytes: [UInt8]

  /// The path with these bytes, up to the first zero.
  public init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes.prefix { $0 != 0 })
  }

  /// The path of `text` in UTF-8.
  public init(_ text: String) { self.init(text.utf8) }

  /// The path for messages; bytes that are not UTF-8 are replaced.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The folder that holds what the path names; `.` if the path has no slash.
  public var folder: FilePath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return FilePath(".") }
    return slash == 0 ? FilePath("/") : FilePath(bytes[..<slash])
  }

  /// What stands behind the last slash.
  var lastComponent: ArraySlice<UInt8> {
    bytes[((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
  }

  /// The path of `name` within this folder.
  public func appending(_ name: String) -> FilePath { appending(Array(name.utf8)) }

  /// The path of `name` within this folder.
  func appending(_ name: [UInt8]) -> FilePath {
    FilePath(bytes + (bytes == [UInt8(ascii: "/")] ? [] : [UInt8(ascii: "/")]) + name)
  }

  /// The path with `suffix` behind its last name.
  func adding(_ suffix: [UInt8]) -> FilePath { FilePath(bytes + suffix) }

  /// Calls `body` with the path as C wants it.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let characters = bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe characters.withUnsafeBufferPointer { buffer in
      unsafe body(buffer.baseAddress.unsafelyUnwrapped)
    }
  }
}
