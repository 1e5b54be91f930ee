// A result that does not pass its verification is not written: exit status 4, and neither the file
// nor an output nor a record exists afterwards that did not before.

import ELFCodec
import ELFModel
import Foundation
import Policy
import Reporting
import Storage
import TestSupport
import Testing

@testable import Driver

@Suite struct UnverifiedResultTests {
  let folder: TemporaryFolder
  let bytes: [UInt8]
  var request = DemoteRequest()

  init() throws {
    folder = try TemporaryFolder()
    bytes = try Fixture.library.get().bytes
    try Data(bytes).write(to: folder.file("file"))
    request.input = InputChoice([FilePath(folder.file("file").path)])
    request.selection.lines = [SelectionLine(.all)]
    request.writing.undoFile = FilePath(folder.file("undo").path)
  }

  /// Ways for an encoder to be wrong.
  enum Mistake: CaseIterable {
    case flippedBit
    case lostEdit
    case foreignByte
    case nonsense
  }

  private static func edits(_ edits: [ByteEdit], with mistake: Mistake) -> [ByteEdit] {
    switch mistake {
    case .flippedBit:
      [
        ByteEdit(
          offset: edits[0].offset, bytes: [edits[0].bytes[0] ^ 4] + edits[0].bytes.dropFirst())
      ]
        + edits.dropFirst()
    case .lostEdit: Array(edits.dropLast())
    case .foreignByte: [ByteEdit(offset: 0x18, bytes: [1])] + edits
    case .nonsense: [ByteEdit(offset: 0, bytes: [0])] + edits
    }
  }

  @Test(arguments: Mistake.allCases, [true, false])
  func aWrongResultIsNotWritten(_ mistake: Mistake, _ isInPlace: Bool) throws {
    var request = request
    if !isInPlace { request.output = FilePath(folder.file("output").path) }
    let report = collecting { [request] receiver in
      demote(request, to: receiver) { after, before, file in
        Self.edits(try encode(after.image, over: before, in: file), with: mistake)
      }
    }
    #expect(report.status == Reporting.ExitStatus.unverified)
    #expect(
      try #require(report.files.first).messages.contains { $0.text.contains("nothing was written") }
    )
    #expect(try folder.names() == ["file"])
    #expect(try Data(contentsOf: folder.file("file")) == Data(bytes))
  }

  @Test func theRightResultIsWritten() throws {
    #expect(collecting { demote(request, to: $0) }.status == .success)
    #expect(try folder.names() == ["file", "undo"])
    #expect(try Data(contentsOf: folder.file("file")) != Data(bytes))
  }
}
