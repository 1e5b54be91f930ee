// What is captured, by whom, and how bad that is.

import Foundation
import LoaderModel
import TestSupport
import Testing

@testable import Interposition

@Suite struct DiagnosisTests {
  /// A program with copies of two of a library's three functions.
  private func twoCopies() throws -> World {
    let world = try World()
    try world.add(
      "program", functions("one", "two") + "int main(void) { return 0; }", as: .pie,
      ["-rdynamic"])
    try world.add("libown.so", functions("one", "two", "three"))
    try world.add(
      "libuser.so", "int one(void); int use(void) { return one(); }",
      needs: ["libown.so"])
    return world
  }

  @Test func aLibraryCapturedInPartIsSplit() throws {
    let world = try twoCopies()
    let diagnosis = try world.diagnosis([
      ("libown.so", "one", "program"), ("libown.so", "two", "program"),
      ("libown.so", "three", "libown.so"),
    ])
    let finding = try #require(diagnosis.findings.first)
    #expect(diagnosis.findings.count == 1)
    #expect(world.name(finding.library) == "libown.so")
    #expect(world.name(finding.owner) == "libown.so")
    #expect(world.name(finding.captor) == "program")
    #expect(finding.captured.strings == ["one", "two"])
    #expect(finding.ownCount == 1 && finding.kind == .split)
    #expect(diagnosis.dull.total == 0)
  }

  /// A library's code is its own, even if none of its references to itself stays.
  @Test func aLibraryThatCallsAnotherCopyOfItselfIsSplit() throws {
    let world = try twoCopies()
    let diagnosis = try world.diagnosis([("libown.so", "one", "program")])
    #expect(diagnosis.findings.map(\.kind) == [.split])
    #expect(diagnosis.findings.map(\.ownCount) == [0])
  }

  @Test func aUserWhoseReferencesAllGoTheSameWayIsNotSplit() throws {
    let world = try twoCopies()
    let whole = try world.diagnosis([("libuser.so", "one", "program")])
    #expect(whole.findings.map(\.kind) == [.whole])
    #expect(whole.findings.map { world.name($0.owner) } == ["libown.so"])
    let split = try world.diagnosis([
      ("libuser.so", "one", "program"), ("libuser.so", "three", "libown.so"),
    ])
    #expect(split.findings.map(\.kind) == [.split])
  }

  @Test func splitComesFirstThenTheNumberOfNames() throws {
    let world = try twoCopies()
    let diagnosis = try world.diagnosis([
      ("libuser.so", "one", "program"), ("libuser.so", "two", "program"),
      ("libown.so", "one", "program"),
    ])
    #expect(diagnosis.findings.map { world.name($0.library) } == ["libown.so", "libuser.so"])
    #expect(diagnosis.findings.map(\.captured.count) == [1, 2])
    #expect(diagnosis.collisions.count == 1)
    #expect(diagnosis.collisions[0].findings.count == 2)
  }

  @Test func whatIsFoundWhereItBelongsIsNoFinding() throws {
    let world = try twoCopies()
    let diagnosis = try world.diagnosis([
      ("libown.so", "one", "libown.so"), ("libuser.so", "one", "libown.so"),
      ("program", "one", "program"),
    ])
    #expect(diagnosis.findings.isEmpty && diagnosis.dull.total == 0)
  }

  /// A library may lose its own copy to a library that it needs.
  @Test func anOwnCopyIsCapturedByWhatIsNeeded() throws {
    let world = try World()
    try world.add("program", "int main(void) { return 0; }", as: .pie)
    try world.add("libdeep.so", functions("one", "two", "deep"))
    try world.add("libown.so", functions("one", "two"), needs: ["libdeep.so"])
    try world.add(
      "libuser.so", "int one(void); int use(void) { return one(); }", needs: ["libown.so"])
    let finding = try #require(
      try world.diagnosis([("libown.so", "one", "libdeep.so")]).findings.first)
    #expect(finding.library == world.index("libown.so") && finding.owner == finding.library)
    #expect(world.name(finding.captor) == "libdeep.so" && finding.captured.strings == ["one"])
    // Who has no copy of its own is served by whichever of those it needs comes first.
    #expect(
      try world.diagnosis([
        ("libuser.so", "one", "libdeep.so"), ("libown.so", "deep", "libdeep.so"),
      ]).findings.isEmpty)
  }

  /// A program asks others for what it defines only to copy it (psABI, COPY relocations).
  @Test func aProgramLosesNothing() throws {
    let folder = try TemporaryFolder()
    let library = try link(
      functions("one"), to: "libown.so", in: folder, as: .shared,
      ["-Wl,-soname,libown.so"])
    let world = try World()
    try world.add(
      "program", functions("one") + "int main(void) { return one(); }", as: .pie,
      ["-rdynamic", "-Wl,--no-as-needed", library.path])
    try world.add("libown.so", library)
    #expect(try world.diagnosis([("program", "one", "libown.so")]).findings.isEmpty)
  }

  /// A filter's own definitions only stand in for those of its filtees.
  @Test func aFilterGivesItsCopiesUp() throws {
    let world = try World()
    try world.add("program", "int main(void) { return 0; }", as: .pie)
    try world.add("libreal.so", functions("one"))
    try world.add("libfilter.so", functions("one"), ["-Wl,--auxiliary,libreal.so"])
    #expect(try world.diagnosis([("libfilter.so", "one", "libreal.so")]).findings.isEmpty)
  }

  /// A plugin that wants something of the program is served; nothing is taken from anybody.
  @Test func aNameThatNobodyElseDefinesIsNotCaptured() throws {
    let world = try World()
    try world.add(
      "program", functions("host") + "int main(void) { return 0; }", as: .pie,
      ["-rdynamic"])
    try world.add("plugin.so", "int host(void); int run(void) { return host(); }")
    #expect(try world.diagnosis([("plugin.so", "host", "program")]).findings.isEmpty)
  }

  @Test func anOwnerThatIsNotNeededDoesNotCount() throws {
    let world = try twoCopies()
    try world.add("libstranger.so", "int one(void); int ask(void) { return one(); }")
    #expect(try world.diagnosis([("libstranger.so", "one", "program")]).findings.isEmpty)
    #expect(try !world.diagnosis([("libuser.so", "one", "program")]).findings.isEmpty)
  }

  /// The owner must define the name in a version that the reference asks for.
  @Test func versionsDecideWhoOwns() throws {
    let folder = try TemporaryFolder()
    let script = "-Wl,--version-script=\(try folder.write("V1 { *; };", to: "one").path)"
    let other = "-Wl,--version-script=\(try folder.write("V2 { *; };", to: "two").path)"
    let world = try World()
    try world.add(
      "program", functions("one") + "int main(void) { return 0; }", as: .pie,
      ["-rdynamic"])
    try world.add("libone.so", functions("one", "two"), [script])
    try world.add(
      "libuser.so", "int one(void); int use(void) { return one(); }",
      needs: ["libone.so"])
    #expect(try world.diagnosis([("libuser.so", "one", "program")]).findings.count == 1)
    // The same library, now with another version than the one that it was linked to.
    let changed = try World()
    try changed.add(
      "program", functions("one") + "int main(void) { return 0; }", as: .pie,
      ["-rdynamic"])
    try changed.add("libbuilt.so", functions("one", "two"), [script], soname: "libone.so")
    try changed.add(
      "libuser.so", "int one(void); int use(void) { return one(); }",
      needs: ["libbuilt.so"])
    let evidence = try changed.evidence([("libuser.so", "one", "program")])
    let replaced = try World().add("libone.so", functions("one", "two"), [other]).file("libone.so")
    let objects = evidence.objects.enumerated().map { position, object in
      position != 1
        ? object
        : EvidenceObject(path: object.path, namespace: 0, file: replaced, isPreloaded: false)
    }
    let mismatch = ProcessEvidence(
      objects: objects, program: evidence.program, references: evidence.references)
    #expect(Diagnosis(mismatch).findings.isEmpty)
  }

  /// Only ld.so is shared between namespaces, and it is the same in all.
  @Test func otherNamespacesAreLeftAlone() throws {
    let world = try World()
    try world.add(
      "program", functions("one") + "int main(void) { return 0; }", as: .pie,
      ["-rdynamic"])
    try world.add("libown.so", functions("one"), namespace: 1)
    #expect(try world.diagnosis([("libown.so", "one", "program")]).findings.isEmpty)
  }

  @Test func aCaptorThatIsGoneIsStillACaptor() throws {
    let world = try twoCopies()
    world.addGone("libgone.so")
    let diagnosis = try world.diagnosis([("libown.so", "one", "libgone.so")])
    #expect(diagnosis.findings.map { world.name($0.captor) } == ["libgone.so"])
  }

  /// One name of many is a coincidence or a purpose, and no second copy.
  @Test func aFewNamesOfManyAreAClash() throws {
    let many = (0..<30).map { "name\($0)" }
    let source = many.map { functions($0) }.joined()
    func kind(captured: Int) throws -> Finding.Kind? {
      let world = try World()
      try world.add(
        "program",
        many.prefix(captured).map { functions($0) }.joined() + "int main(void) { return 0; }",
        as: .pie, ["-rdynamic"])
      try world.add("libown.so", source)
      return try world.diagnosis(
        many.prefix(captured).map { ("libown.so", $0, "program") }
          + many.dropFirst(captured).map { ("libown.so", $0, "libown.so") }
      ).findings.first?.kind
    }
    #expect(try kind(captured: 3) == .clash)
    #expect(try kind(captured: 4) == .split)
  }

  /// A library that embeds a whole family is not split by what it is made of beside.
  @Test func onlyTheFamilyCountsInALibraryThatEmbedsIt() throws {
    let family = ["inflate", "inflateEnd", "inflateReset", "deflate", "deflateEnd", "crc32"]
    let world = try World()
    let copies = family.map { functions($0) }.joined()
    try world.add(
      "program", copies + "int main(void) { return 0; }", as: .pie,
      ["-rdynamic", "-fno-builtin"])
    try world.add("libtoolkit.so", copies + functions("toolkit_start", "toolkit_stop"))
    let whole =
      family.map { ("libtoolkit.so", $0, "program") }
      + [("libtoolkit.so", "toolkit_start", "libtoolkit.so")]
    let finding = try #require(try world.diagnosis(whole).findings.first)
    #expect(finding.family?.id == "zlib" && finding.ownCount == 1 && finding.kind == .whole)
    let split =
      family.dropLast().map { ("libtoolkit.so", $0, "program") }
      + [("libtoolkit.so", "crc32", "libtoolkit.so")]
    #expect(try world.diagnosis(split).findings.map(\.kind) == [.split])
  }

  /// What a log would show if the captor's names were gone.
  @Test func withoutTheCaptorReferencesGoWhereTheyBelong() throws {
    let world = try twoCopies()
    let evidence = try world.evidence([
      ("libown.so", "one", "program"), ("libuser.so", "one", "program"),
    ])
    let bare = try World().add("bare", "int main(void) { return 0; }", as: .pie).file("bare")
    let program = try world.file("program").identity
    let after = Diagnosis(evidence.replacing([program: bare.image]))
    #expect(after.findings.isEmpty)
    #expect(after.evidence.references.map { world.name($0.definer) } == ["libown.so", "libown.so"])
    // With a third copy, nobody can say where they would go.
    try world.add("libthird.so", functions("one"))
    let doubtful = try world.evidence([("libown.so", "one", "program")])
      .replacing([program: bare.image])
    #expect(doubtful.references.isEmpty)
  }
}
