// A path is bytes, not text (POSIX, "Pathname"): a file may be called anything.

import Foundation
import TestSupport
import Testing

@Suite struct PathTests {
  @Test func aPathThatIsNoUTF8() throws {
    let specimen = try Specimen()
    // The shell, since a Swift string cannot hold such a name.
    let script = """
      name=$(printf 'caf\\351\\377.so') && cp libspecimen.so "$name" &&
      "$1" apply --all --undo-file="$name.undo" "$name" && "$1" verify "$name" &&
      nm -D --defined-only "$name" | grep -c ' T '; "$1" undo --undo-file="$name.undo" "$name" &&
      cmp libspecimen.so "$name" && "$1" exports --format=json "$name"
      """
    let result = try run(
      "sh", ["-c", script, "sh", toolPath], directory: specimen.folder.url)
    #expect(result.status == 0, "\(result)")
    #expect(result.output.contains("\n0\n"))
    let json = try #require(result.output.firstRange(of: "{")).lowerBound
    #expect(throws: Never.self) {
      try JSONSerialization.jsonObject(with: Data(result.output[json...].utf8))
    }
  }

  @Test(arguments: [
    "with space.so", "-dash.so", "line\nbreak.so", "quote'\".so", "ünïcode.so", "*",
  ])
  func strangeNames(_ name: String) throws {
    let specimen = try Specimen()
    let file = try specimen.second(named: name)
    let result = try symdemote("apply", "--all", "--", name, directory: specimen.folder.url)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try exportedNames(file) == [])
    #expect(try exportedNames(specimen.file) == Specimen.names)
    #expect(!result.output.contains("line\nbreak"))
  }
}
