// Nix: a setup hook, in derivations that nix-build builds. The store is a folder of the test's own.

import Foundation
import TestSupport
import Testing

@Suite struct NixTests {
  private struct Build {
    let tree: InstalledTree
    let package: SamplePackage
    let environment: [String: String]

    init() throws {
      tree = try InstalledTree()
      package = try SamplePackage("nix")
      let folder = package.folder
      // As root and in any container: no other users, no name spaces, nothing to fetch.
      try folder.write(
        "sandbox = false\nbuild-users-group =\nsubstitute = false\nsubstituters =\n",
        to: "nix.conf")
      environment = [
        "NIX_CONF_DIR": folder.url.path, "NIX_STORE_DIR": folder.file("store").path,
        "NIX_STATE_DIR": folder.file("state").path, "NIX_LOCALSTATE_DIR": folder.file("state").path,
        "NIX_LOG_DIR": folder.file("log").path, "HOME": folder.file("home").path,
      ]
    }

    func nix(_ arguments: String...) throws -> RunResult {
      let overlay = tree.file("share/symdemote/nix/overlay.nix").path
      return try run(
        "nix-build", ["--no-out-link", "--arg", "overlay", overlay] + arguments + ["."],
        environment: environment, directory: package.source)
    }

    /// The program of what was built.
    func host(_ result: RunResult) throws -> URL {
      let out = try #require(result.output.split(separator: "\n").first, "\(result.errors)")
      return URL(fileURLWithPath: String(out)).appendingPathComponent("bin/host")
    }
  }

  @Test func outputsAreDemotedBeforeTheyAreStripped() throws {
    let build = try Build()
    let result = try build.nix()
    #expect(result.errors.contains("bin/host: 5 of 12 exports demoted"), "\(result.errors)")
    let host = try build.host(result)
    #expect(try section(".symtab", of: host) == nil)
    #expect(try exportedNames(host).isDisjoint(with: SamplePackage.bundled))
    #expect(try exportedNames(host).contains("host_answer"))
    #expect(try mustRun(host.path) == SamplePackage.apart)
    #expect(try symdemote("verify", host.path).succeeded)
    // The library in the other output, of which the policy says nothing.
    #expect(result.errors.contains("lib/libparcel.so: nothing to do"))

    // The same bytes once more, and Nix would notice if they were not.
    let checked = try build.nix("--check")
    #expect(
      checked.succeeded && checked.errors.contains("checking outputs"), "\(checked.errors)")
    try build.package.write(
      """
      { overlay }:
      derivation {
        name = "random";
        system = builtins.currentSystem;
        builder = "/bin/sh";
        args = [ "-c" "read -r id </proc/sys/kernel/random/uuid; echo $id >$out" ];
      }
      """, to: "default.nix")
    #expect(try build.nix().succeeded)
    #expect(try build.nix("--check").errors.contains("may not be deterministic"))
  }

  @Test func withoutItTheSymbolsLeak() throws {
    let build = try Build()
    let result = try build.nix("--arg", "demote", "false")
    let host = try build.host(result)
    #expect(try exportedNames(host).isSuperset(of: SamplePackage.bundled))
    #expect(try mustRun(host.path) == SamplePackage.leaking)
  }

  /// Flags beside the policy, as words and as a list.
  @Test(arguments: ["false", "true"]) func flagsAddToThePolicy(structured: String) throws {
    let build = try Build()
    let result = try build.nix(
      "--arg", "structured", structured, "--arg", "flags",
      #"[ "--keep=parcel_add" "--keep=parcel_t*" ]"#)
    #expect(
      try exportedNames(build.host(result)).intersection(SamplePackage.bundled)
        == ["parcel_add", "parcel_total"], "\(result.errors)")
  }

  @Test func aRefusalFailsTheBuild() throws {
    let build = try Build()
    let refused = try build.nix(
      "--arg", "policy", #""""#, "--arg", "flags", #"[ "--demote=_edata" ]"#)
    #expect(!refused.succeeded)
    #expect(refused.errors.contains("_edata must stay exported"))
    #expect(refused.errors.contains("failed with exit code 3"), "\(refused.errors)")
    let nothing = try build.nix("--arg", "policy", #""""#)
    #expect(!nothing.succeeded)
    #expect(nothing.errors.contains("set symdemotePolicy or symdemoteFlags"), "\(nothing.errors)")
  }

  @Test func theVersionIsTheTools() throws {
    let version = try #require(
      try mustRun(toolPath, ["--version"]).split(whereSeparator: \.isWhitespace).dropFirst().first)
    let file = projectFolder.appendingPathComponent("Integrations/nix/package.nix")
    #expect(try String(contentsOf: file, encoding: .utf8).contains("version = \"\(version)\";"))
  }
}
