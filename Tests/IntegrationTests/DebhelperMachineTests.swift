// What dh_symdemote hands over of a package with files of other machines: it tells static programs from
// libraries by their headers, in each class and byte order.

import Foundation
import TestSupport
import Testing

@Suite struct DebhelperMachineTests {
  /// Links a program that no dynamic linker binds to.
  private func linkStatic(
    to output: URL, for target: CrossTarget, in folder: TemporaryFolder, _ options: [String]
  ) throws {
    let source = try folder.write(
      "int counter = 1;\nint _start(void) { return counter; }\n", to: "static.c")
    let object = folder.file("static.o")
    try mustRun(
      Toolchain.program("clang"),
      ["-target", target.triple, "-fPIC", "-O1", "-c", "-o", object.path, source.path])
    try mustRun(Toolchain.program("ld.lld"), options + ["-o", output.path, object.path])
  }

  @Test(arguments: [
    "i386-linux-gnu", "powerpc-linux-gnu", "aarch64-linux-gnu", "aarch64_be-linux-gnu",
  ])
  func staticProgramsArePassedOver(_ triple: String) throws {
    let target = try CrossTarget.named(triple)
    let folder = try TemporaryFolder()
    let source = folder.file("leaky")
    try LeakySample.copy(to: source, with: "debian")
    let place = source.appendingPathComponent("debian/leaky/usr/lib/other")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let library = place.appendingPathComponent("libcross.so.1")
    try FileManager.default.copyItem(at: try target.library(in: folder), to: library)
    let programs = ["fixed": ["-static"], "pie": ["-pie", "--no-dynamic-linker"]]
    for (name, options) in programs {
      try linkStatic(to: place.appendingPathComponent(name), for: target, in: folder, options)
    }
    // ELF by its first bytes, but of no machine; a script.
    var nobodys = [UInt8](try Data(contentsOf: library))
    nobodys.replaceSubrange(18..<20, with: [0, 0])
    try Data(nobodys).write(to: place.appendingPathComponent("module.go"))
    try Data("#!/bin/sh\n".utf8).write(to: place.appendingPathComponent("script"))
    try Data("demote counter\n".utf8)
      .write(to: source.appendingPathComponent("debian/leaky.symdemote"))
    #expect(try exportedNames(library).contains("counter"))

    let conversion = target.needsConversion ? ["--convert-relocations"] : []
    let result = try run(
      "dh_symdemote", ["-v", "--"] + conversion, environment: try DebhelperBuild.environment(),
      directory: source)
    #expect(result.succeeded, "\(result.errors)")
    #expect(try !exportedNames(library).contains("counter"))
    let command = try #require(result.output.split(separator: "\n").first)
    #expect(command.hasSuffix(" -- debian/leaky/usr/lib/other/libcross.so.1"))

    // What is cut off is for symdemote to complain about.
    try Data(nobodys.prefix(18) + [UInt8](try Data(contentsOf: library))[18..<300])
      .write(to: place.appendingPathComponent("cut.so"))
    let cut = try run(
      "dh_symdemote", ["--"] + conversion, environment: try DebhelperBuild.environment(),
      directory: source)
    #expect(cut.status == 2)
    #expect(cut.errors.contains("usr/lib/other/cut.so: "))
  }

  /// A package that is built there too says so in debian/rules.
  @Test func machinesWhoseFilesAreNotEditedAreAnError() throws {
    let folder = try TemporaryFolder()
    let source = folder.file("leaky")
    try LeakySample.copy(to: source, with: "debian")
    let place = source.appendingPathComponent("debian/leaky/usr/lib/other")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let library = try CrossTarget.named("mips64el-linux-gnuabi64").library(in: folder)
    let copy = place.appendingPathComponent("libcross.so.1")
    try FileManager.default.copyItem(at: library, to: copy)
    try Data("demote counter\n".utf8)
      .write(to: source.appendingPathComponent("debian/leaky.symdemote"))
    let result = try run(
      "dh_symdemote", environment: try DebhelperBuild.environment(), directory: source)
    #expect(result.status == 2)
    #expect(result.errors.contains("demotion would break files for mips64"))
    #expect(try Data(contentsOf: copy) == Data(contentsOf: library))
    let excluded = try run(
      "dh_symdemote", ["-Xlibcross"], environment: try DebhelperBuild.environment(),
      directory: source)
    #expect(excluded.succeeded)
  }
}
