// What the scripts are tried on: one library and one program, of the same object file.

import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

extension Linker {
  /// The linker itself, as Debian has it. The toolchain's lld is another version.
  var path: String { self == .mold ? "/usr/bin/mold" : "/usr/bin/ld.\(rawValue)" }
}

/// Object files, and what each linker makes of them without a script.
final class Subject: Sendable {
  static let shared = Result { try Subject() }

  /// What one linker makes.
  struct Made: Sendable {
    let library: DynamicImage
    /// With everything exported.
    let program: DynamicImage
    /// What the program exports if nobody asks for more.
    let namesOfPlainProgram: Set<String>
  }

  private let folder: TemporaryFolder
  private let made: [Linker: Made]

  private init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.source, to: "library.cc")
    try folder.write(Self.mainSource, to: "main.c")
    try folder.write("int needed;", to: "needed.c")
    let compile = ["-c", "-g0", "-O1", "-fPIC"]
    try mustRun("g++", compile + ["library.cc"], directory: folder.url)
    try mustRun("gcc", compile + ["main.c", "needed.c"], directory: folder.url)
    try mustRun(
      Linker.bfd.path, ["-shared", "needed.o", "-o", "libneeded.so"], directory: folder.url)
    var made: [Linker: Made] = [:]
    for linker in Linker.allCases {
      let file = folder.file("plain.\(linker.rawValue)")
      let exporting = Self.program + ["--export-dynamic"]
      made[linker] = Made(
        library: try Self.link(linker, Self.library, to: file, in: folder).get(),
        program: try Self.link(linker, exporting, to: file, in: folder).get(),
        namesOfPlainProgram: try Self.link(linker, Self.program, to: file, in: folder).get()
          .exportedNames)
    }
    self.made = made
  }

  /// What `linker` makes without a script.
  func made(by linker: Linker) throws -> Made { try #require(made[linker]) }

  /// What `linker` exports by the script of `row`, or adds to what it exports; or what it says.
  func names(by linker: Linker, following row: Row) throws -> Result<Set<String>, LinkFailure> {
    let plain = try made(by: linker).namesOfPlainProgram
    let own = try TemporaryFolder()
    let script = try own.write(row.script, to: "script")
    var options = row.isForLibraries ? Self.library : Self.program
    options.append("--\(row.format.rawValue)=\(script.path)")
    // Newer lld rejects a name that is nowhere, by default; the others never do.
    if linker == .lld { options.append("--undefined-version") }
    return try Self.link(linker, options, to: own.file("linked"), in: folder)
      .map { row.isForLibraries ? $0.exportedNames : $0.exportedNames.subtracting(plain) }
  }

  private static let library = ["-shared", "library.o"]
  private static let program = [
    "-pie", "-e", "main", "--dynamic-linker=/lib/ld.so", "main.o", "library.o", "libneeded.so",
  ]

  private static func link(
    _ linker: Linker, _ options: [String], to file: URL, in folder: TemporaryFolder
  ) throws -> Result<DynamicImage, LinkFailure> {
    let result = try run(linker.path, options + ["-o", file.path], directory: folder.url)
    guard result.succeeded else { return .failure(LinkFailure(message: result.errors)) }
    return .success(try decode([UInt8](try Data(contentsOf: file))))
  }
}

/// A linker's refusal.
struct LinkFailure: Error {
  let message: String
}

extension Row {
  /// A version script shapes a library, a list of dynamic symbols a program.
  var isForLibraries: Bool { format == .versionScript }
}

extension DynamicImage {
  var exportedNames: Set<String> { Set(exports.map(text)) }

  func text(of symbol: SymbolIndex) -> String { String(decoding: name(of: symbol), as: UTF8.self) }
}
