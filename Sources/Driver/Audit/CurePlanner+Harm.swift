// What a cure must not do. A file that other programs use is not to be edited for the sake of one;
// and within the process nothing may change but what the cure is for.

internal import ELFModel
internal import Interposition
internal import LoaderModel
internal import Storage

extension CurePlanner {
  /// A demotion that was tried in the process, and the object that it was made in.
  struct Trial {
    let target: ObjectIndex
    let planned: PlannedDemotion
  }

  /// The demotion in `target`, unless that is a library that others may use.
  func planUnlessShared(_ source: ObjectIndex, _ target: ObjectIndex) throws -> Result<
    PlannedDemotion, Obstacle
  > {
    guard isShared(target) else { return try plan(source, target) }
    let name = FilePath(Array(evidence[target].fileName)).text
    return .failure(
      Obstacle(
        reason: "\(name) is a library of the system, and other programs may need these names of it")
    )
  }

  /// Whether other programs may use the library: it was found where every program looks, or lies in
  /// a folder of the system.
  private func isShared(_ object: ObjectIndex) -> Bool {
    guard object != evidence.program,
      evidence[object].file?.image.header.objectType == .sharedLibrary
    else { return false }
    let path = evidence[object].path
    if Self.systemFolders.contains(where: { path.starts(with: $0 + [Self.slash]) }) { return true }
    guard subject.provenances.indices.contains(object.rawValue) else { return false }
    return switch subject.provenances[object.rawValue] {
    case .cache, .defaultDirectory, .interpreter: true
    case .program, .path, .rpath, .runpath, .libraryPath: false
    }
  }

  private static let slash = UInt8(ascii: "/")
  private static let systemFolders =
    ["/lib", "/usr/lib", "/lib64", "/usr/lib64"].map { Array($0.utf8)[...] }

  /// What `trials` do beside curing `captured`, a part of a sentence; nil if nothing.
  ///
  /// What goes from the captor to the owner of the same name is meant, unless who asks for it needs
  /// the captor; and so is what was captured and then goes where it belongs.
  func harm(
    of trials: [Trial], on collision: Collision?, curing captured: Set<ReferenceKey>,
    leaving after: ProcessEvidence
  ) -> String? {
    guard after.objects.map(\.path) == evidence.objects.map(\.path) else {
      return "it would change which libraries are loaded"
    }
    let capturedAfter = Diagnosis(after).capturedReferences
    var definers: [ReferenceKey: Set<ObjectIndex>] = [:]
    for reference in after.references {
      let key = ReferenceKey(reference)
      definers[key, default: []].insert(reference.definer)
      if capturedAfter.contains(key), !capturedBefore.contains(key) {
        return "\(words(for: key)) would be captured then"
      }
    }
    for reference in evidence.references {
      let key = ReferenceKey(reference)
      guard !captured.contains(key), definers[key]?.contains(reference.definer) != true else {
        continue
      }
      var destination = definers[key]?.min()
      if destination == nil,
        trials.contains(where: { $0.target == key.library && $0.planned.demotes(key.name) })
      {
        destination = key.library
      }
      guard let destination else { return "\(words(for: key)) would be lost" }
      let isMeant =
        destination == collision?.owner
        && (reference.definer == collision?.captor
          || trials.contains { $0.target == reference.definer })
        && !needs(reference.definer, for: key.library)
      let goesHome = capturedBefore.contains(key) && !capturedAfter.contains(key)
      guard destination == reference.definer || isMeant || goesHome else {
        return "it would also move \(words(for: key))"
      }
    }
    return nil
  }

  /// Whether `object` is among what `library` needs, or is `library` itself.
  private func needs(_ object: ObjectIndex, for library: ObjectIndex) -> Bool {
    var members = [library]
    var next = 0
    while next < members.count {
      if members[next] == object { return true }
      let needed = evidence[members[next]].file?.image.neededLibraries.map { Array($0) } ?? []
      for candidate in evidence.indices
      where !members.contains(candidate)
        && needed.contains(where: { evidence[candidate].neededName == $0[...] })
      {
        members.append(candidate)
      }
      next += 1
    }
    return false
  }

  private func words(for key: ReferenceKey) -> String {
    "\(String(decoding: key.name, as: UTF8.self)) of "
      + FilePath(Array(evidence[key.library].fileName)).text
  }
}

extension Diagnosis {
  /// Every reference that is captured.
  var capturedReferences: Set<ReferenceKey> {
    var keys: Set<ReferenceKey> = []
    for finding in findings {
      keys.formUnion(finding.captured.map { ReferenceKey(finding.library, $0) })
    }
    return keys
  }
}

extension [KeptNames] {
  /// That some names stay, a part of a sentence; nil if none does.
  var obstacle: String? {
    guard let first else { return nil }
    let names = first.names.prefix(3).map { String(decoding: $0.name, as: UTF8.self) }
    let dots = first.names.count > 3 ? " …" : ""
    return "\(names.joined(separator: " "))\(dots) must stay [\(first.rule)]"
  }
}
