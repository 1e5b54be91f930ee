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
    #expect(try replaced("x,,", "x") == "x,sha256=new,7")
  }

  @Test func endsOfLinesStay() throws {
    for end in ["\n", "\r\n", "\r"] {
      #expect(
        try replaced("a,b,1\(end)c,d,2\(end)", "c") == "a,b,1\(end)c,sha256=new,7\(end)")
    }
  }

  @Test func filesAreHeldAgainstTheirLines() throws {
    let record = try record("a,sha256=right,5\nb,,\nc,sha512=other,5\nd,sha256=right,\n")
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
    #expect(problem("c", "sha256=right", 5) == nil && problem("d", "sha256=right", 9) == nil)
    #expect(problem("c", "sha256=right", 4) == .recordDiffers(name: [0x63], line: 3))
    #expect(problem("e", "sha256=right", 5) == .unrecorded(name: [0x65]))
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
