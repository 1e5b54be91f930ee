// `symdemote check`: does a file export what its policy does not allow, or lack what it must have?
// Everything is decided as `plan` decides it, and nothing is ever written.

internal import ELFModel
internal import Hazards
internal import Patterns
internal import Policy
public import Reporting
internal import Storage

/// What `check` is asked to do.
public struct CheckRequest: Sendable {
  /// The files to check.
  public var input = InputChoice()
  /// The policy that they are held against.
  public var selection = SelectionChoice()
  /// The processes in which a demotion would be tried.
  public var process = ProcessChoice()
  /// Whether findings leave the exit status at 0.
  public var ignoresFindings = false

  /// A request that names nothing yet.
  public init() {}
}

/// Checks each file of `request`.
public func check(_ request: CheckRequest, to receiver: any ReportReceiver) -> RunEnding {
  // What is only kept asks whether it is there.
  let run = SelectionRun(
    command: "check", choice: request.selection, need: .anything, findsRequired: true)
  return run.report(on: request.input, to: receiver) { pass in
    @Sendable func decided(_ file: DiskFile, _ image: DynamicImage, _ workshop: ProcessWorkshop)
      -> CheckTrial
    {
      Result {
        let judged = try JudgedFile(file, image, by: pass.selection, in: request.process, workshop)
        return (judged, Result { try judged.decision(force: request.selection.isForced) })
      }
    }
    @Sendable func fit(_ listed: ListedFile) throws -> (DiskFile, DynamicImage)? {
      try open(fit: listed, asked: { pass.selection.isAbout(listed.path, .anything) })
    }
    let decisions = pass.files.shard.map { _ in
      ShardDecisions(pass.files) { listed, workshop throws(OtherFileFailure) in
        guard listed.failure == nil, let (file, image) = try? fit(listed) else { return nil }
        return planned(decided(file, image, workshop))
      }
    }
    let world = ProcessWorld(
      request.process.options, sharing: request.process.programs, pass.files.identities,
      deciding: decisions)
    return { listed, turn in
      report(of: listed) {
        guard let (file, image) = try fit(listed) else { return nil }
        let trial = world.settled(listed, world.identity(of: file), in: turn) { workshop in
          decided(file, image, workshop)
        } settling: { trial in
          if let (judged, _) = try? trial.get() { pass.use(judged, listed.number) }
        } as: {
          planned($0)
        }
        let (judged, decision) = try trial.get()
        return judged.checkReport(listed.path, try decision.get(), request)
      }
    }
  }
}

/// A file that was judged, and what was decided about it.
private typealias CheckTrial = Result<(JudgedFile, Result<Decision, any Error>), any Error>

/// As in `plan`, what comes after is decided about in processes that have the result.
private func planned(_ trial: CheckTrial) -> DynamicImage? {
  guard let (_, decision) = try? trial.get(), let decision = try? decision.get(),
    decision.disposition.refused.isEmpty, !decision.disposition.demoted.isEmpty
  else { return nil }
  return decision.planned
}

extension JudgedFile {
  /// What there is to say of the file at `path`.
  fileprivate func checkReport(_ path: FilePath, _ decision: Decision, _ request: CheckRequest)
    -> FileReport
  {
    let disposition = decision.disposition
    let findings = surplus(disposition) + missing
    // Warnings of rules are about a demotion, and none is being made.
    let unknown = decision.warnings.filter { $0.rule == nil }.map(\.message)
    return FileReport(
      path: path, status: findings.isEmpty || request.ignoresFindings ? .success : .findings,
      messages: unknown + warningsOfRefusal(disposition)
        + request.process.idleOptions(surroundings, in: request.input),
      body: CheckReport(
        path: path.bytes, soname: image.names(of: .soname).first.map { Array($0) },
        exportCount: image.exports.count, findings: findings, keptByRule: keptByRule(disposition)))
  }
}

extension JudgedFile {
  /// The exports that the policy does not allow, by name: those that `apply` would demote, and those
  /// that it would refuse to. What a rule keeps from a pattern is none, since no `apply` could mend
  /// it.
  fileprivate func surplus(_ disposition: Disposition) -> [CheckFinding] {
    let exports = SymbolSet(image.exports)
    let refused = Dictionary(uniqueKeysWithValues: disposition.refused.map { ($0.symbol, $0.rule) })
    let naming = SymbolNaming(image)
    return judgement.verdicts.compactMap { verdict -> CheckFinding? in
      let symbol = verdict.symbol
      let rule = refused[symbol]
      // What is undefined, or marks a version, may be asked for, but is no export.
      let isSurplus =
        exports.contains(symbol) && (disposition.demoted.contains(symbol) || rule != nil)
      guard let clause = verdict.clause, isSurplus else { return nil }
      let name = image.name(of: symbol)
      let version = naming.versionOffset(of: symbol).map { image.strings.table.name(at: $0) }
      return CheckFinding(
        rule.map { .mustStay(rule: $0.id, reason: $0.reason) } ?? .exported, name: Array(name),
        version: version.map { Array($0) }, label: naming.versionedName(of: symbol),
        demangled: Demangler.text(of: name), by: policy.clauses.clauses[clause])
    }.sorted { $0.precedes($1) }
  }

  /// A warning for what makes `apply` refuse the file, and is no finding since it is no export.
  fileprivate func warningsOfRefusal(_ disposition: Disposition) -> [Message] {
    let exports = SymbolSet(image.exports)
    return refusalWarning(
      disposition.refused.filter { !exports.contains($0.symbol) }, in: image)
  }

  /// What the policy requires and the file does not export, in the order of the clauses. A symbol that
  /// is local, or only referred to, is not exported.
  fileprivate var missing: [CheckFinding] {
    var seen: Set<RequiredSymbol> = []
    return policy.clauses.clauses.enumerated().compactMap { position, clause in
      guard !judgement.clausesWithExports.contains(position),
        let required = RequiredSymbol(of: clause), seen.insert(required).inserted
      else { return nil }
      let isMangled = required.subject == .name || required.subject == .versioned
      let name = String(decoding: required.name, as: UTF8.self)
      return CheckFinding(
        .missing, name: required.name, version: required.version,
        label: name + (required.version.map { "@" + String(decoding: $0, as: UTF8.self) } ?? ""),
        demangled: isMangled ? Demangler.text(of: required.name[...]) : nil, by: clause)
    }
  }

  /// How many exports each rule keeps from a clause that would demote them by a pattern.
  fileprivate func keptByRule(_ disposition: Disposition) -> [(rule: String, count: Int)] {
    let exports = SymbolSet(image.exports)
    let refused = SymbolSet(disposition.refused.map(\.symbol))
    return disposition.notes.keptByRule.map { rule, _, symbols in
      (rule: rule, count: symbols.count { exports.contains($0) && !refused.contains($0) })
    }.filter { $0.count > 0 }.sorted { $0.rule < $1.rule }
  }
}
