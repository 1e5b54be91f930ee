// Runs of `symdemote wheel`: several wheels in one, the options about writing, and the folder in which wheels
// are looked at.

import Foundation
import TestSupport
import Testing

@Suite struct WheelRunTests {
  /// A library that is no module; `more` makes the wheel another.
  private func wheel(_ more: String = "") throws -> SmallWheel {
    try SmallWheel(["pkg/libcount.so": "libcount.so"], texts: ["pkg/more": more]) {
      try SmallWheel.link([], in: $0)
    }
  }

  /// Two different wheels of one name, each in a folder of its own.
  private func twoWheels() throws -> (first: SmallWheel, second: SmallWheel) {
    (try wheel("first"), try wheel("second"))
  }

  // MARK: Outputs

  @Test func aResultThatWouldReplaceAnotherWheel() throws {
    let (first, second) = try twoWheels()
    let contents = try [first, second].map { try Data(contentsOf: $0.file) }
    #expect(contents[0] != contents[1])
    for arguments in [["--all"], ["--all", "--dry-run"], []] {
      let result = try run(
        toolPath,
        ["wheel", "--wheel-dir=\(second.folder.url.path)"] + arguments
          + [first.file.path, second.file.path])
      #expect(
        result.status == 2
          && result.errors.contains(
            "what becomes of \(first.file.path) would replace \(second.file.path)"),
        "\(result.errors)")
    }
    // By another name of the folder, and of the file.
    let link = first.folder.file("link")
    try FileManager.default.createSymbolicLink(
      at: link, withDestinationURL: second.folder.url)
    let other = second.folder.file("other.whl")
    try FileManager.default.moveItem(at: second.file, to: other)
    try FileManager.default.createSymbolicLink(at: second.file, withDestinationURL: other)
    let result = try run(
      toolPath, ["wheel", "--all", "--wheel-dir=\(link.path)", first.file.path, other.path])
    #expect(result.status == 2 && result.errors.contains("would replace \(other.path)"))
    #expect(try Data(contentsOf: first.file) == contents[0])
    #expect(try Data(contentsOf: other) == contents[1])
  }

  @Test func resultsOfOneName() throws {
    let (first, second) = try twoWheels()
    let place = first.folder.file("out")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let words = ["wheel", "--all", "--wheel-dir=\(place.path)", first.file.path]
    let result = try run(toolPath, words + [second.file.path])
    #expect(
      result.status == 2
        && result.errors.contains(
          "\(first.file.path) and \(second.file.path) would both be written to"),
      "\(result.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).isEmpty)
    // Of other names they do not meet.
    let renamed = second.folder.file("other-1.0-py3-none-any.whl")
    try FileManager.default.moveItem(at: second.file, to: renamed)
    #expect(try run(toolPath, words + [renamed.path]).succeeded)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
        == [renamed.lastPathComponent, first.file.lastPathComponent])
    // What is there is replaced.
    #expect(try run(toolPath, words + [renamed.path]).succeeded)
  }

  @Test func aResultThatWouldReplaceItsWheel() throws {
    let wheel = try wheel()
    let bytes = try Data(contentsOf: wheel.file)
    let result = try wheel.wheel("--all", "--wheel-dir=\(wheel.folder.url.path)")
    #expect(result.status == 2 && result.errors.contains("leave --wheel-dir out to replace it"))
    #expect(try Data(contentsOf: wheel.file) == bytes)
  }

  @Test func aWheelWithTwoNames() throws {
    let wheel = try wheel()
    let other = wheel.folder.file("other.whl")
    try FileManager.default.linkItem(at: wheel.file, to: other)
    for arguments in [["--all"], ["--all", "--dry-run"]] {
      let result = try run(toolPath, ["wheel"] + arguments + [wheel.file.path])
      #expect(result.status == 3 && result.errors.contains("the wheel has 2 names"))
      #expect(result.errors.contains("name them all, or use --output=OUT or --wheel-dir=DIR"))
      #expect(!result.errors.contains("--write"))
    }
    #expect(try run(toolPath, ["wheel", "--all", wheel.file.path, other.path]).succeeded)
    #expect(try FileIdentity(wheel.file).inode == FileIdentity(other).inode)
    #expect(try wheel.exports("pkg/libcount.so").isEmpty)
  }

  // MARK: Selections

  @Test func aPolicyThatOnlyKeeps() throws {
    func wheel() throws -> SmallWheel {
      try SmallWheel(["pkg/m.so": "m.so", "pkg/libcount.so": "libcount.so"]) { folder in
        try SmallWheel.link([], in: folder)
        try folder.write(
          "int PyInit_m(void) { return 0; } int leaked(void) { return 1; } int api(void) { return 2; }",
          to: "m.c")
        try SmallWheel.shared(["-o", "m.so", "m.c"], in: folder)
      }
    }
    for (name, text) in [
      ("keep.policy", "# What is asked for.\nkeep api\n"), ("global.map", "{ global: api; };"),
    ] {
      let wheel = try wheel()
      let file = try wheel.folder.write(text, to: name)
      let option = name == "keep.policy" ? "--policy" : "--keep-list"
      let result = try wheel.wheel("\(option)=\(file.path)")
      #expect(result.succeeded, "\(result.errors)")
      #expect(try wheel.exports("pkg/m.so") == ["PyInit_m", "api"])
      #expect(try wheel.exports("pkg/libcount.so") == ["count", "spare"])
    }
    // One that demotes is for all files, and one that says nothing is a mistake.
    let other = try wheel()
    let list = try other.folder.write("{ global: api; local: *; };", to: "local.map")
    #expect(try other.wheel("--keep-list=\(list.path)").succeeded)
    #expect(try other.exports("pkg/libcount.so").isEmpty)
    let empty = try other.folder.write("# Nothing.\n", to: "empty.policy")
    let result = try other.wheel("--policy=\(empty.path)")
    #expect(result.status == 2 && result.errors.contains("nothing is selected"))
  }

  /// Standard input is there once, and for all.
  @Test func aPolicyFromStandardInput() throws {
    let (first, second) = try twoWheels()
    let command = "printf 'demote spare\\n' | \"$0\" wheel --policy=- \"$@\""
    #expect(
      try run("sh", ["-c", command, toolPath, first.file.path, second.file.path]).succeeded)
    for wheel in [first, second] {
      #expect(try wheel.exports("pkg/libcount.so") == ["count"])
    }
  }

  // MARK: Options

  @Test func backupsAndDates() throws {
    let wheel = try wheel()
    let bytes = try Data(contentsOf: wheel.file)
    try mustRun("touch", ["-d", "2020-02-02 02:02:02 UTC", wheel.file.path])
    #expect(try wheel.wheel("--all", "--backup=simple", "--preserve-dates").succeeded)
    #expect(try Data(contentsOf: wheel.folder.file(wheel.file.lastPathComponent + "~")) == bytes)
    let attributes = try FileManager.default.attributesOfItem(atPath: wheel.file.path)
    #expect(attributes[.modificationDate] as? Date == Date(timeIntervalSince1970: 1_580_608_922))
    #expect(try Data(contentsOf: wheel.file) != bytes)
    // Without the options neither.
    let other = try self.wheel()
    try mustRun("touch", ["-d", "2020-02-02 02:02:02 UTC", other.file.path])
    #expect(try other.wheel("--all").succeeded)
    let plain = try FileManager.default.attributesOfItem(atPath: other.file.path)
    #expect(plain[.modificationDate] as? Date != Date(timeIntervalSince1970: 1_580_608_922))
    #expect(!(try other.folder.names().contains { $0.hasSuffix("~") }))
  }

  @Test func theNumberOfJobsChangesNothing() throws {
    let (one, many) = (try WheelCopy(), try WheelCopy())
    let first = try one.wheel("--all", "--jobs=1")
    let second = try many.wheel("--all", "--jobs=8")
    #expect(first.succeeded && second.succeeded)
    #expect(try one.bytes == many.bytes)
    #expect(
      first.output.replacingOccurrences(of: one.file.path, with: "")
        == second.output
        .replacingOccurrences(of: many.file.path, with: ""))
  }

  /// A program outside the wheel that needs something of it.
  @Test func programsOutside() throws {
    let wheel = try wheel()
    let program = wheel.folder.file("tool")
    try mustRun(
      "gcc", ["-o", program.path, "tool.c", "-L.", "-lcount"], directory: wheel.folder.url)
    // It finds the library where the wheel is looked at, which it cannot name: nowhere.
    let result = try wheel.wheel("--all", "--in=\(program.path)", "--dry-run")
    #expect(result.errors.contains("\(program.path) does not load the file"), "\(result.errors)")
    #expect(result.status == 1)
    let missing = try wheel.wheel("--all", "--in=\(wheel.folder.file("none").path)")
    #expect(missing.status == 2)
  }

  // MARK: The folder

  /// The folder that a run makes goes with it; those of others stay, however they are called.
  @Test func whatLiesBesideTheFolder() throws {
    let wheel = try wheel()
    let place = wheel.folder.file("tmp")
    func make(_ name: String, mode: Int, _ files: String...) throws -> URL {
      let folder = place.appendingPathComponent(name)
      for file in files {
        let url = folder.appendingPathComponent(file)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: url)
      }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path)
      return folder
    }
    let mark = "made-by-symdemote"
    let stale = [
      try make("symdemote-folder-aB3xyz", mode: 0o700, mark, "files/leaky/a.so", "files/b"),
      try make("symdemote-folder-empty0", mode: 0o700),
    ]
    let others = [
      try make("symdemote-folder-mine", mode: 0o700, mark, "w.whl"),
      try make("symdemote-folder-abcdef", mode: 0o700, "w.whl", "files/w.whl"),
      try make("symdemote-folder-abcdeg", mode: 0o755, mark, "files/w.whl"),
      try make("symdemote-folder-abcde-", mode: 0o700, mark, "files/w.whl"),
      try make("symdemote-folder-abcdefg", mode: 0o700, mark, "files/w.whl"),
    ]
    let kept = try make("symdemote-folder-abcdeh", mode: 0o700, mark, "files/a", "own")
    Thread.sleep(forTimeInterval: 3)
    let result = try run(
      toolPath, ["wheel", "--all", "--dry-run", wheel.file.path],
      environment: ["TMPDIR": place.path])
    #expect(result.status == 1, "\(result.errors)")
    let left = try FileManager.default.contentsOfDirectory(atPath: place.path)
    #expect(Set(left) == Set((others + [kept]).map(\.lastPathComponent)))
    for folder in others {
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      #expect(names.contains { $0.hasSuffix("w.whl") })
    }
    #expect(FileManager.default.fileExists(atPath: kept.appendingPathComponent("own").path))
    #expect(!stale.contains { FileManager.default.fileExists(atPath: $0.path) })
  }

  /// A signal that ends the run takes the folder along, and leaves the wheel. One that is ignored does not.
  @Test func signals() throws {
    let wheel = try SmallWheel(["pkg/big.so": "big.so"]) { folder in
      try SmallWheel.link([], in: folder)
      // Long enough to look at that a signal comes in between.
      try mustRun("cp", [folder.file("libcount.so").path, folder.file("big.so").path])
      let handle = try FileHandle(forWritingTo: folder.file("big.so"))
      try handle.truncate(atOffset: 60 << 20)
      try handle.close()
    }
    let bytes = try Data(contentsOf: wheel.file)
    let program = """
      import os, signal, subprocess, sys, time
      tool, wheel, place = sys.argv[1:]
      os.makedirs(place)
      def started(**more):
          run = subprocess.Popen([tool, "wheel", "--all", "--dry-run", wheel], stdout=subprocess.DEVNULL,
                                 env={**os.environ, "TMPDIR": place,
                                      # Swift's own handler for SIGQUIT, where its runtime is not linked in.
                                      "SWIFT_BACKTRACE": "enable=no"}, **more)
          while not any("files" in os.listdir(os.path.join(place, name)) for name in os.listdir(place)):
              assert run.poll() is None
          return run
      def ended(number):
          run = started(preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_SETMASK, []) and None)
          run.send_signal(number)
          return -run.wait() == number and not os.listdir(place)
      for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
          # A run may be done before the signal comes.
          print(number.name, any(ended(number) for _ in range(20)), os.listdir(place))
      run = started(preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN) and None)
      run.send_signal(signal.SIGHUP)
      print(run.wait(), os.listdir(place))
      """
    let told = try mustRun(
      WheelBuild.python, ["-c", program, toolPath, wheel.file.path, wheel.folder.file("tmp").path])
    #expect(
      told == "SIGHUP True []\nSIGINT True []\nSIGQUIT True []\nSIGTERM True []\n1 []\n", "\(told)")
    #expect(try Data(contentsOf: wheel.file) == bytes)
  }

  /// Nobody is to read of the folder, whatever it is called.
  @Test(arguments: ["with space", "new\nline", "\u{1b}[31m", "ä"]) func namesOfTheFolder(
    _ name: String
  )
    throws
  {
    let wheel = try wheel()
    let place = wheel.folder.file(name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for format in ["text", "json"] {
      let result = try run(
        toolPath, ["wheel", "--all", "--dry-run", "--format=\(format)", wheel.file.path],
        environment: ["TMPDIR": place.path])
      #expect(result.status == 1)
      #expect(!(result.output + result.errors).contains("symdemote-folder"), "\(result.output)")
      #expect(
        result.output.contains(format == "text" ? "--- a/pkg/libcount.so\n" : "\"pkg/libcount.so\"")
      )
    }
  }

  /// A name that is no text has its bytes beside it, where machines read.
  @Test func aFolderWhoseNameIsNoText() throws {
    let wheel = try WheelCopy()
    let program = """
      import json, os, subprocess, sys
      place = os.path.join(os.fsencode(sys.argv[3]), b"t\\xff")
      os.makedirs(place)
      run = subprocess.run([sys.argv[1], "wheel", "--dry-run", "--format=json", sys.argv[2]],
                           env={**os.environb, b"TMPDIR": place}, stdout=subprocess.PIPE)
      member = json.loads(run.stdout)["files"][0]["members"][0]
      change = member["processes"][0]["binding_changes"][0]
      print(change["reference"], change["reference_bytes"], change["before_bytes"])
      print(b"symdemote-folder".hex() in run.stdout.decode(), b"symdemote-folder" in run.stdout)
      """
    let told = try mustRun(
      WheelBuild.python,
      ["-c", program, toolPath, wheel.file.path, wheel.folder.url.path])
    #expect(
      told.wholeMatch(of: /leaky\/\S+ None None\nFalse False\n/) != nil, "\(told)")
  }

  // MARK: Refusals

  @Test func filesForOnePlace() throws {
    let wheel = try SmallWheel([
      "pkg/a.so": "libcount.so", "pkg-1.0.data/platlib/pkg/a.so": "libcount.so",
    ]) { try SmallWheel.link([], in: $0) }
    let result = try wheel.wheel("--all")
    #expect(
      result.status == 2
        && result.errors.contains("pkg-1.0.data/platlib/pkg/a.so cannot both be installed")
        && !result.errors.contains("symdemote-folder"), "\(result.errors)")
  }

  @Test func hashesThatCannotBeChecked() throws {
    let wheel = try WheelCopy()
    try wheel.change(
      "record = next(f for f in files if getattr(f[0], 'filename', '').endswith('/RECORD')); "
        + "record[1] = record[1].replace(b'x86_64-linux-gnu.so,sha256=', b'x86_64-linux-gnu.so,sha512=')"
    )
    let bytes = try wheel.bytes
    let result = try wheel.wheel()
    #expect(
      result.status == 2 && result.errors.contains("is sha512, and only sha256 can be checked"),
      "\(result.errors)")
    #expect(try wheel.bytes == bytes)
  }
}
