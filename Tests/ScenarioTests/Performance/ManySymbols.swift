// Files with many exports, and twice as many relocations that name them: written as assembly, which
// takes an assembler and a linker a moment where a compiler would need minutes.

import Foundation
import TestSupport

/// A library with `count` functions, and what selects nine of ten by their names.
struct ManySymbols {
  let folder: TemporaryFolder
  let count: Int
  let library: URL

  init(_ count: Int) throws {
    folder = try TemporaryFolder()
    self.count = count
    let pointers = (0..<count).map {
      ".quad \(Self.name($0)), \(Self.name($0 * 7919 % count))\n"
    }
    let source = try folder.write(
      (0..<count).map(Self.function).joined() + ".data\n" + pointers.joined()
        + ".section .note.GNU-stack,\"\",@progbits\n", to: "many.s")
    library = folder.file("libmany.so")
    try mustRun(
      "gcc", ["-shared", "-nostdlib", "-Wl,-soname,libmany.so", source.path, "-o", library.path])
  }

  static func name(_ number: Int) -> String {
    "_ZN9synthetic6module\(number % 97)5Thing6method\(number)Eii"
  }

  private static func function(_ number: Int) -> String {
    let name = name(number)
    return ".globl \(name)\n.type \(name), @function\n\(name): ret\n"
  }

  /// A policy of as many lines as names are to be demoted.
  func names() throws -> String {
    let lines = (0..<count).filter { $0 % 10 != 0 }.map { "demote \(Self.name($0))\n" }
    return "--policy=\(try folder.write(lines.joined(), to: "names.policy").path)"
  }

  /// A policy of patterns, most of which fit nothing, and none of which begins as another does.
  static func patterns(_ number: Int, in folder: TemporaryFolder) throws -> String {
    let lines = (0..<number).map {
      $0 % 2 == 0 ? "keep p\($0)_*_end\n" : "keep *_\($0)_end\n"
    }
    let file = try folder.write(lines.joined() + "all\n", to: "patterns-\(number).policy")
    return "--policy=\(file.path)"
  }

  /// A program that defines all that the library defines, and needs the library.
  func program() throws -> URL {
    let program = folder.file("program")
    let start = try folder.write(".globl _start\n_start: hlt\n", to: "start.s")
    try mustRun(
      "gcc",
      [
        "-pie", "-nostdlib", "-Wl,--export-dynamic", "-Wl,--no-as-needed", "-Wl,-rpath,$ORIGIN",
        start.path, folder.file("many.s").path, library.path, "-o", program.path,
      ])
    return program
  }
}
