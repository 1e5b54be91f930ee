// What GNU and LLVM objcopy do not do, or do besides: they make symbols of `.symtab` local and leave
// `.dynsym` as it is, drop what is appended to a program, and refuse files without section headers.

import Foundation
import TestSupport
import Testing

@Suite struct ObjcopyTests {
  @Test(arguments: ["objcopy", "llvm-objcopy"])
  func whatObjcopyCallsLocalIsStillExported(_ tool: String) throws {
    let copies = try TwoCopies(in: try Workshop(), as: .pie)
    let exports = try exportedNames(copies.host)
    try mustRun(tool, ["--wildcard", "--localize-symbol=shared_*", copies.host.path])
    #expect(try exportedNames(copies.host) == exports)
    #expect(try output(of: copies.program) == TwoCopies.captured)

    try demote(in: copies.host, "--demote=shared_*")
    #expect(
      try exportedNames(copies.host)
        == exports.subtracting(["shared_function", "shared_data"]))
    #expect(try output(of: copies.program) == TwoCopies.separate)
  }

  @Test(arguments: ["objcopy", "llvm-objcopy"])
  func whatIsAppendedIsDropped(_ tool: String) throws {
    let copies = try PayloadPlace.byLastBytes.copies()
    let payload = Data(PayloadPlace.payload.utf8)
    func hasPayload(_ file: URL) throws -> Bool {
      try Data(contentsOf: file).suffix(payload.count + 8).prefix(payload.count) == payload
    }
    let copy = copies.workshop.folder.file("copy")
    try mustRun(tool, ["--localize-symbol=shared_function", copies.host.path, copy.path])
    #expect(try !hasPayload(copy))

    try demote(in: copies.host, "--demote=shared_*")
    #expect(try hasPayload(copies.host))
    #expect(try output(of: copies.program) == "payload " + TwoCopies.separate)
  }

  @Test(arguments: ["objcopy", "patchelf"])
  func filesWithoutSectionHeaders(_ tool: String) throws {
    let copies = try TwoCopies(in: try Workshop(), as: .pie)
    try mustRun("llvm-objcopy", ["--strip-sections", copies.host.path])
    let copy = try copies.workshop.copy(copies.host, named: "copy")
    let words = tool == "patchelf" ? ["--set-rpath", "$ORIGIN:/elsewhere", copy.path] : [copy.path]
    let result = try run(tool, words)
    #expect(!result.succeeded && result.errors.contains("section"), "\(result)")

    try demote(in: copies.host, "--demote=shared_*")
    #expect(try output(of: copies.program) == TwoCopies.separate)
  }
}
