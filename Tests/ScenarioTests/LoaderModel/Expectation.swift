// What must be found among what the loader says, in few words.

import TestSupport

/// Lines by file names, `REFERRER[NAMESPACE] -> DEFINER[NAMESPACE]: SYMBOL@VERSION (protected)`;
/// the base namespace is not written.
///
/// Each line must occur as often as it is written, and no other line may have the same referrer
/// and symbol. `REFERRER -> nothing: SYMBOL` says that there is no such line;
/// `REFERRER -> undefined: SYMBOL` that the loader complained.
struct Expectation {
  private let lines: [String]

  init(_ lines: [String]) { self.lines = lines }

  /// Whether it says anything.
  var isEmpty: Bool { lines.isEmpty }

  /// What differs from it in `output`.
  func complaints(about output: [BindingLine]) -> [String] {
    let found = Dictionary(grouping: output, by: \.subject).mapValues { $0.map(\.summary) }
    let expected = Dictionary(grouping: lines, by: subject)
    return expected.sorted { $0.key < $1.key }.compactMap { subject, lines in
      let wanted = lines.filter { !$0.contains(" -> nothing: ") }.sorted()
      let got = (found[subject] ?? []).sorted()
      return wanted == got ? nil : "the loader was to say \(lines), and said \(got)"
    }
  }

  /// The referrer and the symbol of a line.
  private func subject(_ line: String) -> String {
    guard let arrow = line.firstRange(of: " -> "), let colon = line.lastIndex(of: ":")
    else { return line }
    let symbol = line[line.index(colon, offsetBy: 2)...].prefix { $0 != "@" && $0 != " " }
    return "\(line[..<arrow.lowerBound]): \(symbol)"
  }
}

/// One line of what the loader or the model says: a binding, or a symbol without a definition.
struct BindingLine: Hashable, Comparable {
  /// The whole line, without the number of the process.
  let text: String
  /// As in an expectation.
  let summary: String
  /// The referrer and the symbol.
  let subject: String

  /// A line of the loader's log, or one of the model's; nil if it says nothing of a symbol.
  init?(_ line: String) {
    if let binding = Binding(line: line[...]) {
      let start = line.firstRange(of: "binding file ")?.lowerBound ?? line.startIndex
      text = String(line[start...])
      let referrer = Self.object(binding.referrer, binding.referrerNamespace)
      let definer = Self.object(binding.definer, binding.definerNamespace)
      subject = "\(referrer): \(binding.name)"
      let version = binding.version.map { "@\($0)" } ?? ""
      summary =
        "\(referrer) -> \(definer): \(binding.name)\(version)"
        + (binding.isProtected ? " (protected)" : "")
    } else if let undefined = Undefined(line) {
      text = "undefined symbol: \(undefined.symbol)\t(\(undefined.object))"
      let fields = undefined.symbol.split(separator: ", version ")
      let referrer = Self.object(undefined.object, 0)
      subject = "\(referrer): \(fields[0])"
      summary = "\(referrer) -> undefined: \(fields.joined(separator: "@"))"
    } else {
      return nil
    }
  }

  static func < (left: BindingLine, right: BindingLine) -> Bool { left.text < right.text }

  private static func object(_ path: some StringProtocol, _ namespace: Int) -> String {
    let name = path.split(separator: "/").last ?? ""
    return namespace == 0 ? "\(name)" : "\(name)[\(namespace)]"
  }
}

/// A symbol that has no definition, in the three ways it is told:
///
///     OBJECT: error: symbol lookup error: undefined symbol: SYMBOL (fatal)        LD_DEBUG
///     symbol lookup error: OBJECT: undefined symbol: SYMBOL                        a dying program
///     undefined symbol: SYMBOL<TAB>(OBJECT)                                        ldd -r, the model
private struct Undefined {
  let object: Substring
  let symbol: Substring

  init?(_ line: String) {
    guard let words = line.firstRange(of: "undefined symbol: ") else { return nil }
    let rest = line[words.upperBound...]
    if let tab = rest.firstIndex(of: "\t") {
      symbol = rest[..<tab]
      object = rest[rest.index(tab, offsetBy: 2)...].dropLast()
    } else if let error = line.firstRange(of: ": error: "), let end = rest.lastIndex(of: "(") {
      symbol = rest[..<end].dropLast()
      object = line[..<error.lowerBound]
    } else {
      return nil
    }
  }
}
