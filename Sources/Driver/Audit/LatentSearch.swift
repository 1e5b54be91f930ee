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
    /// Every name that the library and the program define, of interest or not.
    let sharedNames: [[UInt8]]
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

  /// How many libraries were read.
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
  /// - Throws: ``StorageError`` for a root that is not there.
  init?(in roots: [FilePath], for processes: [ProcessEvidence]) throws {
    guard !roots.isEmpty else { return nil }
    let walk = try FolderWalk(roots)
    let files = walk.files
    let residents = processes.map(Residents.init)
    let readings = mapInParallel(files.count) { read(files[$0], residents) }

    libraryCount = readings.count { $0.symbolCount != nil }
    symbolCount = readings.reduce(0) { $0 + ($1.symbolCount ?? 0) }
    messages = Self.messages(walk.failures, readings)
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
          Entry(
            path: files[place].path, collision: collision,
            sharedNames: shared.map { Array($0.name.name) })
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

  private static func messages(_ failures: [StorageError], _ readings: [Reading]) -> [Message] {
    let damaged = readings.compactMap(\.damage)
    let lines = failures.map { wording(of: $0).text } + damaged
    guard let first = lines.first else { return [] }
    let others = lines.count > 1 ? " (and \(lines.count - 1) more)" : ""
    return [Message(.warning, "left out: \(first)\(others)")]
  }
}

/// A process, as far as it decides which libraries could still come into it.
private struct Residents: Sendable {
  let program: ObjectFile?
  private let identities: Set<FileIdentity>
  private let sonames: Set<[UInt8]>

  init(_ evidence: ProcessEvidence) {
    program = evidence.program.flatMap { evidence[$0].file }
    let files = evidence.objects.compactMap(\.file)
    identities = Set(files.map(\.identity))
    sonames = Set(files.compactMap(\.soname))
  }

  /// Whether dlopen would load `library`: it is of the program's kind, and neither it nor one that
  /// answers to its name is there.
  func lacks(_ library: ObjectFile) -> Bool {
    guard let own = program?.image.header else { return false }
    let header = library.image.header
    return header.fileClass == own.fileClass && header.machine.code == own.machine.code
      && header.byteOrder == own.byteOrder && !identities.contains(library.identity)
      && !(library.soname.map(sonames.contains) ?? false)
  }
}

/// What one file has to say.
private struct Reading: Sendable {
  /// How much it defines; nil if it is no library.
  var symbolCount: Int?
  var soname: [UInt8]?
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
