// What is for Android's loader is not demoted without conversion; what only looks like it is.

import ELFCodec
import ELFModel
import Foundation
import Hazards
import TestSupport
import Testing

@Suite struct AndroidObstacleTests {
  private func image(_ options: [String], as product: Product = .shared, note: String? = nil) throws
    -> DynamicImage
  {
    let folder = try TemporaryFolder()
    let section = note.map {
      """
      __asm__(".section .note.test,\\"a\\",%note\\n.balign 4\\n.long 2f-1f\\n.long 4\\n.long 1\\n"
              "1:.asciz \\"\($0)\\"\\n2:.balign 4\\n.long 21\\n.previous");
      """
    }
    let file = try link(
      (section ?? "") + "int a(void) { return 1; }\nint main(void) { return a(); }\n", to: "file",
      in: folder, as: product, options)
    return try decode([UInt8](try Data(contentsOf: file)))
  }

  private func expect(_ image: DynamicImage, _ isForAndroid: Bool, _ comment: Comment) {
    #expect(image.obstacles.map(\.id) == (isForAndroid ? [Obstacle.bionic] : []), comment)
    #expect(image.obstacles(converting: true).isEmpty, comment)
  }

  @Test(
    arguments: [
      ("/system/bin/linker64", true), ("/system/bin/linker", true),
      ("/system/bin/linker_asan64", true), ("/system/bin/bootstrap/linker64", true),
      ("/apex/com.android.runtime/bin/linker64", true), ("/lib64/ld-linux-x86-64.so.2", false),
      ("/lib/ld-musl-x86_64.so.1", false), ("/system/bin/linkers", false),
      ("/usr/system/bin/linker64", false),
    ])
  func interpreters(_ path: String, _ isForAndroid: Bool) throws {
    expect(
      try image(["-Wl,--dynamic-linker=\(path)", "-rdynamic"], as: .pie), isForAndroid, "\(path)")
  }

  @Test(
    arguments: [("Android", true), ("LinuxBionic", true), ("GNU", false), ("Androids", false)])
  func notes(_ owner: String, _ isForAndroid: Bool) throws {
    let library = try image([], note: owner)
    #expect(library.noteOwners.contains(Array(owner.utf8)))
    expect(library, isForAndroid, "\(owner)")
    // An executable that names another loader is for that one.
    expect(try image(["-rdynamic"], as: .pie, note: owner), false, "\(owner)")
  }

  @Test(
    arguments: [
      (["libc.so", "liblog.so"], true), (["libc.so", "libdl.so"], true), (["libc.so"], false),
      (["liblog.so"], false), (["libc.so.6", "libdl.so.2"], false),
    ])
  func neededLibraries(_ names: [String], _ isForAndroid: Bool) throws {
    let folder = try TemporaryFolder()
    let libraries = try names.map { name in
      try link(
        "int in_\(name.filter(\.isLetter));", to: name, in: folder, as: .shared,
        ["-Wl,-soname,\(name)", "-nostdlib"]
      ).path
    }
    expect(
      try image(["-nostdlib", "-Wl,--no-as-needed"] + libraries), isForAndroid,
      "\(names)")
  }

  @Test(arguments: Packing.allCases) func packedRelocations(_ packing: Packing) throws {
    let folder = try TemporaryFolder()
    let file = try CrossTarget.all[0].packedLibrary(in: folder, packing)
    let packed = try decode([UInt8](try Data(contentsOf: file)))
    #expect(packed.androidEvidence == .dynamicTag)
    expect(packed, true, "\(packing)")
  }
}
