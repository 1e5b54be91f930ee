// A program, run before and after something it consists of is demoted.

import ELFCodec
import ELFModel
import Foundation
import TestSupport

/// A command line and the copy of an ELF file that it uses: the program itself, or a library.
struct Trial {
  /// The file that is demoted.
  let subject: URL
  /// What is asked for beside the demotion.
  var options: [String] = []
  private let program: String
  private let arguments: [String]
  private let environment: [String: String]
  private let folder: TemporaryFolder

  /// A trial of a copy of the program at `path`.
  init(program path: String, _ arguments: [String]) throws {
    folder = try folderWithInputs()
    subject = try copy(path, into: folder)
    program = subject.path
    self.arguments = arguments
    environment = [:]
  }

  /// A trial of a copy of the library at `path`, which `program` finds before all others.
  init(library path: String, program: String, _ arguments: [String]) throws {
    folder = try folderWithInputs()
    subject = try copy(path, into: folder)
    self.program = program
    self.arguments = arguments
    environment = ["LD_LIBRARY_PATH": folder.url.path]
  }

  /// Runs the program where it finds the inputs and no settings of a user.
  func run(_ variables: [String: String]) throws -> RunResult {
    let harmless = ["HOME": folder.url.path, "LC_ALL": "C.UTF-8", "TZ": "UTC"]
    return try TestSupport.run(
      program, arguments,
      environment: harmless.merging(environment) { $1 }.merging(variables) { $1 },
      directory: folder.url)
  }

  /// Runs the program with its functions bound at their first call, and all at once.
  func observe() throws -> [Observation] {
    try [("lazily", ""), ("with LD_BIND_NOW=1", "1")].map { way, value in
      let result = try run(["LD_BIND_NOW": value])
      return Observation(way: way, result)
    }
  }

  /// Demotes everything in the subject but `kept`, and says how much that is.
  func demote(keeping kept: Set<String>) throws -> Int {
    let before = try decode(try MappedFile(subject)).exports.count
    try mustRun(
      toolPath,
      ["apply", "--no-process"] + InstalledFile.everything + options
        + kept.sorted().map { "--keep=\($0)" } + [subject.path])
    return before - (try decode(try MappedFile(subject)).exports.count)
  }
}

/// What a run of a program shows.
struct Observation: Equatable, CustomStringConvertible {
  let way: String
  let ending: String
  let output: String
  let errors: String

  init(way: String, _ result: RunResult) {
    self.way = way
    (ending, output, errors) = (result.ending, result.output, result.errors)
  }

  /// Whether the run says anything about the program.
  var isTelling: Bool { ending == "status 0" && !(output + errors).isEmpty }

  var description: String { "\(way): \(ending)\n\(output.prefix(2000))\(errors.prefix(2000))" }
}

/// A folder with the files that commands read.
private func folderWithInputs() throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  try folder.write("three\nshort\nlines\n", to: "text")
  try folder.write("*1\r\n$4\r\nPING\r\n", to: "appendonly")
  try folder.write("double half(double x) { return x / 2 + 1.0 / 3; }\n", to: "half.c")
  return folder
}

/// A copy of the file at `path`, links followed, under its own name.
private func copy(_ path: String, into folder: TemporaryFolder) throws -> URL {
  let original = URL(fileURLWithPath: path)
  let copy = folder.file(original.lastPathComponent)
  try FileManager.default.copyItem(at: original.resolvingSymlinksInPath(), to: copy)
  return copy
}
