// Breadth first, nearest first, itself in front; by soname, else by file name; in one namespace.

import Foundation
import TestSupport
import Testing

@testable import Interposition

@Suite struct DependencyClosureTests {
  private func closure(_ world: World, _ name: String) throws -> [String] {
    var closures = DependencyClosures(try world.evidence([]))
    return closures.closure(of: world.index(name)).order.map(world.name)
  }

  @Test func breadthFirst() throws {
    let world = try World()
    try world.add("libdeep.so", functions("deep"))
    try world.add("libleft.so", functions("left"), needs: ["libdeep.so"])
    try world.add("libright.so", functions("right"))
    try world.add("libtop.so", functions("top"), needs: ["libleft.so", "libright.so"])
    #expect(
      try closure(world, "libtop.so") == ["libtop.so", "libleft.so", "libright.so", "libdeep.so"])
    #expect(try closure(world, "libdeep.so") == ["libdeep.so"])
  }

  @Test func aSonameCountsAndAFileNameOnlyWithoutOne() throws {
    let world = try World()
    try world.add("libnamed.so.1.2", functions("one"), soname: "libnamed.so.1")
    try world.add("libplain.so", functions("two"), ["-Wl,-soname="])
    try world.add(
      "libuser.so", functions("use"), needs: ["libnamed.so.1.2"],
      ["-Wl,--no-as-needed"])
    try world.add("libother.so", functions("use"), ["-Wl,-z,nodelete"], soname: "libnamed.so.1.2")
    #expect(try closure(world, "libuser.so") == ["libuser.so", "libnamed.so.1.2"])
  }

  /// A loader finds objects under names that no file of theirs tells.
  @Test func whatTheLoaderFoundComesBeforeNames() throws {
    let world = try World()
    try world.add("libasked.so", functions("one"), soname: "libother.so")
    try world.add("libuser.so", functions("use"))
    let plain = try world.evidence([])
    let found = ProcessEvidence(
      objects: plain.objects, program: plain.program, references: [],
      dependencies: [[], [world.index("libasked.so")]])
    let user = world.index("libuser.so")
    var told = DependencyClosures(found)
    #expect(told.closure(of: user).order.map(world.name) == ["libuser.so", "libasked.so"])
    var named = DependencyClosures(plain)
    #expect(named.closure(of: user).order.map(world.name) == ["libuser.so"])
    // Other tables do not change what was loaded.
    var replaced = DependencyClosures(found.replacing([:]))
    #expect(replaced.closure(of: user).order.count == 2)
  }

  @Test func circlesEnd() throws {
    let folder = try TemporaryFolder()
    let stub = try link(
      functions("two"), to: "libtwo.so", in: folder, as: .shared, ["-Wl,-soname,libtwo.so"])
    let world = try World()
    try world.add("libone.so", functions("one"), ["-Wl,--no-as-needed", stub.path])
    try world.add("libtwo.so", functions("two"), needs: ["libone.so"])
    #expect(try closure(world, "libone.so") == ["libone.so", "libtwo.so"])
    #expect(try closure(world, "libtwo.so") == ["libtwo.so", "libone.so"])
  }

  @Test func aFilteeBelongsToItsFilter() throws {
    let world = try World()
    try world.add("libreal.so", functions("one"))
    try world.add("libfilter.so", functions("one"), ["-Wl,--auxiliary,libreal.so"])
    #expect(try closure(world, "libfilter.so") == ["libfilter.so", "libreal.so"])
  }

  @Test func eachNamespaceHasItsOwn() throws {
    let world = try World()
    try world.add("libone.so", functions("one"))
    try world.add("libuser.so", functions("use"), needs: ["libone.so"], namespace: 1)
    #expect(try closure(world, "libuser.so") == ["libuser.so"])
  }
}
