// Some of the programs of other machines run, under an emulator and with the libraries of their own
// tree: as before, with every export demoted that its process does not need.

import Foundation
import TestSupport
import Testing

/// The architectures whose files are edited.
enum ForeignMachine: String, CaseIterable {
  case arm64, armel, armhf, i386, ppc64el, s390x

  /// The emulator of a process of such a machine.
  var emulator: String {
    switch self {
    case .arm64: "qemu-aarch64"
    case .armel, .armhf: "qemu-arm"
    case .i386: "qemu-i386"
    case .ppc64el: "qemu-ppc64le"
    case .s390x: "qemu-s390x"
    }
  }

  var tree: String { ForeignFiles.folder.appendingPathComponent(rawValue).path }

  /// Runs `program` in the tree, lazily bound or not.
  func run(_ program: String, _ arguments: [String], variables: [String] = []) throws -> RunResult {
    let settings = (["LC_ALL=C"] + variables).flatMap { ["-E", $0] }
    return try TestSupport.run(emulator, ["-L", tree] + settings + [program] + arguments)
  }
}

@Suite struct ForeignProgramTests {
  /// What is run, by its place in the tree; each exports something on some machine.
  private static let commands = [
    (
      "bin/bash",
      [
        "-c",
        "x=(1 2 3); printf '%s\\n' ${x[@]} ${BASH_VERSION%%.*} | while read l; do echo $l; done",
      ]
    ),
    ("bin/zsh", ["-fc", "for i in {1..3}; echo $i ${ZSH_VERSION%%.*}"]),
    ("usr/bin/lua5.4", ["-e", "print(math.sin(1), string.rep('x', 5), #arg)"]),
    ("usr/bin/perl", ["-e", "print join(',', map { $_ * 2 } sort 1..5), qq{\\n}"]),
    ("usr/bin/gdbserver", ["--version"]),
  ]

  @Test(arguments: ForeignMachine.allCases)
  func programsRunAsBefore(_ machine: ForeignMachine) throws {
    let folder = try TemporaryFolder()
    for (path, arguments) in Self.commands {
      let program = "\(machine.tree)/\(path)"
      let expected = try machine.run(program, arguments)
      #expect(expected.succeeded && !expected.output.isEmpty, "\(path): \(expected)")
      let result = folder.file("program")
      try? FileManager.default.removeItem(at: result)
      try mustRun(
        toolPath,
        ["apply", "--all", "--sysroot=\(machine.tree)", "--output=\(result.path)", program])
      guard FileManager.default.fileExists(atPath: result.path) else { continue }
      for variables in [[], ["LD_BIND_NOW=1"]] {
        let demoted = try machine.run(result.path, arguments, variables: variables)
        #expect(demoted.output == expected.output, "\(path): \(demoted)")
        #expect(demoted.ending == expected.ending)
      }
    }
  }

  /// A library is demoted for the sake of one program, which still runs with it; another no longer
  /// starts.
  @Test(arguments: ForeignMachine.allCases)
  func aLibraryServesTheProgramItWasTriedIn(_ machine: ForeignMachine) throws {
    let folder = try TemporaryFolder()
    let library = try #require(
      ForeignFiles.files(of: machine.rawValue).first { $0.path.contains("/libtinfo.so.6.") })
    let bash = "\(machine.tree)/bin/bash"
    try mustRun(
      toolPath,
      [
        "apply", "--all", "--sysroot=\(machine.tree)", "--in=\(bash)",
        "--output=\(folder.file("libtinfo.so.6").path)", library.path,
      ])
    let variables = ["LD_LIBRARY_PATH=\(folder.url.path)"]
    let served = try machine.run(bash, ["-c", "echo served"], variables: variables)
    #expect(served.output == "served\n", "\(served)")
    let zsh = try machine.run(
      "\(machine.tree)/bin/zsh", ["-fc", "echo served"], variables: variables + ["LD_BIND_NOW=1"])
    #expect(!zsh.succeeded && zsh.errors.contains("undefined symbol"), "\(zsh)")
  }
}
