// Which of many libraries would collide with a program if it opened them. The libraries are read by
// all processors at once, each once and no longer than it takes to ask for its names.

internal import ELFCodec
internal import ELFModel
internal import Interposition
internal import LoaderModel
internal import Reporting
internal import Storage

/// What was found in the libraries below some folders.
struct LatentSearch {
  /// A library that would collide.
  struct Entry {
    let path: FilePath
    let collision: LatentCollision
  }

  /// What plugins want of one program.
  struct Demands {
    fileprivate let demands: PluginDemands
    fileprivate let files: [FilePath]

    /// A library that wants `name`.
    func asker(of name: ArraySlice<UInt8>) -> FilePath? {
      demands.asker(of: name).map { files[$0] }
    }
  }

  /// How many libraries were read, those aside that no process could load.
  let libraryCount: Int
  /// How many definitions they have.
  let symbolCount: Int
  /// For each process what would collide, the worst first.
  let collisions: [[Entry]]
  /// For each process what plugins want of the program.
  let demands: [Demands]
  /// What could not be read.
  let messages: [Message]

  /// Looks through `roots` for `processes`; nil if there are no roots.
  ///
  /// - Throws: ``OtherFileFailure`` for a root that is gone, or neither a folder nor a library.
  init?(in roots: [FilePath], for processes: [ProcessEvidence]) throws {
    guard !roots.isEmpty else { return nil }
    let walks = try roots.map { root in try naming(root) { try Self.walk(root) } }
    let walk = try FolderWalk(roots)
    let files = walk.files
    let residents = processes.map(Residents.init)
    let readings = mapInParallel(files.count) { read(files[$0], residents) }

    let readable = readings.filter { $0.symbolCount != nil && !$0.isForeign }
    libraryCount = readable.count
    symbolCount = readable.reduce(0) { $0 + ($1.symbolCount ?? 0) }
    messages =
      Self.messages(walk.failures, readings) + Self.emptyFolders(roots, walks, files, readings)
      + Self.foreignLibraries(readings) + Self.unreadDependencies(readable, residents)
    let parts = processes.indices.map { process in
      readings.map { process < $0.parts.count ? $0.parts[process] : Reading.Part() }
    }
    demands = zip(processes, parts).map { process, parts in
      let demands = PluginDemands(
        parts.map(\.candidate), sharing: parts.map(\.shared), in: process)
      return Demands(demands: demands, files: files.map(\.path))
    }
    collisions = zip(processes, parts).map { process, parts in
      guard var judge = LatentJudge(process) else { return [] }
      let entries = parts.indices.compactMap { place -> Entry? in
        let shared = parts[place].shared
        return judge.collision(shared, soname: readings[place].soname).map { collision in
          Entry(path: files[place].path, collision: collision)
        }
      }
      return entries.sorted { first, second in
        let (one, other) = (first.collision, second.collision)
        if one.ownReferenceCount != other.ownReferenceCount {
          return one.ownReferenceCount > other.ownReferenceCount
        }
        if one.names.count != other.names.count { return one.names.count > other.names.count }
        return first.path.bytes.lexicographicallyPrecedes(second.path.bytes)
      }
    }
  }

  /// What there is below `root`. Whoever names a file rather than a folder means a library.
  private static func walk(_ root: FilePath) throws -> FolderWalk {
    let walk = try FolderWalk([root])
    if walk.files.isEmpty, walk.failures.isEmpty, (try? folderNames(root)) == nil {
      throw NoLibrary()
    }
    guard walk.files.count == 1, walk.files[0].path == root else { return walk }
    do {
      if try decode(try DiskFile(root)).header.objectType == .sharedLibrary { return walk }
    } catch DecodeError.notELF {}
    throw NoLibrary()
  }

  /// A warning for each folder that gave nothing.
  private static func emptyFolders(
    _ roots: [FilePath], _ walks: [FolderWalk], _ files: [FoundFile], _ readings: [Reading]
  ) -> [Message] {
    let found = zip(files, readings).filter { $1.symbolCount != nil || $1.damage != nil }
    let libraries = Set(found.map { FileIdentity($0.0) })
    return zip(roots, walks).compactMap { root, walk in
      walk.files.contains { libraries.contains(FileIdentity($0)) }
        ? nil : Message(.warning, "\(root.text): there is no library in this folder")
    }
  }

  private static func foreignLibraries(_ readings: [Reading]) -> [Message] {
    let count = readings.count { $0.isForeign }
    guard count > 0 else { return [] }
    return [
      Message(
        .warning,
        count == 1
          ? "1 library of another machine is left out"
          : "\(count) libraries of other machines are left out")
    ]
  }

  /// A plugin may bring others with it, which collide as well as it does.
  private static func unreadDependencies(_ readings: [Reading], _ processes: [Residents])
    -> [Message]
  {
    let names = Set(readings.map(\.neededName))
    let count = readings.count { reading in
      reading.needed.contains { name in
        !names.contains(name) && processes.contains { !$0.holds(name) }
      }
    }
    guard count > 0 else { return [] }
    let subject =
      count == 1 ? "1 of the libraries read needs" : "\(count) of the libraries read need"
    return [
      Message(
        .warning,
        "\(subject) others that were not read; --dlopen=LIB looks at one with all that it needs")
    ]
  }

  private static func messages(_ failures: [StorageError], _ readings: [Reading]) -> [Message] {
    let damaged = readings.compactMap(\.damage)
    let lines = failures.map { wording(of: $0).text } + damaged
    guard let first = lines.first else { return [] }
    let others = lines.count > 1 ? " (and \(lines.count - 1) more)" : ""
    return [Message(.warning, "left out: \(first)\(others)")]
  }
}

/// A file that was named to be searched and is no library.
private struct NoLibrary: Error, CustomStringConvertible {
  let description = "neither a folder nor an ELF shared library"
}

/// A process, as far as it decides which libraries could still come into it.
private struct Residents: Sendable {
  let program: ObjectFile?
  private let identities: Set<FileIdentity>
  private let sonames: Set<[UInt8]>
  private let names: Set<[UInt8]>

  init(_ evidence: ProcessEvidence) {
    program = evidence.program.flatMap { evidence[$0].file }
    let files = evidence.objects.compactMap(\.file)
    identities = Set(files.map(\.identity))
    sonames = Set(files.compactMap(\.soname))
    names = Set(evidence.objects.flatMap { [$0.path, Array($0.neededName), Array($0.fileName)] })
  }

  /// Whether an object that is there answers to `name`.
  func holds(_ name: [UInt8]) -> Bool { names.contains(name) }

  /// Whether `library` is of the program's kind.
  func isOfItsKind(_ library: ObjectFile) -> Bool {
    guard let own = program?.image.header else { return false }
    let header = library.image.header
    return header.fileClass == own.fileClass && header.machine.code == own.machine.code
      && header.byteOrder == own.byteOrder
  }

  /// Whether dlopen would load `library`: it is of the program's kind, and neither it nor one that
  /// answers to its name is there.
  func lacks(_ library: ObjectFile) -> Bool {
    isOfItsKind(library) && !identities.contains(library.identity)
      && !(library.soname.map(sonames.contains) ?? false)
  }
}

/// What one file has to say.
private struct Reading: Sendable {
  /// How much it defines; nil if it is no library.
  var symbolCount: Int?
  var soname: [UInt8]?
  /// By what name others need it.
  var neededName: [UInt8] = []
  /// What it needs itself.
  var needed: [[UInt8]] = []
  /// Whether no process could load it, being of another machine.
  var isForeign = false
  /// For each process what the library has to do with its program; none for one that is no library.
  var parts: [Part] = []
  /// Why it could not be read although it is an ELF file.
  var damage: String?

  struct Part: Sendable {
    var shared: [SharedName] = []
    var candidate = PluginCandidate()
  }
}

private func read(_ found: FoundFile, _ processes: [Residents]) -> Reading {
  do {
    let image = try decode(try DiskFile(found.path))
    guard image.header.objectType == .sharedLibrary else { return Reading() }
    let library = ObjectFile(image, identity: FileIdentity(found))
    let fileName = found.path.bytes.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? []
    return Reading(
      symbolCount: image.exports.count, soname: library.soname,
      neededName: library.soname ?? fileName,
      needed: image.neededLibraries.map { Array($0) },
      isForeign: processes.contains { $0.program != nil }
        && !processes.contains { $0.isOfItsKind(library) },
      parts: processes.map { process in
        guard process.lacks(library), let program = process.program else { return Reading.Part() }
        return Reading.Part(
          shared: sharedNames(of: library, with: program),
          candidate: PluginCandidate(library, fileName: fileName, program: program))
      })
  } catch DecodeError.notELF, DecodeError.unsupported {
    return Reading()
  } catch {
    return Reading(damage: "\(found.path.text): \(wording(of: error, at: found.path.text).text)")
  }
}

extension FileIdentity {
  fileprivate init(_ file: FoundFile) {
    self.init(device: file.identity.device, inode: file.identity.inode)
  }
}
