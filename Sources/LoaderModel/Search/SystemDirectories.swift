// The directories that glibc's loader searches without being told, and what `$LIB` stands for. Both
// are compiled into the loader, so they are looked for in its file.
//
// Source: glibc elf/gen-trusted-dirs.awk: the directories stand in the file one after the other,
// each with a slash and a zero at its end; elf/Makefile, and Debian's change to it, for `$LIB`.

public import ELFModel

/// A loader's default directories.
public struct SystemDirectories: Sendable, Equatable {
  /// The directories, in the order of the search, each with a slash at its end.
  public let paths: [[UInt8]]

  /// Memberwise.
  public init(_ paths: [[UInt8]]) { self.paths = paths }

  /// Those of the loader whose file is `bytes`; nil if they are not found in it.
  public init?(in bytes: [UInt8]) {
    var found: [[UInt8]] = []
    var start = Self.firstDirectory(in: bytes)
    for position in start..<bytes.count where !Self.isPrintable(bytes[position]) {
      let (byte, text) = (bytes[position], bytes[start..<position])
      start = position + 1
      if byte == 0, Self.isLibraryDirectory(text) {
        found.append(Array(text))
      } else if !found.isEmpty {
        break
      }
    }
    guard !found.isEmpty else { return nil }
    paths = found
  }

  /// Those that glibc chooses for the machine in `header` unless it is told otherwise.
  public init(usualFor header: FileHeader, interpreter: [UInt8]) {
    let name = Self.usualName(header, LoaderName.stem(of: interpreter))
    paths = ["/\(name)/", "/usr/\(name)/"].map { Array($0.utf8) }
  }

  /// `$LIB`: the name of the directory, with the one above it if that is called `lib` and this one
  /// is not.
  public var libraryName: [UInt8] {
    guard let components = paths.first?.split(separator: UInt8(ascii: "/")),
      let last = components.last
    else { return Array("lib".utf8) }
    guard !last.starts(with: "lib".utf8), let above = components.dropLast().last,
      above.starts(with: "lib".utf8)
    else { return Array(last) }
    return above + [UInt8(ascii: "/")] + last
  }

  /// Whether `path` begins with one of the directories.
  func hold(_ path: [UInt8]) -> Bool { paths.contains { path.starts(with: $0) } }

  /// Where the first directory of libraries begins: few texts in a loader end with a slash.
  private static func firstDirectory(in bytes: [UInt8]) -> Int {
    var end = 0
    while end < bytes.count {
      end = ByteSearch.first(UInt8(ascii: "/"), in: bytes, end..<bytes.count) + 1
      guard end < bytes.count, bytes[end] == 0 else { continue }
      let start = bytes[..<end].lastIndex { !isPrintable($0) }.map { $0 + 1 } ?? 0
      if isLibraryDirectory(bytes[start..<end]) { return start }
    }
    return bytes.count
  }

  private static func isPrintable(_ byte: UInt8) -> Bool { 0x21...0x7e ~= byte }

  private static func isLibraryDirectory(_ text: ArraySlice<UInt8>) -> Bool {
    let slash = UInt8(ascii: "/")
    return text.first == slash && text.last == slash && text.count < SearchLimits.pathLength
      && text.split(separator: slash).contains { $0.starts(with: "lib".utf8) }
  }

  private static func usualName(_ header: FileHeader, _ loader: ArraySlice<UInt8>) -> String {
    let loader = String(decoding: loader, as: UTF8.self)
    switch (header.machine.code, header.fileClass) {
    case (MachineCode.x86_64, .elf32): return "libx32"
    case (MachineCode.riscv, .elf64):
      return loader.hasSuffix("lp64d") ? "lib64/lp64d" : "lib64/lp64"
    case (MachineCode.riscv, .elf32):
      return loader.hasSuffix("ilp32d") ? "lib32/ilp32d" : "lib32/ilp32"
    case (_, .elf64): return "lib64"
    case (_, .elf32): return "lib"
    }
  }
}
