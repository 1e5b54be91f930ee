// How a symbol may be named, and what is said where it is not there.

import Foundation
import TestSupport
import Testing

@Suite struct ExplainNameTests {
  private func versionedLibrary() throws -> (workshop: Workshop, library: URL) {
    let workshop = try Workshop()
    let script = try workshop.script(
      "V1 { global: answer; local: *; };\nV2 { global: answer; stays; } V1;\n", named: "versions")
    let library = try workshop.library(
      "libanswer.so", VersionTests.librarySource, [script, "-DSTAMP=1"])
    return (workshop, library)
  }

  /// A name with several versions: each is explained, or the one that is named.
  @Test func versions() throws {
    let (workshop, library) = try versionedLibrary()
    _ = workshop
    let path = library.path
    #expect(try Explanation("answer", path).symbols.map(\.version).sorted() == ["V1", "V2"])
    for name in ["answer@V1", "answer@@V1"] {
      #expect(try Explanation(name, path).symbol().version == "V1")
    }
    #expect(try Explanation("answer@V2", path).symbol().version == "V2")
    let other = try Explanation("answer@V3", path)
    #expect(other.status == 2 && other.messages[0].contains("answer@@V2, answer@V1"))
    #expect(try Explanation("stays", path).symbol().version == "V2")

    let options = ["--demote=answer", "--keep=answer@V1", path]
    let kept = try Explanation(["answer@V1"] + options).symbol()
    #expect(kept.outcome == "kept-by-clause")
    #expect(kept.clauses.map(\.standing) == ["decides", "outranked"])
    #expect(try Explanation(["answer@V2"] + options).symbol().outcome == "demoted")
  }

  /// Readers of JSON disagree about which of two equal keys they see.
  @Test func noKeyStandsTwice() throws {
    let specimen = try Specimen()
    let text = try symdemote("explain", "alpha_one", "--all", "--format=json", specimen.path).output
    let keys = text.split(separator: "\n").filter { $0.hasPrefix("          \"") }
      .compactMap { $0.split(separator: "\"").dropFirst().first }
    #expect(keys.contains("demangled") && keys.contains("outcome"))
    #expect(Set(keys).count == keys.count, "\(keys)")
  }

  /// What is proposed for one version leaves the other alone.
  @Test func aSuggestionMeansOneVersion() throws {
    let (workshop, library) = try versionedLibrary()
    let symbol = try Explanation("answer@V1", library.path).symbol()
    #expect(symbol.suggestions.map(\.options) == [["--demote=answer@V1"]])
    func keeping(_ options: String...) throws -> Explanation.Suggestion? {
      try Explanation(["answer@V1"] + options + [library.path]).symbol().suggestions.first
    }
    // The name goes, this version stays: a selection can say so, unless it is asked for in full.
    #expect(try keeping("--demote=answer")?.options == ["--keep=answer@V1"])
    let alone = try #require(try keeping("--demote=answer@V1"))
    #expect(alone.removedTexts == ["--demote=answer@V1"] && alone.leavesNothing)
    let beside = try #require(try keeping("--demote=answer@V1", "--demote=stays"))
    #expect(beside.removedTexts == ["--demote=answer@V1"] && !beside.leavesNothing)
    try mustRun(toolPath, ["apply", "--demote=answer@V1", library.path])
    #expect(try Explanation("answer", library.path).symbol().version == "V2")
    _ = workshop
  }

  /// A mark is no export, but a clause may catch it.
  @Test func theMarkOfAVersion() throws {
    let (workshop, library) = try versionedLibrary()
    _ = workshop
    let caught = try Explanation("V1", "--demote=V1*", library.path).symbol()
    #expect(caught.outcome == "kept-by-rule" && caught.keepers == ["version-marker"])
    #expect(try Plan("--demote=V1*", library.path).rule("V1") == "version-marker")
    #expect(caught.suggestions.map(\.options) == [["--force"]])
    #expect(try Explanation("V1", "--all", library.path).symbol().outcome == "unselected")
  }

  static let classSource = """
    namespace ns {
      struct Widget { Widget(int); int size(int) const; int size(long) const; int once(); };
      Widget::Widget(int) {}
      int Widget::size(int) const { return 1; }
      int Widget::size(long) const { return 2; }
      int Widget::once() { return 3; }
    }

    """

  @Test func namesOfCxx() throws {
    let workshop = try Workshop()
    let library = try workshop.library(
      "libwidget.so", Self.classSource, sourceName: "widget.cc")
    let once = "_ZN2ns6Widget4onceEv"
    for name in [once, "ns::Widget::once()", "ns::Widget::once", "*once*"] {
      let symbol = try Explanation(name, library.path).symbol()
      #expect(symbol.name == once && symbol.demangled == "ns::Widget::once()")
    }
    let size = try Explanation("ns::Widget::size(long) const", library.path).symbol()
    #expect(size.name == "_ZNK2ns6Widget4sizeEl")
    let constructors = try Explanation("ns::Widget::Widget(int)", library.path).symbols
    #expect(Set(constructors.map(\.name)) == ["_ZN2ns6WidgetC1Ei", "_ZN2ns6WidgetC2Ei"])
    let ambiguous = try Explanation("ns::Widget::size", library.path)
    #expect(ambiguous.status == 2)
    #expect(
      ambiguous.messages[0].contains("ns::Widget::size(int) const, ns::Widget::size(long) const"))
    let chosen = try Explanation("ns::Widget::once", "--demote-cxx=ns::*", library.path).symbol()
    #expect(chosen.outcome == "demoted" && chosen.suggestions[0].options == ["--keep=\(once)"])
  }

  @Test func aNameThatIsNotThere() throws {
    let specimen = try Specimen()
    func message(_ name: String) throws -> String {
      let result = try symdemote("explain", name, specimen.path)
      #expect(result.status == 2 && result.output == "")
      return result.errors
    }
    #expect(try message("alpha_onee").contains("did you mean alpha_one?"))
    #expect(try message("ALPHA_TWO").contains("did you mean alpha_two"))
    let unlike = try message("frobnicate")
    #expect(unlike.contains("no symbol frobnicate") && !unlike.contains("did you mean"))
    #expect(try message("alpha_*").contains("alpha_one, alpha_two"))
    try mustRun(toolPath, ["apply", "--demote=alpha_one", specimen.path])
    #expect(try message("alpha_one").contains("alpha_one is a local symbol here"))
    #expect(try Explanation("alpha_two", specimen.path).status == 0)
  }

  @Test func aNameThatIsOnlyReferredTo() throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let result = try symdemote("explain", "library_function", copies.program.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("only refers to it; \(copies.library.path) defines it"))
    // Where a clause asks for it, `plan` lists it, and so there is something to explain.
    let options = ["--demote=library_*", copies.program.path]
    let caught = try Explanation(["library_function"] + options).symbol()
    #expect(caught.outcome == "kept-by-rule" && caught.keepers == ["undefined"])
    #expect(try Plan(options).rule("library_function") == "undefined")
    #expect(caught.suggestions.map(\.options) == [[]])
    #expect(caught.suggestions.first?.obstacle?.contains("[undefined]") == true)
    let text = try run(toolPath, ["explain", "library_function"] + options).output
    #expect(text.contains("stays as it is: a rule keeps it") && !text.contains("refers to it, and"))
    let there = try Explanation(
      "library_function", "--in=\(copies.program.path)", copies.library.path)
    #expect(try there.symbol().keepers == ["needed"])
  }

  /// Of a name with many versions, some are explained, and the rest is counted.
  @Test(arguments: [(32, 0), (33, 1), (50, 18)])
  func aNameOfManyVersions(_ count: Int, _ leftOut: Int) throws {
    let workshop = try Workshop()
    let script = try workshop.script(
      (0..<count).map { "V\($0) { };\n" }.joined(), named: "versions")
    let source = (0..<count).map {
      "int f\($0)(void) { return 1; } __asm__(\".symver f\($0), many@V\($0)\");\n"
    }.joined()
    let file = try workshop.library("libversions.so", source, [script])
    let result = try symdemote("explain", "many", file.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.errors.contains("\(leftOut) more entries have this name") == (leftOut > 0),
      "\(result.errors)")
  }
}

extension [String?] {
  fileprivate func sorted() -> [String] { compactMap(\.self).sorted() }
}
