// What the user selected, read as far as it is the same for every file, and then asked for the
// policy of one file after the other.

internal import ELFModel
internal import Interposition
internal import LoaderModel
internal import Policy
internal import Reporting
internal import Storage

/// A selection, with every list and library that it names read.
struct Selection: Sendable {
  /// Every line, in the order in which they were given.
  private(set) var parts: [Part]
  /// Folders and libraries whose names collide beside those of the process, each with the files that
  /// it is for; nil for all.
  let collidingWith: [(root: FilePath, files: PathGlob?)]
  /// What is below these folders.
  let neighbours: NeighbourLibraries
  /// What to beware of in the lists that were read.
  let messages: [Message]
  /// Whether a policy has sections: a line at its end is for some files only.
  let hasSections: Bool
  /// Digests of the texts that were read, if somebody asked for them.
  let digests: [[UInt8]]

  /// What files are called to globs that are packed in an archive; nil where paths are theirs.
  var packed: PackedPaths?

  /// What has to be in a selection for a command to follow it.
  enum Need {
    /// Nothing: it may be empty.
    case nothing
    /// Anything at all, be it only what is to be kept.
    case anything
    /// Something to demote.
    case demotion
  }

  /// Reads all that `lines` name.
  ///
  /// - Parameters:
  ///   - reading: how the tables of libraries are read.
  ///   - digesting: whether digests are made of the texts.
  /// - Throws: ``PolicyError``, ``SyntaxError``, ``PatternError``, or ``OtherFileFailure`` for what
  ///   cannot be read.
  init(
    _ lines: [SelectionLine], needing need: Need = .demotion, standardInputIsRead: Bool = false,
    reading: @escaping TableReading = readAsItIs, digesting: Bool = false
  ) throws {
    var reader = SelectionReader(
      standardInputIsRead: standardInputIsRead, reading: reading, digesting: digesting)
    for line in lines { try reader.read(line) }
    neighbours = NeighbourLibraries(reading)
    digests = reader.digests
    (parts, collidingWith, messages) = (reader.parts, reader.collidingWith, reader.messages)
    hasSections = reader.hasSections
    guard need == .nothing || !parts.isEmpty else { throw PolicyError.emptySelection }
    let collides = parts.contains { if case .colliding = $0.content { true } else { false } }
    guard collidingWith.isEmpty || collides else { throw PolicyError.withoutColliding }
    guard need != .demotion || demotes() else { throw PolicyError.keepWithoutDemote }
    neighbours.read(collidingWith.map(\.root))
  }

  /// The same with `lines` behind it, which name no file.
  func adding(_ lines: [SelectionLine]) throws -> Selection {
    var reader = SelectionReader(standardInputIsRead: true)
    for line in lines { try reader.read(line) }
    var selection = self
    selection.parts += reader.parts
    return selection
  }

  /// Whether it could demote something, even without the clauses at `removed`.
  func demotes(without removed: Set<ClauseOrigin> = []) -> Bool {
    parts.enumerated().contains { position, part in
      guard case .clauses(let clauses) = part.content, !removed.isEmpty else { return part.demotes }
      return clauses.enumerated().contains { place, clause in
        clause.intent == .demote
          && !removed.contains(ClauseOrigin(part: position, clause: place))
      }
    }
  }

  /// Whether it asks for a demotion in the file at `path`, or, if `need` is anything, whether any of it
  /// is for that file.
  func isAbout(_ path: FilePath, _ need: Need) -> Bool {
    let path = globPath(of: path)
    return parts.contains { $0.isFor(path) && (need != .demotion || $0.demotes) }
  }

  /// The path that globs are held against.
  private func globPath(of path: FilePath) -> [UInt8] {
    let path = path.normalised
    guard let packed else { return path.bytes }
    return [UInt8(ascii: "/")] + packed.name(of: path).bytes
  }

  /// The policy for one file.
  ///
  /// - Throws: ``PolicyError`` for a contradiction, or what reading the file's process throws.
  func policy(for subject: SelectionSubject) throws -> FilePolicy {
    var all = ClauseList()
    var origins = ClauseOrigins()
    var applied: Set<Int> = []
    let path = globPath(of: subject.file.path)
    let roots = collidingWith.filter { $0.files?.matches(path) ?? true }.map(\.root)
    for (part, content) in parts.enumerated() {
      guard content.isFor(path) else { continue }
      applied.insert(part)
      let clauses = try clauses(of: content, for: subject, roots)
      if clauses.areUnconditional {
        all.append(contentsOf: clauses)
        origins.append(clauses.indices, ofPart: part)
        continue
      }
      for (place, clause) in clauses.enumerated()
      where clause.condition.holds(for: subject.image) {
        all.append(clause)
        origins.append(place..<(place + 1), ofPart: part)
      }
    }
    return FilePolicy(clauses: try ExportPolicy(all), origins: origins, parts: applied)
  }

  private func clauses(of part: Part, for subject: SelectionSubject, _ roots: [FilePath]) throws
    -> ClauseList
  {
    switch part.content {
    case .clauses(let clauses): clauses
    case .library(let soname):
      ClauseList([part.line.clause(Selector(.members(try subject.names(ofLibrary: soname))))])
    case .colliding: ClauseList(try subject.collisions(with: roots, for: part.line))
    }
  }
}

/// The policy of one file.
struct FilePolicy {
  let clauses: ExportPolicy
  /// For each clause where it comes from.
  let origins: ClauseOrigins
  /// The parts of the selection that are for this file.
  let parts: Set<Int>
}
