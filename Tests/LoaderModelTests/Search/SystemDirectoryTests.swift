// The default directories and `$LIB`, as they stand in the loader's file.

import ELFModel
import Foundation
import LoaderModel
import TestSupport
import Testing

@Suite struct SystemDirectoryTests {
  private func found(_ content: String) -> [String]? {
    SystemDirectories(in: Array(content.utf8))?.paths.map(text)
  }

  @Test func theyStandOneAfterTheOther() {
    #expect(
      found(
        "x\0\0/lib/x86_64-linux-gnu/\0/usr/lib/x86_64-linux-gnu/\0/lib/\0/usr/lib/\0\0/lib/no/\0")
        == ["/lib/x86_64-linux-gnu/", "/usr/lib/x86_64-linux-gnu/", "/lib/", "/usr/lib/"])
    #expect(found("\u{1}/lib64/\0/usr/lib64/\0other") == ["/lib64/", "/usr/lib64/"])
    #expect(found("\0/usr/lib/\0") == ["/usr/lib/"])
    #expect(
      found("\0/nix/store/abc-glibc-2.38-44/lib/\0\0") == ["/nix/store/abc-glibc-2.38-44/lib/"])
  }

  @Test func whatOnlyLooksLikeThemIsNone() {
    for content in [
      "", "\0", "/lib/", "\0/lib\0", "\0lib/\0", "\0/etc/ld.so.cache\0", "\0/proc/self/\0",
      "\0see /lib/x\0", "\0/var/cache/ldconfig/aux-cache\0", "\0glibc-hwcaps/\0",
      "\0/usr/lib/ \u{1}",
    ] {
      #expect(found(content) == nil, "\(content.debugDescription)")
    }
  }

  @Test func libIsTheFirstOnesLastName() {
    let names = [
      "/lib64/": "lib64", "/lib/": "lib", "/usr/lib/": "lib", "/libx32/": "libx32",
      "/lib/x86_64-linux-gnu/": "lib/x86_64-linux-gnu", "/lib64/lp64d/": "lib64/lp64d",
      "/nix/store/abc-glibc-2.38/lib/": "lib", "/opt/lib/": "lib", "/odd/": "odd",
    ]
    for (path, name) in names {
      #expect(text(SystemDirectories([Array(path.utf8)]).libraryName) == name)
    }
    #expect(text(SystemDirectories([]).libraryName) == "lib")
  }

  @Test func withoutALoaderTheyAreTheUsualOnes() throws {
    let usual: [(Specimen, String, String)] = [
      (Specimen(), "ld-linux-x86-64.so.2", "lib64"),
      (Specimen(fileClass: .elf32), "ld-linux-x32.so.2", "libx32"),
      (Specimen(fileClass: .elf32, machine: 3), "ld-linux.so.2", "lib"),
      (Specimen(machine: 183), "ld-linux-aarch64.so.1", "lib64"),
      (Specimen(machine: 243), "ld-linux-riscv64-lp64d.so.1", "lib64/lp64d"),
      (Specimen(machine: 243), "ld-linux-riscv64-lp64.so.1", "lib64/lp64"),
      (Specimen(byteOrder: .big, machine: 22), "ld64.so.1", "lib64"),
    ]
    for (specimen, loader, name) in usual {
      let directories = SystemDirectories(
        usualFor: try specimen.object().image.header, interpreter: Array("/lib/\(loader)".utf8))
      #expect(directories.paths.map(text) == ["/\(name)/", "/usr/\(name)/"])
    }
  }

  @Test func thoseOfThisSystemAreWhatItsLoaderSays() throws {
    let loader = "/lib64/ld-linux-x86-64.so.2"
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: loader)))
    let directories = try #require(SystemDirectories(in: bytes))
    let diagnostics = try mustRun(loader, ["--list-diagnostics"]).split(separator: "\n")
    let expected = diagnostics.filter { $0.hasPrefix("path.system_dirs[") }.compactMap {
      $0.split(separator: "\"").last.map(String.init)
    }
    #expect(!expected.isEmpty && directories.paths.map(text) == expected)
    #expect(diagnostics.contains("dl_dst_lib=\"\(text(directories.libraryName))\""))
  }

  @Test func capabilitiesAreThoseThatTheLoaderKnows() throws {
    let help = try mustRun("/lib64/ld-linux-x86-64.so.2", ["--help"]).split(separator: "\n")
    let names = help.compactMap { line in
      line.split(separator: " ").first.flatMap { $0.hasPrefix("x86-64-v") ? String($0) : nil }
    }
    let machine = try Specimen().object().image.header.machine
    #expect(HardwareCapabilities.known(for: machine) == names)
    #expect(HardwareCapabilities.baseline(for: machine).isEmpty)
    #expect(HardwareCapabilities.known(for: Machine.known(code: 183, fileClass: .elf64)).isEmpty)
  }
}
