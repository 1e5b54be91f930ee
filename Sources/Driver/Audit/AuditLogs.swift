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
  let programs = try programsMeant(request)
  let log = try readLogs(request.logs)
  if log.damagedCount > 0 {
    warn(Message(.warning, "\(log.damagedCount) lines of the log are cut up and left out"))
  }
  let files = LoggedFiles(request, programs)
  var subjects: [AuditSubject] = []
  var places: [Signature: Int] = [:]
  var failures: [AuditFailure] = []
  for process in log.processes {
    let program = files.program(of: process.objectNames)
    let evidence = ProcessEvidence(process, preloads: request.process.preloads) { name in
      program?.name == name ? program?.found : files.open(name)
    }
    guard files.isWanted(program?.found) else { continue }
    if evidence.lookups.total > 0, evidence.lookups.unjudged == evidence.lookups.total {
      failures.append(failure(evidence, request))
      continue
    }
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
  guard subjects.isEmpty && failures.isEmpty else {
    return subjects.map { .success($0) } + failures.map { .failure($0) }
  }
  let path = programs.first ?? request.logs[0]
  let reason =
    if log.processes.isEmpty {
      "no line is one of LD_DEBUG=bindings"
    } else if files.haveNamesakes {
      "no process in the log is one of this program for certain: several that were named are called"
        + " alike, and the log does not tell their paths; name one"
    } else {
      "no process in the log is one of this program"
    }
  return [.failure(AuditFailure(report: .failed(path, .trouble, reason)))]
}

/// A process of which nothing could be judged.
private func failure(_ evidence: ProcessEvidence, _ request: AuditRequest) -> AuditFailure {
  AuditFailure(
    report: FileReport(
      path: place(of: evidence, request), status: .trouble,
      messages: messages(on: evidence) + [Message(.error, "nothing of it could be judged")]))
}

private func place(of evidence: ProcessEvidence, _ request: AuditRequest) -> FilePath {
  evidence.program.map { FilePath(evidence[$0].path) } ?? request.logs[0]
}

private func subject(_ evidence: ProcessEvidence, _ numbers: [Int], _ request: AuditRequest)
  -> AuditSubject
{
  AuditSubject(
    path: place(of: evidence, request), evidence: evidence, processNumbers: numbers,
    messages: messages(on: evidence)
  ) { evidence.replacing($0) }
}

/// What is gone; the kernel's own object never was a file.
private func messages(on evidence: ProcessEvidence) -> [Message] {
  let gone = evidence.objects.filter { $0.file == nil && !isKernelObject($0.path[...]) }
  guard !gone.isEmpty else { return [] }
  let names = few(gone.lazy.map { FilePath($0.path).text }, most: 6)
  let messages = [
    Message(
      .warning, "not there any more, so what it defines is unknown: \(names)")
  ]
  let lookups = evidence.lookups
  guard lookups.unjudged > 0 else { return messages }
  return messages + [
    Message(
      .warning,
      "\(lookups.unjudged) of \(lookups.total) lookups could not be judged: "
        + "the files that made them are gone, or another machine's lie there")
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

/// The programs whose processes are meant; none for all.
///
/// - Throws: ``OtherFileFailure`` for one that cannot be read.
private func programsMeant(_ request: AuditRequest) throws -> [FilePath] {
  try FileList(request.input).files.compactMap { listed in
    guard try naming(listed.path, { try listed.isProgramOrNamed }) else { return nil }
    if !listed.isFound { _ = try open(original: listed.path) }
    return listed.path
  }
}

/// The files that logs name.
private struct LoggedFiles {
  typealias Found = (path: [UInt8], file: ObjectFile)

  private let libraries: DiskLibraries
  private let programs: [(path: FilePath, file: ObjectFile)]

  init(_ request: AuditRequest, _ programs: [FilePath]) {
    let libraries = DiskLibraries(Sysroot(request.process.sysroot))
    self.libraries = libraries
    let host = DiskLibraries()
    self.programs = programs.compactMap { path in
      guard case .object(let file) = host.open(path.bytes) else { return nil }
      return (path, file)
    }
  }

  /// The program among the objects that a log calls `names`; nil if none is known for it.
  ///
  /// Its own path tells best. A path that starts nowhere or leads to nothing may be of another
  /// folder: then the last part of the name will do, if it means one program only. No library is
  /// ever taken for a program for the sake of its name.
  func program(of names: [[UInt8]]) -> (name: [UInt8], found: Found)? {
    for name in names {
      if let program = programs.first(where: { $0.path.bytes == name }) {
        return (name, found(program))
      }
    }
    for name in names {
      guard let file = open(name), file.file.image.header.objectType != .sharedLibrary
      else { continue }
      if let program = programs.first(where: { $0.file.identity == file.file.identity }) {
        return (name, found(program))
      }
      let isCertain = name.first == UInt8(ascii: "/")
      return (name, isCertain ? file : namesake(of: name) ?? file)
    }
    let candidates = names.filter { namesake(of: $0) != nil && open($0) == nil }
    guard candidates.count == 1 else { return nil }
    return namesake(of: candidates[0]).map { (candidates[0], $0) }
  }

  /// The file that a log calls `name`: the one with that path, or the program that a shell would
  /// find.
  func open(_ name: [UInt8]) -> Found? {
    if isKernelObject(name[...]) { return nil }
    if name.contains(UInt8(ascii: "/")) { return object(name) }
    for folder in searchPath {
      if let found = object(folder + [UInt8(ascii: "/")] + name) { return found }
    }
    return nil
  }

  /// Whether a process whose program is in `found` is one of those that were named, or none was.
  func isWanted(_ found: Found?) -> Bool {
    guard !programs.isEmpty else { return true }
    let identity = found?.file.identity
    return programs.contains { $0.file.identity == identity }
  }

  /// Whether two of the programs have the same file name.
  var haveNamesakes: Bool { programs.contains { namesake(of: $0.path.bytes) == nil } }

  private func found(_ program: (path: FilePath, file: ObjectFile)) -> Found {
    (program.path.bytes, program.file)
  }

  /// The one program that was named whose file is called as that in `name` is.
  private func namesake(of name: [UInt8]) -> Found? {
    let slash = UInt8(ascii: "/")
    let namesakes = programs.filter {
      $0.path.bytes.split(separator: slash).last == name.split(separator: slash).last
    }
    return namesakes.count == 1 ? found(namesakes[0]) : nil
  }

  private func object(_ path: [UInt8]) -> Found? {
    guard case .object(let file) = libraries.open(path) else { return nil }
    return (path, file)
  }

  private var searchPath: [[UInt8]] {
    guard let value = unsafe getenv("PATH") else { return [] }
    return unsafe UnsafeBufferPointer(start: value, count: strlen(value))
      .map { UInt8(bitPattern: $0) }.split(separator: UInt8(ascii: ":")).map { Array($0) }
  }
}
