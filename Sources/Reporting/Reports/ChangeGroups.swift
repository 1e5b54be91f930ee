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

  /// Groups the symbols of `diff` by their notes; a symbol that is new belongs to none.
  init(_ diff: SymbolDiff, _ notes: SymbolNotes) {
    view = diff.before
    var groups: [Group] = []
    var places: [Reason: Int] = [:]
    for pair in diff.pairs {
      guard let symbol = pair.before else { continue }
      let outcome: Outcome =
        diff.isDemotion(pair) ? .demoted : diff.isChange(pair) ? .changed : .kept
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
    let reason = group.reason
    let count = group.symbols.count
    return
      "\(reason.outcome.sign)\(count) \(count == 1 ? "symbol" : "symbols")  # \(reason.comment.printable)\n"
      + families(of: group.symbols).map { title, names in
        let label = title.map { "\($0) (\(names.count)): " } ?? ""
        return "\(reason.outcome.sign)    \(label)"
          + nameSample(names, width: 94 - label.count) + "\n"
      }.joined()
  }

  /// The names by family, the largest first; those of none last.
  private func families(of symbols: [SymbolIndex]) -> [(title: String?, names: [String])] {
    var groups: [(title: String?, names: [String])] = []
    var places: [String?: Int] = [:]
    for symbol in symbols {
      let title = FamilyTable.family(of: view.image.name(of: symbol))?.title
      let place = places[title] ?? groups.count
      if place == groups.count {
        places[title] = place
        groups.append((title, []))
      }
      groups[place].names.append(view.readableName(of: symbol))
    }
    if groups.count == 1, groups[0].title == nil { return groups }
    return groups.map { ($0.title ?? "others", $0.names) }.sorted { first, second in
      let isLast = (first.title == "others", second.title == "others")
      if isLast.0 != isLast.1 { return isLast.1 }
      return first.names.count > second.names.count
    }
  }
}

extension SymbolView {
  /// What the symbol's name stands for in C++ or Rust, without parameters; else the name.
  fileprivate func readableName(of symbol: SymbolIndex) -> String {
    guard let demangled = demangledName(symbol) else {
      return naming.versionedName(of: symbol).printable
    }
    let name = demangled.prefix { $0 != "(" }
    return (name.isEmpty ? demangled : String(name)).printable
  }
}
