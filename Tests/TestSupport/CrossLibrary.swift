// Small shared libraries for other machines, made by the compiler and the linker that come with
// the Swift toolchain: a library without a C library needs no cross compiler.

import Foundation
import Testing

/// A machine that the toolchain's clang compiles for.
public struct CrossTarget: Sendable, CustomTestStringConvertible {
  /// clang's name for it.
  public let triple: String
  /// readelf's word for the class.
  public let fileClass: String
  /// Whether it is big endian.
  public let isBigEndian: Bool

  /// What test reports call it.
  public var testDescription: String { triple }

  /// One of each kind: both classes, both byte orders, REL and RELA, 4- and 8-byte hash words.
  public static let all = [
    CrossTarget(triple: "x86_64-linux-gnu", fileClass: "ELF64", isBigEndian: false),
    CrossTarget(triple: "i386-linux-gnu", fileClass: "ELF32", isBigEndian: false),
    CrossTarget(triple: "arm-linux-gnueabihf", fileClass: "ELF32", isBigEndian: false),
    CrossTarget(triple: "aarch64-linux-gnu", fileClass: "ELF64", isBigEndian: false),
    CrossTarget(triple: "riscv64-linux-gnu", fileClass: "ELF64", isBigEndian: false),
    CrossTarget(triple: "powerpc-linux-gnu", fileClass: "ELF32", isBigEndian: true),
    CrossTarget(triple: "powerpc64-linux-gnu", fileClass: "ELF64", isBigEndian: true),
    CrossTarget(triple: "s390x-linux-gnu", fileClass: "ELF64", isBigEndian: true),
  ]

  /// MIPS in both byte orders, whose files are read and never edited.
  public static let mips64 = [
    CrossTarget(triple: "mips64-linux-gnuabi64", fileClass: "ELF64", isBigEndian: true),
    CrossTarget(triple: "mips64el-linux-gnuabi64", fileClass: "ELF64", isBigEndian: false),
  ]

  /// Links a library with functions, data, versions and calls to others; both hash tables unless
  /// `hashStyle` says otherwise.
  public func library(in folder: TemporaryFolder, hashStyle: HashStyle = .both) throws -> URL {
    let source = try folder.write(
      """
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
      """, to: "cross.c")
    let script = try folder.write("V1 { global: first; }; V2 { global: second; } V1;", to: "map")
    let output = folder.file("lib\(triple)-\(hashStyle.rawValue).so")
    let object = folder.file("cross.o")
    try mustRun(
      Toolchain.program("clang"),
      ["-target", triple, "-fPIC", "-O1", "-c", "-o", object.path, source.path])
    try mustRun(
      try linker(),
      [
        "-shared", "--hash-style=\(hashStyle.rawValue)", "--version-script=\(script.path)",
        "-soname", "libcross.so.1", "-o", output.path, object.path,
      ])
    return output
  }

  /// lld writes `.hash` words of 4 bytes for s390x too, which its loader would not read.
  private func linker() throws -> String {
    triple.hasPrefix("s390x") ? "s390x-linux-gnu-ld" : try Toolchain.program("ld.lld")
  }
}
