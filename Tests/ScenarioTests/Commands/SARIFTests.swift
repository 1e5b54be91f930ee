// SARIF: valid by classes that somebody else made of the standard's schema, with rules and fingerprints
// that stay the same.

import Foundation
import TestSupport
import Testing

@Suite struct SARIFTests {
  /// Reads each file as a log, prints what is wrong with it, then takes a required key away, and adds one.
  private static let validation = """
    import json, sys
    from pydantic import ValidationError
    from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log

    def refused(value):
        try:
            Log.model_validate_json(json.dumps(value))
        except ValidationError as error:
            return str(error)

    for file in sys.argv[1:]:
        text = open(file).read()
        wrong = refused(json.loads(text))
        if wrong:
            print(file, wrong)
        for edit in (
            lambda log: log["runs"][0].pop("tool"),
            lambda log: log["runs"][0].update(undocumented=1),
            lambda log: log["runs"][0]["tool"]["driver"]["rules"][0].pop("id"),
            lambda log: [result.pop("message") for result in log["runs"][0]["results"]] or log.clear(),
            lambda log: [result.update(level="fatal") for result in log["runs"][0]["results"]]
            or log.clear(),
        ):
            log = json.loads(text)
            edit(log)
            if not refused(log):
                print(file, "is valid although something is wrong")
    """

  private func complaints(about files: [URL]) throws -> String {
    let python = projectFolder.appendingPathComponent(".build/sarif-validator/bin/python").path
    return try mustRun(python, ["-c", Self.validation] + files.map(\.path))
  }

  private struct Log: Decodable {
    struct Run: Decodable {
      let tool: Tool
      let results: [Result]
      let artifacts: [Artifact]
      let invocations: [Invocation]
    }
    struct Tool: Decodable {
      struct Driver: Decodable {
        struct Rule: Decodable { let id: String }
        let name: String
        let rules: [Rule]
      }
      let driver: Driver
    }
    struct Text: Decodable { let text: String }
    struct Place: Decodable {
      struct URI: Decodable { let uri: String }
      struct Region: Decodable { let startLine: Int }
      let artifactLocation: URI
      let region: Region?
    }
    struct Location: Decodable {
      struct Symbol: Decodable {
        let name: String
        let fullyQualifiedName: String
      }
      let physicalLocation: Place
      let logicalLocations: [Symbol]?
    }
    struct Result: Decodable {
      let ruleId: String
      let ruleIndex: Int
      let level: String
      let message: Text
      let locations: [Location]
      let relatedLocations: [Location]?
      let partialFingerprints: [String: String]
    }
    struct Artifact: Decodable {
      let location: Place.URI
      let hashes: [String: String]?
    }
    struct Invocation: Decodable {
      struct Notification: Decodable {
        let level: String
        let message: Text
      }
      let executionSuccessful: Bool
      let exitCode: Int
      let toolExecutionNotifications: [Notification]
    }
    let version: String
    let runs: [Run]
  }

  private func log(_ words: String..., in folder: URL, status: Int32) throws -> Log.Run {
    let result = try run(toolPath, words, directory: folder)
    #expect(result.status == status, "\(result.errors)")
    let log = try JSONDecoder().decode(Log.self, from: Data(result.output.utf8))
    #expect(log.version == "2.1.0" && log.runs.count == 1)
    for result in log.runs[0].results {
      #expect(log.runs[0].tool.driver.rules[result.ruleIndex].id == result.ruleId)
    }
    return log.runs[0]
  }

  @Test func everyLogIsValid() throws {
    let bench = try Workbench()
    let commands = [
      "audit ./app build/app", "audit --exit-zero --with=build ./app", "audit /usr/bin/env nowhere",
      "check --policy=exports.policy app", "check --keep=gone --keep-list=libleak.map app nowhere",
      "check --demote=_IO_stdin_used --demote=idle app", "check --frobnicate", "check app",
      "check --keep=leak_open libleak.so.1",
    ]
    let files = try commands.enumerated().map { place, command in
      let words = command.split(separator: " ", maxSplits: 1)
      try bench.shell("symdemote \(words[0]) --format=sarif \(words[1]) >\(place).sarif")
      return bench.folder.file("\(place).sarif")
    }
    #expect(try complaints(about: files) == "")
  }

  @Test func aCheckTellsWhatWhereAndBy() throws {
    let bench = try Workbench()
    try bench.folder.write("all\nkeep app_*\nkeep gone\n", to: "gone.policy")
    let log = try log(
      "check", "--format=sarif", "--policy=gone.policy", "./app", in: bench.folder.url, status: 1)
    #expect(
      log.tool.driver.rules.map(\.id) == ["SD001", "SD002", "SD101", "SD102", "SD103", "SD104"])
    let main = try #require(log.results.first { $0.message.text.contains("exports main:") })
    #expect(main.ruleId == "SD001" && main.level == "error")
    #expect(main.locations[0].physicalLocation.artifactLocation.uri == "app")
    #expect(main.locations[0].logicalLocations?.map(\.name) == ["main"])
    let missing = try #require(log.results.first { $0.ruleId == "SD002" })
    #expect(missing.locations[0].physicalLocation.artifactLocation.uri == "gone.policy")
    #expect(missing.locations[0].physicalLocation.region?.startLine == 3)
    #expect(missing.relatedLocations?[0].physicalLocation.artifactLocation.uri == "app")
    #expect(!log.results.contains { $0.message.text.contains("app_register") })
    let digest = try mustRun("sha256sum", ["app"], directory: bench.folder.url).prefix(64)
    #expect(log.artifacts.map(\.hashes) == [["sha-256": String(digest)]])
    #expect(log.invocations[0].exitCode == 1 && log.invocations[0].executionSuccessful)
  }

  @Test func troubleIsToldAsTrouble() throws {
    let bench = try Workbench()
    let log = try log(
      "check", "--format=sarif", "--all", "--keep=idle_*", "nowhere", "libleak.so.1",
      in: bench.folder.url, status: 2)
    #expect(log.results.allSatisfy { $0.ruleId == "SD001" } && log.results.count == 3)
    let invocation = log.invocations[0]
    #expect(!invocation.executionSuccessful && invocation.exitCode == 2)
    #expect(invocation.toolExecutionNotifications.map(\.level) == ["error", "warning"])
    #expect(log.artifacts.map { $0.hashes == nil } == [true, false])
  }

  /// The same finding has the same fingerprint in another folder, in another order, in another version of
  /// the file; other findings have others.
  @Test func fingerprintsGoByNames() throws {
    func prints(_ words: String..., in bench: Workbench) throws -> [String: String] {
      let result = try run(
        toolPath, [words[0], "--format=sarif", "--exit-zero"] + words.dropFirst(),
        directory: bench.folder.url)
      let log = try JSONDecoder().decode(Log.self, from: Data(result.output.utf8))
      return Dictionary(
        log.runs[0].results.map { result in
          let names = result.locations[0].logicalLocations?.map(\.name).joined(separator: " ") ?? ""
          return ("\(result.ruleId) \(names)", result.partialFingerprints["symdemote/v1"] ?? "")
        }, uniquingKeysWith: { first, second in first == second ? first : "ambiguous" })
    }
    let (one, two) = (try Workbench(), try Workbench())
    let here = try prints("check", "--all", "libleak.so.1", in: one)
    #expect(here.count == 3 && Set(here.values).count == 3)
    try two.shell("mkdir deep && cp libleak.so.1 deep/libleak.so.1.2.3")
    #expect(try prints("check", "--all", "./deep/libleak.so.1.2.3", in: two) == here)
    #expect(
      try prints("check", "--all", "app", "libleak.so.1", in: two).filter {
        here[$0.key] == $0.value
      }.count == 0)
    let audit = try prints("audit", "./app", in: one)
    #expect(audit.count == 2 && Set(audit.values).count == 2)
    #expect(try prints("audit", "./build/app", "./app", in: two) == audit)
    #expect(try prints("audit", "./app", "./build/app", in: two) == audit)
  }

  /// A line of a policy is the place of what each file lacks: the files tell findings there apart.
  @Test func whatTwoFilesLack() throws {
    let bench = try Workbench()
    try bench.shell("mkdir a b && cp plugin.so a && cp plugin.so b; echo 'keep gone' >gone.policy")
    func results(_ words: String...) throws -> [Log.Result] {
      let result = try run(
        toolPath, ["check", "--format=sarif"] + words, directory: bench.folder.url)
      return try JSONDecoder().decode(Log.self, from: Data(result.output.utf8)).runs[0].results
    }
    let found = try results("--policy=gone.policy", "a/plugin.so", "b/plugin.so")
    #expect(found.map(\.ruleId) == ["SD002", "SD002"])
    #expect(
      Set(found.map { $0.locations[0].physicalLocation.artifactLocation.uri }) == ["gone.policy"])
    #expect(Set(found.compactMap { $0.partialFingerprints["symdemote/v1"] }).count == 2)
    let turned = try results("--policy=gone.policy", ".//b/plugin.so", "./a/./plugin.so")
    #expect(
      turned.reversed().map(\.partialFingerprints) == found.map(\.partialFingerprints))
    // Where the file itself is the place, its folder is no part of what is found.
    let beside = try results("--keep=gone", "a/plugin.so", "b/plugin.so")
    #expect(beside.map(\.ruleId) == ["SD002", "SD002"])
    #expect(Set(beside.map(\.partialFingerprints)).count == 1)
    // What a name stands for may be missing beside the name.
    let both = try results("--keep=gone", "--keep-cxx=gone", "a/plugin.so")
    #expect(both.count == 2 && Set(both.map(\.partialFingerprints)).count == 2)
    #expect(both[0].partialFingerprints == beside[0].partialFingerprints)
  }

  /// Of two libraries with one name each has findings of its own.
  @Test func librariesOfOneName() throws {
    let bench = try Workbench()
    try bench.shell(
      """
      set -e
      mkdir one two late late/one late/two
      for d in one two; do cp plugin.so $d/; cp libleak.so.1 late/$d/; done
      echo 'int main(void) { return 0; }' >host.c
      gcc -O0 -rdynamic host.c -Wl,--whole-archive libleak.a -Wl,--no-whole-archive -o host
      patchelf --set-rpath "$PWD" one/plugin.so; patchelf --set-rpath "$PWD" two/plugin.so
      printf 'int x_two;' | gcc -shared -fPIC -x c - -Wl,-soname,libleak.so.1 -x none \
        -Wl,--whole-archive libleak.a -Wl,--no-whole-archive -o late/two/libleak.so.1
      """)
    func prints(_ words: String...) throws -> [String] {
      let result = try run(
        toolPath, ["audit", "--format=sarif"] + words, directory: bench.folder.url)
      #expect(result.status == 1, "\(result.errors)")
      let log = try JSONDecoder().decode(Log.self, from: Data(result.output.utf8))
      return log.runs[0].results.compactMap { $0.partialFingerprints["symdemote/v1"] }
    }
    let opened = try prints("--dlopen=./one/plugin.so", "--dlopen=./two/plugin.so", "./app")
    #expect(opened.count == 4 && Set(opened).count == 4)
    let later = try prints("--with=late", "./host")
    #expect(later.count == 2 && Set(later).count == 2)
    // One alone goes by its name, wherever it is.
    #expect(
      try prints("--with=late/one", "./host") == prints("--with=build/libleak.so.1", "./host"))
  }

  @Test func pathsAreReferencesToURIs() throws {
    let bench = try Workbench()
    try bench.shell("mkdir 'a b' && cp libleak.so.1 'a b/50%:x.so'")
    let log = try log(
      "check", "--format=sarif", "--all", "a b/50%:x.so", "\(bench.folder.url.path)/libleak.so.1",
      in: bench.folder.url, status: 1)
    #expect(
      log.artifacts.map(\.location.uri) == [
        "a%20b/50%25%3Ax.so", "file://\(bench.folder.url.path)/libleak.so.1",
      ])
    let tree = try self.log(
      "check", "--format=sarif", "--all", "--recursive", ".//build", in: bench.folder.url, status: 1
    )
    #expect(
      tree.artifacts.map(\.location.uri) == [
        "build/app", "build/libleak.so.1", "build/libtoolkit.so",
      ])
  }
}
