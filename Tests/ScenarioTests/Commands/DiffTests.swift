// `diff BEFORE AFTER` is the view of `plan` between any two files: 0 if they export the same, 1 if
// they differ.

import Foundation
import TestSupport
import Testing

@Suite struct DiffTests {
  @Test func theSameFile() throws {
    let specimen = try Specimen()
    let copy = try specimen.second()
    let result = try symdemote("diff", specimen.path, copy.path)
    #expect(result.status == 0)
    #expect(!result.output.contains("\n-T"))
  }

  @Test func aDemotion() throws {
    let specimen = try Specimen()
    let original = try demote(in: specimen.file, "--demote=alpha_one")
    let result = try symdemote("diff", original.path, specimen.path)
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n")
    #expect(lines.contains("-T alpha_one"))
    #expect(lines.contains("+t alpha_one"))
    #expect(lines.contains(" T alpha_two"))
    let backwards = try symdemote("diff", specimen.path, original.path)
    #expect(backwards.status == 1)
    #expect(backwards.output.contains("-t alpha_one\n+T alpha_one"))
  }

  @Test func unrelatedFiles() throws {
    let specimen = try Specimen()
    let other = try specimen.workshop.library("libgamma.so", "int gamma(void) { return 0; }\n")
    let result = try symdemote("diff", specimen.path, other.path)
    #expect(result.status == 1)
    #expect(result.output.contains("-T alpha_one\n"))
    #expect(result.output.contains("+T gamma\n"))
  }

  /// No table changes more bytes than it has, before or after, whichever way files are compared.
  @Test func tablesChangeNoMoreThanTheyHave() throws {
    let bench = try Workbench()
    for pair in ["app libleak.so.1", "libleak.so.1 app", "libtoolkit.so libleak.so.1"] {
      let result = try bench.shell("symdemote diff \(pair)")
      let rows = result.output.matches(of: /(\S+) +at 0x[0-9a-f]+ +(\d+) of (\d+) bytes change/)
      #expect(rows.count > 5 && result.status == 1)
      for row in rows {
        let (changed, all) = (try #require(Int(row.2)), try #require(Int(row.3)))
        #expect(changed <= all, "\(pair): \(row.0)")
      }
    }
  }

  @Test func whatIsNewIsCounted() throws {
    let bench = try Workbench()
    let result = try bench.shell("symdemote diff libtoolkit.so libleak.so.1")
    #expect(
      result.output.contains("1 exports, 1 demoted, 1 of them removed, 0 kept, 3 added @@\n"),
      "\(result.output)")
    #expect(result.output.matches(of: /\n\+T\s/).count == 3)
    let json = try bench.shell("symdemote diff --format=json libtoolkit.so libleak.so.1").output
    #expect(json.contains("\"added\": 3"))
    // An undone demotion adds what it had taken.
    let made = try bench.shell("symdemote apply --demote=leak_use --output=less libleak.so.1")
    try #require(made.status == 0)
    #expect(try bench.shell("symdemote diff less libleak.so.1").output.contains(", 1 added @@"))
    let same = try bench.shell("symdemote diff libleak.so.1 less").output
    #expect(same.contains(", 1 demoted, 2 kept @@") && !same.contains("added"))
  }

  /// Two builds whose code lies elsewhere: a line for each name, which says what the letter does not.
  @Test func linesDifferOrAreOne() throws {
    let workshop = try Workshop()
    func build(_ name: String, _ text: String) throws -> String {
      try workshop.library(name, text + "int last(void) { return 1; }\n").path
    }
    let before = try build("one.so", "int first(void) { return 1; }\nint data[2] = {1};\n")
    let after = try build(
      "two.so",
      "int first(void) { static volatile int x; return x + x * x; }\nint data[4] = {1};\n")
    let result = try symdemote("diff", before, after)
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n").map(String.init)
    let last = try #require(lines.filter { $0.contains("T last") }.only)
    #expect(last.wholeMatch(of: /\ T last  # at 0x[0-9a-f]+, was 0x[0-9a-f]+/) != nil, "\(last)")
    let first = try #require(lines.filter { $0.contains("T first") }.only)
    #expect(first.hasPrefix(" T first  # ") && first.contains(" bytes, was "), "\(first)")
    // The size of data is part of what others rely on.
    #expect(lines.contains("-D data"))
    #expect(lines.contains { $0.hasPrefix("+D data  # ") && $0.hasSuffix("16 bytes, was 8") })
    let changed = lines.filter { $0.hasPrefix("-") || $0.hasPrefix("+") }.map { $0.dropFirst() }
    #expect(Set(changed).count == 4)
  }

  @Test func eitherFileMayBeTheTrouble() throws {
    let specimen = try Specimen()
    let text = try specimen.folder.write("text\n", to: "text").path
    try expectEnd(2, untouched: specimen.file, saying: text, "diff", text, specimen.path)
    try expectEnd(2, untouched: specimen.file, saying: text, "diff", specimen.path, text)
  }
}

extension Array {
  /// The element that there is, if it is one.
  fileprivate var only: Element? { count == 1 ? self[0] : nil }
}
