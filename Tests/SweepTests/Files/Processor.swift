// What the sweeps expect of each machine, said anew and without the code under test.

/// A processor's kind of file: `e_machine` and class.
struct Processor: Sendable, Equatable {
  let code: Int
  let is64: Bool
  let isBigEndian: Bool

  /// AMD64 in its 64-bit form, the kind that the sweeping machine runs.
  var isX86_64: Bool { code == 62 && is64 }

  /// What the refusal of such a file says; nil where files are edited.
  var reasonForRefusal: String? {
    switch (code, is64) {
    case (62, _), (3, false), (183, true), (40, false), (243, true), (21, true), (22, true),
      (258, true):
      nil
    case (8, _): "the order of its symbols is the order of its global offset table"
    case (20, false), (2, false), (43, true): "its loaders leave out the value of a local symbol"
    default: "is not known"
    }
  }

  /// The name that Debian has for it, or its number.
  var name: String {
    switch (code, is64, isBigEndian) {
    case (62, true, _): "amd64"
    case (62, false, _): "x32"
    case (3, _, _): "i386"
    case (183, true, _): "arm64"
    case (40, _, _): "arm"
    case (243, true, _): "riscv64"
    case (21, true, false): "ppc64el"
    case (21, true, true): "ppc64"
    case (22, true, _): "s390x"
    case (8, true, _): "mips64"
    default: "\(code)"
    }
  }
}
