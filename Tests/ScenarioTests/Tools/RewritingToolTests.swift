// Tools that rewrite a finished file may run before or after a demotion: the result works, is sound,
// exports the same, and wherever the tool itself is indifferent to the numbers of symbols it is the
// same file, byte for byte.

import Foundation
import TestSupport
import Testing

/// A tool, and what is known of its ways.
struct RewritingTool: CustomTestStringConvertible, Sendable {
  let command: String
  /// Whether the order of the two steps leaves no trace.
  var commutes = true

  var testDescription: String { command }

  /// Rewrites `file` in place.
  func run(on file: URL, in folder: TemporaryFolder) throws {
    let words = command.split(separator: " ").map {
      $0.replacingOccurrences(of: "FOLDER", with: folder.url.path)
    }
    try mustRun(words[0], words.dropFirst() + [file.path])
  }

  static let all = [
    RewritingTool(command: "strip"),
    RewritingTool(command: "strip --strip-debug"),
    RewritingTool(command: "strip --strip-unneeded"),
    RewritingTool(command: "eu-strip"),
    RewritingTool(command: "llvm-strip"),
    RewritingTool(command: "objcopy --compress-debug-sections --add-section .extra=/etc/passwd"),
    // Its compression headers have four bytes that it never sets.
    RewritingTool(command: "llvm-objcopy --compress-debug-sections=zlib", commutes: false),
    RewritingTool(command: "llvm-objcopy --strip-sections"),
    RewritingTool(command: "eu-elfcompress --type=zlib"),
    RewritingTool(command: "chrpath --replace $ORIGIN"),
    RewritingTool(command: "debugedit --base-dir=FOLDER --dest-dir=/usr/src/debug"),
    // The build ID is a hash of the whole content.
    RewritingTool(
      command: "debugedit --base-dir=FOLDER --dest-dir=/usr/src/debug --build-id",
      commutes: false),
    RewritingTool(command: "dwz"),
    // patchelf sorts the sections' content anew when it moves it.
    RewritingTool(
      command: "patchelf --set-rpath $ORIGIN:/somewhere/else/that/needs/more/room/than/there/is",
      commutes: false),
    RewritingTool(command: "patchelf --set-soname libhost-of-another-name.so", commutes: false),
    RewritingTool(command: "patchelf --add-needed libc.so.6", commutes: false),
  ]
}

@Suite struct RewritingToolTests {
  @Test(arguments: RewritingTool.all, [Product.pie, .shared])
  func theOrderMakesNoDifference(_ tool: RewritingTool, _ product: Product) throws {
    // patchelf gives no SONAME to a program.
    if tool.command.contains("soname"), product == .pie { return }
    let workshop = try Workshop()
    // Enough debugging information for a tool to find something to do.
    let objects = try ["first", "second"].map {
      try workshop.object(
        $0, "#include <stdio.h>\nFILE *\($0)(void) { return fopen(\"\", \"\"); }\n", ["-g"])
    }
    let copies = try TwoCopies(
      in: workshop, as: product, ["-g", "-Wl,-rpath,/nowhere/at/all"] + objects.map(\.path))
    let original = try workshop.copy(copies.host, named: "original")

    func result(named name: String, _ steps: () throws -> Void) throws -> URL {
      try FileManager.default.removeItem(at: copies.host)
      try FileManager.default.copyItem(at: original, to: copies.host)
      try steps()
      return try workshop.copy(copies.host, named: name)
    }
    func rewrite() throws { try tool.run(on: copies.host, in: workshop.folder) }

    let rewritten = try result(named: "rewritten") { try rewrite() }
    #expect(try Data(contentsOf: rewritten) != Data(contentsOf: original))
    #expect(try output(of: copies.program) == TwoCopies.captured)

    let rewrittenFirst = try result(named: "rewritten-first") {
      try rewrite()
      // Compares with the tool's result, elflint and readelf included.
      try demote(in: copies.host, "--demote=shared_*")
      #expect(try output(of: copies.program) == TwoCopies.separate)
    }
    let demotedFirst = try result(named: "demoted-first") {
      try demote(in: copies.host, "--demote=shared_*")
      try rewrite()
      #expect(try output(of: copies.program) == TwoCopies.separate)
      try expectEnd(0, untouched: copies.host, "apply", "--demote=shared_*", copies.host.path)
      try expectEnd(0, untouched: copies.host, "verify", copies.host.path)
    }

    #expect(try newToolComplaints(of: demotedFirst, from: rewritten) == [])
    if tool.command.contains("--strip-sections") {
      #expect(try sections(demotedFirst).isEmpty)
    } else {
      let names: Set = ["shared_function", "shared_data"]
      let exports = try exportedNames(original).subtracting(names)
      for file in [rewrittenFirst, demotedFirst] {
        #expect(try exportedNames(file) == exports)
        #expect(try isDemoted("shared_function", in: file))
      }
    }
    if tool.commutes {
      #expect(try Data(contentsOf: rewrittenFirst) == Data(contentsOf: demotedFirst))
    }
  }
}
