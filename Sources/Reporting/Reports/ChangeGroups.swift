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
    let comment: String
  }

  private struct Group {
    let reason: Reason
    var symbols: [SymbolIndex] = []
  }

  private let groups: [Group]
  private let view: SymbolView
  /// Those that the file may have a copy of.
  private let families: [Family]

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
      let reason = Reason(outcome: outcome, comment: notes[symbol]?.comment ?? "")
      let place = places[reason] ?? groups.count
      if place == groups.count {
        places[reason] = place
        groups.append(Group(reason: reason))
      }
      groups[place].symbols.append(symbol)
    }
    self.groups = groups.sorted { first, second in
      let outcomes = (first.reason.outcome.rawValue, second.reason.outcome.rawValue)
      if outcomes.0 != outcomes.1 { return outcomes.0 < outcomes.1 }
      if first.symbols.count != second.symbols.count {
        return first.symbols.count > second.symbols.count
      }
      return first.reason.comment < second.reason.comment
    }
  }

  /// One paragraph for each reason.
  var text: String { groups.map(text).joined() }

  private func text(_ group: Group) -> String {
    let (reason, count) = (group.reason, group.symbols.count)
    // What the file only refers to is listed where a pattern asks for it, and is no export.
    let noun = view.image[group.symbols[0]].isUndefined ? "reference" : "symbol"
    return reason.outcome.sign + counted(count, noun, "\(noun)s")
      + "  # \(reason.comment.printable)\n"
      + shares(of: group.symbols).map { share in
        "\(reason.outcome.sign)    \(share.line(width: 94))\n"
      }.joined()
  }

  /// The symbols of one family.
  private struct Share {
    let title: String?
    var names: [ReadableName] = []

    /// The family, how many symbols it has, and some of them.
    func line(width: Int) -> String {
      let label = title.map { "\($0) (\(names.count)): " } ?? ""
      let words = names.map(\.text)
      // Demangled names have spaces in them.
      let separator = words.contains { $0.contains(" ") } ? ", " : " "
      return label + nameSample(words, width: width - label.count, separator: separator)
    }
  }

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
      shares[place].names.append(ReadableName(of: symbol, in: view))
    }
    guard shares.count > 1 else { return shares }
    let known = shares.filter { $0.title != nil }.sorted { $0.names.count > $1.names.count }
    let others = shares.filter { $0.title == nil }.map { Share(title: "others", names: $0.names) }
    return known + others
  }
}
