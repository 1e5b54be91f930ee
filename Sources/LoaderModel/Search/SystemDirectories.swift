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
    var start = 0
    for (position, byte) in bytes.enumerated() where !Self.isPrintable(byte) {
      let text = start..<position
      start = position + 1
      // Most of a loader is no text that begins with a slash.
      if byte == 0, bytes[text.lowerBound] == UInt8(ascii: "/"),
        Self.isLibraryDirectory(bytes[text])
      {
        found.append(Array(bytes[text]))
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
