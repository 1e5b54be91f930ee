// The forms that a report can take.

/// The forms a report can take.
public enum Format: String, Sendable, CaseIterable {
  case text
  case json
  /// A line of JSON for what comes first, for each file, and for the end; what shards say is merged from
  /// these.
  case jsonl
  /// Lines as `LD_DEBUG=bindings` prints them.
  case ldDebug = "ld-debug"
  /// Findings as annotations in a GitHub workflow.
  case github
  /// Findings in the Static Analysis Results Interchange Format 2.1.0.
  case sarif
  /// Who captures whose references, as a graph for Graphviz.
  case dot
  /// The same for Mermaid.
  case mermaid
  /// One page for a browser.
  case html

  /// Whether it has room for findings and for nothing else: of a result that is none it says nothing,
  /// which reads as if nothing had been found.
  public var isForFindingsOnly: Bool {
    switch self {
    case .github, .sarif, .dot, .mermaid: true
    case .text, .json, .jsonl, .ldDebug, .html: false
    }
  }
}
