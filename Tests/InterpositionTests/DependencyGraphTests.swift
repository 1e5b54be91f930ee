// What is drawn of a process: everything if that is little, else the collisions and how the program comes
// by them.

import Foundation
import TestSupport
import Testing

@testable import Interposition

@Suite struct DependencyGraphTests {
  /// A program that takes `shared` from a library that is two steps away, beside libraries of no concern.
  private func process() throws -> (world: World, diagnosis: Diagnosis) {
    let world = try World()
    let names = ["shared_one", "shared_two", "shared_three"]
    try world.add("libshared.so", names.map { functions($0) }.joined(separator: "\n"))
    try world.add(
      "libuser.so",
      names.map { "int \($0)(void);" }.joined()
        + "int user(void) { return \(names.map { "\($0)()" }.joined(separator: "+")); }",
      needs: ["libshared.so"])
    try world.add("libmiddle.so", functions("middle"), needs: ["libuser.so"])
    try world.add("libaside.so", functions("aside"))
    try world.add(
      "program",
      names.map { functions($0) }.joined(separator: "\n") + "\nint main(void) { return 0; }",
      as: .pie, needs: ["libmiddle.so", "libaside.so"], ["-Wl,--export-dynamic"])
    let references = names.map { ("libuser.so", $0, "program") }
    let evidence = try world.evidence(references)
    let program = ProcessEvidence(
      objects: evidence.objects, program: world.index("program"), references: evidence.references)
    return (world, Diagnosis(program))
  }

  @Test func aSmallProcessIsDrawnWhole() throws {
    let (world, diagnosis) = try process()
    let graph = DependencyGraph(diagnosis, drawingAllOf: 5)
    #expect(graph.objects == diagnosis.evidence.indices && graph.hiddenCount == 0)
    func need(_ from: String, _ to: String) -> DependencyGraph.Need {
      .init(from: world.index(from), to: world.index(to))
    }
    #expect(
      graph.needs == [
        need("libuser.so", "libshared.so"), need("libmiddle.so", "libuser.so"),
        need("program", "libmiddle.so"), need("program", "libaside.so"),
      ])
  }

  @Test func ofALargeOneTheCollisionsAndTheWayThere() throws {
    let (world, diagnosis) = try process()
    let graph = DependencyGraph(diagnosis, drawingAllOf: 4)
    #expect(
      graph.objects.map(world.name) == ["libshared.so", "libuser.so", "libmiddle.so", "program"])
    #expect(graph.hiddenCount == 1)
    #expect(graph.needs.count == 3)
  }
}
