// A foreign tree: what the model finds below `--sysroot` is what a loader finds that has the tree for
// its root (chroot). The tree's own `ld.so.cache`, absolute links and loader count, not this system's.

import Foundation
import TestSupport
import Testing

@Suite struct ForeignTreeTests {
  private let workshop: Workshop
  private let tree: URL
  private let program: URL

  /// A tree with a C library of its own, a library that only its cache knows, and one behind a link
  /// that begins with a slash.
  init() throws {
    workshop = try Workshop()
    tree = workshop.folder.file("tree")
    program = tree.appendingPathComponent("opt/app/program")
    let files = FileManager.default
    for folder in ["lib64", "lib/x86_64-linux-gnu", "opt/app/lib", "opt/cached", "data", "etc"] {
      try files.createDirectory(
        at: tree.appendingPathComponent(folder), withIntermediateDirectories: true)
    }
    for (from, to) in [
      ("/lib64/ld-linux-x86-64.so.2", "lib64/ld-linux-x86-64.so.2"),
      ("/lib/x86_64-linux-gnu/libc.so.6", "lib/x86_64-linux-gnu/libc.so.6"),
      ("/usr/bin/env", "env"),
    ] {
      try Data(contentsOf: URL(fileURLWithPath: from)).write(to: place(to))
      try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place(to).path)
    }
    let cached = try workshop.library("libcached.so", "int cached(void) { return 1; }\n")
    let linked = try workshop.library("liblinked.so", "int linked(void) { return 2; }\n")
    let near = try workshop.library("libnear.so", "int near(void) { return 3; }\n")
    let built = try workshop.program(
      """
      int cached(void); int linked(void); int near(void);
      int main(void) { return cached() + linked() + near() - 6; }
      """,
      needing: [cached, linked, near], ["-Wl,-rpath,$ORIGIN/lib:/opt/links"])
    try files.copyItem(at: cached, to: place("opt/cached/libcached.so"))
    try files.copyItem(at: linked, to: place("data/liblinked.so"))
    try files.copyItem(at: near, to: place("opt/app/lib/libnear.so"))
    try files.copyItem(at: built, to: program)
    try files.createSymbolicLink(atPath: place("opt/links").path, withDestinationPath: "/data")
    try Data("/opt/cached\n".utf8).write(to: place("etc/ld.so.conf"))
    try mustRun("/sbin/ldconfig", ["-r", tree.path])
  }

  private func place(_ path: String) -> URL { tree.appendingPathComponent(path) }

  @Test func theTreeIsTheWholeWorld() throws {
    // Named to the loader, the program knows where it lies, though the tree has no /proc. The tree's
    // own env(1) sets what no loader outside may hear of.
    try mustRun(
      "chroot",
      [
        tree.path, "/env", "LD_DEBUG=bindings", "LD_DEBUG_OUTPUT=/log", "LD_BIND_NOW=1",
        "/lib64/ld-linux-x86-64.so.2", "/opt/app/program",
      ])
    let names = try FileManager.default.contentsOfDirectory(atPath: tree.path)
    let logs = names.filter { $0.hasPrefix("log.") }
    let text = try logs.map { try String(contentsOf: place($0), encoding: .utf8) }.joined()
    let real = text.split(separator: "\n").compactMap { Binding(line: $0) }.filter {
      ["cached", "linked", "near"].contains($0.name)
    }
    #expect(real.count == 3)

    let model = try symdemote(
      "bindings", program.path, "--sysroot=\(tree.path)", "--format=ld-debug")
    #expect(model.errors == "")
    let modelled = model.output.split(separator: "\n").compactMap { Binding(line: $0) }
    for name in ["cached", "linked", "near"] {
      let found = modelled.filter { $0.name == name }.map(\.definer)
      #expect(found == real.filter { $0.name == name }.map(\.definer))
    }
    #expect(Set(modelled.map(\.definer)).contains("/lib/x86_64-linux-gnu/libc.so.6"))
  }

  @Test func withoutTheTreeTheLibrariesAreMissing() throws {
    let model = try symdemote("bindings", program.path, "--format=ld-debug")
    #expect(model.errors.contains("libcached.so is not found"))
    #expect(model.errors.contains("liblinked.so is not found"))
    // What lies beside the program is found wherever it stands.
    #expect(!model.errors.contains("libnear.so"))
    #expect(model.status == 0)
  }
}
