// The whole of a run but for the disk: decode, choose, plan, convert, remove, hide in .symtab, encode,
// decode again, verify. The last bytes of the file choose what is demoted, and what follows; they may belong to a
// table, or to nothing.

internal import Demotion
internal import ELFCodec
internal import ELFModel
internal import Hazards
internal import LoaderModel
internal import Verification

extension FuzzTarget {
  /// Demotes in any sound file, and holds the result against every law.
  public static let demotion = FuzzTarget(name: "FuzzDemotion", takesELF: true) { bytes in
    let choice = DemotionChoice(bytes)
    guard let before = decoded(bytes), verify(before).isEmpty,
      before.obstacles(converting: choice.converts).isEmpty,
      !choice.converts || before.conversionObstacles.isEmpty,
      !choice.removes || before.removalObstacles.isEmpty
    else { return }
    let first = choice.symbols(of: before, part: 0)
    let middle = demote(first, in: before, bytes, choice)
    // What is demoted in two runs is sound after each.
    let second = choice.symbols(of: middle.image, part: 1)
    _ = demote(second, in: middle.image, middle.bytes, choice)
  }

  private static func demote(
    _ symbols: SymbolSet, in before: DynamicImage, _ bytes: [UInt8], _ choice: DemotionChoice
  ) -> (image: DynamicImage, bytes: [UInt8]) {
    do {
      let demoted = DemotionPlan(demoting: symbols, in: before).applied(to: before)
      let (finished, conversions, removed) = try finish(
        demoted, madeFrom: before, bytes, choice)
      var planned = finished
      // A conversion that is not whole is refused where it has to be.
      guard (removed?.from ?? planned).misreadReferences(since: before) == 0 else {
        return (before, bytes)
      }
      var edits: [ByteEdit]
      var statics: (before: StaticSymbolTable, after: StaticSymbolTable)?
      do {
        statics = try choice.hidesStatics ? hideStatics(planned, bytes, before, removed) : nil
        if let statics, statics.before != statics.after,
          var headers = planned.sections?.table.headers
        {
          statics.after.describe(in: &headers)
          planned.sections?.table.headers = headers
        }
        edits = try encode(planned, over: before, in: bytes, converting: conversions)
        if let statics {
          edits += try encode(statics.after, over: statics.before, of: before, in: bytes)
          edits.sort { $0.offset < $1.offset }
        }
      } catch is EncodeError {
        // What does not fit is refused.
        return (before, bytes)
      } catch is DecodeError {
        // So is a .symtab that contradicts itself.
        return (before, bytes)
      }
      require(
        edits.isEmpty == (planned == before && statics?.before == statics?.after),
        "an edit is made where something changes")
      let source = EditedSource(bytes, edits: edits)
      let after = try ELFCodec.decode(source)
      require(after == planned, "the result reads as planned")
      let records = try convertedRelocations(from: before, in: bytes, to: after, in: source)
      let forced = choice.isForced ? symbols : []
      let problems =
        verify(edits, within: before, and: statics?.before, words: records.compactMap(\.word))
        + verify(after, toleratesOddLocals: choice.isForced)
        + verify(
          after, against: before, intended: symbols, forced: forced, latitude: choice.latitude)
        + verify(records, in: after, against: before)
        + (try verifyUntouchedBytes(
          source, image: after, against: bytes, image: before, conversions: records,
          statics: statics?.before))
        + (try staticProblems(statics, in: source, after, against: before))
      require(problems.isEmpty, "\(problems.prefix(3))")
      let (again, more, _) = try finish(after, madeFrom: after, source, choice)
      let secondEdits = try encode(again, over: after, in: source, converting: more)
      require(
        secondEdits.isEmpty,
        "a second run changes nothing: \(secondEdits.prefix(3)), converting \(more.prefix(3))")
      tryInProcess(symbols, from: before, to: after, bytes)
      let result = try source.bytes(in: 0..<source.byteCount)
      require(result.count == bytes.count, "no file grows or shrinks")
      return (after, result)
    } catch {
      fatalError("a sound file cannot be edited: \(error)")
    }
  }
}

/// What follows the demotion.
private func finish(
  _ demoted: DynamicImage, madeFrom original: DynamicImage, _ source: some ByteSource,
  _ choice: DemotionChoice
) throws -> (DynamicImage, [ConvertedRelocation], removed: (from: DynamicImage, SymbolSet)?) {
  var image = demoted
  var conversions: [ConvertedRelocation] = []
  if choice.converts {
    let candidates = RelocationConversion.candidates(
      in: image, madeFrom: original, includesSlots: image.takesRelativeSlots)
    let words = try programWords(
      at: candidates.compactMap(\.addendAddress), of: image, in: source)
    let conversion = RelocationConversion(candidates, words: words, in: image)
    conversions = conversion.converted
    image = conversion.applied(to: image)
  }
  guard choice.removes else { return (image, conversions, nil) }
  let removal = SymbolRemoval(from: image)
  return (removal.applied(to: image), conversions, (image, removal.removed))
}

/// `.symtab` as it is and as it follows `planned`; nil if there is none that can follow.
private func hideStatics(
  _ planned: DynamicImage, _ bytes: [UInt8], _ before: DynamicImage,
  _ removed: (from: DynamicImage, symbols: SymbolSet)?
) throws -> (before: StaticSymbolTable, after: StaticSymbolTable)? {
  guard before.staticObstacles.isEmpty,
    let table = try decodeStaticSymbols(bytes, of: before)
  else { return nil }
  let plan = StaticSymbolPlan(hidingLocalsOf: planned, in: table, removed: removed)
  return (table, plan.applied(to: table))
}

/// What is wrong with `.symtab` of the result.
private func staticProblems(
  _ statics: (before: StaticSymbolTable, after: StaticSymbolTable)?, in source: some ByteSource,
  _ image: DynamicImage, against before: DynamicImage
) throws -> [Problem] {
  guard let statics else { return [] }
  guard let readBack = try decodeStaticSymbols(source, of: image) else { return [.notAsPlanned] }
  require(readBack == statics.after, "the hidden symbols read as planned")
  return verify(readBack, of: image, against: statics.before, of: before)
}

/// Asks the rules about processes; what they say is theirs to say.
private func tryInProcess(
  _ symbols: SymbolSet, from before: DynamicImage, to after: DynamicImage, _ bytes: [UInt8]
) {
  let process = FuzzProcess(of: before, bytes)
  let view = ProcessView(
    before: process.record(of: before), after: process.record(of: after), of: before,
    identity: FuzzProcess.program, demoting: symbols, spelledOut: [])
  if let derived = process.record(of: after, like: before) {
    let changes = bindingChanges(from: view.after, to: derived)
    require(
      changes.isEmpty && derived.bindings.count == view.after.bindings.count
        && zip(derived.bindings, view.after.bindings).allSatisfy {
          $0.target == $1.target && $0.count == $1.count
        } && derived.problems == view.after.problems && derived.scopes == view.after.scopes,
      "a process like another one is what a start makes: \(changes.prefix(3))")
  }
  let objections = ProcessRuleCatalog.objections(in: [view])
  for symbol in symbols { _ = objections(symbol) }
  _ = ProcessRuleCatalog.warnings(in: [view])
}

/// What the last eight bytes of an input ask for.
private struct DemotionChoice {
  private let bits: UInt64

  init(_ bytes: [UInt8]) {
    bits = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Whether symbols go that only `--force` demotes.
  var isForced: Bool { bits & 1 == 1 }

  /// Whether relocations against local symbols are converted.
  var converts: Bool { bits >> 61 & 1 == 1 }
  /// Whether local symbols that nothing names are removed.
  var removes: Bool { bits >> 62 & 1 == 1 }
  /// Whether `.symtab` follows.
  var hidesStatics: Bool { bits >> 60 & 1 == 1 }
  /// What a verification has to accept.
  var latitude: Latitude {
    Latitude(convertedRelocations: converts, removedSymbols: removes)
  }

  /// All that may be demoted, or some of them; `part` gives other ones. As in a selection, entries
  /// of one name share its fate: of two that are the same in everything nobody can tell which went.
  func symbols(of image: DynamicImage, part: UInt64) -> SymbolSet {
    let objection = RuleCatalog.objections(in: image)
    let isAll = bits >> (1 + part) & 1 == 1
    let exports = image.exports
    let kept = Set(
      exports.filter { symbol in
        if let objection = objection(symbol) { return !(isForced && objection.yieldsToForce) }
        let place = (UInt64(NameHash.gnu(image.name(of: symbol))) &+ part &* 7) % 60
        return !isAll && bits >> place & 1 == 0
      }.map { image.name(of: $0) })
    return SymbolSet(exports.filter { !kept.contains(image.name(of: $0)) })
  }
}
