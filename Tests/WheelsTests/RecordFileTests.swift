// RECORD, read and changed where it must be.

import Testing

@testable import Wheels

@Suite struct RecordFileTests {
  private func record(_ text: String) throws(WheelError) -> RecordFile {
    try RecordFile(Array(text.utf8))
  }

  private func replaced(_ text: String, _ names: String...) throws -> String {
    let files = names.map { (name: Array($0.utf8), digest: "sha256=new", byteCount: 7) }
    return String(decoding: try record(text).replacing(files), as: UTF8.self)
  }

  @Test func onlyHashesAndSizesChange() throws {
    let text = "b.so,sha256=b,1\na/é.so,sha256=a,22\n\nx,,\n\"c,\"\"d\"\".so\",\"sha256=c\",\"3\"\n"
    #expect(try replaced(text) == text)
    #expect(
      try replaced(text, "c,\"d\".so", "b.so")
        == "b.so,sha256=new,7\na/é.so,sha256=a,22\n\nx,,\n\"c,\"\"d\"\".so\",sha256=new,7\n")
    #expect(try replaced(text, "a/é.so").contains("a/é.so,sha256=new,7\n"))
    // A line that says nothing, or not all, goes on doing so.
    #expect(try replaced("x,,\ny,,4\nz,sha256=z,\n", "x", "y", "z") == "x,,\ny,,7\nz,sha256=new,\n")
  }

  @Test func endsOfLinesStay() throws {
    for end in ["\n", "\r\n", "\r"] {
      #expect(
        try replaced("a,b,1\(end)c,d,2\(end)", "c") == "a,b,1\(end)c,sha256=new,7\(end)")
    }
  }

  @Test func filesAreHeldAgainstTheirLines() throws {
    let record = try record("a,sha256=right,5\nb,,\nc,,5\nd,sha256=right,\nf,\"sha256=right\",5\n")
    func problem(_ name: String, _ digest: String, _ size: Int) -> WheelError? {
      do {
        try record.check(Array(name.utf8), has: digest, byteCount: size)
        return nil
      } catch {
        return error
      }
    }
    #expect(problem("a", "sha256=right", 5) == nil)
    #expect(problem("a", "sha256=wrong", 5) == .recordDiffers(name: [0x61], line: 1))
    #expect(problem("a", "sha256=right", 6) == .recordDiffers(name: [0x61], line: 1))
    #expect(problem("b", "sha256=right", 5) == nil)
    #expect(problem("f", "sha256=right", 5) == nil)
    #expect(problem("f", "sha256=wrong", 5) == .recordDiffers(name: [0x66], line: 5))
    #expect(problem("c", "sha256=right", 5) == nil && problem("d", "sha256=right", 9) == nil)
    #expect(problem("c", "sha256=right", 4) == .recordDiffers(name: [0x63], line: 3))
    #expect(problem("e", "sha256=right", 5) == .unrecorded(name: [0x65]))
  }

  /// With a hash that is not held against the file, a damaged one would come to fit its line.
  @Test(arguments: ["sha512=right", "md5=right", "sha1=x", "sha256", "SHA256=right", "right"])
  func hashesThatAreNotChecked(_ hash: String) throws {
    let kind = Array((hash.split(separator: "=").first ?? "").utf8)
    #expect(throws: WheelError.recordHash(name: [0x61], line: 1, kind: kind)) {
      try record("a,\(hash),5\n").check([0x61], has: "sha256=right", byteCount: 5)
    }
  }

  @Test func linesWithoutAnything() throws {
    let record = try record("\n\n\r\n\ra,,1\r\r\n\n\rb,,2")
    try record.check([0x61], has: "", byteCount: 1)
    try record.check([0x62], has: "", byteCount: 2)
    #expect(throws: WheelError.recordLine(8, reason: "a path, a hash and a size are wanted")) {
      try self.record("\n\n\r\n\ra,,1\r\r\n\nb")
    }
  }

  @Test(arguments: [
    ("a,b,1\nc,d\n", 2), ("a,b,1,2\n", 1), ("\n\na\n", 3), ("a,b,1\na,b,1\n", 2),
    ("a,b,1\n\"c,d,2\n", 2), ("\"a\"b,c,1\n", 1), ("a,b,1\n\"a\",b,1", 2),
  ]) func whatIsNoLine(_ text: String, _ line: Int) {
    #expect {
      try record(text)
    } throws: { error in
      if case WheelError.recordLine(line, _) = error { true } else { false }
    }
  }
}
