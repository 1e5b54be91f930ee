// A file that is replaced leaves its inode number to the next new one. What became of one file must
// not be taken for another's (ext4 gives numbers out again at once).

import Foundation
import TestSupport
import Testing

@Suite struct ReplacedFilesTests {
  /// A program, last in the order, whose libraries need its functions.
  private func callers() throws -> (workshop: Workshop, program: URL, libraries: [URL]) {
    let workshop = try Workshop()
    let letters = "abcdefgh"
    let libraries = try letters.map { letter in
      try workshop.library(
        "libq\(letter).so",
        """
        int need_\(letter)(void);
        int \(letter)_one(void) { return need_\(letter)(); }
        int \(letter)_two(void) { return 2; }
        """)
    }
    let source =
      letters.map { "int \($0)_one(void); int need_\($0)(void) { return 0; }\n" }.joined()
      + "int main(void) { return \(letters.map { "\($0)_one()" }.joined(separator: " + ")); }\n"
    return (workshop, try workshop.program(source, needing: libraries), libraries)
  }

  @Test(arguments: [1, 2, 8])
  func noFileIsTakenForAnother(_ jobs: Int) throws {
    let (workshop, program, libraries) = try callers()
    let originals = try ([program] + libraries).map { try Data(contentsOf: $0) }
    let words = [
      "--demote=*_two", "--demote=need_*", "--jobs=\(jobs)", "--recursive",
      workshop.folder.url.path,
    ]
    let foreseen = try run(toolPath, ["plan"] + words)
    #expect(foreseen.status == 1)
    for _ in 0..<4 {
      for (file, original) in zip([program] + libraries, originals) {
        try original.write(to: file)
        try mustRun("chmod", ["755", file.path])
      }
      let result = try run(toolPath, ["apply"] + words)
      #expect(result.status == 0 && result.errors == foreseen.errors, "\(result.errors)")
      #expect(try run(program.path, environment: ["LD_BIND_NOW": "1"]).status == 0)
      #expect(try exportedNames(program).filter { $0.hasPrefix("need_") }.count == 8)
      for library in libraries {
        #expect(try !exportedNames(library).contains { $0.hasSuffix("_two") })
      }
    }
  }

  /// The same file by other spellings of its names is decided about in the same place.
  @Test func spellingsOfNamesLeaveNoTrace() throws {
    let workshop = try Workshop()
    let source = "int common(void) { return 1; }\n"
    let (first, second) = try (
      workshop.library("libfirst.so", source), workshop.library("libsecond.so", source)
    )
    let program = try workshop.program(
      "int common(void); int main(void) { return common() - 1; }", needing: [first, second])
    let originals = try [first, second].map { try Data(contentsOf: $0) }
    let manager = FileManager.default
    let folder = workshop.folder.file("other")
    let names = ["a.so", "z.so"].map { folder.appendingPathComponent($0) }
    func outcome(_ operands: [String], from place: URL) throws -> [Data] {
      try? manager.removeItem(at: folder)
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
      for (file, original) in zip([first, second], originals) { try original.write(to: file) }
      for name in names { try manager.linkItem(at: second, to: name) }
      let result = try run(
        toolPath, ["apply", "--demote=common", "--in=\(program.path)"] + operands,
        directory: place)
      #expect(result.status == 3, "\(result.errors)")
      return try [first, second].map { try Data(contentsOf: $0) }
    }
    let here = workshop.folder.url
    let one = try outcome(
      ["libfirst.so", "libsecond.so", "other/a.so", "other/z.so"], from: here)
    #expect(Set(one) != Set(originals))
    for (operands, place) in [
      (["./other/z.so", "libsecond.so", "libfirst.so", "other/a.so"], here),
      (["a.so", "../libsecond.so", "../libfirst.so", "z.so"], folder),
      ([names[1].path, "../other/a.so", first.path, "../libsecond.so"], folder),
    ] {
      try? manager.createDirectory(at: folder, withIntermediateDirectories: true)
      #expect(try outcome(operands, from: place) == one, "\(operands)")
    }
  }
}
