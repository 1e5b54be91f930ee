// The C library, its companions, the compilers' runtimes and the loader allow a program to replace
// what they define, and programs do (glibc manual, "Replacing malloc"; ISO C++
// [replacement.functions]). A library may bring its own copy of such a function, too, as gnulib's
// users do: it is the platform's interface all the same.

internal import LoaderModel

extension DullRule {
  static let platform = DullRule(
    id: "platform", title: "C and C++ library names"
  ) { $0.isPlatformName || $0.ownerSoname.map(isPlatform) ?? false }

  /// Whether the library called `soname` belongs to the platform.
  static func isPlatform(_ soname: [UInt8]) -> Bool {
    stems.contains { soname.starts(with: $0.utf8) }
  }

  private static let stems = [
    "libc.so.", "libm.so.", "libmvec.so.", "libpthread.so.", "libdl.so.", "librt.so.",
    "libutil.so.", "libanl.so.", "libresolv.so.", "libnsl.so.", "libcrypt.so.",
    "libBrokenLocale.so.", "libthread_db.so.", "libnss_", "ld-linux", "ld.so.", "ld64.so.",
    "ld-musl-", "libc.musl-", "linux-vdso", "linux-gate", "libgcc_s.so.", "libstdc++.so.",
    "libsupc++.so.", "libc++.so.", "libc++abi.so.", "libatomic.so.", "libgomp.so.",
    "libasan.so.", "libtsan.so.", "libubsan.so.", "liblsan.so.", "libhwasan.so.",
    "libclang_rt.",
  ]
}

/// The platform's libraries in a process.
struct PlatformLibraries {
  private let files: [ObjectFile]

  init(_ evidence: ProcessEvidence) {
    files = evidence.objects.compactMap(\.file).filter { file in
      file.soname.map(DullRule.isPlatform) ?? false
    }
  }

  /// Whether one of them defines `name`, in whatever version others see first.
  func define(_ name: ArraySlice<UInt8>) -> Bool {
    files.contains { $0.definition(of: name, version: nil) != nil }
  }
}
