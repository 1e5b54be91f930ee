// The recipe that can be run anywhere, as it stands in its README.

import Foundation
import TestSupport
import Testing

@Suite struct RecipeTests {
  /// The recipe that begins with the comment `title`.
  private func recipe(_ title: String) throws -> String {
    let text = try String(
      contentsOf: projectFolder.appendingPathComponent("Integrations/recipes/README.md"),
      encoding: .utf8)
    let blocks = text.components(separatedBy: "\n```").filter { $0.contains("\n# \(title)\n") }
    let block = try #require(blocks.count == 1 ? blocks[0] : nil)
    return block.split(separator: "\n", maxSplits: 1).last.map { $0 + "\n" } ?? ""
  }

  @Test func aForeignDebianPackage() throws {
    let tree = try InstalledTree()
    let package = try SamplePackage("parcel")
    let root = package.file("vendor")
    try package.buildByHand(below: root.appendingPathComponent("opt/vendor"))
    for folder in ["DEBIAN", "etc"] {
      try FileManager.default.createDirectory(
        at: root.appendingPathComponent(folder), withIntermediateDirectories: true)
    }
    // A configuration file has no checksum in the list, and must not get one.
    try package.write("volume = 11\n", to: "vendor/etc/vendor.conf")
    try package.write("/etc/vendor.conf\n", to: "vendor/DEBIAN/conffiles")
    try package.write(
      """
      Package: vendor
      Version: 1.0-1
      Architecture: all
      Maintainer: Nobody <nobody@example.org>
      Description: a program that leaks

      """, to: "vendor/DEBIAN/control")
    try mustRun(
      "sh", ["-c", "find opt -type f | xargs md5sum >DEBIAN/md5sums"], directory: root)
    try mustRun("dpkg-deb", ["--build", "vendor", "vendor.deb"], directory: package.source)
    try package.write("[bin/host]\nall\nkeep host_answer\n", to: "vendor.policy")

    let script = try recipe("in a folder with vendor.deb and vendor.policy")
    try mustRun("sh", ["-c", script], environment: tree.environment, directory: package.source)
    let demoted = package.file("vendor-demoted.deb")
    #expect(try mustRun("dpkg-deb", ["-f", demoted.path, "Version"]) == "1.0-1+symdemote1\n")

    // Installed below a root of their own, one after the other.
    let target = package.folder.file("root")
    let state = target.appendingPathComponent("var/lib/dpkg")
    for folder in ["info", "updates"] {
      try FileManager.default.createDirectory(
        at: state.appendingPathComponent(folder), withIntermediateDirectories: true)
    }
    try Data().write(to: state.appendingPathComponent("status"))
    let host = target.appendingPathComponent("opt/vendor/bin/host")
    func dpkg(_ arguments: String...) throws -> String {
      try mustRun("dpkg", ["--root=\(target.path)", "--log=/dev/null"] + arguments)
    }
    _ = try dpkg("-i", package.file("vendor.deb").path)
    #expect(try mustRun(host.path) == SamplePackage.leaking)
    _ = try dpkg("-i", demoted.path)
    #expect(try mustRun(host.path) == SamplePackage.apart)
    #expect(try exportedNames(host).isDisjoint(with: SamplePackage.bundled))
    #expect(try exportedNames(host).contains("host_answer"))
    // dpkg finds every file as the package's list of checksums has it, and would tell of another.
    #expect(try dpkg("--verify", "vendor") == "")
    #expect(
      try !String(contentsOf: state.appendingPathComponent("info/vendor.md5sums"), encoding: .utf8)
        .contains("vendor.conf"))
    try Data("x".utf8).write(to: host)
    #expect(
      try run("dpkg", ["--root=\(target.path)", "--verify", "vendor"]).output.contains("??5??????"))
  }
}
