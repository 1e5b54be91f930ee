// A permutation and its inverse; anything else is a bug that stops the program.

import ELFModel
import Testing

@Suite struct SymbolPermutationTests {
  @Test func newAndFormerIndicesAreInverse() {
    let order = SymbolPermutation([0, 3, 1, 2].map { SymbolIndex($0) })
    for (position, former) in order.formerIndices.enumerated() {
      #expect(order.newIndices[former.position] == SymbolIndex(position))
    }
    #expect(order.applied(to: ["null", "a", "b", "c"]) == ["null", "c", "a", "b"])
  }

  @Test func whatIsNoPermutationIsABug() async {
    await #expect(processExitsWith: .failure) {
      _ = SymbolPermutation([0, 1, 1].map { SymbolIndex($0) })
    }
    await #expect(processExitsWith: .failure) { _ = SymbolPermutation([SymbolIndex(1)]) }
  }
}
