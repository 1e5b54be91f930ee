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
  /// Whether no process is looked at.
  public var isNone = false

  /// Each executable in its own process.
  public init() {}
}

/// The processes of one file.
struct Surroundings {
  private let workshop: ProcessWorkshop
  private let file: DiskFile
  private let image: DynamicImage
  private let identity: FileIdentity
  private let befores: [(program: FilePath, record: ProcessRecord)]

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
    let programs = (isProgram ? [file.path] : []) + choice.programs
    guard !programs.isEmpty else { return nil }
    self.workshop = workshop
    self.file = file
    self.image = image
    let identity = FileIdentity(device: file.identity.device, inode: file.identity.inode)
    self.identity = identity
    if isProgram { workshop.know(ObjectFile(image, identity: identity), at: file.path) }
    befores = try programs.map { program in
      (program, try naming(program) { try workshop.process(of: program) })
    }
  }

  /// What becomes of each process once `demoted` is demoted.
  func views(demoting demoted: SymbolSet, planned: DynamicImage) throws -> [ProcessView] {
    let spelledOut = try symbolsSpelledOut(demoted, in: image, file)
    return try befores.map { program, before in
      ProcessView(
        before: before,
        after: try workshop.process(of: program, replacing: [identity: planned]),
        of: image, identity: identity, demoting: demoted, spelledOut: spelledOut)
    }
  }

  /// Whether any of the processes has the file.
  var haveFile: Bool {
    befores.contains { $0.record.maps.contains { $0.file.identity == identity } }
  }

  /// What could not be known, and which programs do not load the file at all.
  var messages: [Message] {
    befores.flatMap { program, record in
      let isThere = record.maps.contains { $0.file.identity == identity }
      return processMessages(record)
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
