// Files that no dynamic linker binds others to have no exports to demote: status 2, and what would
// help.

import Foundation
import TestSupport
import Testing

@Suite struct UnlinkedFileTests {
  private static let source = "int helper(void) { return 1; }\nint main(void) { return 0; }\n"

  @Test(arguments: [["-static"], ["-static-pie"]])
  func staticExecutables(_ options: [String]) throws {
    let folder = try TemporaryFolder()
    let file = try link(Self.source, to: "program", in: folder, as: .pie, ["-no-pie"] + options)
    try expectUnsupported(
      file, "a statically linked executable is not supported: nothing binds to its symbols")
    let other = try link(Self.source, to: "other", in: folder, as: .pie, ["-rdynamic"])
    try demote(in: other, "--demote=helper")
  }

  @Test func relocatableObjects() throws {
    let workshop = try Workshop()
    let object = try workshop.object("part", Self.source)
    try expectUnsupported(
      object, "ld -r joins such files, and objcopy --localize-symbol makes their symbols local")
    // What the advice names does it.
    let joined = workshop.folder.file("joined.o")
    try mustRun("ld", ["-r", "-o", joined.path, object.path])
    try mustRun("objcopy", ["--localize-symbol=helper", joined.path])
    #expect(try mustRun("nm", [joined.path]).contains(" t helper"))
  }

  /// A module is an object that `ld -r` joined, with its description in a section.
  @Test func kernelModules() throws {
    let workshop = try Workshop()
    let source =
      "const char info[] __attribute__((section(\".modinfo\"))) = \"license=GPL\";\n" + Self.source
    let object = try workshop.object("module", source)
    let module = workshop.folder.file("module.ko")
    try mustRun("ld", ["-r", "-o", module.path, object.path])
    try expectUnsupported(module, "a relocatable object (or kernel module) is not supported")
  }

  private func expectUnsupported(
    _ file: URL, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for options in [["--all"], ["--all", "--force"]] {
      let before = try Data(contentsOf: file)
      let result = try run(toolPath, ["apply"] + options + [file.path])
      #expect(result.status == 2, sourceLocation: sourceLocation)
      #expect(result.errors.contains(words), "\(result.errors)", sourceLocation: sourceLocation)
      #expect(try Data(contentsOf: file) == before, sourceLocation: sourceLocation)
    }
  }
}
