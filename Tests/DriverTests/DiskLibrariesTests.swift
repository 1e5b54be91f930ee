// Files are decoded once each, whatever cannot be loaded says why, and nothing blocks.

import Foundation
import LoaderModel
import Storage
import TestSupport
import Testing

@testable import Driver

@Suite struct DiskLibrariesTests {
  let folder: TemporaryFolder
  let libraries = DiskLibraries()

  init() throws {
    folder = try TemporaryFolder()
    try Data(try Fixture.library.get().bytes).write(to: folder.file("libx.so"))
  }

  private func path(_ name: String) -> [UInt8] { Array(folder.file(name).path.utf8) }

  private func object(_ path: [UInt8], in libraries: DiskLibraries? = nil) -> ObjectFile? {
    guard case .object(let object) = (libraries ?? self.libraries).open(path) else { return nil }
    return object
  }

  private func reason(_ name: String) -> String? {
    guard case .unusable(let reason) = libraries.open(path(name)) else { return nil }
    return reason
  }

  @Test func aFileIsOneObjectByAllItsNames() throws {
    try FileManager.default.createSymbolicLink(
      at: folder.file("link"), withDestinationURL: folder.file("libx.so"))
    try FileManager.default.linkItem(at: folder.file("libx.so"), to: folder.file("hard"))
    try FileManager.default.copyItem(at: folder.file("libx.so"), to: folder.file("copy"))
    let first = try #require(object(path("libx.so")))
    for name in ["libx.so", "link", "hard", "./link"] { #expect(object(path(name)) === first) }
    let copy = try #require(object(path("copy")))
    #expect(copy !== first && copy.identity != first.identity)
    #expect(copy.image == first.image)
    #expect(libraries.realPath(of: path("link")) == libraries.realPath(of: path("libx.so")))
    #expect(libraries.realPath(of: path("none")) == nil)
  }

  @Test func aPathIsReadOnce() throws {
    #expect(libraries.open(path("late")) == nil)
    let first = try #require(object(path("libx.so")))
    try FileManager.default.moveItem(at: folder.file("libx.so"), to: folder.file("late"))
    #expect(object(path("libx.so")) === first)
    #expect(libraries.open(path("late")) == nil)
    #expect(object(path("late"), in: DiskLibraries()) != nil)
  }

  @Test func whatNoLoaderLoadsSaysWhy() throws {
    let main = "int main(void) { return 0; }"
    try folder.write("text", to: "text")
    try folder.write(main, to: "main.c")
    try mustRun("gcc", ["-c", "-o", folder.file("object").path, folder.file("main.c").path])
    try link(main, to: "static", in: folder, as: .fixed, ["-static"])
    try mustRun(
      "gcc", ["-static-pie", "-o", folder.file("staticPIE").path, folder.file("main.c").path])
    #expect(reason("text") == "not an ELF file")
    #expect(try #require(reason("object")).contains("is not supported"))
    for name in ["static", "staticPIE"] {
      #expect(try #require(reason(name)).contains("statically linked"))
    }
    #expect(reason("libx.so") == nil && object(path("libx.so")) != nil)
  }

  @Test func specialFilesNeitherBlockNorLoad() throws {
    try mustRun("mkfifo", [folder.file("pipe").path])
    for name in ["pipe", "."] {
      #expect(reason(name) == "not a regular file")
      #expect(libraries.content(of: path(name)) == nil)
    }
    #expect(libraries.open(Array("/dev/null".utf8)) != nil)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("loop").path, withDestinationPath: "loop")
    for name in ["loop", "none", "libx.so/below"] { #expect(libraries.open(path(name)) == nil) }
  }

  @Test func contentIsReadUpToALimit() throws {
    try folder.write("small", to: "small")
    #expect(libraries.content(of: path("small")) == Array("small".utf8))
    #expect(libraries.content(of: path("none")) == nil)
    try mustRun("truncate", ["-s", "64M", folder.file("large").path])
    #expect(libraries.content(of: path("large"))?.count == 64 << 20)
    try mustRun("truncate", ["-s", "+1", folder.file("large").path])
    #expect(libraries.content(of: path("large")) == nil)
  }

  @Test func aSystemBelowAFolderHasItsOwnPaths() throws {
    try FileManager.default.createDirectory(
      at: folder.file("usr"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: folder.file("libx.so"), to: folder.file("usr/libx.so"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("lib").path, withDestinationPath: "/usr")
    try folder.write("cache", to: "usr/cache")
    let below = DiskLibraries(Sysroot(FilePath(folder.url.path)))
    let name = Array("/lib/libx.so".utf8)
    #expect(object(name, in: below) != nil)
    #expect(libraries.open(name) == nil)
    #expect(below.realPath(of: name) == Array("/usr/libx.so".utf8))
    #expect(below.content(of: Array("/lib/cache".utf8)) == Array("cache".utf8))
    #expect(below.open(path("usr/libx.so")) == nil, "a path of this system is none of that one")
  }
}
