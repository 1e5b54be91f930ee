// Scripts as most projects have them.

import Policy
import TestSupport

extension Row {
  static let plain: [Row] = [
    Row(
      "one name", "{ global: foo; local: *; };",
      rule: "what local: names goes, but for what global: names"),
    Row(
      "several names", "{ global: foo; bar; data; weak_one; guarded; local: *; };",
      rule: "functions, data, weak and protected symbols are names alike"),
    Row(
      "everything local", "{ local: *; };",
      rule: "* is every name"),
    Row(
      "nothing local", "{ global: foo; };",
      rule: "what no pattern covers stays"),
    Row(
      "empty node", "{ };",
      rule: "what no pattern covers stays"),
    Row(
      "no label", "{ foo; ba*; };",
      rule: "what has no label is global"),
    Row(
      "only local names", "{ local: foo; bar; };",
      rule: "a name that is local goes alone"),
    Row(
      "only local pattern", "{ local: foo*; };",
      rule: "a pattern that is local takes what it covers"),
    Row(
      "one version", "V1 { global: foo; local: *; };",
      rule: "a version restricts nothing"),
    Row(
      "no space", "{ global :foo;local :*; };",
      rule: "space separates nothing that punctuation does",
      differences: [
        .lld: .rejects("; expected, but got :foo"),
        .mold: .rejects("expected ';'"),
      ]),
    Row(
      "no space after a label", "{ global:foo;local:*; };",
      rule: "a colon ends a keyword; lld and mold take it for a part of the name",
      differences: [
        .lld: .demotes([]),
        .mold: .demotes([]),
      ]),
    Row(
      "carriage returns", "{\r\n global: foo;\r\n local: *;\r\n};\r\n",
      rule: "a carriage return is space"),
    Row(
      "a name that is nowhere", "{ global: foo; nowhere; local: *; };",
      rule: "a name that no symbol has covers nothing"),
    Row(
      "a hidden name", "{ global: foo; foo_hidden; local: *; };",
      rule: "a hidden symbol is no export, whoever names it"),
    Row(
      "said twice", "{ global: foo; foo; local: *; *; };",
      rule: "to repeat changes nothing"),
    Row(
      "as build systems lay it out", "{\n  global:\n    foo;\n    ba*;\n\n  local:\n    *;\n};\n",
      rule: "lines are space"),
  ]
}
