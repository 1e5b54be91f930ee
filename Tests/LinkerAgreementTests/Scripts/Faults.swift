// Scripts with an error, which no linker, or hardly one, reads.

import Policy
import TestSupport

extension Row {
  static let faults: [Row] = [
    Row(
      "empty file", "",
      rule: "a script has a node",
      differences: [
        .mold: .demotes([])
      ]),
    Row(
      "only a comment", "# c\n",
      rule: "a script has a node",
      differences: [
        .mold: .demotes([])
      ]),
    Row(
      "no semicolon in a node", "{ global: foo; local: * };",
      rule: "a semicolon ends a pattern",
      differences: [
        .mold: .keeps(["foo"])
      ]),
    Row(
      "no semicolon after a node", "{ global: foo; local: *; }",
      rule: "a semicolon ends a node"),
    Row(
      "no end of a node", "{ global: foo; local: *;",
      rule: "a brace has to close"),
    Row(
      "no end of quotes", #"{ global: "foo; local: *; };"#,
      rule: "quotes have to end; GNU ld skips the quote with a warning",
      differences: [
        .bfd: .keeps(["foo"])
      ]),
    Row(
      "two semicolons in a node", "{ global: foo;; local: *; };",
      rule: "a semicolon ends one pattern"),
    Row(
      "only a semicolon in a node", "{ ; };",
      rule: "a semicolon ends one pattern",
      differences: [
        .mold: .demotes([])
      ]),
    Row(
      "two semicolons after a node", "{ global: foo; local: *; };;",
      rule: "a semicolon ends one node"),
    Row(
      "two names", "{ global: foo bar; local: *; };",
      rule: "a semicolon ends a pattern"),
    Row(
      "brace too many", "{ global: foo; local: *; }; }",
      rule: "braces match"),
    Row(
      "brace within a node", "{ { foo; }; };",
      rule: "braces match"),
    Row(
      "empty global section of a semicolon", "{ global: ; local: *; };",
      rule: "a semicolon ends one pattern"),
    Row(
      "other label", "{ public: foo; local: *; };",
      rule: "global and local are the sections"),
    Row(
      "two versions of one node", "V1 V2 { local: *; };",
      rule: "a node has one name"),
    Row(
      "dependency of an anonymous node", "{ global: foo; local: *; } V1;",
      rule: "a node without a name depends on nothing",
      differences: [
        .mold: .keeps(["foo"])
      ]),
    Row(
      "block outside a node", #"extern "C++" { ns::*; };"#,
      rule: "a block stands within a node"),
  ]
}
