// A family: a library that is often linked into others, known by the names that it defines. It
// tells people whose copy they are looking at; nothing is decided by it but what it is called and
// which of a library's own names have a part in a collision.

internal import ELFModel

/// A library and its offspring. A class, since every name is held against every family.
public final class Family: Sendable {
  /// A stable name.
  public let id: String
  /// What people call it.
  public let title: String
  /// Names that no prefix covers.
  let names: [[UInt8]]
  /// How other names begin.
  let prefixes: [[UInt8]]
  /// C++ namespaces, as they are mangled: `6google8protobuf`.
  let namespaces: [[UInt8]]
  private let nameSet: NameSet
  private let sonames: [[UInt8]]
  /// Beginnings of names without which a file has no copy of the library: other names of the family
  /// are common words. Empty if the names tell by themselves.
  let hallmarks: [[UInt8]]

  /// The family whose libraries have sonames beginning as one of `sonames`.
  ///
  /// - Parameter namespaces: in C++'s way of writing, or mangled if that is not a plain list of
  ///   names: `google::protobuf`, `St3__1`.
  init(
    _ id: String, _ title: String, prefixes: [String] = [], names: [String] = [],
    namespaces: [String] = [], hallmarks: [String] = [], sonames: [String]
  ) {
    self.id = id
    self.title = title
    self.names = names.map { Array($0.utf8) }
    nameSet = NameSet(self.names)
    self.prefixes = prefixes.map { Array($0.utf8) }
    self.namespaces = namespaces.map { Array(mangledNamespace($0).utf8) }
    self.hallmarks = hallmarks.map { Array($0.utf8) }
    self.sonames = sonames.map { Array($0.utf8) }
  }

  /// Whether the library called `soname` is of this family.
  public func isLibrary(_ soname: [UInt8]) -> Bool { sonames.contains { soname.starts(with: $0) } }

  /// Whether a library of this family defines `name`.
  public func contains(_ name: ArraySlice<UInt8>) -> Bool {
    likeness(to: name, in: namespaces.isEmpty ? nil : mangledScope(of: name)) > 0
  }

  /// How much of `name`, which is in `scope`, tells that it is of this family, in bytes; 0 if nothing
  /// does.
  func likeness(to name: ArraySlice<UInt8>, in scope: ArraySlice<UInt8>?) -> Int {
    if nameSet.contains(name) { return name.count }
    let prefix = Self.longest(of: prefixes, beginning: name)
    return scope.map { max(prefix, Self.longest(of: namespaces, beginning: $0)) } ?? prefix
  }

  private static func longest(of words: [[UInt8]], beginning name: ArraySlice<UInt8>) -> Int {
    var longest = 0
    for word in words where word.count > longest && name.starts(with: word) { longest = word.count }
    return longest
  }
}
