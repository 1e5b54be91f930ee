// Small shared libraries for other machines. Where the toolchain's clang compiles for a machine, a
// library without a C library needs no cross compiler; elsewhere an assembler and a linker do, or, for
// a machine that nothing here compiles for, data of another one that has the same relocation.

import Foundation
import Testing

/// A machine that libraries are made for.
public struct CrossTarget: Sendable, CustomTestStringConvertible {
  /// clang's name for it, or GNU's.
  public let triple: String
  /// readelf's word for the class.
  public let fileClass: String
  /// Whether it is big endian.
  public let isBigEndian: Bool
  /// What makes its files.
  private let maker: Maker

  private enum Maker {
    /// The toolchain's clang and lld.
    case toolchain
    /// The toolchain's clang and GNU ld: that of the machine, or the system's with `-m`.
    case linker(String, [String])
    /// GNU as and ld of the machine.
    case assembler(prefix: String)
    /// The toolchain's lld, and data compiled for 64-bit RISC-V: `R_RISCV_64` and `R_LARCH_64` are
    /// the same number, and so are both machines' records.
    case loongArch
  }

  private init(
    _ triple: String, _ fileClass: String, big: Bool = false, by maker: Maker = .toolchain
  ) {
    self.triple = triple
    self.fileClass = fileClass
    isBigEndian = big
    self.maker = maker
  }

  /// What test reports call it.
  public var testDescription: String { triple }

  /// Each kind: both classes, both byte orders, REL and RELA, 4- and 8-byte hash words, and the
  /// machines whose files are read only.
  public static let all = [
    CrossTarget("x86_64-linux-gnu", "ELF64"),
    CrossTarget("i386-linux-gnu", "ELF32"),
    CrossTarget("arm-linux-gnueabihf", "ELF32"),
    CrossTarget("arm-linux-gnueabi", "ELF32"),
    CrossTarget("aarch64-linux-gnu", "ELF64"),
    CrossTarget("aarch64_be-linux-gnu", "ELF64", big: true),
    CrossTarget("riscv64-linux-gnu", "ELF64"),
    CrossTarget("riscv32-linux-gnu", "ELF32"),
    CrossTarget("powerpc-linux-gnu", "ELF32", big: true),
    CrossTarget("powerpc64-linux-gnu", "ELF64", big: true),
    CrossTarget("powerpc64le-linux-gnu", "ELF64"),
    // lld writes `.hash` words of 4 bytes for s390x too, which its loader would not read.
    CrossTarget("s390x-linux-gnu", "ELF64", big: true, by: .linker("s390x-linux-gnu-ld", [])),
    // lld takes an address of 32 bits for none.
    CrossTarget("x86_64-linux-gnux32", "ELF32", by: .linker("ld.bfd", ["-m", "elf32_x86_64"])),
    CrossTarget("loongarch64-linux-gnu", "ELF64", by: .loongArch),
    CrossTarget("mips-linux-gnu", "ELF32", big: true),
    CrossTarget("mips64-linux-gnuabi64", "ELF64", big: true),
    CrossTarget("mips64el-linux-gnuabi64", "ELF64"),
    CrossTarget(
      "sparc64-linux-gnu", "ELF64", big: true, by: .assembler(prefix: "sparc64-linux-gnu")),
    CrossTarget("alpha-linux-gnu", "ELF64", by: .assembler(prefix: "alpha-linux-gnu")),
  ]

  /// 64-bit MIPS in both byte orders.
  public static let mips64 = all.filter { $0.triple.hasPrefix("mips64") }

  /// The machine that goes by `triple`.
  public static func named(_ triple: String) throws -> CrossTarget {
    try #require(all.first { $0.triple == triple })
  }

  /// Whether demotions in its files are refused.
  public var isUnfit: Bool {
    ["riscv32-", "mips", "sparc64-"].contains { triple.hasPrefix($0) }
  }

  /// Whether a demotion in its files has to go with a conversion of relocations.
  public var needsConversion: Bool { triple.hasPrefix("powerpc-") }

  /// What its linker makes of `style`: MIPS has a hash table of its own in place of GNU's.
  public func hashStyle(for style: HashStyle) -> HashStyle {
    triple.hasPrefix("mips") ? .sysv : style
  }

  /// Links a library with functions, data, versions and calls to others (where a compiler makes
  /// them); both hash tables unless `hashStyle` says otherwise.
  public func library(
    in folder: TemporaryFolder, hashStyle: HashStyle = .both, options: [String] = []
  ) throws -> URL {
    let script = try folder.write("V1 { global: first; }; V2 { global: second; } V1;", to: "map")
    let output = folder.file("lib\(triple)-\(hashStyle.rawValue).so")
    let object = folder.file("cross.o")
    let linker: (program: String, options: [String])
    switch maker {
    case .toolchain:
      try compile(Self.source, for: triple, to: object, in: folder)
      linker = (try Toolchain.program("ld.lld"), [])
    case .linker(let program, let options):
      try compile(Self.source, for: triple, to: object, in: folder)
      linker = (program, options)
    case .assembler(let prefix):
      let source = try folder.write(Self.assembly, to: "cross.s")
      try mustRun("\(prefix)-as", ["-o", object.path, source.path])
      linker = ("\(prefix)-ld", [])
    case .loongArch:
      try compile(Self.data, for: "riscv64-linux-gnu", to: object, in: folder)
      try overwrite(object, at: 18, with: [2, 1])  // e_machine: EM_LOONGARCH
      try overwrite(object, at: 48, with: [0x43, 0, 0, 0])  // e_flags: LP64D, object ABI 1
      linker = (try Toolchain.program("ld.lld"), [])
    }
    let style = self.hashStyle(for: hashStyle)
    try mustRun(
      linker.program,
      linker.options + [
        "-shared", "--hash-style=\(style.rawValue)", "--version-script=\(script.path)",
        "-soname", "libcross.so.1", "-o", output.path, object.path,
      ] + options)
    return output
  }

  private func compile(
    _ source: String, for triple: String, to object: URL, in folder: TemporaryFolder
  ) throws {
    let file = try folder.write(source, to: "cross.c")
    try mustRun(
      Toolchain.program("clang"),
      ["-target", triple, "-fPIC", "-O1", "-c", "-o", object.path, file.path])
  }

  private static let source = """
    extern int imported(int);
    extern int imported_data;
    int counter = 3;
    int *pointer = &counter;
    __thread int per_thread;
    __attribute__((weak)) int weak_one(void) { return 1; }
    __attribute__((visibility("protected"))) int guarded(void) { return 2; }
    static int hidden_helper(int n) { return imported(n) + imported_data; }
    int first(int n) { return hidden_helper(n) + weak_one() + guarded(); }
    int second(int n) { return first(n) + counter + per_thread; }

    """

  private static let data = """
    extern int imported, imported_data;
    int first = 1, second = 2, counter = 3;
    __attribute__((weak)) int weak_one = 4;
    __attribute__((visibility("protected"))) int guarded = 5;
    int *pointers[] = { &counter, &first, &second, &weak_one, &imported, &imported_data };
    __thread int per_thread;

    """

  /// For any machine with addresses of 64 bits.
  private static let assembly = """
    .text
    .globl first, second
    .type first, STT_FUNC
    .type second, STT_FUNC
    first: .4byte 0
    .size first, 4
    second: .4byte 0
    .size second, 4
    .data
    .balign 8
    .globl counter, pointers
    .weak weak_one
    .type counter, STT_OBJECT
    .type pointers, STT_OBJECT
    .type weak_one, STT_OBJECT
    pointers: .8byte counter, imported, weak_one, second
    .size pointers, 32
    counter: .4byte 3
    .size counter, 4
    weak_one: .4byte 1
    .size weak_one, 4
    .globl guarded
    .protected guarded
    .type guarded, STT_OBJECT
    guarded: .4byte 2
    .size guarded, 4

    """
}
