// What all processes of a run have in common: the files of the system, each read once, and what becomes
// of those that the run edits. A file is decided about in processes that have the results of the
// files before it.
//
// Threads run ahead: a file is decided about with what is decided so far, and if then, when its turn
// comes, a file that its processes have was decided about in between, once more. So the outcome is the
// one of a run without threads.

internal import ELFModel
internal import LoaderModel
internal import Storage
internal import Synchronization

/// The system that the processes of a run share.
final class ProcessWorld: Sendable {
  let options: ProcessOptions
  let libraries: DiskLibraries
  private let identities: [FilePath: FileIdentity]
  private let sharedPrograms: Set<FilePath>
  private let programs = OnceTable<FilePath, Result<ObjectFile, any Error>>()
  private let installations = OnceTable<GlibcInstallation.Kind, GlibcInstallation>()
  private let decisions = Mutex(Decisions())
  /// What is decided where other shards have a part of the run; nil if this is all of it.
  private let shard: ShardDecisions?
  private let reading: TableReading

  private struct Decisions {
    /// The files in the order in which they were decided about.
    var order: [FileIdentity] = []
    /// What each will be, and its place in that order.
    var files: [FileIdentity: (place: Int, file: ObjectFile)] = [:]
  }

  /// The system for `options`; programs among `shared` take part in the processes of many files.
  ///
  /// - Parameters:
  ///   - identities: which file it was, for the real path of each file that the run edits.
  ///   - shard: what is decided about files of other shards.
  ///   - reading: how the tables of files are read.
  init(
    _ options: ProcessOptions, sharing shared: [FilePath] = [],
    _ identities: [FilePath: FileIdentity] = [:], deciding shard: ShardDecisions? = nil,
    reading: @escaping TableReading = readAsItIs
  ) {
    self.options = options
    self.identities = identities
    self.shard = shard
    self.reading = reading
    libraries = DiskLibraries(Sysroot(options.sysroot), identities, reading: reading)
    sharedPrograms = Set(shared)
  }

  /// Which file it was when the run began.
  func identity(of file: DiskFile) -> FileIdentity { file.identity(in: identities) }

  /// A place to make the processes of one file, with what is decided so far.
  func workshop() -> ProcessWorkshop {
    ProcessWorkshop(self, decisionCount: decisions.withLock { $0.order.count })
  }

  /// A place to make the processes of the file of a shard that has that number.
  func workshop(for number: Int) -> ProcessWorkshop {
    ProcessWorkshop(self, decisionCount: 0, number: number)
  }

  /// Makes something of the processes of a file, as the files before it leave them.
  ///
  /// - Parameters:
  ///   - attempt: makes it; it has no other effect, since it may happen twice.
  ///   - settle: what follows from it.
  ///   - result: what it makes of the file for the files after it; nil if that stays as it is.
  func settled<Outcome>(
    _ file: ListedFile, _ identity: @autoclosure () -> FileIdentity, in turn: Turn,
    _ attempt: (ProcessWorkshop) -> Outcome, settling settle: (Outcome) -> Void,
    as result: (Outcome) -> DynamicImage?
  ) -> Outcome {
    if let shard {
      // What was decided before is known, or is found out: nobody has to wait for it.
      let outcome = shard.outcome(of: file.number, in: self, attempt)
      turn.take {
        settle(outcome)
        shard.decide(file.number, willBe: result(outcome))
      }
      return outcome
    }
    let ahead = workshop()
    var outcome = attempt(ahead)
    turn.take {
      if isOutdated(ahead) { outcome = attempt(workshop()) }
      settle(outcome)
      if let image = result(outcome) { decide(identity(), willBe: image) }
    }
    return outcome
  }

  /// From here on takes the file for what it will be.
  private func decide(_ identity: FileIdentity, willBe image: DynamicImage) {
    let file = ObjectFile(image, identity: identity)
    decisions.withLock {
      $0.files[identity] = ($0.order.count, file)
      $0.order.append(identity)
    }
  }

  /// What `object` will be by the first `count` decisions.
  func decided(_ object: ObjectFile, before count: Int) -> ObjectFile {
    let decided = decisions.withLock { $0.files[object.identity] }
    guard let decided, decided.place < count else { return object }
    return decided.file
  }

  /// What `object` will be for the file of a shard that has that number; nil if that is not known yet.
  func decided(_ object: ObjectFile, forNumber number: Int) -> Result<ObjectFile, OtherFileFailure>?
  {
    shard.map { $0.decided(object, before: number) } ?? .success(object)
  }

  /// The number of `object` among the files of the run.
  func number(of object: ObjectFile) -> Int? { shard?.number(of: object) }

  /// The program at `path`.
  func program(at path: FilePath) throws -> ObjectFile {
    let read = { [identities, reading] in
      Result { () throws -> ObjectFile in
        let file = try DiskFile(path)
        return ObjectFile(try reading(file).image, identity: file.identity(in: identities))
      }
    }
    return try (sharedPrograms.contains(path) ? programs.value(for: path, read) : read()).get()
  }

  /// The loader that programs like `program` have, and its cache.
  func installation(for program: DynamicImage) -> GlibcInstallation {
    installations.value(for: GlibcInstallation.Kind(of: program)) {
      GlibcInstallation(for: program, files: libraries)
    }
  }

  private func isOutdated(_ workshop: ProcessWorkshop) -> Bool {
    decisions.withLock {
      $0.order[workshop.decisionCount...].contains { workshop.seen.contains($0) }
    }
  }
}
