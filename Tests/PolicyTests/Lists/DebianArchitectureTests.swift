// Debian's architectures, beside Dpkg::Arch.

import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@testable import Policy

@Suite struct DebianArchitectureTests {
  private static let little = ByteOrder.little
  private static let big = ByteOrder.big

  /// `e_machine`, whether 64 bits, byte order, `e_flags`, and Debian's name.
  private static let machines: [(UInt16, Bool, ByteOrder, UInt32, String)] = [
    (62, true, little, 0, "amd64"), (62, false, little, 0, "x32"), (3, false, little, 0, "i386"),
    (183, true, little, 0, "arm64"), (183, false, little, 0, "arm64ilp32"),
    (40, false, little, 0x0500_0400, "armhf"), (40, false, little, 0x0500_0200, "armel"),
    (40, false, little, 0x0500_0000, "armel"), (40, false, little, 0, "arm"),
    (40, false, big, 0x0500_0400, "armeb"), (21, true, little, 2, "ppc64el"),
    (21, true, big, 1, "ppc64"), (20, false, big, 0, "powerpc"),
    (20, false, little, 0, "powerpcel"),
    (22, true, big, 0, "s390x"), (22, false, big, 0, "s390"), (243, true, little, 5, "riscv64"),
    (258, true, little, 0x43, "loong64"), (8, false, big, 0x7000_1007, "mips"),
    (8, false, little, 0x7000_1007, "mipsel"), (8, false, big, 0x6000_0026, "mipsn32"),
    (8, false, little, 0x6000_0026, "mipsn32el"), (8, true, big, 0x8000_0007, "mips64"),
    (8, true, little, 0x8000_0007, "mips64el"), (8, true, little, 0xa000_0407, "mips64r6el"),
    (8, true, big, 0xa000_0407, "mips64r6"), (8, false, little, 0x9000_1407, "mipsr6el"),
    (8, false, big, 0x9000_1407, "mipsr6"), (8, false, little, 0xa000_0426, "mipsn32r6el"),
    (8, false, big, 0xa000_0426, "mipsn32r6"), (0x9026, true, little, 0, "alpha"),
    (15, false, big, 0x210, "hppa"), (50, true, little, 0x10, "ia64"), (4, false, big, 0, "m68k"),
    (42, false, little, 9, "sh4"), (42, false, big, 9, "sh4eb"), (42, false, little, 3, "sh3"),
    (42, false, big, 3, "sh3eb"), (2, false, big, 0, "sparc"), (18, false, big, 0, "sparc"),
    (43, true, big, 0, "sparc64"), (88, false, big, 0, "m32r"), (92, false, big, 0, "or1k"),
    (113, false, little, 0, "nios2"), (195, false, little, 0, "arc"),
    (191, true, little, 0, "tilegx"),
    (185, false, big, 0, "avr32"),
  ]

  private static func header(
    _ code: UInt16, _ isWide: Bool, _ order: ByteOrder, _ flags: UInt32
  ) -> FileHeader {
    let fileClass: FileClass = isWide ? .elf64 : .elf32
    return FileHeader(
      fileClass: fileClass, byteOrder: order,
      machine: Machine.known(code: code, fileClass: fileClass), machineFlags: flags,
      objectType: .sharedLibrary, segmentTable: 0..<0)
  }

  @Test func eachMachineHasItsName() {
    for (code, isWide, order, flags, name) in Self.machines {
      let architecture = DebianArchitecture(of: Self.header(code, isWide, order, flags))
      #expect(architecture?.name == name)
    }
    #expect(DebianArchitecture(of: Self.header(247, true, Self.little, 0)) == nil)
    #expect(DebianArchitecture(of: Self.header(3, true, Self.little, 0)) == nil)
  }

  private static let lists = [
    "amd64", "any", "linux-any", "any-amd64", "any-i386", "any-arm", "any-arm64", "kfreebsd-any",
    "hurd-any", "linux-amd64", "kfreebsd-amd64", "hurd-i386", "gnu-any-any", "musl-any-any",
    "gnu-linux-any", "base-any-any-any", "eabihf-any-any-any", "x32-gnu-linux-amd64", "!amd64",
    "!amd64 !i386", "amd64 !amd64", "!amd64 amd64", "!i386 amd64", "i386 !armhf", "armel, armhf",
    "!linux-any", "!any", "any-mips64el", "any-mips64", "mips mipsel", "any-mips", "linux-armhf",
    "nonsense", "!nonsense", "AMD64 Any-i386", "any-any", "any-any-any-any-any", "linux-any-any",
    "powerpc any-powerpc", "any-ppc64el s390x", "any-sh4", "x32", "any-linux-any", "-any",
    "amd64-any",
  ]

  /// One program tells for all names and lists whether a list means an architecture, and its bits
  /// and byte order.
  @Test func listsMeanWhatDpkgSaysTheyMean() throws {
    let script = """
      use Dpkg::Arch qw(debarch_is_concerned debarch_to_abiattrs);
      for my $name (split / /, shift) {
        my @line = ($name, debarch_to_abiattrs($name));
        push @line, debarch_is_concerned($name, split /[\\s,]+/) ? 1 : 0 for @ARGV;
        print "@line\\n";
      }
      """
    let names = Self.machines.map(\.4).joined(separator: " ")
    let answer = try mustRun("perl", ["-e", script, names] + Self.lists)
    let lines = answer.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    try #require(lines.count == Self.machines.count)
    for (line, machine) in zip(lines, Self.machines) {
      let (code, isWide, order, flags, name) = machine
      #expect(line.prefix(3) == [name, isWide ? "64" : "32", order == .little ? "little" : "big"])
      let architecture = DebianArchitecture(of: Self.header(code, isWide, order, flags))
      for (text, answer) in zip(Self.lists, line.dropFirst(3)) {
        let list = try #require(DebianArchitectureList(text))
        #expect(list.contains(architecture) == (answer == "1"), "\(text): \(name)")
      }
    }
  }

  @Test func anUnknownMachineIsOnlyWhatIsNotExcluded() throws {
    for (text, expected) in [
      ("amd64", false), ("any", true), ("linux-any", true), ("!amd64", true), ("any-amd64", false),
      ("!linux-any", false), ("hurd-any", false),
    ] {
      #expect(try #require(DebianArchitectureList(text)).contains(nil) == expected, "\(text)")
    }
    #expect(DebianArchitectureList("") == nil)
    #expect(DebianArchitectureList(" , ") == nil)
    #expect(DebianArchitectureList(String(repeating: "any ", count: 256)) != nil)
    #expect(DebianArchitectureList(String(repeating: "any ", count: 257)) == nil)
  }

  @Test(arguments: [
    ("arm-linux-gnueabihf", "armhf"), ("i386-linux-gnu", "i386"), ("aarch64-linux-gnu", "arm64"),
    ("s390x-linux-gnu", "s390x"), ("powerpc-linux-gnu", "powerpc"),
    ("riscv64-linux-gnu", "riscv64"),
  ])
  func linkedFilesHaveTheirMachinesName(_ triple: String, _ name: String) throws {
    let target = try #require(CrossTarget.all.first { $0.triple == triple })
    let folder = try TemporaryFolder()
    let file = try target.library(in: folder)
    let image = try decode([UInt8](try Data(contentsOf: file)))
    #expect(DebianArchitecture(of: image.header)?.name == name)
    let template = "libcross.so.1 x\n (arch=%)first@V1 1\n (arch=!%)second@V2 1"
    let reading = try read(template.replacing("%", with: name), as: .debianSymbols)
    #expect(try image.kept(by: reading.clauses) == ["first@V1"])
  }
}
