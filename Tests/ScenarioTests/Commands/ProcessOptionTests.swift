// Options about a process that cannot be followed are answered, and none is passed over in silence.

import Foundation
import TestSupport
import Testing

@Suite struct ProcessOptionTests {
  private let specimen: Specimen

  init() throws { specimen = try Specimen() }

  @Test(arguments: [
    (["bindings", "--call=f"], "--call goes with --lazy"),
    (["bindings", "--dlopen=x:local:global"], "local and global contradict each other"),
    (["bindings", "--dlopen=x:lazy:now"], "lazy and now contradict each other"),
    (["bindings", "--dlopen=x:loud"], "'loud' is no flag"),
    (["bindings", "--dlopen=:global"], "nothing stands before the flags"),
    (["bindings", "--dlclose=x:ns=one"], "wants the number of a namespace"),
    (["bindings", "--dlsym=f:default:next"], "default and next contradict each other"),
    (["bindings", "--dlsym=f:handle="], "'handle=' is no flag"),
    (["bindings", "--dlsym=@V"], "is missing"),
    (["bindings", "--dlsym=f@"], "is missing"),
    (["plan", "--all", "--no-process", "--dlopen=x"], "contradicts the options about a process"),
    (["plan", "--all", "--no-process", "--in=x"], "contradicts the options about a process"),
  ])
  func whatCannotBeFollowedIsAnswered(_ words: [String], _ answer: String) throws {
    let result = try run(toolPath, words + [specimen.file.path])
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains(answer), "\(result.errors)")
  }

  @Test func aSysrootMustBeAFolder() throws {
    for root in ["/etc/hostname", "/none/such"] {
      let result = try symdemote("bindings", "--sysroot=\(root)", specimen.file.path)
      #expect(result.status == 2 && result.errors.contains(root), "\(result.errors)")
    }
    #expect(try symdemote("bindings", "--sysroot=/", specimen.file.path).status == 0)
  }

  @Test func aLibraryWithoutAProgramHasNoProcess() throws {
    let warning = "name a program that loads the library"
    let idle = try symdemote("plan", "--all", "--dlopen=x", specimen.file.path)
    #expect(idle.errors.contains(warning))
    #expect(idle.status == 1)
    #expect(try !symdemote("plan", "--all", specimen.file.path).errors.contains(warning))
  }

  /// A default version is written with two signs, as nm prints it.
  @Test func versionsMayHaveTwoSigns() throws {
    let program = "/usr/bin/env"
    let one = try symdemote(
      "bindings", program, "--format=ld-debug", "--dlsym=puts@GLIBC_2.2.5")
    let two = try symdemote(
      "bindings", program, "--format=ld-debug", "--dlsym=puts@@GLIBC_2.2.5")
    #expect(one.output == two.output)
    #expect(one.output.contains("`puts' [GLIBC_2.2.5]"))
    #expect(
      try !symdemote("bindings", program, "--format=ld-debug", "--dlsym=puts@NONE").output
        .contains("`puts' [NONE]"))
  }

  /// Several in one value, as in the variables of the loader.
  @Test func preloadsMayStandTogether() throws {
    let together = try symdemote(
      "bindings", "/usr/bin/env", "--preload=libm.so.6:libdl.so.2 librt.so.1")
    let apart = try symdemote(
      "bindings", "/usr/bin/env", "--preload=libm.so.6", "--preload=libdl.so.2",
      "--preload=librt.so.1")
    #expect(together.output == apart.output)
    #expect(together.output.contains("librt.so.1") && together.errors.isEmpty)
  }
}
