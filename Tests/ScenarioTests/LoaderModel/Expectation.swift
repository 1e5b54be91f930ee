// What must be found among what the loader says, in few words.

import TestSupport

/// Lines by files, `REFERRER[NAMESPACE] -> DEFINER[NAMESPACE]: SYMBOL@VERSION (protected)`;
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
  /// Whether a definition was found.
  let isBinding: Bool
  /// As in an expectation.
  let summary: String
  /// The object that refers to the symbol, as in an expectation.
  let referrer: String
  /// The symbol, without its version.
  let symbol: String
  /// Both.
  var subject: String { "\(referrer): \(symbol)" }

  /// A line of the loader's log, or one of the model's; nil if it says nothing of a symbol.
  init?(_ line: String) {
    let binding = Binding(line: line[...])
    isBinding = binding != nil
    if let binding {
      let start = line.firstRange(of: "binding file ")?.lowerBound ?? line.startIndex
      text = String(line[start...])
      referrer = Self.object(binding.referrer, binding.referrerNamespace)
      symbol = binding.name
      let definer = Self.object(binding.definer, binding.definerNamespace)
      let version = binding.version.map { "@\($0)" } ?? ""
      summary =
        "\(referrer) -> \(definer): \(binding.name)\(version)"
        + (binding.isProtected ? " (protected)" : "")
    } else if let undefined = Undefined(line) {
      text = "undefined symbol: \(undefined.symbol)\t(\(undefined.object))"
      let fields = undefined.symbol.split(separator: ", version ")
      referrer = Self.object(undefined.object, 0)
      symbol = String(fields[0])
      summary = "\(referrer) -> undefined: \(fields.joined(separator: "@"))"
    } else {
      return nil
    }
  }

  static func < (left: BindingLine, right: BindingLine) -> Bool { left.text < right.text }

  /// A file below the scenario's folder by its path there, and any other by its name.
  private static func object(_ path: some StringProtocol, _ namespace: Int) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    let folder = parts.lastIndex { $0.hasPrefix("symdemote-test-") }
    let isAbsolute = path.hasPrefix("/")
    let start = folder.map { $0 + 1 } ?? (isAbsolute ? parts.count - 1 : 0)
    let name = parts[max(0, start)...].joined(separator: "/")
    return namespace == 0 ? name : "\(name)[\(namespace)]"
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
