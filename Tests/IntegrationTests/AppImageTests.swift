// AppImage: the calls that linuxdeploy makes of an input plugin.

import Foundation
import TestSupport
import Testing

@Suite struct AppImageTests {
  /// An AppDir as linuxdeploy has filled it when it calls a plugin.
  private struct Deployment {
    let tree: InstalledTree
    let package: SamplePackage
    var appDir: URL { package.folder.file("An AppDir") }
    var host: URL { appDir.appendingPathComponent("usr/bin/host") }

    init() throws {
      tree = try InstalledTree()
      package = try SamplePackage("parcel")
      try package.buildByHand(below: appDir.appendingPathComponent("usr"))
      try FileManager.default.createSymbolicLink(
        atPath: appDir.appendingPathComponent("AppRun").path, withDestinationPath: "usr/bin/host")
      try package.write("[usr/bin/host]\nall\nkeep host_answer\n", to: "host.policy")
    }

    func plugin(_ arguments: String..., environment: [String: String] = [:]) throws -> RunResult {
      try run(
        tree.file("bin/linuxdeploy-plugin-symdemote.sh").path, arguments,
        environment: tree.environment.merging(environment) { $1 }, directory: package.source)
    }
  }

  @Test func itTellsWhatItIs() throws {
    let deployment = try Deployment()
    #expect(try deployment.plugin("--plugin-api-version").output == "0\n")
    #expect(try deployment.plugin("--plugin-type").output == "input\n")
  }

  @Test(arguments: [["--appdir", "../An AppDir"], ["--appdir=../An AppDir"]])
  func theAppDirIsDemoted(call: [String]) throws {
    let deployment = try Deployment()
    #expect(try mustRun(deployment.host.path) == SamplePackage.leaking)
    let environment = [
      "SYMDEMOTE_POLICY": "host.policy", "SYMDEMOTE_ARGS": "--keep=parcel_a* --strict",
    ]
    let result =
      call.count == 2
      ? try deployment.plugin(call[0], call[1], environment: environment)
      : try deployment.plugin(call[0], environment: environment)
    #expect(result.succeeded, "\(result.errors)")
    #expect(
      try exportedNames(deployment.host).intersection(SamplePackage.bundled) == ["parcel_add"])
    #expect(try mustRun(deployment.host.path) == SamplePackage.apart)
    let library = deployment.appDir.appendingPathComponent("usr/lib/libparcel.so")
    #expect(try exportedNames(library) == SamplePackage.bundled)
  }

  @Test func itCanBeTurnedOff() throws {
    let deployment = try Deployment()
    let environment = ["SYMDEMOTE_POLICY": "host.policy", "NO_SYMDEMOTE": "1"]
    #expect(
      try deployment.plugin("--appdir", deployment.appDir.path, environment: environment).succeeded)
    #expect(try mustRun(deployment.host.path) == SamplePackage.leaking)
  }

  @Test func whatIsWrongIsSaid() throws {
    let deployment = try Deployment()
    let appDir = deployment.appDir.path
    let refused = try deployment.plugin(
      "--appdir", appDir, environment: ["SYMDEMOTE_ARGS": "--demote=_edata"])
    #expect(refused.status == 3 && refused.errors.contains("_edata must stay exported"))
    let silent = try deployment.plugin("--appdir", appDir)
    #expect(silent.status == 2 && silent.errors.contains("set SYMDEMOTE_POLICY or SYMDEMOTE_ARGS"))
    let environment = ["SYMDEMOTE_POLICY": "host.policy"]
    let missing = try deployment.plugin("--appdir", "/nonexistent", environment: environment)
    #expect(missing.status == 2 && missing.errors.contains("there is no folder /nonexistent"))
    let empty = try deployment.plugin(
      "--appdir", deployment.package.source.path, environment: environment)
    #expect(empty.status == 2 && empty.errors.contains("neither usr/bin nor usr/lib"))
    #expect(try deployment.plugin(environment: environment).status == 2)
    #expect(try deployment.plugin("--appdir", environment: environment).status == 2)
    #expect(try deployment.plugin("--polish", environment: environment).status == 2)
  }
}
