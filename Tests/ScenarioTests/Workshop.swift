// Where the tests of this target build what they need, and act on it.

import Foundation
import TestSupport
import Testing

/// A folder of programs and libraries made by one linker.
struct Workshop {
  let folder: TemporaryFolder
  let linker: Linker
  /// The compiler driver for C; nil for the system's, which also does C++.
  let compiler: String?

  init(_ linker: Linker = .bfd, compiler: String? = nil) throws {
    folder = try TemporaryFolder()
    self.linker = linker
    self.compiler = compiler
  }

  /// Links a shared library that is found beside whatever needs it.
  func library(
    _ name: String, _ source: String, needing libraries: [URL] = [], _ options: [String] = [],
    sourceName: String? = nil
  ) throws -> URL {
    try link(
      source, to: name, in: folder, by: linker, as: .shared,
      ["-Wl,-soname,\(name)"] + needs(libraries) + options, sourceName: sourceName,
      compiler: compiler)
  }

  /// Links a program that exports what it defines.
  func program(
    _ source: String, as product: Product = .pie, needing libraries: [URL] = [],
    _ options: [String] = [], sourceName: String? = nil
  ) throws -> URL {
    try link(
      source, to: "program", in: folder, by: linker, as: product,
      ["-Wl,--export-dynamic"] + needs(libraries) + options, sourceName: sourceName,
      compiler: compiler)
  }

  private func needs(_ libraries: [URL]) -> [String] {
    ["-Wl,-rpath,$ORIGIN", "-Wl,--no-as-needed"] + libraries.map(\.path)
  }

  /// Compiles an object that may go into a program or a library.
  func object(_ name: String, _ source: String, _ options: [String] = []) throws -> URL {
    let sourceFile = try folder.write(source, to: "\(name).c")
    let object = folder.file("\(name).o")
    let standard = ["-O1", "-fPIC", "-c", "-o", object.path, sourceFile.path]
    try mustRun(compiler ?? "gcc", standard + options)
    return object
  }

  /// Makes an archive; `isThin` ones name their members instead of holding them.
  func archive(_ name: String, of objects: [URL], isThin: Bool = false) throws -> URL {
    let archive = folder.file(name)
    try mustRun("ar", [isThin ? "rcsT" : "rcs", archive.path] + objects.map(\.path))
    return archive
  }

  /// Writes a version script or the like, and returns the option that passes it to the linker.
  func script(_ text: String, named name: String, option: String = "--version-script")
    throws -> String
  {
    "-Wl,\(option)=\(try folder.write(text, to: name).path)"
  }

  /// A copy of `file` beside it, by another name.
  func copy(_ file: URL, named name: String) throws -> URL {
    let copy = folder.file(name)
    try FileManager.default.copyItem(at: file, to: copy)
    return copy
  }
}

/// What `program` prints, which must be the same whether functions are bound lazily or at once.
func output(of program: URL, environment: [String: String] = [:]) throws -> String {
  let lazily = try mustRun(program.path, environment: environment)
  let atOnce = try mustRun(
    program.path, environment: environment.merging(["LD_BIND_NOW": "1"]) { $1 })
  #expect(lazily == atOnce, "LD_BIND_NOW makes a difference")
  return lazily
}

/// Demotes what `selection` says in `file`, checks the result as a file, and returns a copy of what
/// `file` was.
@discardableResult
func demote(
  in file: URL, _ selection: String..., sourceLocation: SourceLocation = #_sourceLocation
) throws -> URL {
  let original = file.appendingPathExtension("before")
  try? FileManager.default.removeItem(at: original)
  try FileManager.default.copyItem(at: file, to: original)
  try mustRun(toolPath, ["apply"] + selection + [file.path])
  try expectSoundDemotion(
    of: file, from: original, by: selection, sourceLocation: sourceLocation)
  return original
}

/// The end of every story; see `demotionComplaints`.
func expectSoundDemotion(
  of file: URL, from original: URL, by selection: [String],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let complaints = try demotionComplaints(of: file, from: original, by: selection)
  #expect(complaints == [], sourceLocation: sourceLocation)
}

/// Runs symdemote, which must end with `status`, leave `file` as it is and say `message`.
@discardableResult
func expectEnd(
  _ status: Int32, untouched file: URL, saying message: String = "", _ arguments: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> RunResult {
  let before = try (FileIdentity(file), Data(contentsOf: file))
  let result = try run(toolPath, arguments)
  #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
  #expect(
    message.isEmpty || result.errors.contains(message), "\(result.errors)",
    sourceLocation: sourceLocation)
  #expect(try FileIdentity(file) == before.0, sourceLocation: sourceLocation)
  #expect(try Data(contentsOf: file) == before.1, sourceLocation: sourceLocation)
  return result
}

/// Whether `name` is an entry of `.dynsym` that others cannot see, of the given visibility.
func isDemoted(_ name: String, in file: URL, visibility: String? = nil) throws -> Bool {
  let entries = try dynamicSymbols(named: name, in: file)
  return !entries.isEmpty
    && entries.allSatisfy {
      $0.isLocal && !$0.isUndefined && (visibility == nil || $0.visibility == visibility)
    }
}
