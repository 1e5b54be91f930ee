// The processes in which a file takes part: what its demotion means for others is decided there.

internal import ELFModel
internal import Hazards
internal import LoaderModel
internal import Reporting
public import Storage

/// Which processes a demotion is tried in.
public struct ProcessChoice: Sendable {
  /// What every one of them starts with, and what happens in it.
  public var options = ProcessOptions()
  /// Programs that load the file; an executable is its own without being named.
  public var programs: [FilePath] = []
  /// What the files of an archive are to each other; nil for files that lie where they are.
  var packed: PackedFiles?
  /// Whether no process is looked at.
  public var isNone = false

  /// Each executable in its own process.
  public init() {}
}

extension ProcessChoice {
  /// A warning if there is no process for the options to be about. Of several files some are libraries,
  /// and the options are for the others.
  func idleOptions(_ surroundings: Surroundings?, in input: InputChoice) -> [Message] {
    guard surroundings == nil, input.isOneFile, options != ProcessOptions() else { return [] }
    return [
      Message(
        .warning,
        "the options about a process say nothing: name a program that loads the library, --in=PROGRAM"
      )
    ]
  }
}

/// The processes of one file.
struct Surroundings {
  private let workshop: ProcessWorkshop
  private let file: DiskFile
  private let image: DynamicImage
  /// Whether others tell which libraries are not found.
  private let omitsMissingLibraries: Bool
  /// Which file it is.
  let identity: FileIdentity
  /// Each process as it is, with the program whose it is.
  let befores: [(program: FilePath, record: ProcessRecord)]

  /// The processes that `choice` names for `file`; nil if there are none.
  ///
  /// - Throws: ``OtherFileFailure`` for a program that cannot be read.
  init?(
    of file: DiskFile, _ image: DynamicImage, _ choice: ProcessChoice, _ workshop: ProcessWorkshop
  )
    throws
  {
    guard !choice.isNone else { return nil }
    let isProgram = image.header.objectType != .sharedLibrary
    self.workshop = workshop
    self.file = file
    self.image = image
    omitsMissingLibraries = choice.packed != nil
    identity = workshop.identity(of: file)
    if isProgram { workshop.know(ObjectFile(image, identity: identity), at: file.path) }
    var known = Set<FileIdentity>()
    let named = choice.programs + (choice.packed?.loaders[file.path] ?? [])
    let programs = try ((isProgram ? [file.path] : []) + named).filter { program in
      known.insert(try naming(program) { try workshop.program(at: program).identity }).inserted
    }
    guard !programs.isEmpty else { return nil }
    befores = try programs.map { program in
      (program, try naming(program) { try workshop.process(of: program) })
    }
  }

  /// Every object of the processes, in the order of loading; some twice.
  var objects: [ObjectFile] { befores.flatMap { $0.record.maps.map(\.file) } }

  /// The objects that the processes start with.
  var startingObjects: [ObjectFile] {
    befores.flatMap { $0.record.maps.filter(\.isThereAtStart).map(\.file) }
  }

  /// The library that answers to `soname` in one of the processes, or that a program would open under
  /// that name; the file itself aside.
  func library(called soname: [UInt8]) throws -> ObjectFile? {
    let known = befores.lazy.compactMap { $0.record.library(called: soname) }
    if let library = known.first(where: { $0.identity != identity }) { return library }
    for (program, _) in befores {
      if let library = try workshop.library(called: soname, in: program),
        library.identity != identity
      {
        return library
      }
    }
    return nil
  }

  /// Those of `symbols` whose names the file could look up in itself.
  func symbolsSpelledOut(among symbols: SymbolSet) throws -> SymbolSet {
    symbols.isEmpty ? [] : try Driver.symbolsSpelledOut(symbols, in: image, file)
  }

  /// What becomes of each process once `demoted` is demoted; nothing if that is empty.
  ///
  /// - Parameter spelledOut: symbols whose names the file could look up in itself, those of
  ///   `demoted` among them.
  func views(demoting demoted: SymbolSet, planned: DynamicImage, spelledOut: SymbolSet) throws
    -> [ProcessView]
  {
    guard !demoted.isEmpty else { return [] }
    return try befores.map { program, before in
      ProcessView(
        before: before,
        after: try workshop.process(of: program, replacing: [identity: planned]),
        of: image, identity: identity, demoting: demoted, spelledOut: spelledOut)
    }
  }

  /// Whether some process has the file, and everything that was to be loaded is known: only then can
  /// a guess about processes give way to what the processes are.
  var areConclusive: Bool {
    befores.contains { $0.record.maps.contains { $0.file.identity == identity } }
      && befores.allSatisfy { $0.record.isComplete }
  }

  /// What could not be known, and which programs do not load the file at all.
  var messages: [Message] {
    befores.flatMap { program, record in
      let isThere = record.maps.contains { $0.file.identity == identity }
      return processMessages(record, omittingMissingLibraries: omitsMissingLibraries)
        + (isThere
          ? []
          : [
            Message(
              .warning,
              "\(program.text) does not load the file: what the demotion means to it is unknown")
          ])
    }
  }

  /// The changes in `views`, each with the program whose process it is.
  func impacts(_ views: [ProcessView]) -> [ProcessImpact] {
    zip(befores, views).map { before, view in
      ProcessImpact(
        program: before.program.text,
        changes: BindingChangesReport(view.changes, before: view.before, after: view.after))
    }
  }
}
