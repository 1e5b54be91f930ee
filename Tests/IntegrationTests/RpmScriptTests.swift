// brp-symdemote alone: what it hands over, and where it does nothing.

import Foundation
import TestSupport
import Testing

@Suite struct RpmScriptTests {
  /// Runs the script with a symdemote that only writes down its arguments.
  private func arguments(
    root: String?, _ options: [String] = [], environment: [String: String] = [:]
  ) throws -> (result: RunResult, handed: [String]?) {
    let folder = try TemporaryFolder()
    let log = folder.file("log")
    let double = try folder.write(
      "#!/bin/sh\nprintf '%s\\n' \"$@\" >'\(log.path)'\nexit 3\n", to: "symdemote")
    try mustRun("chmod", ["755", double.path])
    var variables = ["-i", "PATH=\(folder.url.path):/usr/bin:/bin"]
    variables += environment.map { "\($0)=\($1)" }
    if let root { variables.append("RPM_BUILD_ROOT=\(root)") }
    let script = projectFolder.appendingPathComponent("Integrations/rpm/brp-symdemote").path
    let result = try run("env", variables + [script] + options)
    let text = try? String(contentsOf: log, encoding: .utf8)
    return (result, text?.split(separator: "\n").map(String.init))
  }

  @Test(arguments: [nil, "", "/", "//", "/usr/.."] as [String?])
  func itLeavesTheSystemAlone(_ root: String?) throws {
    let (result, handed) = try arguments(root: root, ["--all"])
    #expect(result.status == 0)
    #expect(handed == nil)
  }

  @Test func aLinkToTheRootIsTheRoot() throws {
    let folder = try TemporaryFolder()
    try mustRun("ln", ["-s", "/", folder.file("root").path])
    let (result, handed) = try arguments(root: folder.file("root").path, ["--all"])
    #expect(result.status == 0 && handed == nil)
  }

  @Test func aRootThatIsNotThereIsAnError() throws {
    let (result, handed) = try arguments(root: "/nonexistent/root", ["--all"])
    #expect(result.status != 0 && handed == nil)
  }

  @Test func theWholeRootIsHandedOver() throws {
    let folder = try TemporaryFolder()
    let root = folder.url.path
    try mustRun("mkdir", ["-p", "\(root)/usr/lib64/app", "\(root)/usr/bin"])
    try mustRun("touch", ["\(root)/usr/lib64/libb.so.1", "\(root)/usr/lib64/app/liba.so"])
    let (result, handed) = try arguments(root: root, ["--policy=a b"])
    #expect(result.status == 3, "symdemote's own")
    let path = "--library-path=\(root)/usr/lib64:\(root)/usr/lib64/app"
    #expect(handed == ["apply", "--policy=a b", path, "--recursive", "--", root])

    let parallel = ["RPM_BUILD_NCPUS": "3"]
    #expect(
      try arguments(root: root, ["--all"], environment: parallel).handed
        == ["apply", "--all", "--jobs=3", path, "--recursive", "--", root])
    // What the spec says itself is not said again.
    #expect(
      try arguments(
        root: root, ["--all", "--jobs=1", "--library-path=/x"], environment: parallel
      ).handed
        == ["apply", "--all", "--jobs=1", "--library-path=/x", "--recursive", "--", root])
  }

  @Test func scriptIsSoundShell() throws {
    let tree = try FoldersOfTheRun.installation.get()
    let result = try run("shellcheck", [tree.file("lib/rpm/brp-symdemote").path])
    #expect(result.succeeded, "\(result.output)")
  }
}
