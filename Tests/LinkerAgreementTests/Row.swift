// One script, the rule that it is about, and which linkers read it otherwise than symdemote.

import Policy
import TestSupport
import Testing

/// What a reader of a script makes of it, among the exports that all linkers have in common.
enum Outcome: Sendable, Equatable {
  /// These stay, or are added, and no others.
  case keeps([String])
  /// All but these stay.
  case demotes([String])
  /// It is an error; the reader says this, among other things.
  case rejects(String)
}

/// A script and its rule.
struct Row: Sendable, CustomTestStringConvertible {
  /// What it is called; no two rows have the same name.
  let name: String
  let format: ListFormat
  let script: String
  /// Why symdemote reads it as it does.
  let rule: String
  /// The linkers that differ from symdemote, and what they do instead; the others agree.
  let differences: [Linker: Outcome]

  init(
    _ name: String, _ script: String, as format: ListFormat = .versionScript, rule: String,
    differences: [Linker: Outcome] = [:]
  ) {
    self.name = name
    self.format = format
    self.script = script
    self.rule = rule
    self.differences = differences
  }

  var testDescription: String { "\(format.rawValue): \(name)" }
}

extension Row {
  static let all: [Row] =
    plain + precedence + nodes + patterns + characters + comments + languages + sections + faults
    + lists + exportLists
}
