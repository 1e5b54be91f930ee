// What a mangled name of C++ (Itanium ABI) or Rust (both schemes) stands for.

internal import CDemangle

/// Demangles names.
public enum Demangler {
  /// What `name` stands for, with its parameters; nil if it is not mangled.
  ///
  /// - Parameter inFull: whether `std::string` and its like are spelled out as the templates that they
  ///   stand for, and Rust's names with their hashes, as c++filt does by default.
  public static func demangle(_ name: ArraySlice<UInt8>, inFull: Bool = false) -> [UInt8]? {
    guard name.first == UInt8(ascii: "_"), !name.contains(0) else { return nil }
    let mangled = name.map { CChar(bitPattern: $0) } + [0]
    let capacity = 16 * 1024
    var length = -1
    let text = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      unsafe buffer.withMemoryRebound(to: CChar.self) { bytes in
        if let start = bytes.baseAddress {
          length = unsafe cdemangle(mangled, inFull ? 1 : 0, start, capacity)
        }
      }
      count = max(0, length)
    }
    return length < 0 ? nil : text
  }
}
