// What `explain` says, as its JSON tells it.

import Foundation
import TestSupport
import Testing

/// An explanation, symbol by symbol.
struct Explanation {
  struct Clause: Equatable {
    let text: String
    let file: String?
    let line: Int?
    let standing: String
  }

  struct Rule: Equatable {
    let id: String
    let effect: String
    let forceLifts: Bool?
  }

  struct Reference: Equatable {
    let object: String
    let kinds: [String]
    let before: String?
    let after: [String?]
  }

  struct Suggestion {
    let outcome: String
    let removedTexts: [String]
    let removedLines: [Int]
    let options: [String]
    let policyLine: String?
    let isAboveSections: Bool
    let othersChanged: Int
    let leavesNothing: Bool
    let isRunOfItsOwn: Bool
    let obstacle: String?
    let breaks: [String]
  }

  struct Symbol {
    let fields: [String: Any]

    var name: String { fields["name"] as? String ?? "" }
    var version: String? { fields["version"] as? String }
    var demangled: String? { fields["demangled"] as? String }
    var outcome: String { fields["outcome"] as? String ?? "" }
    var isDemoted: Bool { outcome == "demoted" || outcome == "forced" }

    var clauses: [Clause] {
      list("clauses").map {
        Clause(
          text: $0["text"] as? String ?? "", file: $0["file"] as? String, line: $0["line"] as? Int,
          standing: $0["standing"] as? String ?? "")
      }
    }
    var rules: [Rule] {
      list("rules").map {
        Rule(
          id: $0["rule"] as? String ?? "", effect: $0["effect"] as? String ?? "",
          forceLifts: $0["force_lifts"] as? Bool)
      }
    }
    /// The rules that object.
    var keepers: [String] { rules.filter { $0.effect == "keeps" }.map(\.id) }
    var processes: [[String: Any]] { list("processes") }
    /// Who refers to it in the first process.
    var references: [Reference] {
      (processes.first?["references"] as? [[String: Any]] ?? []).map {
        Reference(
          object: $0["object"] as? String ?? "", kinds: $0["kinds"] as? [String] ?? [],
          before: $0["before"] as? String,
          after: ($0["after"] as? [Any] ?? []).map { $0 as? String })
      }
    }
    /// Who else defines it in the first process; the one that is found next is marked.
    var definitions: [String] {
      (processes.first?["definitions"] as? [[String: Any]] ?? []).map {
        "\($0["object"] ?? "") \($0["name"] ?? "")" + ($0["next"] as? Bool == true ? " next" : "")
      }
    }
    var suggestions: [Suggestion] {
      list("suggestions").map {
        let removed = $0["remove"] as? [[String: Any]] ?? []
        return Suggestion(
          outcome: $0["outcome"] as? String ?? "",
          removedTexts: removed.filter { !($0["file"] is String) }
            .compactMap { $0["text"] as? String },
          removedLines: removed.compactMap { $0["line"] as? Int },
          options: $0["options"] as? [String] ?? [], policyLine: $0["policy_line"] as? String,
          isAboveSections: $0["above_sections"] as? Bool ?? false,
          othersChanged: $0["others_changed"] as? Int ?? -1,
          leavesNothing: $0["leaves_nothing"] as? Bool ?? false,
          isRunOfItsOwn: $0["run_of_its_own"] as? Bool ?? false,
          obstacle: $0["obstacle"] as? String, breaks: $0["breaks"] as? [String] ?? [])
      }
    }

    private func list(_ key: String) -> [[String: Any]] { fields[key] as? [[String: Any]] ?? [] }
  }

  let status: Int32?
  let symbols: [Symbol]
  let messages: [String]

  /// Runs `explain`; `words` are the symbol, options and the file.
  init(_ words: [String]) throws {
    let result = try run(toolPath, ["explain", "--format=json"] + words)
    let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let file = ((report as? [String: Any])?["files"] as? [[String: Any]])?.first ?? [:]
    status = result.status
    symbols = (file["symbols"] as? [[String: Any]] ?? []).map(Symbol.init)
    messages = (file["messages"] as? [[String: Any]] ?? []).compactMap { $0["text"] as? String }
  }

  init(_ words: String...) throws { try self.init(words) }

  /// The only symbol.
  func symbol(sourceLocation: SourceLocation = #_sourceLocation) throws -> Symbol {
    #expect(status == 0 && symbols.count == 1, "\(messages)", sourceLocation: sourceLocation)
    return try #require(symbols.first, sourceLocation: sourceLocation)
  }
}
