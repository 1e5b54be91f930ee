// A name that a library of the platform exports too: the C library and its parts, the C++ runtimes,
// the unwinder. Whoever defines such a name in a program most often means to replace the platform's
// own for the whole process, and some of it only works if all of the process agrees.

internal import ELFModel
public import LoaderModel

extension ProcessRule {
  static let platformName = ProcessRule(
    id: "platform-name", .objects,
    subject: "names that a library of the platform exports too: the definition here replaces it",
    reason: "a library of the platform exports this name too: the definition here replaces it"
  ) { view in
    view.namesakes.inPlatform
  }
}

/// The libraries that every process is built upon.
public enum PlatformLibrary {
  /// Whether `file` is a part of the platform, by its soname.
  public static func contains(_ file: ObjectFile) -> Bool {
    guard let soname = file.soname else { return false }
    return sonames.contains { soname.starts(with: $0) }
  }

  private static let sonames = [
    "libc.so", "libm.so", "libmvec.so", "libpthread.so", "libdl.so", "librt.so", "libutil.so",
    "libresolv.so", "libanl.so", "ld-linux", "ld64.so", "ld.so", "ld-musl", "libc.musl",
    "libgcc_s.so", "libstdc++.so", "libc++.so", "libc++abi.so", "libunwind.so", "libatomic.so",
  ].map { Array($0.utf8) }
}
