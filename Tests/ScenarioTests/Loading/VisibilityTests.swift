// Lazy binding asks for a symbol's visibility alone, not for its binding: a JUMP_SLOT on a local
// entry of default visibility is looked up by name, and may find another file's function (glibc
// elf/dl-runtime.c _dl_fixup). So a demoted function is hidden if a JUMP_SLOT names it; every other
// demoted symbol has default visibility, as eu-elflint wants it.

import Foundation
import TestSupport
import Testing

@Suite struct VisibilityTests {
  /// The host calls one of its functions through its procedure linkage table, the other not at all.
  static let hostSource =
    TwoCopies.hostSource + """
      int never_called(void) { return 3; }
      __attribute__((visibility("protected"))) int shared_protected(void) { return 1; }

      """

  private func sharedHost(_ linker: Linker, _ binding: BindingTime) throws -> TwoCopies {
    let copies = try TwoCopies(
      in: try Workshop(linker), as: .shared, ["-Wl,-z,\(binding)"], hostSource: Self.hostSource)
    #expect(try relocatedNames("JUMP_SLO", in: copies.host).contains("shared_function"))
    #expect(try output(of: copies.program) == TwoCopies.captured)
    return copies
  }

  @Test(arguments: Linker.allCases, BindingTime.allCases)
  func hiddenIfAndOnlyIfAJumpSlotNamesIt(_ linker: Linker, _ binding: BindingTime) throws {
    let copies = try sharedHost(linker, binding)
    try demote(in: copies.host, "--demote=shared_*", "--demote=never_called")
    #expect(try isDemoted("shared_function", in: copies.host, visibility: "HIDDEN"))
    #expect(try isDemoted("shared_data", in: copies.host, visibility: "DEFAULT"))
    #expect(try isDemoted("never_called", in: copies.host, visibility: "DEFAULT"))
    #expect(try output(of: copies.program) == TwoCopies.separate)

    // Hidden is what makes the difference: with default visibility, the host's own call goes astray.
    try setVisibility(.default, of: "shared_function", in: copies.host)
    let lazily = try run(copies.program.path)
    let astray = TwoCopies.separate.replacingOccurrences(of: "own 1", with: "own 2")
    #expect(lazily.output == (binding == .lazy ? astray : TwoCopies.separate))
    #expect(try symdemote("verify", copies.host.path).status == 1)
  }

  /// LD_PROFILE binds lazily what was linked to be bound at once.
  @Test(arguments: Linker.allCases)
  func aProfiledLibraryBindsLazily(_ linker: Linker) throws {
    let copies = try sharedHost(linker, .now)
    try demote(in: copies.host, "--demote=shared_*")
    let profiled = [
      "LD_PROFILE": "libhost.so", "LD_PROFILE_OUTPUT": copies.workshop.folder.url.path,
    ]
    #expect(try mustRun(copies.program.path, environment: profiled) == TwoCopies.separate)
    try setVisibility(.default, of: "shared_function", in: copies.host)
    #expect(try run(copies.program.path, environment: profiled).output != TwoCopies.separate)
  }

  @Test(arguments: Linker.allCases)
  func protectedBecomesDefault(_ linker: Linker) throws {
    let copies = try sharedHost(linker, .lazy)
    let before = try dynamicSymbols(named: "shared_protected", in: copies.host)
    #expect(before.map(\.visibility) == ["PROTECTED"])
    try demote(in: copies.host, "--demote=shared_protected")
    #expect(try isDemoted("shared_protected", in: copies.host, visibility: "DEFAULT"))
    #expect(try dynamicSymbols(named: "shared_function", in: copies.host).first?.isLocal == false)
    #expect(try output(of: copies.program) == TwoCopies.captured)
  }

  /// Linkers bind calls of protected functions themselves, so the bit is set afterwards.
  @Test(arguments: Linker.allCases)
  func protectedWithAJumpSlotBecomesHidden(_ linker: Linker) throws {
    let copies = try sharedHost(linker, .lazy)
    try setVisibility(.protected, of: "shared_function", in: copies.host)
    #expect(try output(of: copies.program) == TwoCopies.captured)
    try demote(in: copies.host, "--demote=shared_*")
    #expect(try isDemoted("shared_function", in: copies.host, visibility: "HIDDEN"))
    #expect(try output(of: copies.program) == TwoCopies.separate)
  }

  private enum Visibility: UInt8 {
    case `default` = 0
    case protected = 3
  }

  /// Writes `st_other` of the entry `name`.
  private func setVisibility(_ visibility: Visibility, of name: String, in file: URL) throws {
    let entry = try #require(try dynamicSymbols(named: name, in: file).first)
    let table = try #require(try section(".dynsym", of: file))
    try overwrite(file, at: table.offset + entry.index * 24 + 5, with: [visibility.rawValue])
  }
}
