// How bad a finding is. Two copies at work for one library is what crashes; a copy that is used
// throughout mostly works; and a few names are no copy.

internal import ELFModel
internal import LoaderModel

/// The facts that decide about one finding.
struct Severity {
  private let evidence: ProcessEvidence
  private let library: ObjectIndex
  private let collision: Collision
  private let family: Family?
  private let capturedCount: Int
  private let own: [ArraySlice<UInt8>]

  /// - Parameter own: what the library finds where it belongs.
  init(
    _ evidence: ProcessEvidence, _ library: ObjectIndex, _ collision: Collision, _ family: Family?,
    captured: Int, own: [ArraySlice<UInt8>]
  ) {
    self.evidence = evidence
    self.library = library
    self.collision = collision
    self.family = family
    capturedCount = captured
    self.own = own
  }

  var kind: Finding.Kind {
    if capturedCount < Self.fewNames, !isCopy { return .clash }
    return usesOwnCopy ? .split : .whole
  }

  /// As many captured names as this are no coincidence.
  private static let fewNames = 8

  /// Whether the captor defines more than a tenth of what the owner does.
  private var isCopy: Bool {
    guard let owner = evidence[collision.owner].file, let captor = evidence[collision.captor].file
    else { return true }
    let exports = owner.image.exports
    let shared = exports.count { symbol in
      captor.definition(of: owner.image.name(of: symbol), version: owner.version(of: symbol)) != nil
    }
    return shared * 10 > exports.count
  }

  /// Whether the owner's copy is at work for the library, too.
  private var usesOwnCopy: Bool {
    // A library may hold a copy of another beside its own code; what is not of that other has no
    // part in the collision.
    if let family, !isLibrary(of: family) { return own.contains { family.contains($0) } }
    // The code of a library is always its own: if its own names are captured, it calls the other
    // copy from this one.
    return !own.isEmpty || library == collision.owner
  }

  private func isLibrary(of family: Family) -> Bool {
    evidence[collision.owner].file?.soname.map(family.isLibrary) ?? false
  }
}
