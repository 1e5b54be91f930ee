// The names that an archive defines are those of its symbol index.

import ELFCodec
import Foundation
import TestSupport
import Testing

@Suite struct ArchiveTests {
  private func archive(in folder: TemporaryFolder, flags: String = "rcs") throws -> URL {
    try folder.write("int one; int two(void) { return one; } static int three;", to: "a.c")
    try folder.write("extern int elsewhere; int four(void) { return elsewhere; }", to: "b.c")
    try mustRun("gcc", ["-c", "-w", "a.c", "b.c"], directory: folder.url)
    try mustRun("ar", [flags, "lib.a", "a.o", "b.o"], directory: folder.url)
    return folder.file("lib.a")
  }

  private func names(_ file: URL) throws -> (isArchive: Bool, names: [String: Bool]) {
    let handle = try FileHandle(forReadingFrom: file)
    let set = try archiveSymbolNames(handle.fileDescriptor)
    let asked = ["one", "two", "three", "four", "elsewhere"]
    let known = asked.map { ($0, set.contains(Array($0.utf8)[...])) }
    return (
      try isArchive([UInt8](try Data(contentsOf: file))), Dictionary(uniqueKeysWithValues: known)
    )
  }

  @Test(arguments: ["rcs", "rcsT"]) func definitionsAreFoundAndNothingElse(_ flags: String) throws {
    let folder = try TemporaryFolder()
    let found = try names(try archive(in: folder, flags: flags))
    #expect(found.isArchive)
    #expect(
      found.names
        == ["one": true, "two": true, "four": true, "three": false, "elsewhere": false])
  }

  @Test func anArchiveWithoutAnIndexSaysWhatToDo() throws {
    let folder = try TemporaryFolder()
    let file = try archive(in: folder, flags: "rcS")
    let handle = try FileHandle(forReadingFrom: file)
    #expect {
      _ = try archiveSymbolNames(handle.fileDescriptor)
    } throws: { error in
      guard case .malformed(_, _, let reason) = error as? DecodeError else { return false }
      return reason.contains("ranlib")
    }
  }

  @Test func aDamagedArchiveIsAnError() throws {
    let folder = try TemporaryFolder()
    let bytes = try Data(contentsOf: try archive(in: folder))
    let damaged = folder.file("damaged.a")
    for length in [8, 20, 60, 68, 72, 80] {
      try bytes.prefix(length).write(to: damaged)
      let handle = try FileHandle(forReadingFrom: damaged)
      #expect(throws: DecodeError.self, "\(length) bytes") {
        _ = try archiveSymbolNames(handle.fileDescriptor)
      }
    }
  }
}
