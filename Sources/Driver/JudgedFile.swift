// A file that can be edited, and the verdicts of the policy that is for it: what every command needs
// that decides about a demotion, whether it then writes, shows, tries or complains.

internal import ELFCodec
internal import ELFModel
internal import Hazards
internal import Policy
internal import Reporting
internal import Storage

/// Opens and decodes the file at `path`, whose symbols are to be decided about.
///
/// - Parameter converting: whether relocations will not name the demoted symbols; who only asks takes
///   it that they will not.
/// - Throws: ``UnfitFile`` for one that contradicts itself, or holds what we do not understand.
func open(fit path: FilePath, converting: Bool = true) throws -> (DiskFile, DynamicImage) {
  let file = try DiskFile(path)
  let image = try decode(file)
  if let report = unfit(image, path, converting: converting) { throw UnfitFile(report: report) }
  return (file, image)
}

/// The same for a file of a run; nil for one that nobody named, and that is no ELF file with dynamic
/// symbols, or is unfit without anything being asked of it: a tree may hold files of any kind beside those
/// that a policy is about.
func open(fit listed: ListedFile, asked isAsked: () -> Bool, converting: Bool = true) throws
  -> (DiskFile, DynamicImage)?
{
  do {
    return try unlessOtherKind(listed) { try open(fit: listed.path, converting: converting) }
  } catch let error where listed.isFound && (error is UnfitFile || error is DecodeError) {
    if isAsked() { throw error }
    return nil
  }
}

/// What `read` reads of a file of a run; nil for one that nobody named, and that is no ELF file with
/// dynamic symbols.
func unlessOtherKind<Content>(_ listed: ListedFile, _ read: () throws -> Content) throws -> Content?
{
  do {
    return try read()
  } catch DecodeError.notELF where listed.isFound {
    return nil
  } catch DecodeError.unsupported where listed.isFound {
    return nil
  }
}

/// A file that cannot be edited, with what there is to say of it.
struct UnfitFile: Error {
  let report: FileReport

  init(report: FileReport) { self.report = report }

  /// The file at `path`, against whose edit `obstacles` speak.
  init(_ obstacles: [Obstacle], _ path: FilePath, status: ExitStatus = .refused) {
    report = FileReport(
      path: path, status: status,
      messages: obstacles.map { Message(.error, "\($0.structure): \($0.reason) [\($0.id)]") })
  }
}

/// A file, its processes, and what a policy says of its symbols.
struct JudgedFile {
  let image: DynamicImage
  /// Its processes; nil if none is looked at.
  let surroundings: Surroundings?
  /// The part of the selection that is for the file.
  let policy: FilePolicy
  /// One verdict per export.
  let judgement: Judgement
  /// What speaks against a demotion because of the files that it is packed with.
  private let packed: PackedObjections?

  /// Judges the symbols of `file` by `selection`.
  ///
  /// - Throws: ``PolicyError``, ``PatternTooCostly``, or ``OtherFileFailure`` for a program or a
  ///   library that cannot be read.
  init(
    _ file: DiskFile, _ image: DynamicImage, by selection: Selection, in process: ProcessChoice,
    _ workshop: ProcessWorkshop
  ) throws {
    self.image = image
    packed = process.packed?.objections(to: image, at: file.path)
    surroundings = try Surroundings(of: file, image, process, workshop)
    policy = try selection.policy(
      for: SelectionSubject(
        file: file, image: image, surroundings: surroundings, workshop: workshop,
        neighbours: selection.neighbours))
    judgement = try policy.clauses.judge(image)
  }

  /// What becomes of the symbols once the rules have spoken.
  ///
  /// - Parameter force: whether rules that yield to force are overridden.
  func decision(force: Bool) throws -> Decision {
    try Decision(judgement, by: policy.clauses, in: image, force: force, surroundings, packed)
  }
}
