// What a mangled name of C++ (Itanium ABI) or Rust (both schemes) stands for.
//
// The words are those that `nm --demangle` prints, whose demangler is the same for C++ and for
// Rust's older scheme. A name costs at most a tenth of a second, and that only if it was made to:
// see demangle.c for what bounds libiberty, RustName.swift for Rust's newer scheme. The stack that
// it takes is bounded, too: less than two megabytes.

internal import CDemangle

/// Demangles names.
public enum Demangler {
  /// What a name stands for is no longer, in bytes.
  static let longestText = 64 * 1024

  /// What `name` stands for, with its parameters; nil if it is not mangled, and if what it stands
  /// for would be too long or take too long to find: libiberty tries no C++ name of more than 1,024
  /// bytes.
  public static func demangle(_ name: ArraySlice<UInt8>) -> [UInt8]? {
    guard name.first == UInt8(ascii: "_"), let second = name.dropFirst().first else { return nil }
    switch second {
    case UInt8(ascii: "R"): return RustName.demangle(name, capacity: longestText)
    case UInt8(ascii: "Z"), UInt8(ascii: "G"): return demangleByLibiberty(name)
    default: return nil
    }
  }

  private static func demangleByLibiberty(_ name: ArraySlice<UInt8>) -> [UInt8]? {
    guard !name.contains(0) else { return nil }
    let mangled = name.map { CChar(bitPattern: $0) } + [0]
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: longestText) { text in
      guard let start = text.baseAddress else { return nil }
      let length = unsafe cdemangle(mangled, start, text.count)
      guard length >= 0 else { return nil }
      return unsafe text.prefix(length).map { UInt8(bitPattern: $0) }
    }
  }
}
