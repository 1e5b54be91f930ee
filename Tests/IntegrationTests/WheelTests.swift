// `symdemote wheel` on a wheel that auditwheel repaired: what is installed from it counts in its own copies.

import Foundation
import TestSupport
import Testing

@Suite struct WheelTests {
  private static let leaking = LeakySample.leaked.union(["PyInit__leaky"])
  private static let captured = "(1, 3, 3)\n"
  private static let separate = "(1, 2, 1)\n"

  @Test func asRepairedItLeaks() throws {
    let wheel = try WheelCopy()
    let exports = try wheel.exports()
    #expect(exports.module.isSuperset(of: Self.leaking))
    #expect(exports.library.isSuperset(of: LeakySample.interface.union(LeakySample.leaked)))
    #expect(try wheel.counts() == Self.captured)
  }

  @Test func withoutASelectionModulesKeepTheirHooks() throws {
    let wheel = try WheelCopy()
    let before = try FileIdentity(wheel.file)
    let result = try wheel.wheel()
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.hasPrefix("\(wheel.file.path): 1 of 2 ELF files changed\n  leaky/_leaky."))
    #expect(!(result.output + result.errors).contains("symdemote-folder"))
    let exports = try wheel.exports()
    #expect(exports.module == ["PyInit__leaky"])
    // What is no module is somebody's interface until somebody says otherwise.
    #expect(exports.library == LeakySample.interface.union(LeakySample.leaked))
    #expect(try wheel.counts() == Self.separate)
    #expect(try FileIdentity(wheel.file).mode == before.mode)
  }

  @Test func aSecondRunChangesNothing() throws {
    let (wheel, other) = (try WheelCopy(), try WheelCopy())
    #expect(try wheel.wheel().succeeded && other.wheel().succeeded)
    let (bytes, identity) = (try wheel.bytes, try FileIdentity(wheel.file))
    #expect(try other.bytes == bytes)
    let again = try wheel.wheel()
    #expect(again.status == 0 && again.output.contains(": nothing to do\n"))
    #expect(try wheel.bytes == bytes && FileIdentity(wheel.file) == identity)
    #expect(try wheel.folder.names() == [wheel.file.lastPathComponent])
  }

  /// Order, modes and times of all entries; every byte of those that do not change.
  @Test func theContainerStays() throws {
    let wheel = try WheelCopy()
    try #require(try wheel.wheel("--output=\(wheel.folder.file("after.whl").path)").succeeded)
    let program = """
      import sys, zipfile
      def told(path):
          raw = open(path, "rb").read()
          with zipfile.ZipFile(path) as archive:
              assert archive.testzip() is None
              return [(e.filename, e.date_time, e.external_attr, e.compress_type, e.extra, e.flag_bits,
                       archive.read(e), raw[e.header_offset:e.header_offset + 30 + e.compress_size])
                      for e in archive.infolist()]
      before, after = told(sys.argv[1]), told(sys.argv[2])
      assert [e[:6] for e in before] == [e[:6] for e in after]
      print(*sorted(a[0].split(".")[0] for a, b in zip(before, after) if a[6] != b[6]))
      print(*sorted(a[0].split(".")[0] for a, b in zip(before, after) if a[7] != b[7]))
      """
    let said = try mustRun(
      WheelBuild.python,
      ["-c", program, wheel.file.path, wheel.folder.file("after.whl").path])
    #expect(said == "leaky-1 leaky/_leaky\nleaky-1 leaky/_leaky\n")
  }

  @Test func aSelectionIsForAllFiles() throws {
    let wheel = try WheelCopy()
    let result = try wheel.wheel("--all")
    #expect(result.succeeded, "\(result.errors)")
    let exports = try wheel.exports()
    #expect(exports.module == ["PyInit__leaky"])
    // The module needs it; nothing needs what else there is.
    #expect(exports.library == ["leaky_count"])
    #expect(try wheel.counts() == Self.separate)
  }

  @Test func onlyWhatIsSelected() throws {
    let wheel = try WheelCopy()
    #expect(try wheel.wheel("--demote=tally_a*", "--demote=PyInit_*").succeeded)
    let exports = try wheel.exports()
    #expect(exports.module == ["PyInit__leaky", "tally_total", "tally_twice"])
    #expect(
      exports.library == LeakySample.interface.union(["tally_total", "tally_twice"]))
    // A selection that only keeps goes with what is demoted without one.
    let kept = try WheelCopy()
    #expect(try kept.wheel("--keep=tally_total").succeeded)
    #expect(try kept.exports().module == ["PyInit__leaky", "tally_total"])
  }

  @Test func policiesNameFilesAsTheyAreInTheWheel() throws {
    let wheel = try WheelCopy()
    let policy = try wheel.folder.write(
      """
      [/leaky.libs/*]
      demote tally_*
      [/leaky/none.so]
      demote tally_*
      [leaky/*.so]
      demote tally_add

      """, to: "exports.policy")
    let result = try wheel.wheel("--policy=\(policy.path)")
    #expect(result.succeeded, "\(result.errors)")
    let exports = try wheel.exports()
    #expect(exports.library == LeakySample.interface)
    #expect(exports.module == ["PyInit__leaky", "tally_total", "tally_twice"])
  }

  @Test func aDryRunShowsAndWritesNothing() throws {
    let wheel = try WheelCopy()
    let (bytes, identity) = (try wheel.bytes, try FileIdentity(wheel.file))
    let result = try wheel.wheel("--dry-run")
    #expect(result.status == 1)
    #expect(
      result.output.hasPrefix(
        "\(wheel.file.path): 1 of 2 ELF files would change\n--- a/leaky/_leaky"))
    #expect(result.output.contains("\n+++ b/leaky/_leaky"))
    #expect(result.output.contains("-T tally_add\n+t tally_add"))
    #expect(!(result.output + result.errors).contains("symdemote-folder"))
    #expect(try wheel.bytes == bytes && FileIdentity(wheel.file) == identity)
    #expect(try wheel.wheel().succeeded)
    #expect(try wheel.wheel("--dry-run").status == 0)
  }

  @Test func resultsBesideTheWheel() throws {
    let wheel = try WheelCopy()
    let bytes = try wheel.bytes
    let folder = wheel.folder.file("out")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(try wheel.wheel("--wheel-dir=\(folder.path)").succeeded)
    let result = try Data(contentsOf: try WheelBuild.wheel(in: folder))
    #expect(try wheel.bytes == bytes && result != bytes)
    // Without anything to do, a copy.
    try result.write(to: wheel.file)
    let output = wheel.folder.file("copy.whl")
    #expect(try wheel.wheel("--output=\(output.path)").output.contains("is an unchanged copy"))
    #expect(try Data(contentsOf: output) == result)
    #expect(try wheel.wheel("--output=\(output.path)", "--wheel-dir=\(folder.path)").status == 2)
    #expect(
      try wheel.wheel("--wheel-dir=\(wheel.folder.file("none").path)", "--keep=x").status == 2)
  }

  @Test func reportsForMachines() throws {
    let wheel = try WheelCopy()
    let result = try wheel.wheel("--format=json")
    let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect(report?["command"] as? String == "wheel")
    let file = try #require((report?["files"] as? [[String: Any]])?.first)
    #expect(file["path"] as? String == wheel.file.path && file["changed"] as? Int == 1)
    let member = try #require((file["members"] as? [[String: Any]])?.first)
    #expect((member["path"] as? String)?.hasPrefix("leaky/_leaky.cpython") == true)
    #expect((member["summary"] as? [String: Any])?["demoted"] as? Int == 3)
    #expect(!result.output.contains("symdemote-folder"))
  }

  /// What cibuildwheel runs in a shell, with its words replaced.
  @Test func asARepairCommand() throws {
    let sample = try WheelBuild.sample.get()
    let readme = try String(
      contentsOf: projectFolder.appendingPathComponent("Integrations/wheels/README.md"),
      encoding: .utf8)
    let command = try #require(
      readme.components(separatedBy: "CIBW_REPAIR_WHEEL_COMMAND_LINUX=\"").dropFirst().first?
        .components(separatedBy: "\"\n").first)
    let folder = try TemporaryFolder()
    let place = folder.file("repaired")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    func carryOut(_ command: String) throws -> RunResult {
      try run(
        "sh",
        [
          "-c",
          command.replacingOccurrences(of: "{dest_dir}", with: place.path)
            .replacingOccurrences(of: "{wheel}", with: sample.built.path),
        ],
        environment: WheelBuild.environment.merging(["LD_LIBRARY_PATH": sample.library.path]) { $1 }
      )
    }
    let result = try carryOut(command)
    #expect(result.succeeded, "\(result.errors)")
    let wheel = try WheelCopy(try WheelBuild.wheel(in: place))
    #expect(try wheel.exports().module == ["PyInit__leaky"])
    #expect(try wheel.counts() == Self.separate)
    // What is refused fails the build.
    let refused = try carryOut(
      command.replacingOccurrences(
        of: "symdemote wheel", with: "symdemote wheel --demote=_no_such --strict"))
    #expect(refused.status == 2 && refused.errors.contains("_no_such"))
  }

  // MARK: Refusals

  private func expectRefusal(
    _ wheel: WheelCopy, _ status: Int32, _ words: String, _ arguments: String...,
    place: SourceLocation = #_sourceLocation
  ) throws {
    let bytes = try wheel.bytes
    let result = try run(toolPath, ["wheel"] + arguments + [wheel.file.path])
    #expect(
      result.status == status && result.errors.contains(words), "\(result.errors)",
      sourceLocation: place)
    #expect(result.errors.contains(wheel.file.path), sourceLocation: place)
    #expect(try wheel.bytes == bytes, sourceLocation: place)
  }

  @Test(arguments: ["RECORD.jws", "RECORD.p7s"]) func signedWheels(_ name: String) throws {
    let wheel = try WheelCopy()
    try wheel.change("files.append([\"leaky-1.0.dist-info/\(name)\", b\"{}\"])")
    try expectRefusal(wheel, 3, "leaky-1.0.dist-info/\(name) is a signature of RECORD")
    #expect(try wheel.wheel("--dry-run").status == 3)
    let allowed = try wheel.wheel("--allow-signed")
    #expect(allowed.succeeded && allowed.errors.contains("sign it anew"))
    // Nothing is changed now, and no signature is in the way.
    #expect(try wheel.wheel().succeeded)
  }

  @Test func recordsThatDoNotFit() throws {
    func spoiled(_ edit: String) throws -> WheelCopy {
      let wheel = try WheelCopy()
      try wheel.change(edit)
      return wheel
    }
    try expectRefusal(
      try spoiled("files = [f for f in files if not f[0].filename.endswith('RECORD')]"), 2,
      "it has 0 files NAME.dist-info/RECORD")
    try expectRefusal(
      try spoiled("files.append(['other-1.dist-info/RECORD', b''])"), 2, "it has 2 files")
    try expectRefusal(
      try spoiled("for f in files:\n    if '.cpython' in f[0].filename: f[1] += b'x'"), 2,
      "has another hash or size")
    try expectRefusal(
      try spoiled("files.append(['leaky/more.so', files[3][1]])"), 2,
      "RECORD has no line for leaky/more.so")
  }

  @Test func damagedWheels() throws {
    let wheel = try WheelCopy()
    let bytes = try wheel.bytes
    try bytes.dropLast(10).write(to: wheel.file)
    try expectRefusal(wheel, 2, "does not end as a ZIP archive does")
    var damaged = bytes
    damaged[600 + bytes.count / 4] ^= 0x55
    try damaged.write(to: wheel.file)
    try expectRefusal(wheel, 2, "; the wheel is damaged")
    try Data(bytes + [0]).write(to: wheel.file)
    try expectRefusal(wheel, 2, "end record at 0x")
    let climbing = try WheelCopy()
    try climbing.change("files.append(['../escaped.so', files[3][1]])")
    try expectRefusal(
      climbing, 2, "the name '../escaped.so' is not safe: it leads out of its folder")
  }

  /// One file that may not be changed leaves the whole wheel.
  @Test func aRefusalForOneFile() throws {
    let wheel = try WheelCopy()
    try expectRefusal(
      wheel, 3, "leaky_count must stay exported", "--demote=tally_*", "--demote=leaky_count")
    #expect(try wheel.exports().module.isSuperset(of: Self.leaking))
  }

  /// A file of no known machine is an error if a section is for it, named as it is in the wheel.
  @Test func unfitFilesThatAreAskedFor() throws {
    let wheel = try WheelCopy()
    try wheel.change(
      "library = next(c for e, c in files if '.libs/' in e.filename and '.so' in e.filename); "
        + "files.insert(0, ['leaky.libs/alien.so', library[:18] + bytes(2) + library[20:]]); "
        + "record = next(f for f in files if getattr(f[0], 'filename', '').endswith('/RECORD')); "
        + "record[1] += b'leaky.libs/alien.so,,\\n'")
    let asked = try wheel.folder.write("[/leaky.libs/*]\nall\n", to: "asked.policy")
    try expectRefusal(wheel, 2, "leaky.libs/alien.so", "--policy=\(asked.path)")
    let other = try wheel.folder.write("[/leaky/*.so]\nall\n", to: "other.policy")
    let result = try wheel.wheel("--policy=\(other.path)")
    #expect(result.succeeded && !result.errors.contains("alien"), "\(result.errors)")
  }

  @Test func wheelsWithoutELFFiles() throws {
    let wheel = try WheelCopy()
    try wheel.change("files = [f for f in files if '.so' not in f[0].filename]")
    let identity = try FileIdentity(wheel.file)
    for arguments in [[], ["--all"]] {
      let result = try run(toolPath, ["wheel"] + arguments + [wheel.file.path])
      #expect(
        result.status == 0 && result.output == "\(wheel.file.path): nothing to do\n",
        "\(result.errors)")
    }
    #expect(try FileIdentity(wheel.file) == identity)
  }
}
