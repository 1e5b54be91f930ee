// The split of a run: every file is of exactly one shard, and all shards have about as many.

import TestSupport
import Testing

@testable import Reporting

@Suite struct ShardSplitTests {
  @Test func everyFileHasOneShard() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let count = Int.random(in: 1...40, using: &generator)
      let total = Int.random(in: 0...100, using: &generator)
      let shards = try (1...count).map { try #require(Shard($0, of: count)) }
      for position in 0..<total { #expect(shards.count { $0.holds(position) } == 1) }
      let shares = shards.map { shard in (0..<total).count(where: shard.holds) }
      #expect(shares == shards.map { $0.share(of: total) })
      #expect((shares.max() ?? 0) - (shares.min() ?? 0) <= 1)
    }
    #expect(Shard.whole.share(of: 5) == 5 && Shard.whole == Shard(1, of: 1))
  }

  @Test func aShardIsTwoNumbers() {
    #expect(Shard("2/3") == Shard(2, of: 3))
    #expect(Shard("100000/100000") != nil)
    for text in [
      "", "/", "1", "0/1", "2/1", "1/0", "1/2/3", "-1/2", "1/+2", "1 /2", "1/100001",
      "99999999999999999999/1", "1/99999999999999999999", "a/b",
    ] { #expect(Shard(text) == nil, "\(text)") }
  }

  @Test func rangesAreSets() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<200 {
      func some() -> Set<Int> {
        Set(
          (0..<Int.random(in: 0...12, using: &generator)).map { _ in
            Int.random(in: 0...20, using: &generator)
          })
      }
      let (first, second) = (some(), some())
      var union = IndexRanges(first)
      union.formUnion(IndexRanges(second))
      #expect(union == IndexRanges(first.union(second)))
      #expect(union.count == first.union(second).count)
      #expect((-1...22).filter(union.contains) == first.union(second).sorted())
      #expect(IndexRanges(try JSONReader.value(Array(union.json.line.utf8))) == union)
    }
    for text in ["1", "[1]", "[[1]]", "[[2,1]]", "[[-1,1]]", "[[0,999999999999999999]]"] {
      #expect(IndexRanges(try JSONReader.value(Array(text.utf8))) == nil, "\(text)")
    }
  }
}
