// `exports` lists what a file offers, and for each name whether it could be demoted and, if not,
// why.

import Foundation
import TestSupport
import Testing

@Suite struct ExportsTests {
  private func lines(_ file: URL) throws -> [[String]] {
    try mustRun(toolPath, ["exports", file.path]).split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
  }

  @Test func everyPropertyIsListed() throws {
    let workshop = try Workshop()
    let script = try workshop.script("V1 { global: *; };\n", named: "versions")
    let file = try workshop.library(
      "libmany.so",
      """
      int function(void) { return 1; }
      __attribute__((weak)) int weak(void) { return 1; }
      __attribute__((visibility("protected"))) int guarded(void) { return 1; }
      long data[2] = {1};
      __thread int local_to_thread;
      static int (*choose(void))(void) { return function; }
      int chosen(void) __attribute__((ifunc("choose")));
      static __attribute__((used)) int own(void) { return 1; }

      """, [script])
    let listed = try lines(file)
    func expect(_ name: String, _ properties: String...) {
      let line = listed.first { $0.first == "\(name)@@V1" }
      #expect(line?.dropFirst().prefix(3) == properties[...], "\(name)")
      #expect(line?.last == "yes", "\(name)")
    }
    expect("function", "FUNC", "GLOBAL", "DEFAULT")
    expect("weak", "FUNC", "WEAK", "DEFAULT")
    expect("guarded", "FUNC", "GLOBAL", "PROTECTED")
    expect("data", "OBJECT", "GLOBAL", "DEFAULT")
    expect("local_to_thread", "TLS", "GLOBAL", "DEFAULT")
    expect("chosen", "IFUNC", "GLOBAL", "DEFAULT")
    #expect(listed.first { $0.first == "data@@V1" }?[4] == "16")
    #expect(!listed.joined().contains { $0.hasPrefix("own") || $0.hasPrefix("choose") })
    #expect(listed.last?.joined(separator: " ") == "6 exports, 6 demotable")
  }

  @Test func aReasonIsGivenForWhatStays() throws {
    let specimen = try Specimen()
    let listed = try lines(try specimen.program())
    let kept = try #require(listed.first { $0.first == "_IO_stdin_used" })
    #expect(kept.joined(separator: " ").contains(" no: "))
    #expect(kept.last == "[runtime-lookup]")
    #expect(listed.first { $0.first == "main" }?.last == "yes")
  }

  @Test func severalFilesAreToldApart() throws {
    let specimen = try Specimen()
    let second = try specimen.second()
    let result = try symdemote("exports", specimen.path, second.path, "/nonexistent")
    #expect(result.status == 2)
    #expect(result.output.hasPrefix("\(specimen.path):\n"))
    #expect(result.output.contains("\n\(second.path):\n"))
    #expect(result.errors.contains("/nonexistent"))
  }

  /// What `apply` would refuse as a whole has nothing to demote.
  @Test func aFileThatContradictsItself() throws {
    let specimen = try Specimen()
    #expect(try lines(specimen.file).last?.joined(separator: " ") == "4 exports, 4 demotable")
    let range = try #require(try section(".gnu.hash", of: specimen.file)).range
    try overwrite(specimen.file, at: range.lowerBound + 16, with: Array(repeating: 0, count: 8))
    let listed = try lines(specimen.file)
    #expect(listed.last?.joined(separator: " ") == "4 exports, 0 demotable")
    #expect(listed[1].joined(separator: " ").contains("no: the file contradicts itself: "))
    let json = try symdemote("exports", "--format=json", specimen.path)
    #expect(json.status == 0 && json.output.contains("\"id\": \"contradiction\""))
    let plan = try symdemote("plan", "--all", specimen.path)
    #expect(plan.status == 2 && plan.errors.contains("contradicts itself"))
  }
}
