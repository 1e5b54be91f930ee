// One file, as far as a selection asks for more than its symbols: which libraries its processes
// find, and what they define.

internal import ELFModel
internal import Interposition
internal import LoaderModel
internal import Policy
internal import Storage

/// The file whose policy is wanted.
struct SelectionSubject {
  let file: DiskFile
  let image: DynamicImage
  /// Its processes; nil if none is looked at.
  let surroundings: Surroundings?
  /// Where a process can be made that has the file alone.
  let workshop: ProcessWorkshop
  /// Where the libraries below folders are kept.
  let neighbours: NeighbourLibraries

  /// What the library called `soname` defines for others: the one that a process of the file has, or
  /// the one that it would open.
  ///
  /// - Throws: ``PolicyError``, or what reading a program throws.
  func names(ofLibrary soname: [UInt8]) throws -> NameSet {
    let name = String(decoding: soname, as: UTF8.self)
    guard name != image.soname else {
      throw PolicyError.unknownLibrary(
        name: name, reason: "that is \(file.path.text) itself; name another copy by its path")
    }
    let library =
      try surroundings?.library(called: soname) ?? workshop.library(called: soname, in: file.path)
    guard let library else {
      throw PolicyError.unknownLibrary(
        name: name,
        reason: "there is no such file here, and the process of \(file.path.text) would not find it"
      )
    }
    return library.image.exportedNames
  }

  /// The clauses that demote what other libraries define as well: those of the file's processes, and
  /// those below `roots`.
  ///
  /// - Throws: ``PolicyError``, or ``OtherFileFailure`` for a root that is gone.
  func collisions(with roots: [FilePath], for line: SelectionLine) throws -> [Clause] {
    guard surroundings != nil || !roots.isEmpty else { throw PolicyError.nothingToCollideWith }
    let own = workshop.identity(of: file)
    let others =
      (surroundings?.objects ?? []) + (try neighbours.libraries(below: roots, like: image.header))
    return collidingNames(of: image, with: others.filter { $0.identity != own }).map { collision in
      let library = collision.library.soname.map { String(decoding: $0, as: UTF8.self) } ?? "a file"
      let selector = Selector(.members(collision.names))
      func remark(_ reason: String) -> Clause {
        Clause(
          .keep, selector, text: "\(line.text) (\(library) \(reason))", at: line.location,
          rank: .remark)
      }
      return switch collision.kind {
      case .copies:
        Clause(
          .demote, selector, text: "\(line.text) (also in \(library))", at: line.location)
      case .sameLibrary: remark("is another copy of this library, and never beside it")
      case .platform: remark("is a part of the platform: the definition here replaces its own")
      case .weakDefinition: remark("defines it weakly: it may wait for the definition here")
      }
    }
  }
}

extension ProcessWorkshop {
  /// The library that the program at `path` would open under the name `soname`.
  func library(called soname: [UInt8], in path: FilePath) throws -> ObjectFile? {
    let event = ProcessEvent.open(soname, [], caller: nil, .callers)
    return try process(of: path, then: [event]).library(called: soname)
  }
}

extension ProcessRecord {
  /// The object that answers to `soname`, the program aside.
  func library(called soname: [UInt8]) -> ObjectFile? {
    maps.dropFirst().first { $0.isCalled(soname[...]) }?.file
  }
}
