// Whether the names of a plain list are an ELF system's or Apple's, where each name of C has one
// underscore more. Mangled names say which side they are from: `_ZN…` is ELF's, `__ZN…` Apple's. A
// name without an underscore is C's on ELF; on Apple's systems it is rare, and may be a slip.

internal import Patterns

/// What the names of a list say about its format.
struct NameEvidence {
  private typealias Place = (line: SourceLine, offset: Int)

  private var hasELFName = false
  private var hasAppleName = false
  private var firstPlain: Place?
  private var firstUnderscored: Place?

  /// Adds what `name`, of `line`, says.
  mutating func add(_ name: ArraySlice<UInt8>, of line: SourceLine) {
    switch name.first {
    case UInt8(ascii: "_"):
      if firstUnderscored == nil { firstUnderscored = (line, name.startIndex) }
      if isMangled(name) {
        hasELFName = true
      } else if isMangled(name.dropFirst()) || name.starts(with: "_$s".utf8)
        || name.starts(with: "_OBJC_CLASS_$_".utf8)
      {
        // C++ and Rust; Swift, whose names here begin with `$s`; Objective-C.
        hasAppleName = true
      }
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["): break
    default:
      // What Apple's compilers and linker call something without the underscore of C.
      let isApples = [".objc_", "$ld$"].contains { name.starts(with: $0.utf8) }
      if !isApples, firstPlain == nil { firstPlain = (line, name.startIndex) }
    }
  }

  /// The list's format.
  ///
  /// - Throws: ``SyntaxError`` if the names may be either side's.
  func format() throws(SyntaxError) -> ListFormat {
    if hasAppleName, !hasELFName {
      guard let plain = firstPlain else { return .apple }
      throw plain.line.error(
        at: plain.offset,
        "this name has no underscore, and others are mangled as on Apple's systems, where all names"
          + " of C have one; \(Self.expectation)")
    }
    guard let underscored = firstUnderscored, firstPlain == nil, !hasELFName || hasAppleName else {
      return .list
    }
    throw underscored.line.error(
      at: underscored.offset,
      "every name begins with an underscore, as all names of C do on Apple's systems; "
        + Self.expectation)
  }

  private static let expectation =
    "expected the format with the file: apple:FILE drops the first underscore of each name,"
    + " list:FILE drops none"

  /// Whether `name` is mangled as C++ and Rust are here, or a pattern for such names. A name of C
  /// may begin with `_Z`, too, as zstd's do on Apple's systems.
  private func isMangled(_ name: ArraySlice<UInt8>) -> Bool {
    guard name.starts(with: "_Z".utf8) || name.starts(with: "_R".utf8) else { return false }
    if name.count <= 4096, Demangler.demangle(name) != nil { return true }
    guard name.contains(where: { "*?[".utf8.contains($0) }) else { return false }
    for start in ["_ZNK", "_ZN", "_ZTV", "_ZTI", "_ZTS", "_ZThn", "_Z", "_RNv"]
    where name.starts(with: start.utf8) {
      let following = name.dropFirst(start.utf8.count).first
      return following.map { $0.isDigit || (start != "_Z" && "NSC*?[".utf8.contains($0)) } ?? false
    }
    return false
  }
}
