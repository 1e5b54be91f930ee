// Names and paths that are no UTF-8: what tells one from another is made of bytes, whatever is shown.

import Foundation
import TestSupport
import Testing

@Suite struct ForeignNameTests {
  private let bench: Workbench
  /// Both are shown as the same text.
  private static let names: [[UInt8]] = [
    Array("bad".utf8) + [0xff, 0xfe], Array("bad".utf8) + [0xfe, 0xff],
  ]
  private static let shown = "bad\u{fffd}\u{fffd}"

  init() throws {
    bench = try Workbench()
    try OddNames.make(Self.names, in: bench)
  }

  private func output(_ words: String, status: Int32 = 1) throws -> Data {
    let result = try bench.shell("symdemote \(words) >output")
    #expect(result.status == status, "\(result.errors)")
    return try Data(contentsOf: bench.folder.file("output"))
  }

  private func json(_ words: String, status: Int32 = 1) throws -> [String: Any] {
    let report = try JSONSerialization.jsonObject(with: output(words, status: status))
    return try #require(report as? [String: Any])
  }

  /// The first run of a log.
  private func log(_ words: String) throws -> [String: Any] {
    try #require((try json(words)["runs"] as? [[String: Any]])?.first)
  }

  private func prints(_ run: [String: Any]) -> [String] {
    (run["results"] as? [[String: Any]] ?? []).compactMap {
      ($0["partialFingerprints"] as? [String: String])?["symdemote/v1"]
    }
  }

  @Test func findingsAreToldApart() throws {
    let check = prints(try log("check --format=sarif --demote='bad*' libodd.so"))
    #expect(check.count == 2 && Set(check).count == 2)
    // They are the same ones the next time.
    #expect(prints(try log("check --format=sarif --demote='bad*' ./libodd.so")) == check)
    // Required names are bytes as well.
    let missing = prints(
      try log("check --format=sarif --keep=$'gone\\xff' --keep=$'gone\\xfe' libodd.so"))
    #expect(missing.count == 2 && Set(missing).count == 2)
  }

  /// A program with two libraries that are shown alike.
  private func makeTwo() throws {
    let made = try bench.shell(
      """
      set -e
      for b in $'\\xff' $'\\xfe'; do
        gcc -shared asks.o -Wl,-soname,"liba$b.so" '-Wl,-rpath,$ORIGIN' -o "liba$b.so" libodd.so
      done
      gcc -O0 odd.c defines.o -Wl,--no-as-needed $'./liba\\xff.so' $'./liba\\xfe.so' -rdynamic \
        '-Wl,-rpath,$ORIGIN' -Wl,-rpath-link,. -o two
      """)
    try #require(made.status == 0, "\(made.errors)")
  }

  @Test func librariesAreToldApart() throws {
    try makeTwo()
    let run = try log("audit --format=sarif ./two")
    let found = prints(run)
    #expect(found.count == 2 && Set(found).count == 2)
    let others = (run["results"] as? [[String: Any]] ?? []).flatMap {
      $0["relatedLocations"] as? [[String: Any]] ?? []
    }
    let text = "\(others)"
    #expect(text.contains("liba%FF.so") && text.contains("liba%FE.so") && !text.contains("%EF%BF"))
  }

  /// Changes of two libraries are two lines, also where they are told in groups.
  @Test func changesAreGroupedByWhatTheyAre() throws {
    try OddNames.make((0..<40).map { Array("n\($0)".utf8) }, in: bench)
    try makeTwo()
    let plan = String(decoding: try output("plan --demote='n*' ./two"), as: UTF8.self)
    let lines = plan.split(separator: "\n").filter { $0.hasPrefix(" moved ") }
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix(" moved 40  ") }, "\(lines)")
  }

  @Test func placesAreFiles() throws {
    try bench.shell("mkdir $'n\\xff' && cp libodd.so $'n\\xff' && echo 'keep gone' >$'n\\xff/p'")
    let run = try log("check --format=sarif --policy=$'n\\xff/p' $'n\\xff/libodd.so'")
    let text = "\(run)"
    #expect(text.contains("n%FF/p") && text.contains("n%FF/libodd.so") && !text.contains("%EF%BF"))
    let checked = try json("check --format=json --policy=$'n\\xff/p' libodd.so")
    let file = (checked["files"] as? [[String: Any]])?.first
    let place = (file?["findings"] as? [[String: Any]])?.first?["location"] as? [String: Any]
    #expect(place?["file_bytes"] as? String == "6eff2f70")
    let plain = try json("check --format=json --keep=gone --policy=exports.policy app")
    let named = (plain["files"] as? [[String: Any]])?.first?["findings"] as? [[String: Any]] ?? []
    let location = named.compactMap { $0["location"] as? [String: Any] }.first
    #expect(location?["file"] as? String == "exports.policy" && location?["file_bytes"] is NSNull)
  }

  @Test func eachNameHasANode() throws {
    let dot = String(decoding: try output("audit --format=dot ./odd"), as: UTF8.self)
    let nodes = dot.split(separator: "\n").filter { $0.contains("[label=\"\(Self.shown)\"]") }
    #expect(nodes.count == 2 && Set(nodes).count == 2)
    #expect(dot.split(separator: "\n").count { $0.contains(" -> ") && $0.contains("#c1121f") } == 2)
    let flow = String(decoding: try output("audit --format=mermaid ./odd"), as: UTF8.self)
    #expect(flow.split(separator: "\n").count { $0.contains("[\"\(Self.shown)\"]") } == 2)
  }

  /// Every `name_bytes` beside a name that is shown so.
  private func bytes(_ value: Any) -> [String] {
    if let list = value as? [Any] { return list.flatMap(bytes) }
    guard let fields = value as? [String: Any] else { return [] }
    let own =
      fields["name"] as? String == Self.shown ? [fields["name_bytes"] as? String ?? "none"] : []
    return own + fields.sorted { $0.key < $1.key }.flatMap { bytes($0.value) }
  }

  @Test(arguments: [
    ("audit --format=json ./odd", Int32(1)), ("bindings --format=json ./odd", 0),
    ("bindings --format=json --changes --demote='bad*' ./odd", 1),
    ("audit --format=json --with=libodd.so ./lonely", 1),
  ])
  func machinesReadBytes(_ words: String, _ status: Int32) throws {
    try bench.shell(
      "echo 'int main(void) { return 0; }' >m.c && gcc -O0 m.c defines.o -rdynamic -o lonely")
    let found = bytes(try json(words, status: status))
    #expect(Set(found) == ["626164fffe", "626164feff"])
  }

  /// Objects are named by their paths: these are bytes as well.
  @Test func machinesReadPaths() throws {
    try makeTwo()
    /// What stands as `key` anywhere, alone or in a list.
    func values(_ key: String, _ value: Any) -> [String] {
      if let list = value as? [Any] { return list.flatMap { values(key, $0) } }
      guard let fields = value as? [String: Any] else { return [] }
      let own = fields[key] as? [String] ?? (fields[key] as? String).map { [$0] } ?? []
      return own + fields.values.flatMap { values(key, $0) }
    }
    let folder = Array(bench.folder.url.path.utf8)
    let paths = Set(
      [0xff, 0xfe].map { byte in
        (folder + Array("/liba".utf8) + [byte] + Array(".so".utf8)).map { byte in
          (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
      } as [String])
    let changes = try json("bindings --format=json --changes --demote='bad*' ./two")
    #expect(Set(values("reference_bytes", changes)) == paths)
    let story = try json("audit --format=json --explain=$'bad\\xff\\xfe' ./two")
    #expect(Set(values("referrers_bytes", story)) == paths)
  }

  @Test func aStoryHasBytes() throws {
    let story = try json("audit --format=json --explain=$'bad\\xff\\xfe' ./odd")
    #expect(Set(bytes(story)) == ["626164fffe"])
  }

  /// Byte for byte what the loader writes.
  @Test func theLogIsTheLoaders() throws {
    let model = try output("bindings --format=ld-debug ./odd", status: 0)
    try bench.shell(
      "LD_DEBUG=bindings LD_BIND_NOW=1 LD_DEBUG_OUTPUT=log ./odd; cut -f2 log.* >lines; true")
    let lines = try Data(contentsOf: bench.folder.file("lines")).split(separator: 0x0a)
    let real = lines.filter { $0.range(of: Data("`bad".utf8)) != nil }
    #expect(real.count == 2)
    let modelled = model.split(separator: 0x0a).filter { $0.range(of: Data("`bad".utf8)) != nil }
    #expect(Set(modelled.map { Data($0) }) == Set(real.map { Data($0) }))
    for name in Self.names { #expect(model.range(of: Data(name)) != nil) }
    // A change of bindings as well.
    let changes = try output("bindings --changes --format=ld-debug --demote='bad*' ./odd")
    for name in Self.names { #expect(changes.range(of: Data(name)) != nil) }
    #expect(changes.range(of: Data("\u{fffd}".utf8)) == nil)
  }
}
