// The ways in which a demotion ends before anything is written.

internal import ELFCodec
internal import ELFModel
internal import Hazards
internal import Reporting
internal import Storage
internal import Verification

/// Why the file as it is cannot be edited; nil if it can.
func unfit(_ image: DynamicImage, _ path: FilePath, converting: Bool = false) -> FileReport? {
  let obstacles =
    image.obstacles(converting: converting) + (converting ? image.conversionObstacles : [])
  if !obstacles.isEmpty {
    let isUnsupported = obstacles.allSatisfy { $0.id == Obstacle.machine }
    return UnfitFile(obstacles, path, status: isUnsupported ? .trouble : .refused).report
  }
  // A second run over a file that was forced finds it as the first one left it.
  let problems = verify(image, toleratesOddLocals: true)
  guard !problems.isEmpty else { return nil }
  return FileReport(
    path: path, status: .trouble,
    messages: problems.map { Message(.error, "the file contradicts itself: \($0.sentence)") })
}

/// Why a file for a loader that misreads references to local symbols would break all the same; nil if
/// no relocation names a demoted one. A rule keeps what can have no other form; here it is the words
/// of the program that are in the way.
func refusalForLoader(_ finished: FinishedImage, _ path: FilePath) -> FileReport? {
  let left = finished.misreadCount
  guard left > 0 else { return nil }
  let id = finished.image.omitsLocalValues ? Obstacle.omittedValue : Obstacle.bionic
  return FileReport(
    path: path, status: .refused,
    messages: [
      Message(
        .error,
        "relocations whose words cannot be converted (\(left)) would still name demoted symbols, and "
          + "the file's loader would misread them; keep these symbols [\(id)]")
    ])
}

/// Refuses a file whose symbols cannot be removed.
///
/// - Throws: ``UnfitFile``.
func checkRemovable(_ image: DynamicImage, _ path: FilePath) throws(UnfitFile) {
  let obstacles = image.removalObstacles
  if !obstacles.isEmpty { throw UnfitFile(obstacles, path) }
}

/// A refusal that names each symbol that was asked for and must stay.
func refusal(_ disposition: Disposition, in image: DynamicImage, _ path: FilePath) -> FileReport {
  let naming = SymbolNaming(image)
  return FileReport(
    path: path, status: .refused,
    messages: disposition.refused.map { symbol, rule in
      let advice =
        rule.yieldsToForce
        ? "leave it out, or demote it all the same with --force" : "leave it out"
      return Message(.error, "\(wordsOfRefusal(symbol, rule, in: image, naming)); \(advice)")
    })
}

/// A warning that a selection is refused for the sake of `refused`; none if that is empty.
func refusalWarning(
  _ refused: [(symbol: SymbolIndex, rule: Objection)], in image: DynamicImage
) -> [Message] {
  guard let first = refused.first else { return [] }
  let more = refused.count > 1 ? ", and \(refused.count - 1) more" : ""
  return [
    Message(
      .warning,
      "apply would refuse this selection and demote nothing: "
        + wordsOfRefusal(first.symbol, first.rule, in: image, SymbolNaming(image)) + more)
  ]
}

/// That `symbol` stays, and why.
private func wordsOfRefusal(
  _ symbol: SymbolIndex, _ rule: Objection, in image: DynamicImage, _ naming: SymbolNaming
) -> String {
  let name = naming.versionedName(of: symbol)
  // What the file only refers to is not exported, but stays no less.
  let stays = image[symbol].isUndefined ? "must stay as it is" : "must stay exported"
  return "\(name) \(stays): \(rule.reason) [\(rule.id)]"
}

/// The report of a result that did not pass.
func unverified(_ problems: [Problem], _ path: FilePath) -> FileReport {
  FileReport(
    path: path, status: .unverified,
    messages: problems.map {
      Message(.error, "the result did not pass verification, nothing was written: \($0.sentence)")
    })
}

/// Decodes what the edits make of the file and holds it against the file and the plan.
func verifyResult(
  _ edits: [ByteEdit], of file: DiskFile, before: DynamicImage, planned: FinishedImage,
  _ change: StaticChange?, _ disposition: Disposition, _ finishing: FinishingChoice
) throws -> [Problem] {
  let edited = EditedSource(file, edits: edits, holding: before.strings)
  let readBack: DynamicImage
  let conversions: [ConvertedRelocation]
  let staticProblems: [Problem]
  do {
    readBack = try decode(edited)
    conversions = try convertedRelocations(from: before, in: file, to: readBack, in: edited)
    staticProblems = try change?.problems(in: edited, readBack, against: before) ?? []
  } catch let error as DecodeError {
    return [.unreadable(wording(of: error).text)]
  }
  return verify(readBack, toleratesOddLocals: true)
    + verify(
      readBack, against: before, intended: disposition.demoted, forced: disposition.forced,
      latitude: finishing.latitude)
    + verify(conversions, in: readBack, against: before)
    + verify(edits, within: before, and: change?.before, words: conversions.compactMap(\.word))
    + staticProblems + (planned.isRead(as: readBack, conversions) ? [] : [.notAsPlanned])
}

/// A family of names that only works as a whole, forced in part, ends up in two halves.
func splitFamilyWarnings(_ disposition: Disposition, in image: DynamicImage) -> [Message] {
  let naming = SymbolNaming(image)
  return disposition.splitFamilies.map { rule, kept in
    Message(
      .warning,
      "only a part of the \(rule) family is forced to be local; "
        + "\(naming.versionedName(of: kept)) stays exported")
  }
}
