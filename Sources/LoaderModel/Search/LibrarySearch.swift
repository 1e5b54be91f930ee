// From the name in a DT_NEEDED or a dlopen to a file. Each loader has rules of its own; they share
// the question and the answer.

/// An object that needs a library, as far as it decides where the library is sought.
public struct Requester: Sendable {
  /// What messages call it: the path under which it was loaded.
  public let name: [UInt8]
  /// The folder it lies in, for `$ORIGIN`; absolute.
  public let origin: [UInt8]
  /// Its tables: `DT_RPATH`, `DT_RUNPATH`, `DF_1_NODEFLIB`.
  public let object: ObjectFile

  /// Memberwise.
  public init(name: [UInt8], origin: [UInt8], object: ObjectFile) {
    self.name = name
    self.origin = origin
    self.object = object
  }
}

/// How a file was found.
public enum Provenance: Sendable, Equatable {
  /// The program that the process runs.
  case program
  /// The name has a slash and is a path itself.
  case path
  /// Along `DT_RPATH` of the object with this name.
  case rpath(of: [UInt8])
  /// Along `LD_LIBRARY_PATH`.
  case libraryPath
  /// Along `DT_RUNPATH` of the object with this name.
  case runpath(of: [UInt8])
  /// Listed in `ld.so.cache`.
  case cache
  /// In a directory that is searched without being told (musl: or that its path file lists).
  case defaultDirectory
  /// The dynamic linker itself, which is there from the start.
  case interpreter
}

/// The answer to a search.
public enum SearchResult: Sendable {
  /// The library.
  case found(path: [UInt8], ObjectFile, Provenance)
  /// No directory has a file of that name that fits the process.
  case missing
  /// A file of that name was met that makes the loader give up; the reason is a part of a sentence.
  case unusable(path: [UInt8], reason: String)
}

/// Finds libraries by name.
public protocol LibrarySearch {
  /// Seeks `name` for the first of `chain`, which was loaded for the second, and so on.
  ///
  /// - Parameters:
  ///   - chain: the object that needs the library and those it was loaded for; never empty.
  ///   - program: the program that the process runs.
  func find(_ name: ArraySlice<UInt8>, for chain: [Requester], program: Requester) -> SearchResult

  /// What a DT_NEEDED, DT_FILTER or DT_AUXILIARY of `requester` asks for, before it is compared with
  /// the names of objects that are there already.
  func expand(_ name: ArraySlice<UInt8>, neededBy requester: Requester) -> [UInt8]
}

extension LibrarySearch {
  /// The name as it is.
  public func expand(_ name: ArraySlice<UInt8>, neededBy requester: Requester) -> [UInt8] {
    Array(name)
  }
}
