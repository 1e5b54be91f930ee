// What is appended to a program belongs to it: an AppImage's file system, the archive of a
// self-extractor, a script. The program finds it by the end of its own headers or of the file, and
// both stay where they were.

import Foundation
import TestSupport
import Testing

/// How a program finds what is appended to it.
enum PayloadPlace: CaseIterable {
  /// Behind the section headers, as the runtime of AppImage computes it.
  case behindHeaders
  /// By a number in the last eight bytes, as PyInstaller and others do.
  case byLastBytes

  var offset: String {
    switch self {
    case .behindHeaders:
      "fseek(self, 0, SEEK_SET); fread(&header, sizeof header, 1, self);"
        + " start = header.e_shoff + header.e_shentsize * header.e_shnum;"
    case .byLastBytes: "fseek(self, -8, SEEK_END); fread(&start, 8, 1, self);"
    }
  }

  /// A host that reads its payload before anything else.
  var hostSource: String {
    """
    #include <elf.h>
    \(TwoCopies.hostSource)
    __attribute__((constructor)) static void show_payload(void) {
      FILE *self = fopen("/proc/self/exe", "r");
      Elf64_Ehdr header;
      unsigned long start = 0;
      char text[8] = "";
      \(offset)
      fseek(self, start, SEEK_SET);
      fread(text, 7, 1, self);
      printf("%s ", text);
      fclose(self);
    }

    """
  }

  static let payload = "payload" + String(repeating: "0123456789", count: 100_000)

  /// Links the two copies, and appends to the host.
  func copies() throws -> TwoCopies {
    let copies = try TwoCopies(in: try Workshop(), as: .pie, ["-w"], hostSource: hostSource)
    var odd = try OddFile(copies.host)
    let start = odd.bytes.count
    odd.bytes += Array(Self.payload.utf8) + [UInt8](repeating: 0, count: 8)
    odd[odd.bytes.count - 8, 8] = start
    // The mark of a type 2 AppImage, in the padding of e_ident.
    if self == .behindHeaders { odd.bytes.replaceSubrange(8..<11, with: [0x41, 0x49, 2]) }
    try odd.save()
    return copies
  }
}

@Suite struct PayloadTests {
  @Test(arguments: PayloadPlace.allCases)
  func whatIsAppendedStaysTheSame(_ place: PayloadPlace) throws {
    let copies = try place.copies()
    #expect(try output(of: copies.program) == "payload " + TwoCopies.captured)
    let original = try demote(in: copies.host, "--demote=shared_*")
    #expect(try output(of: copies.program) == "payload " + TwoCopies.separate)
    let (before, after) = try (Data(contentsOf: original), Data(contentsOf: copies.host))
    let length = PayloadPlace.payload.utf8.count + 8
    #expect(before.suffix(length) == after.suffix(length))
    #expect(before.prefix(64) == after.prefix(64))
    #expect(before != after)
  }
}
