// Build systems run tools in a chroot that has no /proc. A static program of the Swift runtime asks
// for its own path there before `main`, and must not need it.

import Foundation
import TestSupport
import Testing

@Suite struct ProclessSystemTests {
  @Test func theToolWorksInAnEmptyFolder() throws {
    let specimen = try Specimen()
    let root = specimen.folder
    try FileManager.default.createDirectory(
      at: root.file("empty"), withIntermediateDirectories: false)
    let inside = root.file("empty")
    try FileManager.default.copyItem(
      at: URL(fileURLWithPath: toolPath), to: inside.appendingPathComponent("symdemote"))
    let file = inside.appendingPathComponent("lib.so")
    try FileManager.default.copyItem(at: specimen.file, to: file)

    let version = try run("chroot", [inside.path, "/symdemote", "--version"])
    #expect(version.status == 0, "\(version.errors)")
    #expect(version.output == (try symdemote("--version").output))

    let words = ["--demote=alpha_*", "--undo-file=/undo"]
    let apply = try run("chroot", [inside.path, "/symdemote", "apply"] + words + ["/lib.so"])
    #expect(apply.status == 0, "\(apply.errors)")
    #expect(apply.output.contains("2 of 4 exports demoted"))
    try expectSoundDemotion(of: file, from: specimen.file, by: ["--demote=alpha_*"])
    let undo = try run("chroot", [inside.path, "/symdemote", "undo", words[1], "/lib.so"])
    #expect(undo.status == 0, "\(undo.errors)")
    #expect(try Data(contentsOf: file) == Data(contentsOf: specimen.file))

    let trouble = try run("chroot", [inside.path, "/symdemote", "verify", "/missing"])
    #expect(trouble.status == 2)
    #expect(trouble.errors.contains("/missing"))
    // No /proc was there, and none appeared.
    let names = try FileManager.default.contentsOfDirectory(atPath: inside.path).sorted()
    #expect(names == ["lib.so", "symdemote", "undo"])
  }
}
