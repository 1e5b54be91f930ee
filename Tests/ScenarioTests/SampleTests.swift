// The samples tell their stories truthfully: a crash before, none after; a leak before, the interface
// alone after. They notice when the tool does nothing.

import Foundation
import TestSupport
import Testing

@Suite struct SampleTests {
  private func story(_ name: String, tool: String = toolPath, in folder: URL = Self.samples) throws
    -> RunResult
  {
    try run(
      folder.appendingPathComponent("\(name)/run.sh").path, environment: ["SYMDEMOTE": tool])
  }

  private static let samples = projectFolder.appendingPathComponent("Samples")

  /// The last lines of a sample: what it found, for machines.
  private func findings(_ result: RunResult) -> [String] {
    result.output.split(separator: "\n").map(String.init).filter { $0.contains("bindings-before=") }
  }

  @Test func twoCopies() throws {
    let result = try story("two-copies")
    #expect(result.succeeded, "\(result.errors)")
    #expect(
      findings(result) == ["two-copies: before=SIGSEGV bindings-before=2 after=0 bindings-after=1"])
  }

  /// Hundreds of bindings before; after, only the data that the program copied.
  @Test func embeddedDbus() throws {
    let result = try story("embedded-dbus")
    #expect(result.succeeded, "\(result.errors)")
    // The diagnosis names the library, what is wrong with it, its family and the cure.
    for words in ["libdbus-1.so.3 (D-Bus)", "split  libdbus-1.so.3", "cure   symdemote apply"] {
      #expect(result.output.contains(words), "\(words)")
    }
    #expect(result.output.contains("each as symdemote bindings --after said"))
    let hasRust = try run("rustc", ["--version"]).succeeded
    let found = findings(result)
    #expect(
      found.map { $0.prefix { $0 != ":" } } == ["embedded-dbus/c"]
        + (hasRust ? ["embedded-dbus/rust"] : []))
    for line in found {
      #expect(line.contains("before=SIGSEGV") && line.hasSuffix("after=0 bindings-after=2"))
      let count = try #require(line.firstMatch(of: /bindings-before=([0-9]+)/)?.1)
      #expect(try #require(Int(count)) > 300)
    }
  }

  /// Each situation: the model says what the loader says.
  @Test(arguments: [("lookup-scopes", 6), ("late-deepbind", 2)])
  func scopes(_ name: String, _ situations: Int) throws {
    let result = try story(name)
    #expect(result.succeeded, "\(result.errors)")
    let same = result.output.split(separator: "\n").filter { $0.hasSuffix(", the same in both") }
    #expect(same.count == situations)
  }

  /// A policy closes a leak and leaves the interface; a linker given the same policy does as well.
  @Test func interpreterPlugins() throws {
    let result = try story("interpreter-plugins")
    #expect(result.succeeded, "\(result.errors)")
    let counts = try #require(
      result.output.firstMatch(
        of: /exports=([0-9]+) after=([0-9]+) by-script=([0-9]+) by-list=([0-9]+)\n$/))
    let (before, after) = (try #require(Int(counts.1)), try #require(Int(counts.2)))
    // The four names of the embedded library, main and _start.
    #expect(after == before - 6)
    #expect(counts.2 == counts.3 && counts.2 == counts.4)
  }

  @Test func reuseVersionScript() throws {
    let result = try story("reuse-version-script")
    #expect(result.succeeded, "\(result.errors)")
    #expect(result.output.hasSuffix("reuse-version-script: exports=4 as-scripted=yes\n"))
  }

  /// Shards, handed out by GNU parallel, say and make what one run does.
  @Test func shards() throws {
    let result = try story("shards")
    #expect(result.succeeded, "\(result.errors)")
    let told = result.output.split(separator: "\n").suffix(3)
    #expect(told.map { $0.prefix { $0 != ":" } } == ["exports", "audit", "apply"])
    #expect(told.allSatisfy { $0.contains("shards=6") && $0.hasSuffix("same=yes") })
  }

  /// What a sample says of its policy it has from the files.
  @Test(arguments: [
    ("interpreter-plugins", "interpreter.policy", "keep host_*", "keep *_*"),
    ("interpreter-plugins", "interpreter.policy", "keep host_define", "keep host_defined"),
    ("reuse-version-script", "exports.map", "colour_mix;", "colour_mix; clamp;"),
    ("reuse-version-script", "exports.map", "colour_parse;", "colour_p;"),
  ])
  func anotherPolicyIsNoticed(_ name: String, _ file: String, _ text: String, _ other: String)
    throws
  {
    let folder = try TemporaryFolder()
    let copy = folder.file("Samples")
    try FileManager.default.copyItem(at: Self.samples, to: copy)
    let policy = copy.appendingPathComponent("\(name)/\(file)")
    let before = try String(contentsOf: policy, encoding: .utf8)
    let after = before.replacingOccurrences(of: text, with: other)
    #expect(before != after)
    try Data(after.utf8).write(to: policy)
    let result = try story(name, in: copy)
    #expect(!result.succeeded && result.errors.contains("FAILED"))
  }

  @Test(arguments: [
    "two-copies", "embedded-dbus", "lookup-scopes", "late-deepbind", "interpreter-plugins",
    "reuse-version-script", "shards",
  ])
  func aToolThatDoesNothingIsNoticed(_ name: String) throws {
    let result = try story(name, tool: "true")
    #expect(!result.succeeded && result.errors.contains("FAILED"))
  }

  /// RTLD_DEEPBIND on the late plugin comes too late for a library that is already bound.
  @Test func deepBindingThePluginDoesNotHelp() throws {
    let folder = try TemporaryFolder()
    let copy = folder.file("Samples")
    try FileManager.default.copyItem(at: Self.samples, to: copy)
    let source = copy.appendingPathComponent("two-copies/main.c")
    let text = try String(contentsOf: source, encoding: .utf8)
    let deep = text.replacingOccurrences(of: "RTLD_NOW)", with: "RTLD_NOW | 8 /* DEEPBIND */)")
    #expect(deep != text)
    try Data(deep.utf8).write(to: source)
    let result = try story("two-copies", in: copy)
    #expect(result.succeeded, "\(result.errors)")
    #expect(findings(result).allSatisfy { $0.contains("before=SIGSEGV") })
  }
}
