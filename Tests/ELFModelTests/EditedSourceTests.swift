// A source seen through edits reads as the edited file would.

import ELFModel
import Testing

@Suite struct EditedSourceTests {
  let base: [UInt8] = Array(0..<100)

  @Test func everyRangeReadsAsTheEditedBytes() throws {
    let edits = [
      ByteEdit(offset: 90, bytes: Array(repeating: 1, count: 10)),
      ByteEdit(offset: 10, bytes: [200, 201, 202]), ByteEdit(offset: 13, bytes: [203]),
    ]
    var expected = base
    for edit in edits { expected.replaceSubrange(edit.range, with: edit.bytes) }
    let source = EditedSource(base, edits: edits)
    for lower in stride(from: 0, through: 100, by: 3) {
      for upper in lower...100 {
        #expect(try source.bytes(in: lower..<upper) == Array(expected[lower..<upper]))
      }
    }
    #expect(source.byteCount == base.count)
  }

  @Test func withoutEditsItIsTheBase() throws {
    #expect(try EditedSource(base, edits: []).bytes(in: 0..<100) == base)
  }
}
