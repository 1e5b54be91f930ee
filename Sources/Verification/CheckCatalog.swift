// The checks. They know the formats and how ld.so reads them; they know nothing of how a demotion
// is planned, so that the planner's mistakes are not theirs.

public import ELFModel

/// A question about one file alone.
struct Check: Sendable {
  /// A stable name.
  let id: String
  /// Finds what is wrong.
  let run: @Sendable (DynamicImage, inout Findings) -> Void
}

/// A question about a file and the one that a demotion made of it.
struct ComparisonCheck: Sendable {
  /// A stable name.
  let id: String
  /// Finds what is wrong.
  let run: @Sendable (Comparison, inout Findings) -> Void
}

/// All checks, in the order they report.
public enum CheckCatalog {
  static let checks: [Check] = [
    .symbolOrder, .definitions, .gnuHash, .sysvHash, .hashAgreement, .versions, .localVersions,
    .relocations, .copiedLocals, .sections,
  ]

  static let comparisons: [ComparisonCheck] = [
    .frame, .symbolChanges, .names, .copiedData, .relocationMeaning, .misreadReferences,
    .hashContent, .lookups,
  ]

  /// The names of the checks on a file alone.
  public static var checkNames: [String] { checks.map(\.id) }

  /// The names of the checks against an original, the comparison of bytes included.
  public static var comparisonNames: [String] {
    comparisons.map(\.id) + [convertedRelocations, staticSymbols, untouchedBytes]
  }
}

/// Holds every table of `image` against every other.
///
/// - Parameter toleratesOddLocals: whether local symbols are let pass that do no harm to an edit: data
///   that a COPY relocation fills, as in a file that somebody edited by force, and symbols with a
///   version, at which no loader looks.
/// - Returns: what is wrong; empty for a sound file.
public func verify(_ image: DynamicImage, toleratesOddLocals: Bool = false) -> [Problem] {
  let checks = CheckCatalog.checks.filter {
    !(toleratesOddLocals && [Check.copiedLocals.id, Check.localVersions.id].contains($0.id))
  }
  return checks.flatMap { check in
    var findings = Findings(check.id)
    check.run(image, &findings)
    return findings.all
  }
}

/// Holds `after` against `before`: nothing may have happened but that symbols became local, and what
/// `latitude` accepts beside.
///
/// - Parameters:
///   - intended: the symbols of `before` that were to become local; nil to accept any.
///   - forced: those among them that a rule would have kept.
///   - latitude: what else may have happened. Conversions are only counted here: what they mean is
///     for ``verify(_:in:against:)`` to say.
/// - Returns: what is wrong; empty for a sound demotion.
public func verify(
  _ after: DynamicImage, against before: DynamicImage, intended: SymbolSet?,
  forced: SymbolSet = [], latitude: Latitude = Latitude()
) -> [Problem] {
  let comparison = Comparison(
    before: before, after: after, intended: intended, forced: forced, latitude: latitude)
  return CheckCatalog.comparisons.flatMap { check in
    var findings = Findings(check.id)
    check.run(comparison, &findings)
    return findings.all
  }
}
