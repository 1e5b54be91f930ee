// Archives that are damaged, or made to be read in two ways. Each is refused, and what lies beside it is not.

import Testing

@testable import Wheels

@Suite struct HostileZipTests {
  private func refusal(_ zip: SampleZip) -> WheelError? { refusal(zip.bytes) }

  private func refusal(_ bytes: [UInt8]) -> WheelError? {
    do {
      _ = try contents(of: bytes)
      return nil
    } catch {
      return error as? WheelError
    }
  }

  private var sample: SampleZip {
    SampleZip([.init("a/one.so", "first"), .init("a/two", String(repeating: "second ", count: 99))])
  }

  /// A spoiled sample; the same change where it means nothing is no reason to refuse.
  private func spoiled(_ change: (inout SampleZip) -> Void) -> WheelError? {
    var zip = sample
    change(&zip)
    return refusal(zip)
  }

  private func expectMalformed(
    _ error: WheelError?, _ structure: String, _ words: String,
    _ place: SourceLocation = #_sourceLocation
  ) {
    guard case .malformed(structure, _, let reason)? = error else {
      Issue.record("\(String(describing: error))", sourceLocation: place)
      return
    }
    #expect(reason.contains(words), sourceLocation: place)
  }

  private func expectUnsupported(
    _ error: WheelError?, _ words: String, _ place: SourceLocation = #_sourceLocation
  ) {
    guard case .unsupported(_, _, let what)? = error else {
      Issue.record("\(String(describing: error))", sourceLocation: place)
      return
    }
    #expect(what.contains(words), sourceLocation: place)
  }

  @Test func soundOnesAreRead() throws {
    #expect(refusal(sample) == nil)
    #expect(refusal(SampleZip([])) == nil)
    for descriptor in [SampleZip.Entry.Descriptor.bare, .signed] {
      #expect(spoiled { $0.entries[0].descriptor = descriptor } == nil)
    }
    #expect(spoiled { $0.entries[0].method = .stored } == nil)
    #expect(spoiled { $0.entries[1].extra = [1, 2, 0, 0] } == nil)
    #expect(spoiled { $0.comment = Array("made by hand".utf8) } == nil)
    #expect(spoiled { $0.entries.append(.init("a/")) } == nil)
    #expect(spoiled { $0.entries[0].name = Array("a/..b/c..so".utf8) } == nil)
  }

  @Test func everyTruncationIsNoticed() {
    let bytes = sample.bytes
    for count in 0..<bytes.count {
      #expect(refusal(Array(bytes.prefix(count))) == .notZip)
    }
    // A comment that is cut off.
    var zip = sample
    zip.comment = Array("comment".utf8)
    expectMalformed(refusal(Array(zip.bytes.dropLast())), "end record", "does not end")
    #expect(refusal(Array("\u{7f}ELF, and no archive at all, however long".utf8)) == .notZip)
  }

  /// Whatever a byte is changed to, the archive is read as something, or refused.
  @Test func noDamageEndsTheProcess() {
    let bytes = sample.bytes
    var refused = 0
    for position in bytes.indices {
      for flip: UInt8 in [0x01, 0x80, 0xff] {
        var damaged = bytes
        damaged[position] ^= flip
        if refusal(damaged) != nil { refused += 1 }
      }
    }
    // What is left out are times, modes and versions, which mean nothing here.
    #expect(refused > bytes.count * 3 / 2)
  }

  @Test func namesThatLeadElsewhere() {
    for name in [
      "", "/etc/passwd", "../up", "a/../../up", "a/..", "..", "a//b", "./a", "a/./b", "a\\b",
      "a\0b",
      "..\\up",
    ] {
      let error = spoiled { $0.entries[0].name = Array(name.utf8) }
      guard case .unsafeName(Array(name.utf8), _, _)? = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
    }
    let long = [UInt8](repeating: UInt8(ascii: "a"), count: 5000)
    guard case .unsafeName(long, _, _)? = spoiled({ $0.entries[0].name = long }) else {
      Issue.record("a name longer than any path")
      return
    }
  }

  @Test func namesThatAreThereTwice() {
    for name in ["a/two", "a/two/"] {
      guard
        case .duplicateName(Array(name.utf8), _)? = spoiled({ $0.entries.append(.init(name)) })
      else {
        Issue.record("\(name)")
        continue
      }
    }
    #expect(spoiled { $0.entries.append(.init("a/three")) } == nil)
  }

  /// Who unpacks such a file cannot unpack what lies below it, whatever comes between the two.
  @Test func filesThatOthersLieBelow() {
    for name in ["a/one.so/x", "a/two/b/c", "a/two/b/"] {
      guard
        case .unsafeName(Array(name.utf8), _, let reason)? = spoiled({
          $0.entries.insert(.init(name), at: 1)
          $0.entries += [.init("a/two-x/y"), .init("a/two.d/y"), .init("a/two b")]
        }), reason.hasSuffix(" is a file")
      else {
        Issue.record("\(name)")
        continue
      }
    }
    #expect(
      spoiled {
        $0.entries += [.init("a/one.so.d/x"), .init("a/b/"), .init("a/b/c"), .init("a/tw/o")]
      } == nil)
  }

  /// The name once more, as Python reads it from 3.12 on and not before (0x7075).
  @Test func namesInExtraFields() {
    func field(_ name: String) -> [UInt8] {
      let content = [1, 9, 9, 9, 9] + Array(name.utf8)
      return [0x55, 0x54, 1, 0, 7, 0x75, 0x70, UInt8(content.count), 0] + content
    }
    for extra in [field("a/three.so"), field(""), [0x75, 0x70, 3, 0, 1, 2, 3]] {
      expectMalformed(
        spoiled { $0.entries[0].extra = extra }, "local header", "another name in an extra field")
      expectMalformed(
        spoiled { $0.entries[0].centralExtra = extra }, "central directory",
        "another name in an extra field")
    }
    for extra in [[1, 2, 9, 0, 1], [0, 0, 0, 0, 1, 2, 0xff, 0xff]] as [[UInt8]] {
      expectMalformed(spoiled { $0.entries[0].extra = extra }, "local header", "is cut off")
      expectMalformed(
        spoiled { $0.entries[0].centralExtra = extra }, "central directory", "is cut off")
    }
    for extra in [field("a/one.so"), [0, 0, 0, 0, 0, 0, 0], [0]] {
      #expect(spoiled { ($0.entries[0].extra, $0.entries[0].centralExtra) = (extra, extra) } == nil)
    }
  }

  @Test func whatWeCannotRead() {
    for bit in [0, 6, 13] {
      let error = spoiled { zip in
        zip.entries[0].spoilLocal = { $0.set16(1 << bit, at: ZipLayout.LocalHeader.flags) }
        zip.entries[0].spoilCentral = { $0.set16(1 << bit, at: ZipLayout.CentralHeader.flags) }
      }
      expectUnsupported(error, "a/one.so is encrypted")
    }
    for method in [1, 9, 12, 14, 93, 99] {
      let error = spoiled {
        $0.entries[0].spoilCentral = { $0.set16(method, at: ZipLayout.CentralHeader.method) }
      }
      expectUnsupported(error, "method \(method)")
    }
    for place in [20, 24, 42] {
      expectUnsupported(
        spoiled { $0.entries[0].spoilCentral = { $0.set32(0xffff_ffff, at: place) } }, "ZIP64")
    }
    for place in [18, 22] {
      expectUnsupported(
        spoiled { $0.entries[0].spoilLocal = { $0.set32(0xffff_ffff, at: place) } }, "ZIP64")
    }
    for place in [12, 16] {
      expectUnsupported(spoiled { $0.spoilEnd = { $0.set32(0xffff_ffff, at: place) } }, "ZIP64")
    }
    expectUnsupported(
      spoiled { zip in
        zip.spoilEnd = { end in
          var locator = [UInt8](repeating: 0, count: ZipLayout.End64Locator.byteCount)
          locator.set32(ZipLayout.End64Locator.signature, at: 0)
          end = locator + end
        }
      }, "ZIP64")
    expectUnsupported(spoiled { $0.spoilEnd = { $0.set16(1, at: 4) } }, "several disks")
    expectUnsupported(
      spoiled { $0.entries[0].spoilCentral = { $0.set16(1, at: 34) } }, "another disk")
  }

  /// What an unpacker that goes by the local headers would read otherwise.
  @Test func headersThatContradictTheDirectory() {
    expectMalformed(
      spoiled { $0.entries[0].spoilLocal = { $0[30] = UInt8(ascii: "b") } }, "local header",
      "another name")
    for place in [14, 18, 22] {
      expectMalformed(
        spoiled { $0.entries[0].spoilLocal = { $0.set32(3, at: place) } }, "local header",
        "checksum or sizes")
    }
    expectMalformed(
      spoiled { $0.entries[0].spoilLocal = { $0.set16(0, at: ZipLayout.LocalHeader.method) } },
      "local header", "method")
    expectMalformed(
      spoiled { $0.entries[0].spoilLocal = { $0.set16(8, at: ZipLayout.LocalHeader.flags) } },
      "local header", "flags")
    expectMalformed(
      spoiled { $0.entries[1].spoilLocal = { $0[0] = 0 } }, "local header", "no header")
    expectMalformed(
      spoiled { $0.entries[0].spoilLocal = { $0.set16(600, at: 28) } }, "local header", "cut off")
  }

  @Test func bytesThatBelongToNobody() {
    expectMalformed(spoiled { $0.gap = [0] }, "archive", "belong to no entry")
    expectMalformed(spoiled { $0.prefix = [0, 0] }, "archive", "belong to no entry")
    expectMalformed(
      spoiled {
        $0.spoilEnd = {
          $0.set16(1, at: 8); $0.set16(1, at: 10)
        }
      }, "end record",
      "bytes behind its 1 records")
    expectMalformed(
      spoiled {
        $0.spoilEnd = {
          $0.set16(3, at: 8); $0.set16(3, at: 10)
        }
      }, "central directory",
      "cut off")
    expectMalformed(
      spoiled { $0.spoilEnd = { $0.set32(0, at: ZipLayout.End.directoryOffset) } }, "end record",
      "does not end here")
    expectMalformed(spoiled { $0.spoilEnd = { $0 += [0] } }, "end record", "does not end")
    // An archive in the comment of another.
    let inner = sample.bytes
    expectMalformed(spoiled { $0.comment = inner }, "end record", "for a comment")
  }

  @Test func entriesThatOverlap() {
    let error = spoiled { $0.entries[1].spoilCentral = { $0.set32(0, at: 42) } }
    expectMalformed(error, "local header", "overlaps")
    expectMalformed(
      spoiled { $0.entries[1].spoilCentral = { $0.set32(0x7fff_0000, at: 42) } },
      "central directory", "behind all entries")
  }

  private func expectDamaged(
    _ error: WheelError?, _ words: String, _ place: SourceLocation = #_sourceLocation
  ) {
    guard case .damaged(_, _, let reason)? = error else {
      Issue.record("\(String(describing: error))", sourceLocation: place)
      return
    }
    #expect(reason.contains(words), sourceLocation: place)
  }

  @Test func dataThatIsNotWhatIsSaid() {
    let content = Array("some content".utf8)
    let data = deflated(content)
    // What stands there has the checksum of something else.
    expectDamaged(spoiled { $0.entries[0].data = deflated(Array("fairs".utf8)) }, "CRC-32")
    expectDamaged(
      spoiled {
        $0.entries[0].method = .stored
        $0.entries[0].data = Array("fairs".utf8)
      }, "CRC-32")
    for claimed in [content.count - 1, content.count + 1, 0] {
      expectDamaged(
        spoiled {
          ($0.entries[0].content, $0.entries[0].claimedSize) = (content, claimed)
        }, "is said to have \(claimed) bytes")
    }
    expectDamaged(
      spoiled { ($0.entries[0].content, $0.entries[0].data) = (content, data + [0]) },
      "ends before its data")
    expectDamaged(
      spoiled { ($0.entries[0].content, $0.entries[0].data) = (content, data.dropLast()) },
      "cut off")
    expectDamaged(
      spoiled { ($0.entries[0].content, $0.entries[0].data) = (content, [7, 7, 7]) },
      "no deflate stream")
    expectDamaged(spoiled { ($0.entries[0].content, $0.entries[0].data) = ([], []) }, "cut off")
  }

  /// Little that becomes much: by what it says, before anything is inflated, and by what it is.
  @Test func bombs() throws {
    let zeros = [UInt8](repeating: 0, count: 80 << 20)
    let small = deflated(zeros)
    #expect(small.count < zeros.count / 900)
    var zip = sample
    (zip.entries[0].content, zip.entries[0].data) = (zeros, small)
    #expect(
      refusal(zip)
        == .tooLarge(name: zip.entries[0].name, byteCount: zeros.count, compressed: small.count))
    expectMalformed(
      spoiled { $0.entries[0].claimedSize = 1 << 30 }, "central directory", "more than")
    // One that says that it is small is stopped where it grows beyond that.
    zip.entries[0].claimedSize = 1000
    let archive = zip.bytes
    let directory = try ZipDirectory(of: archive)
    var most = 0
    #expect(throws: WheelError.self) {
      try directory.read(directory.entries[0], of: archive) { most += $0.count }
    }
    #expect(most <= 1000)
    // Much of what is no lie.
    zip.entries[0].claimedSize = nil
    (zip.entries[0].content, zip.entries[0].data) = (Array(zeros.prefix(9 << 20)), nil)
    #expect(refusal(zip) == nil)
  }
}
