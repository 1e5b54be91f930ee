// Processes from logs of `LD_DEBUG=bindings`. A log names files; they are opened where they lie
// now. Processes of one program that show the same are told of once.

internal import ELFCodec
internal import ELFModel
internal import Glibc
internal import Interposition
internal import LoaderModel
internal import Reporting
internal import Storage

/// The processes in the logs of `request`.
///
/// - Throws: what reading the logs throws.
func recorded(_ request: AuditRequest, warn: (Message) -> Void) throws -> [Result<
  AuditSubject, AuditFailure
>] {
  for path in request.programs { _ = try open(original: path) }
  let log = try readLogs(request.logs)
  if log.damagedCount > 0 {
    warn(Message(.warning, "\(log.damagedCount) lines of the log are cut up and left out"))
  }
  let files = LoggedFiles(request)
  var subjects: [AuditSubject] = []
  var places: [Signature: Int] = [:]
  for process in log.processes {
    let evidence = ProcessEvidence(process, preloads: request.process.preloads, open: files.open)
    guard files.isWanted(evidence) else { continue }
    let signature = Signature(Diagnosis(evidence))
    let numbers = process.number.map { [$0] } ?? []
    guard let place = places[signature] else {
      places[signature] = subjects.count
      subjects.append(subject(evidence, numbers, request))
      continue
    }
    let known = subjects[place]
    subjects[place] = subject(known.evidence, known.processNumbers + numbers, request)
  }
  guard subjects.isEmpty else { return subjects.map { .success($0) } }
  let path = request.programs.first ?? request.logs[0]
  let reason =
    log.processes.isEmpty
    ? "no line is one of LD_DEBUG=bindings" : "no process in the log is one of this program"
  return [.failure(AuditFailure(report: .failed(path, .trouble, reason)))]
}

private func subject(_ evidence: ProcessEvidence, _ numbers: [Int], _ request: AuditRequest)
  -> AuditSubject
{
  AuditSubject(
    path: evidence.program.map { FilePath(evidence[$0].path) } ?? request.logs[0],
    evidence: evidence, processNumbers: numbers, messages: messages(on: evidence)
  ) { evidence.replacing($0) }
}

/// What is gone; the kernel's own object never was a file.
private func messages(on evidence: ProcessEvidence) -> [Message] {
  let gone = evidence.objects.filter { $0.file == nil && !isKernelObject($0.path[...]) }
  guard !gone.isEmpty else { return [] }
  let names = gone.prefix(6).map { FilePath($0.path).text }.joined(separator: ", ")
  let others = gone.count > 6 ? " and \(gone.count - 6) more" : ""
  return [
    Message(
      .warning, "not there any more, so what it defines is unknown: \(names)\(others)")
  ]
}

/// What the logs at `paths` say; a path that is none names the files that LD_DEBUG_OUTPUT makes of
/// it.
private func readLogs(_ paths: [FilePath]) throws -> BindingLog {
  var log = BindingLog()
  for path in try paths.flatMap(logFiles) {
    try naming(path) {
      let file = try DiskFile(path)
      let piece = 1 << 20
      for start in stride(from: 0, to: file.byteCount, by: piece) {
        log.read(try file.bytes(in: start..<min(start + piece, file.byteCount)))
      }
      log.finish()
    }
  }
  return log
}

private func logFiles(_ path: FilePath) throws -> [FilePath] {
  do {
    _ = try DiskFile(path)
    return [path]
  } catch StorageError.system(_, _, ENOENT) {
    let name = path.bytes.split(separator: UInt8(ascii: "/")).last ?? []
    let parts = ((try? folderNames(path.folder)) ?? []).filter { part in
      part.starts(with: name + [UInt8(ascii: ".")]) && part.count > name.count + 1
        && part.dropFirst(name.count + 1).allSatisfy { (0x30...0x39).contains($0) }
    }
    return parts.isEmpty ? [path] : parts.map { FilePath(path.bytes + $0.dropFirst(name.count)) }
  } catch {
    throw OtherFileFailure(path: path, cause: error)
  }
}

/// What makes two processes the same to whoever reads of them.
private struct Signature: Hashable {
  private let program: [UInt8]
  private let findings: [[[UInt8]]]

  init(_ diagnosis: Diagnosis) {
    let evidence = diagnosis.evidence
    program = evidence.program.map { evidence[$0].path } ?? []
    findings = diagnosis.findings.map { finding in
      [finding.library, finding.owner, finding.captor].map { evidence[$0].path }
        + [Array("\(finding.ownCount)".utf8)] + finding.captured.map { Array($0.name) }
    }
  }
}

/// The files that logs name.
private struct LoggedFiles {
  private let libraries: DiskLibraries
  private let programs: [(path: FilePath, file: ObjectFile)]

  init(_ request: AuditRequest) {
    let libraries = DiskLibraries(Sysroot(request.process.sysroot))
    self.libraries = libraries
    let host = DiskLibraries()
    programs = request.programs.compactMap { path in
      guard case .object(let file) = host.open(path.bytes) else { return nil }
      return (path, file)
    }
  }

  /// The file that a log calls `name`: a program that was named, the file with that path, or the
  /// program that a shell would find.
  func open(_ name: [UInt8]) -> (path: [UInt8], file: ObjectFile)? {
    if isKernelObject(name[...]) { return nil }
    if let program = programs.first(where: { isSame(name, $0.path) }) {
      return (program.path.bytes, program.file)
    }
    if name.contains(UInt8(ascii: "/")) { return object(name) }
    for folder in searchPath {
      if let found = object(folder + [UInt8(ascii: "/")] + name) { return found }
    }
    return programs.count == 1 ? (programs[0].path.bytes, programs[0].file) : nil
  }

  /// Whether the process in `evidence` is one of a program that was named, or none was.
  func isWanted(_ evidence: ProcessEvidence) -> Bool {
    guard !programs.isEmpty else { return true }
    let identity = evidence.program.flatMap { evidence[$0].file?.identity }
    return programs.contains { $0.file.identity == identity }
  }

  private func object(_ path: [UInt8]) -> (path: [UInt8], file: ObjectFile)? {
    guard case .object(let file) = libraries.open(path) else { return nil }
    return (path, file)
  }

  /// What stands behind the last slash is enough: a log may come from another folder.
  private func isSame(_ name: [UInt8], _ path: FilePath) -> Bool {
    let slash = UInt8(ascii: "/")
    return name.split(separator: slash).last == path.bytes.split(separator: slash).last
  }

  private var searchPath: [[UInt8]] {
    guard let value = unsafe getenv("PATH") else { return [] }
    return unsafe UnsafeBufferPointer(start: value, count: strlen(value))
      .map { UInt8(bitPattern: $0) }.split(separator: UInt8(ascii: ":")).map { Array($0) }
  }
}
