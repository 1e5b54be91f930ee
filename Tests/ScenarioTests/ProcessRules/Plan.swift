// What `plan` says of one file, by symbol and by rule.

import Foundation
import TestSupport
import Testing

/// A dry run, as its JSON tells of it.
struct Plan {
  let status: Int32?
  /// The changes in each process.
  let processes: [ProcessChange]
  /// Every warning.
  let warnings: [String]
  private let symbols: [[String: Any]]

  /// Runs `plan`; `words` are options and the file.
  init(_ words: [String], directory: URL? = nil) throws {
    let result = try run(toolPath, ["plan", "--format=json"] + words, directory: directory)
    let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let files = try #require((report as? [String: Any])?["files"] as? [[String: Any]])
    let file = try #require(files.first)
    status = result.status
    symbols = file["symbols"] as? [[String: Any]] ?? []
    processes = (file["processes"] as? [[String: Any]] ?? []).map(ProcessChange.init)
    warnings = (file["messages"] as? [[String: Any]] ?? []).compactMap {
      $0["severity"] as? String == "warning" ? $0["text"] as? String : nil
    }
  }

  init(_ words: String...) throws { try self.init(words) }

  /// Whether `name` would be demoted.
  func demotes(_ name: String) -> Bool { fields(name)?["demoted"] as? Bool ?? false }

  /// The rule that keeps `name`, or would.
  func rule(_ name: String) -> String? { fields(name)?["rule"] as? String }

  /// Why `name` is as it will be.
  func cause(_ name: String) -> String? { fields(name)?["cause"] as? String }

  /// The names that `rule` warns of; nil if it says nothing.
  func names(ofWhich rule: String) -> [String]? {
    let mark = "[\(rule)]: "
    let warning = warnings.first { $0.contains(mark) }
    return warning?.firstRange(of: mark).flatMap { range in
      warning?[range.upperBound...].split(separator: " ").map(String.init)
    }
  }

  /// The rules that warn.
  var warningRules: Set<String> {
    Set(
      warnings.compactMap { warning in
        warning.firstRange(of: "]: ").flatMap { end in
          warning[..<end.lowerBound].split(separator: "[").last.map(String.init)
        }
      })
  }

  private func fields(_ name: String) -> [String: Any]? {
    symbols.first { $0["name"] as? String == name }
  }
}

/// What happens to the bindings of one process.
struct ProcessChange {
  let program: String
  let changes: [Change]

  struct Change: Hashable {
    let kind: String
    let reference: String
    let name: String
    let before: String?
    let after: String?
  }

  init(_ fields: [String: Any]) {
    program = fields["program"] as? String ?? ""
    changes = (fields["binding_changes"] as? [[String: Any]] ?? []).map {
      Change(
        kind: $0["kind"] as? String ?? "", reference: $0["reference"] as? String ?? "",
        name: $0["name"] as? String ?? "", before: $0["before"] as? String,
        after: $0["after"] as? String)
    }
  }

  /// The kinds of change that the references to `name` go through.
  func kinds(_ name: String) -> [String] { changes.filter { $0.name == name }.map(\.kind) }
}
