// What a mangled name of C++ (Itanium ABI) or Rust (both schemes) stands for, in libiberty's words:
// those that `nm --demangle` prints.
//
// A name costs at most a tenth of a second, and that only if it was made to; and less than two
// megabytes of stack: see demangle.c for what bounds libiberty.

internal import CDemangle

/// Demangles names.
public enum Demangler {
  /// What `name` stands for, as text; nil where ``demangle(_:inFull:)`` has no answer.
  public static func text(of name: ArraySlice<UInt8>) -> String? {
    demangle(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What a name stands for is no longer, in bytes.
  static let longestText = 64 * 1024
  /// No mangled name that is tried is longer, in bytes.
  static let longestName = 16 * 1024

  /// What `name` stands for, with its parameters; nil if it is not mangled, and if what it stands
  /// for would be too long or take too long to find: libiberty tries no C++ name of more than 1,024
  /// bytes.
  ///
  /// - Parameter inFull: whether `std::string` and its like are spelled out as the templates that they
  ///   stand for, and Rust's names with their hashes, as c++filt does by default.
  public static func demangle(_ name: ArraySlice<UInt8>, inFull: Bool = false) -> [UInt8]? {
    guard name.first == UInt8(ascii: "_"), let scheme = name.dropFirst().first,
      "ZRG".utf8.contains(scheme), name.count <= longestName, !name.contains(0)
    else { return nil }
    let mangled = name.map { CChar(bitPattern: $0) } + [0]
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: longestText) { text in
      guard let start = text.baseAddress else { return nil }
      let length = unsafe cdemangle(mangled, inFull ? 1 : 0, start, text.count)
      guard length >= 0 else { return nil }
      return unsafe text.prefix(length).map { UInt8(bitPattern: $0) }
    }
  }
}
