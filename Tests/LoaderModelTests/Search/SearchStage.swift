// A program that needs liba.so, which needs libb.so, with copies of both in many places.

import Foundation
import TestSupport
import Testing

/// Where the libraries of a program are, and what it is told of them. `%R` is the story's folder.
struct SearchStory: Sendable, CustomTestStringConvertible {
  enum Outcome: Equatable {
    /// The first library is found under this path.
    case path(String)
    case missing
    case failure(String)
  }

  let testDescription: String
  var programOptions: [String] = []
  var libraryOptions: [String] = []
  /// What the program needs.
  var soname = "liba.so"
  /// Where the first library is.
  var first: [String] = []
  /// Where the second library is.
  var second: [String] = []
  /// Where there is a first library of another machine, by clang's name for it.
  var foreign: [String: String] = [:]
  /// Where there is text.
  var text: [String: String] = [:]
  var libraryPath: String?
  /// The current directory of the process.
  var directory = "."
  var outcome: Outcome

  init(
    _ description: String, program: [String] = [], library: [String] = [],
    soname: String = "liba.so", first: [String] = [], second: [String] = [],
    foreign: [String: String] = [:], text: [String: String] = [:], libraryPath: String? = nil,
    directory: String = ".", outcome: Outcome
  ) {
    testDescription = description
    programOptions = program
    libraryOptions = library
    self.soname = soname
    self.first = first
    self.second = second
    self.foreign = foreign
    self.text = text
    self.libraryPath = libraryPath
    self.directory = directory
    self.outcome = outcome
  }

  /// The linker's option for DT_RPATH.
  static func rpath(_ path: String) -> [String] { ["-Wl,--disable-new-dtags,-rpath,\(path)"] }

  /// The linker's option for DT_RUNPATH.
  static func runpath(_ path: String) -> [String] { ["-Wl,--enable-new-dtags,-rpath,\(path)"] }

  static let all: [SearchStory] = [
    SearchStory("nowhere", outcome: .missing),
    SearchStory(
      "an RPATH is inherited", program: rpath("%R/x"), first: ["x/liba.so"],
      second: ["x/libb.so"], outcome: .path("%R/x/liba.so")),
    SearchStory(
      "a RUNPATH is not", program: runpath("%R/x"), first: ["x/liba.so"], second: ["x/libb.so"],
      outcome: .path("%R/x/liba.so")),
    SearchStory(
      "a RUNPATH hides the program's RPATH", program: rpath("%R/x"), library: runpath("%R/y"),
      first: ["x/liba.so"], second: ["x/libb.so"], outcome: .path("%R/x/liba.so")),
    SearchStory(
      "each object's RPATH before the program's", program: rpath("%R/x"), library: rpath("%R/y"),
      first: ["x/liba.so"], second: ["x/libb.so", "y/libb.so"], outcome: .path("%R/x/liba.so")),
    SearchStory(
      "an RPATH before the environment", program: rpath("%R/x"),
      first: ["x/liba.so", "env/liba.so"], second: ["env/libb.so"], libraryPath: "%R/env",
      outcome: .path("%R/x/liba.so")),
    SearchStory(
      "the environment before a RUNPATH", program: runpath("%R/x"),
      first: ["x/liba.so", "env/liba.so"], second: ["env/libb.so"], libraryPath: "%R/env",
      outcome: .path("%R/env/liba.so")),
    SearchStory(
      "$ORIGIN is not normalised", program: rpath("$ORIGIN/../x/.//"),
      library: rpath("${ORIGIN}/../y"), first: ["x/liba.so"], second: ["y/libb.so"],
      outcome: .path("%R/app/../x/./liba.so")),
    SearchStory(
      "slashes at the end", program: rpath("%R/none//:%R/x///:"), first: ["x/liba.so"],
      second: ["libb.so"], outcome: .path("%R/x/liba.so")),
    SearchStory(
      "an empty element", program: runpath(":%R/x"), library: rpath("."),
      first: ["liba.so", "x/liba.so"], second: ["libb.so"], outcome: .path("liba.so")),
    SearchStory(
      "relative elements", program: rpath("../x:."), library: runpath("sub/./"),
      first: ["x/liba.so"], second: ["here/sub/libb.so"], directory: "here",
      outcome: .path("../x/liba.so")),
    SearchStory(
      "what is no token", program: rpath("%R/$ORIGINAL:%R/${LIB:%R/$"),
      first: ["$ORIGINAL/liba.so"], second: ["$/libb.so", "${LIB/libb.so"],
      outcome: .path("%R/$ORIGINAL/liba.so")),
    SearchStory(
      "$LIB and $PLATFORM", program: rpath("%R/$LIB:%R/${PLATFORM}"),
      first: ["lib/x86_64-linux-gnu/liba.so", "lib/liba.so", "lib64/liba.so"],
      second: ["x86_64/libb.so", "haswell/libb.so"],
      outcome: .path("%R/lib/x86_64-linux-gnu/liba.so")),
    SearchStory(
      "the environment's separators", first: ["a/liba.so", "b/liba.so"], second: ["b/libb.so"],
      libraryPath: "%R/none;%R/a:%R/b", outcome: .path("%R/a/liba.so")),
    SearchStory(
      "a semicolon in a RUNPATH", program: runpath("%R/none;%R/a"), first: ["a/liba.so"],
      outcome: .missing),
    SearchStory(
      "the environment's empty elements", first: ["here/liba.so"],
      second: ["here/glibc-hwcaps/x86-64-v2/libb.so", "here/libb.so"], libraryPath: "%R/none:",
      directory: "here", outcome: .path("liba.so")),
    SearchStory(
      "tokens in the environment", first: ["app/l/liba.so"], second: ["app/l/libb.so"],
      libraryPath: "${ORIGIN}/l/", outcome: .path("%R/app/l/liba.so")),
    SearchStory(
      "folders for better processors", program: rpath("%R/x:%R/y"),
      first: ["x/liba.so", "x/glibc-hwcaps/x86-64-v2/liba.so"],
      second: ["x/libb.so", "y/glibc-hwcaps/x86-64-v2/libb.so", "x/glibc-hwcaps/v9/libb.so"],
      outcome: .path("%R/x/glibc-hwcaps/x86-64-v2/liba.so")),
    SearchStory(
      "the best of those folders", program: runpath("%R/x"),
      first: (2...4).map { "x/glibc-hwcaps/x86-64-v\($0)/liba.so" } + ["x/liba.so"],
      libraryPath: "%R/none",
      outcome: .path("%R/x/glibc-hwcaps/\(best)/liba.so")),
    SearchStory(
      "another class is passed over", program: rpath("%R/x:%R/y"), first: ["y/liba.so"],
      second: ["x/libb.so"], foreign: ["x/liba.so": "i386-linux-gnu"],
      outcome: .path("%R/y/liba.so")),
    SearchStory(
      "another machine is passed over", program: rpath("%R/x:%R/y"), first: ["y/liba.so"],
      second: ["x/libb.so"], foreign: ["x/liba.so": "aarch64-linux-gnu"],
      outcome: .path("%R/y/liba.so")),
    SearchStory(
      "another class and byte order is passed over", program: rpath("%R/x:%R/y"),
      first: ["y/liba.so"], foreign: ["x/liba.so": "powerpc-linux-gnu"],
      outcome: .path("%R/y/liba.so")),
    SearchStory(
      "another byte order", program: rpath("%R/x:%R/y"), first: ["y/liba.so"],
      foreign: ["x/liba.so": "powerpc64-linux-gnu"], outcome: otherByteOrder),
    SearchStory(
      "only another class", program: runpath("%R/x"), foreign: ["x/liba.so": "i386-linux-gnu"],
      outcome: .missing),
    SearchStory(
      "text ends all", program: rpath("%R/x:%R/y"), first: ["y/liba.so"],
      text: ["x/liba.so": String(repeating: "INPUT(y) ", count: 10)],
      outcome: .failure("invalid ELF header")),
    SearchStory(
      "an empty file ends all", program: runpath("%R/x:%R/y"), first: ["y/liba.so"],
      text: ["x/liba.so": ""], outcome: .failure("file too short")),
    SearchStory(
      "text in the other library", program: rpath("%R/x"), first: ["x/liba.so"],
      text: ["x/libb.so": "short"], outcome: .failure("file too short")),
    SearchStory(
      "a path with tokens", soname: "$ORIGIN/../x/liba.so", first: ["x/liba.so"],
      libraryPath: "%R/none", outcome: .path("%R/app/../x/liba.so")),
    SearchStory(
      "a relative path", library: runpath("$ORIGIN"), soname: "sub/liba.so",
      first: ["here/sub/liba.so"], directory: "here", outcome: .path("sub/liba.so")),
    SearchStory(
      "a path that is text", soname: "./liba.so", text: ["here/liba.so": "no"], directory: "here",
      outcome: .failure("file too short")),
    SearchStory(
      "a path of another class", soname: "./liba.so",
      foreign: ["here/liba.so": "i386-linux-gnu"], directory: "here", outcome: .missing),
    SearchStory(
      "a name with tokens", program: rpath("%R/x"), soname: "liba-$PLATFORM.so",
      first: ["x/liba-\(platform).so", "x/liba-$PLATFORM.so"],
      outcome: .path("%R/x/liba-\(platform).so")),
    SearchStory(
      "a token that makes a name a path", program: rpath("%R/x"), soname: "liba-$LIB.so",
      first: ["here/liba-lib/x86_64-linux-gnu.so", "x/liba-$LIB.so"], directory: "here",
      outcome: .path("liba-lib/x86_64-linux-gnu.so")),
    SearchStory(
      "no default libraries", program: rpath("%R/x") + ["-Wl,-z,nodefaultlib"],
      first: ["x/liba.so"], outcome: .path("%R/x/liba.so")),
    SearchStory(
      "an executable for a library", program: rpath("%R/x"), foreign: ["x/liba.so": "program"],
      outcome: .failure("cannot dynamically load position-independent executable")),
    SearchStory(
      "a fixed executable for a library", program: rpath("%R/x"), foreign: ["x/liba.so": "fixed"],
      outcome: .failure("cannot dynamically load executable")),
    SearchStory(
      "an object file for a library", program: rpath("%R/x:%R/y"), first: ["y/liba.so"],
      foreign: ["x/liba.so": "object"],
      outcome: .failure("only ET_DYN and ET_EXEC can be loaded")),
  ]

  private static var otherByteOrder: Outcome {
    (try? RealLoader.isDebian.get()) == true
      ? .path("%R/y/liba.so") : .failure("ELF file data encoding not little-endian")
  }

  private static var best: String {
    (try? RealLoader.capabilities.get().first) ?? "none"
  }

  private static var platform: String {
    String(decoding: (try? RealLoader.platform.get()) ?? [], as: UTF8.self)
  }
}

/// A story's files.
struct SearchStage {
  let folder: TemporaryFolder
  let program: URL
  let directory: URL

  init(_ story: SearchStory) throws {
    folder = try TemporaryFolder()
    let root = folder.url.resolvingSymlinksInPath()
    let place = { (path: String) in path.replacingOccurrences(of: "%R", with: root.path) }
    let second = try link(
      "int second(void) { return 2; }", to: "second", in: folder, as: .shared,
      ["-nostdlib", "-Wl,-soname,libb.so"])
    let first = try link(
      "int second(void); int first(void) { return second(); }", to: "first", in: folder,
      as: .shared,
      ["-nostdlib", "-Wl,-soname,\(story.soname)", second.path] + story.libraryOptions.map(place))
    let made = try link(
      "int first(void); int main(void) { return first(); }", to: "made", in: folder, as: .pie,
      [first.path, "-Wl,--allow-shlib-undefined"] + story.programOptions.map(place))
    let manager = FileManager.default
    func put(_ file: URL, at path: String) throws {
      let target = root.appendingPathComponent(path)
      try manager.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try manager.copyItem(at: file, to: target)
    }
    try put(made, at: "app/program")
    for path in story.first { try put(first, at: path) }
    for path in story.second { try put(second, at: path) }
    for (path, kind) in story.foreign { try put(try Self.foreign(kind, in: folder), at: path) }
    for (path, text) in story.text { try put(try folder.write(text, to: "text"), at: path) }
    program = root.appendingPathComponent("app/program")
    directory = root.appendingPathComponent(story.directory)
    try manager.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  private static func foreign(_ kind: String, in folder: TemporaryFolder) throws -> URL {
    let empty = "int main(void) { return 0; }"
    switch kind {
    case "program": return try link(empty, to: "decoy", in: folder, as: .pie)
    case "fixed": return try link(empty, to: "decoy", in: folder, as: .fixed)
    case "object":
      let source = try folder.write(empty, to: "decoy.c")
      try mustRun("gcc", ["-c", "-o", folder.file("decoy").path, source.path])
      return folder.file("decoy")
    default:
      let target = CrossTarget.all.first { $0.triple == kind }
      return try #require(target).library(in: folder)
    }
  }

  /// `text` with the story's folder in it.
  func placed(_ text: String) -> String {
    text.replacingOccurrences(of: "%R", with: folder.url.resolvingSymlinksInPath().path)
  }

  /// The files that the loader says it tried.
  func triedFiles() throws -> [String] {
    let logs = try folder.names().filter { $0.hasPrefix("log.") }
    return try logs.flatMap { log in
      try String(contentsOf: folder.file(log), encoding: .utf8).split(separator: "\n").compactMap {
        $0.components(separatedBy: "trying file=").dropFirst().first
      }
    }
  }
}
