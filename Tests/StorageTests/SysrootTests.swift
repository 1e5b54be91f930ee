// Paths of a system that lies below a folder: its links mean what they would mean there.

import Foundation
import TestSupport
import Testing

@testable import Storage

@Suite struct SysrootTests {
  let folder: TemporaryFolder
  let root: String
  let sysroot: Sysroot

  init() throws {
    folder = try TemporaryFolder()
    root = folder.url.path + "/root"
    sysroot = Sysroot(FilePath(root))
    for path in ["usr/lib/sub", "etc"] {
      try FileManager.default.createDirectory(
        atPath: "\(root)/\(path)", withIntermediateDirectories: true)
    }
    try write("usr/lib/libx.so.1")
    try folder.write("outside", to: "outside")
  }

  private func write(_ path: String) throws {
    try Data("inside".utf8).write(to: URL(fileURLWithPath: "\(root)/\(path)"))
  }

  private func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(root)/\(path)", withDestinationPath: target)
  }

  private func location(_ path: String) -> String? {
    sysroot.location(of: FilePath(path))?.text.replacingOccurrences(of: root, with: "%R")
  }

  private func realPath(_ path: String) -> String? { sysroot.realPath(of: FilePath(path))?.text }

  @Test func withoutAFolderAPathIsItself() throws {
    let path = FilePath(root + "/usr/../usr/lib/none")
    #expect(Sysroot().location(of: path) == path)
    #expect(Sysroot().realPath(of: path) == nil)
    try link("lib", to: "usr/lib")
    let real = URL(fileURLWithPath: root).resolvingSymlinksInPath().path
    #expect(
      Sysroot().realPath(of: FilePath(root + "/lib/libx.so.1"))
        == FilePath(real + "/usr/lib/libx.so.1"))
  }

  @Test func pathsBeginAtTheFolder() {
    #expect(location("/usr/lib/libx.so.1") == "%R/usr/lib/libx.so.1")
    // A path without a slash in front is one of this system.
    #expect(location("usr/lib/libx.so.1") == "usr/lib/libx.so.1")
    #expect(location("//usr/./lib//sub/../libx.so.1") == "%R/usr/lib/libx.so.1")
    #expect(realPath("//usr/./lib//sub/../libx.so.1") == "/usr/lib/libx.so.1")
    #expect(location("/") == "%R" && realPath("/") == "/")
    #expect(location("/usr/lib/none") == nil && realPath("/none/libx.so.1") == nil)
    #expect(location("/usr/lib/libx.so.1/below") == nil)
  }

  @Test func nothingLeadsOut() throws {
    #expect(location("/../../outside") == nil)
    #expect(location("/../../usr") == "%R/usr")
    try link("up", to: "../../../../outside")
    #expect(location("/up") == nil)
    try link("absolute", to: folder.url.path + "/outside")
    #expect(location("/absolute") == nil)
    try link("upper", to: "../../etc/..")
    #expect(location("/upper") == "%R" && realPath("/upper/etc") == "/etc")
  }

  @Test func linksMeanWhatTheyMeanThere() throws {
    try link("lib", to: "/usr/lib")
    try link("usr/lib/libx.so", to: "libx.so.1")
    try link("usr/lib/sub/back", to: "../../../lib/./libx.so")
    for path in ["/lib/libx.so.1", "/lib/libx.so", "/usr/lib/sub/back", "/lib/sub/back"] {
      #expect(location(path) == "%R/usr/lib/libx.so.1")
      #expect(realPath(path) == "/usr/lib/libx.so.1")
    }
    try link("dangling", to: "/usr/none")
    #expect(location("/dangling") == nil)
    #expect(realPath("/lib/..") == "/usr", "of the target, not of the link")
  }

  @Test func fortyLinksAreFollowedAndNoMore() throws {
    try link("link0", to: "usr/lib/libx.so.1")
    for number in 1..<41 { try link("link\(number)", to: "link\(number - 1)") }
    #expect(realPath("/link39") == "/usr/lib/libx.so.1")
    #expect(realPath("/link40") == nil)
    try link("loop", to: "loop")
    #expect(location("/loop") == nil)
  }

  @Test func aFileIsTheSameByAllItsNames() throws {
    try link("lib", to: "/usr/lib")
    let first = try DiskFile(FilePath(root + "/usr/lib/libx.so.1")).identity
    let second = try DiskFile(try #require(sysroot.location(of: FilePath("/lib/libx.so.1"))))
      .identity
    #expect(first == second)
    #expect(try first != DiskFile(FilePath(folder.url.path + "/outside")).identity)
  }
}
