// What a log comes to, beside the files that it names.

import Foundation
import LoaderModel
import TestSupport
import Testing

@testable import Interposition

@Suite struct LogEvidenceTests {
  private func evidence(_ text: String, _ world: World, preloads: [String] = []) throws
    -> ProcessEvidence
  {
    var log = BindingLog()
    log.read(Array(text.utf8))
    log.finish()
    let process = try #require(log.processes.first)
    return ProcessEvidence(process, preloads: preloads.map { Array($0.utf8) }) { name in
      let text = String(decoding: name, as: UTF8.self)
      return (try? world.file(text)).map { (Array("/found/\(text)".utf8), $0) }
    }
  }

  private func line(_ referrer: String, _ definer: String, _ name: String) -> String {
    "    1:\tbinding file \(referrer) [0] to \(definer) [0]: normal symbol `\(name)\n"
  }

  private func world() throws -> World {
    let folder = try TemporaryFolder()
    let script = try folder.write("V1 { one; two; }; V2 { two; };", to: "map").path
    let world = try World()
    try world.add(
      "program", functions("one") + "int main(void) { return 0; }", as: .pie,
      ["-rdynamic"])
    try world.add("libown.so", functions("one", "two"), ["-Wl,--version-script=\(script)"])
    try world.add(
      "libuser.so", "int one(void); int use(void) { return one(); }",
      needs: ["libown.so"])
    return world
  }

  @Test func theSameFindingsAsFromTheModel() throws {
    let world = try world()
    let log = try evidence(
      line("libuser.so", "program", "one' [V1]") + line("libuser.so", "program", "one' [V1]")
        + line("libown.so", "libown.so", "one' [V1]"), world)
    #expect(log.references.map(\.count) == [2, 1])
    let finding = try #require(Diagnosis(log).findings.first)
    let model = try #require(try world.diagnosis([("libuser.so", "one", "program")]).findings.first)
    #expect(log[finding.owner].fileName.string == world.name(model.owner))
    #expect(finding.kind == model.kind && finding.captured.strings == model.captured.strings)
  }

  /// Only the referring file knows the version for sure.
  @Test func aVersionThatIsCutOffIsTakenFromTheFile() throws {
    let world = try world()
    let text =
      "    1:\tbinding file libuser.so [0] to libown.so [0]: normal symbol `one'    9:\tnoise\n"
    let log = try evidence(text, world)
    #expect(log.references.map { $0.version?.name.string } == ["V1"])
    let wrong = try evidence(line("libuser.so", "libown.so", "one' [V9]"), world)
    #expect(wrong.references.isEmpty)
  }

  /// dlsym and the loader's own lookups have no entry in the file that is said to ask.
  @Test func whatNoRelocationAsksForIsLeftOut() throws {
    let world = try world()
    #expect(try evidence(line("libuser.so", "libown.so", "two' [V2]"), world).references.isEmpty)
    #expect(
      try evidence(line("libuser.so", "libown.so", "one' [V1]"), world).references.count == 1)
  }

  @Test func theProgramIsTheObjectThatIsNoLibrary() throws {
    let world = try world()
    let log = try evidence(line("libuser.so", "program", "one' [V1]"), world)
    #expect(log.program.map { log[$0].path } == Array("/found/program".utf8))
    let gone = try evidence(line("libuser.so", "myprogram", "one' [V1]"), world)
    #expect(gone.program.map { gone[$0].path } == Array("myprogram".utf8))
    let unknown = try evidence(line("libuser.so", "/gone/lib.so", "one' [V1]"), world)
    #expect(unknown.program == nil)
  }

  @Test func whatIsGoneIsKnownToBeGone() throws {
    let log = try evidence(line("libuser.so", "/gone/lib.so", "one' [V1]"), try world())
    #expect(log.objects.map { $0.file == nil } == [false, true])
    #expect(log.references.count == 1 && log.references[0].definition == nil)
    let referrer = try evidence(line("/gone/lib.so", "libown.so", "one' [V1]"), try world())
    #expect(referrer.references.isEmpty)
  }

  /// The kernel's object is no program, although its name has no slash and it has no file.
  @Test func theKernelsObjectIsNoProgram() throws {
    let text =
      line("linux-vdso.so.1", "linux-vdso.so.1", "__vdso_time' [LINUX_2.6]")
      + line("libuser.so", "libown.so", "one' [V1]")
    let log = try evidence(text, try world())
    #expect(log.program == nil && log.isComplete)
    #expect(log.lookups.total == 1 && log.lookups.unjudged == 0)
  }

  @Test func whatCouldNotBeJudgedIsCounted() throws {
    let text =
      line("libuser.so", "/gone/lib.so", "one' [V1]") + line("/gone/lib.so", "libown.so", "one'")
      + line("/gone/lib.so", "libown.so", "one'")
    let log = try evidence(text, try world())
    #expect(log.lookups.total == 3 && log.lookups.unjudged == 2)
    #expect(!log.isComplete && !Diagnosis(log).isComplete)
  }

  @Test func preloadsAreToldBySomeoneElse() throws {
    let world = try world()
    let text = line("libuser.so", "libown.so", "one' [V1]")
    #expect(try !evidence(text, world).objects.contains { $0.isPreloaded })
    let log = try evidence(text, world, preloads: ["libown.so"])
    #expect(log.objects.map(\.isPreloaded) == [false, true])
  }
}
