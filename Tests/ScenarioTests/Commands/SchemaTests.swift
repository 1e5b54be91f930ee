// Every report of every command against the published schemas, and the opposite: what is missing, wrong
// or undocumented is noticed.

import Foundation
import TestSupport
import Testing

@Suite struct SchemaTests {
  /// Command lines for the workbench, each with another form of report.
  private static let commands = [
    "exports app libleak.so.1 nowhere", "exports /lib64/ld-linux-x86-64.so.2",
    "exports /usr/bin/env leak.c", "plan --all app",
    "plan --demote-from=libleak.a --keep=leak_use --force --in=./app app libleak.so.1",
    "plan --demote=_IO_stdin_used app", "plan --demote=nothing --keep-list=faulty.map app",
    "apply --all --symtab --convert-relocations --remove --output=app.new app",
    "apply --demote-from=libleak.a --undo-file=app.undo app",
    "apply --all --demote=_IO_stdin_used --force --output=forced app",
    "check --policy=exports.policy app",
    "check --keep=gone --demote=_IO_stdin_used --all libleak.so.1 app",
    "check --policy=nothing.policy app", "verify --against=build/app app",
    "verify --against=app build/app",
    "diff build/app app", "undo --undo-file=app.undo app", "undo --undo-file=app.undo app",
    "verify app",
    "bindings ./app", "bindings --changes --demote-from=libleak.a ./app", "bindings ./libleak.so.1",
    "audit ./app build/app", "audit --with=build ./app", "audit --ld-debug=app.log",
    "audit --explain=leak_open ./app", "audit --explain=leak_open --demote=leak_open ./app",
    "audit --with=build ./host", "policy --emit=version-script --policy=exports.policy app",
    "policy --suggest ./app", "explain leak_open --demote-from=libleak.a ./app",
    "explain leak_open --all --keep=leak_* --policy=exports.policy ./app",
    "explain _IO_stdin_used --all ./app", "explain gone ./app", "frobnicate", "plan --frobnicate",
    "report", "report --merge nowhere", "report --merge leak.c",
    "wheel --all --output=new.whl one.whl", "wheel --dry-run --all one.whl",
    "wheel nowhere.whl",
  ]

  /// Reports of shards, with a selection and without.
  private static let lines = [
    "exports --recursive build", "exports --shard=1/2 --recursive build",
    "plan --policy=sections.policy --shard=2/2 --demote=idle_* --keep-list=libleak.map -- build/app app",
    "plan --all nowhere", "audit ./app", "check --policy=exports.policy app",
  ]

  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.folder.write("{ global: leak_open\n", to: "faulty.map")
    try bench.folder.write(
      "all\n[*.elsewhere]\nkeep idle\n[app]\nkeep app_*\n", to: "sections.policy")
    // A program that would capture what it does not load.
    try bench.folder.write(
      "int leak_open(void); int main(void) { return leak_open(); }\n", to: "host.c")
    let made = try bench.shell(
      """
      set -e
      gcc -O0 -rdynamic host.c -Wl,--whole-archive libleak.a -Wl,--no-whole-archive -o host
      LD_DEBUG=bindings LD_BIND_NOW=1 ./app 2>app.log
      """)
    try #require(made.status == 0, "\(made.errors)")
    try makeWheel(bench.folder.file("one.whl"), of: bench.folder.file("libleak.so.1"))
    return bench
  }

  @Test func everyReportIsAsItIsDescribed() throws {
    let bench = try bench()
    var files: [URL] = []
    for (form, commands) in [("json", Self.commands), ("jsonl", Self.lines)] {
      for command in commands {
        let words = command.split(separator: " ", maxSplits: 1)
        let rest = words.count > 1 ? words[1] : ""
        let name = "\(files.count).\(form)"
        let result = try bench.shell(
          "set -f; symdemote \(words[0]) --format=\(form) \(rest) >\(name)")
        try #require((0...3).contains(result.status ?? -1), "\(command): \(result.errors)")
        files.append(bench.folder.file(name))
      }
    }
    let (complaints, keys) = try ReportSchema.complaints(about: files)
    for complaint in complaints { Issue.record("\(complaint)") }

    // Nothing is described that no report has.
    let described = try described(in: "report-1.json").union(described(in: "report-line-1.json"))
    #expect(described.subtracting(keys) == [])
    #expect(described.count > 100)
  }

  /// The keys that a schema describes.
  private func described(in name: String) throws -> Set<String> {
    func keys(_ value: Any) -> Set<String> {
      var found: Set<String> = []
      if let fields = value as? [String: Any] {
        for (name, part) in fields {
          if name == "properties", let properties = part as? [String: Any] {
            found.formUnion(properties.keys)
          }
          found.formUnion(keys(part))
        }
      } else if let parts = value as? [Any] {
        for part in parts { found.formUnion(keys(part)) }
      }
      return found
    }
    let file = ReportSchema.folder.appendingPathComponent(name)
    return keys(try JSONSerialization.jsonObject(with: Data(contentsOf: file)))
  }

  /// They lie beside each other where they are installed, since one refers to the other.
  @Test func theyAreInstalledTogether() throws {
    let manifest = try String(
      contentsOf: projectFolder.appendingPathComponent("Integrations/MANIFEST"), encoding: .utf8)
    for name in try FileManager.default.contentsOfDirectory(atPath: ReportSchema.folder.path) {
      #expect(manifest.contains("644 Schemas/\(name) share/symdemote/schema/\(name)\n"))
    }
  }
}
