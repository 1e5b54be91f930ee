// `symdemote policy --suggest`: an audit, written down as a policy.

internal import ELFCodec
internal import ELFModel
internal import Interposition
internal import LoaderModel
internal import Policy
public import Reporting
internal import Storage

/// Suggests a policy for each program of `request`.
public func suggestPolicy(_ request: AuditRequest) -> Report {
  let report = audit(request)
  let workshop = ProcessWorld(request.process).workshop()
  let files = report.files.map { file in
    guard let body = file.body as? AuditReport else { return file }
    return reporting(file.path) {
      let policy = try SuggestedPolicy(
        body, program: editedPath(of: file.path).bytes, processWords: request.processWords,
        presets: try fittingPresets(of: file.path)
      ) { step in
        SuggestedPolicy.Line(
          step, source: try policyName(ofSourceOf: step, in: file.path, workshop),
          target: editedPath(of: FilePath(step.target)).bytes)
      }
      return FileReport(
        path: file.path, status: .success, messages: file.messages,
        body: EmittedPolicyReport(form: "policy", text: policy.text))
    }
  }
  return Report(
    command: "policy", files: files, messages: report.messages, status: report.ownStatus)
}

/// The path under which a section of a policy knows the file at `path`: as it was given, unless
/// that is a link to a file of another name, which may come to lead elsewhere.
private func editedPath(of path: FilePath) -> FilePath {
  func name(_ path: FilePath) -> ArraySlice<UInt8>? {
    path.bytes.split(separator: UInt8(ascii: "/")).last
  }
  guard let real = Sysroot().realPath(of: path), name(real) != name(path) else { return path }
  return real
}

/// How a policy in any folder names the library whose names `step` demotes: by the soname under
/// which the process of `program` finds the very file, else by its absolute path.
private func policyName(
  ofSourceOf step: CureStep, in program: FilePath, _ workshop: ProcessWorkshop
) throws -> [UInt8] {
  let path = FilePath(step.source)
  let (file, image) = try open(original: path)
  if let soname = image.soname, LibraryReference.isSoname(soname),
    soname.utf8.allSatisfy({ (0x21..<0x7f).contains($0) && !"/#=:".utf8.contains($0) }),
    isNoOtherFile(soname, file.fileIdentity)
  {
    let (target, targetImage) = try open(original: FilePath(step.target))
    var choice = ProcessChoice()
    choice.options = workshop.options
    choice.programs = [program]
    let found = try Surroundings(of: target, targetImage, choice, workshop)?
      .library(called: Array(soname.utf8))
    if found?.identity == file.fileIdentity { return Array(soname.utf8) }
  }
  return path.resolved(in: Sysroot().realPath(of: FilePath("."))).bytes
}

/// Whether `name` is not, where the user stands and may put the policy, the name of another file
/// than `identity`: a file goes before a soname.
private func isNoOtherFile(_ name: String, _ identity: FileIdentity) -> Bool {
  guard let file = try? DiskFile(FilePath(name)) else { return true }
  return file.fileIdentity == identity
}

/// The presets that cover a twentieth of the file's exports or more, those that cover most first. A
/// host has a whole interface: a program that has fewer names of it than ten has them by chance.
private func fittingPresets(of path: FilePath) throws -> [FittingPreset] {
  let (_, image) = try open(original: path)
  let isProgram = image.header.objectType != .sharedLibrary
  let exportCount = image.exports.count
  return try PresetTable.all.compactMap { preset -> FittingPreset? in
    let policy = try ExportPolicy(try preset.clauses(text: preset.name, at: nil))
    let count = try policy.judge(image).verdicts.count { $0.intent == .keep }
    guard count * 20 > exportCount, !isProgram || count >= 10 else { return nil }
    return FittingPreset(name: preset.name, title: preset.title, count: count)
  }.sorted()
}
