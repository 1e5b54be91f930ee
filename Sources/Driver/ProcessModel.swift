// From the options of a command line to a process: the program is opened, its loader told by
// PT_INTERP, and all that happens is made to happen.

internal import ELFCodec
internal import ELFModel
internal import Glibc
public import LoaderModel
internal import Reporting
public import Storage

/// The surroundings of a process, and what happens in it.
public struct ProcessOptions: Sendable, Equatable {
  /// `LD_PRELOAD`, in order.
  public var preloads: [[UInt8]] = []
  /// `LD_AUDIT`, in order.
  public var auditors: [[UInt8]] = []
  /// `LD_LIBRARY_PATH`.
  public var libraryPath: [UInt8]?
  /// The folder that stands for `/`.
  public var sysroot: FilePath?
  /// Whether PLT slots wait for their first call.
  public var isLazy = false
  /// What happens after startup, in order.
  public var events: [ProcessEvent] = []

  /// A process that starts and does nothing.
  public init() {}
}

/// Where the processes of one file are made. Their files are those of the run's world, as they were
/// left by the files that had been decided about when the workshop opened.
final class ProcessWorkshop {
  private let world: ProcessWorld
  private var programs: [FilePath: ObjectFile] = [:]
  /// The processes that were started with the files as they are.
  private var started: [FilePath: GlibcProcess] = [:]
  /// How many decisions it knows of.
  let decisionCount: Int
  /// The files that it has looked at.
  private(set) var seen: Set<FileIdentity> = []
  /// Which file of a shard it is for; nil if the run has no shards.
  private let number: Int?
  /// Files that it looked at and that are decided about before that one, but were not yet: what was made
  /// here says nothing.
  private(set) var undecided: Set<Int> = []
  /// A library that is there and could not be read: no process that looks for it is known.
  private var failure: OtherFileFailure?

  var options: ProcessOptions { world.options }

  init(_ world: ProcessWorld, decisionCount: Int, number: Int? = nil) {
    (self.world, self.decisionCount, self.number) = (world, decisionCount, number)
  }

  /// The process of the program at `path` after all that happens in it.
  ///
  /// - Parameters:
  ///   - replacing: tables to take for those of the file with that identity, after a demotion there.
  ///   - events: what happens beside that, at the end.
  /// - Throws: what reading the program throws.
  func process(
    of path: FilePath, replacing replacements: [FileIdentity: DynamicImage] = [:],
    then events: [ProcessEvent] = []
  ) throws -> ProcessRecord {
    if let root = options.sysroot, !Sysroot(root).isThere {
      throw OtherFileFailure(
        path: root, cause: StorageError.system(call: "--sysroot", path: root, code: ENOTDIR))
    }
    let files = ReplacedFiles(self, replacements)
    var process = start(
      files.replaced(try program(at: path)), path, origin: origin(of: path), files)
    for event in options.events + events { process.perform(event) }
    if let failure { throw failure }
    // Nobody will use what comes of it.
    if !undecided.isEmpty { throw NotDecidedYet() }
    return process.record
  }

  /// Takes `program` for the one at `path`, so that it is not read again.
  func know(_ program: ObjectFile, at path: FilePath) { programs[path] = program }

  /// The program at `path`, which is not sought below the sysroot.
  func program(at path: FilePath) throws -> ObjectFile {
    if let known = programs[path] { return known }
    let program = try world.program(at: path)
    programs[path] = program
    return program
  }

  /// The folder of the program as the modelled system calls it.
  private func origin(of path: FilePath) -> [UInt8] {
    (Sysroot(options.sysroot).systemPath(ofOwn: path) ?? path).folder.bytes
  }

  private func start(
    _ program: ObjectFile, _ path: FilePath, origin: [UInt8], _ files: ReplacedFiles
  ) -> any LoadedProcess {
    let interpreterName = program.image.interpreter ?? MuslSearch.loader(of: program.image) ?? []
    var start = ProcessStart(
      program, name: path.bytes, origin: origin, interpreter: nil)
    if case .object(let file) = files.open(interpreterName) {
      start.interpreter = (interpreterName, file)
    }
    start.workingDirectory = Sysroot().realPath(of: FilePath("."))?.bytes ?? start.workingDirectory
    start.preloads = options.preloads
    start.auditors = options.auditors
    start.isLazy = options.isLazy
    if MuslSearch.isLoader(interpreterName) {
      return MuslProcess(
        start,
        search: MuslSearch(program: program, libraryPath: options.libraryPath, files: files))
    }
    if let listed = files.content(of: Array("/etc/ld.so.preload".utf8)) {
      start.preloads += preloadNames(in: listed)
    }
    let search = GlibcSearch(
      header: program.image.header, world.installation(for: program.image),
      libraryPath: options.libraryPath,
      hardwareCapabilities: hardwareCapabilities(for: program.image.header.machine),
      platform: HostProcessor.platform, files: files)
    if let known = started[path],
      let process = GlibcProcess(like: known, replacing: files.replacements, search: search)
    {
      return process
    }
    let process = GlibcProcess(start, search: search)
    if files.replacements.isEmpty { started[path] = process }
    return process
  }

  /// The names in `/etc/ld.so.preload`: between white space and colons, up to a `#` in each line.
  private func preloadNames(in bytes: [UInt8]) -> [[UInt8]] {
    bytes.split(separator: UInt8(ascii: "\n")).flatMap { line in
      line.prefix { $0 != UInt8(ascii: "#") }.split { byte in
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
      }.map { Array($0) }
    }
  }
}

/// What this processor can use, if it is of the kind that `machine` is.
private func hardwareCapabilities(for machine: Machine) -> [String] {
  let names = HostProcessor.hardwareCapabilities
  let known = HardwareCapabilities.known(for: machine)
  return names.allSatisfy(known.contains) ? names : HardwareCapabilities.baseline(for: machine)
}

/// The files of a system, some of which are taken to have other tables.
private struct ReplacedFiles: LibraryFiles {
  private let workshop: ProcessWorkshop
  let replacements: [FileIdentity: ObjectFile]

  init(_ workshop: ProcessWorkshop, _ replacements: [FileIdentity: DynamicImage]) {
    self.workshop = workshop
    self.replacements = Dictionary(
      uniqueKeysWithValues: replacements.map { ($0, ObjectFile($1, identity: $0)) })
  }

  func replaced(_ object: ObjectFile) -> ObjectFile {
    replacements[object.identity] ?? workshop.decided(object)
  }

  func open(_ path: [UInt8]) -> OpenedFile? {
    let file = workshop.library(at: path)
    guard case .object(let object) = file else { return file }
    return .object(replaced(object))
  }

  func content(of path: [UInt8]) -> [UInt8]? { workshop.libraries.content(of: path) }

  func realPath(of path: [UInt8]) -> [UInt8]? { workshop.libraries.realPath(of: path) }
}

extension ProcessWorkshop {
  fileprivate var libraries: DiskLibraries { world.libraries }

  fileprivate func library(at path: [UInt8]) -> OpenedFile? {
    let reading = libraries.reading(path)
    if case .failure(let failure) = reading { self.failure = self.failure ?? failure }
    return reading.opened
  }

  /// Which file it was when the run began.
  func identity(of file: DiskFile) -> FileIdentity { world.identity(of: file) }

  /// `object` as an earlier file of the run has left it.
  fileprivate func decided(_ object: ObjectFile) -> ObjectFile {
    seen.insert(object.identity)
    guard let number else { return world.decided(object, before: decisionCount) }
    switch world.decided(object, forNumber: number) {
    case .success(let file): return file
    case .failure(let failure): self.failure = self.failure ?? failure
    case nil: undecided.formUnion(world.number(of: object).map { [$0] } ?? [])
    }
    return object
  }
}

/// That a process was made of files not all of which were decided about.
private struct NotDecidedYet: Error {}
