// A change of many symbols, by what decided and by the family that the names belong to: hundreds of
// lines are no answer.

internal import ELFModel
internal import Interposition

/// What became of symbols for the same reason.
struct ChangeGroups {
  /// More symbols than this are shown in groups.
  static let longestList = 60

  private enum Outcome: Int, Hashable {
    case demoted
    case changed
    case kept

    var sign: String { self == .kept ? " " : "-" }
  }

  private struct Reason: Hashable {
    let outcome: Outcome
    let ground: SymbolNotes.Ground
  }

  private struct Group {
    let reason: Reason
    var comment = ""
    var symbols: [SymbolIndex] = []

    var outcome: Outcome { reason.outcome }
  }

  private let groups: [Group]
  private let view: SymbolView
  /// Those that the file may have a copy of.
  private let families: FamilyIndex

  /// Groups the symbols of `diff` by their notes; a symbol that is new belongs to none.
  init(_ diff: SymbolDiff, _ notes: SymbolNotes) {
    view = diff.before
    let image = diff.before.image
    families = FamilyTable.families(in: image.exports.lazy.map { image.name(of: $0) })
    var groups: [Group] = []
    var places: [Reason: Int] = [:]
    for pair in diff.pairs {
      guard let symbol = pair.before else { continue }
      let outcome: Outcome =
        diff.isDemotion(pair) || diff.isRemoval(pair)
        ? .demoted : diff.isChange(pair) ? .changed : .kept
      let reason = Reason(outcome: outcome, ground: notes.ground(of: symbol))
      let place = places[reason] ?? groups.count
      if place == groups.count {
        places[reason] = place
        groups.append(Group(reason: reason))
      }
      groups[place].symbols.append(symbol)
    }
    for place in groups.indices { groups[place].comment = Self.comment(on: groups[place], notes) }
    self.groups = groups.sorted { first, second in
      let outcomes = (first.outcome.rawValue, second.outcome.rawValue)
      if outcomes.0 != outcomes.1 { return outcomes.0 < outcomes.1 }
      if first.symbols.count != second.symbols.count {
        return first.symbols.count > second.symbols.count
      }
      return first.comment < second.comment
    }
  }

  /// The note that its symbols have in common; of names that stand one by one in a file, the file.
  private static func comment(on group: Group, _ notes: SymbolNotes) -> String {
    guard case .named(let file, let isKept) = group.reason.ground, group.symbols.count > 1 else {
      return notes[group.symbols[0]]?.comment ?? ""
    }
    return (isKept ? "kept: " : "") + "\(file): \(group.symbols.count) names, one by one"
  }

  /// One paragraph for each reason.
  var text: String { groups.map(text).joined() }

  private func text(_ group: Group) -> String {
    let (outcome, count) = (group.outcome, group.symbols.count)
    // What the file only refers to is listed where a pattern asks for it, and is no export.
    let noun = view.image[group.symbols[0]].isUndefined ? "reference" : "symbol"
    return outcome.sign + counted(count, noun, "\(noun)s") + "  # \(group.comment.printable)\n"
      + shares(of: group.symbols).map { "\(outcome.sign)    \(line($0, width: 94))\n" }.joined()
  }

  /// The symbols of one family.
  private struct Share {
    let title: String?
    var symbols: [SymbolIndex] = []
  }

  /// The family, how many symbols it has, and some of them.
  private func line(_ share: Share, width: Int) -> String {
    let label = share.title.map { "\($0) (\(share.symbols.count)): " } ?? ""
    let words = readable(share.symbols)
    // Demangled names have spaces in them.
    let separator = words.contains { $0.contains(" ") } ? ", " : " "
    return label
      + nameSample(
        words, of: share.symbols.count, width: width - label.count, separator: separator)
  }

  /// The names of the first of `symbols`, or if there are many, of those whose names have no underscore
  /// in front or are mangled: more than fit into a line, but not all of them, since that takes a
  /// demangler.
  private func readable(_ symbols: [SymbolIndex]) -> [String] {
    let known = symbols.lazy.filter { symbol in
      let name = view.image.name(of: symbol)
      return name.first != UInt8(ascii: "_")
        || name.dropFirst().first.map { $0 == UInt8(ascii: "Z") || $0 == UInt8(ascii: "R") }
          ?? false
    }
    let first = symbols.count > Self.sampled ? Array(known.prefix(Self.sampled)) : symbols
    return (first.isEmpty ? Array(symbols.prefix(Self.sampled)) : first)
      .map { ReadableName(of: $0, in: view).text }
  }

  /// Of more symbols than this only some are named.
  private static let sampled = 200

  /// The symbols by family, the largest first; those of none last.
  private func shares(of symbols: [SymbolIndex]) -> [Share] {
    var shares: [Share] = []
    var places: [String?: Int] = [:]
    for symbol in symbols {
      let title = families.family(of: view.image.name(of: symbol))?.title
      let place = places[title] ?? shares.count
      if place == shares.count {
        places[title] = place
        shares.append(Share(title: title))
      }
      shares[place].symbols.append(symbol)
    }
    guard shares.count > 1 else { return shares }
    let known = shares.filter { $0.title != nil }.sorted { $0.symbols.count > $1.symbols.count }
    let others = shares.filter { $0.title == nil }.map {
      Share(title: "others", symbols: $0.symbols)
    }
    return known + others
  }
}
