// `--export-dynamic-symbol-list`: read as dynamic lists are; gold does not know the option.

import Policy
import TestSupport

extension Row {
  static let exportLists: [Row] = [
    Row(
      "name", "{ foo; };", as: .exportDynamicSymbolList,
      rule: "what a list names is added",
      differences: [
        .gold: .rejects("unknown option")
      ]),
    Row(
      "pattern", "{ foo*; };", as: .exportDynamicSymbolList,
      rule: "what a list covers is added",
      differences: [
        .gold: .rejects("unknown option")
      ]),
    Row(
      "everything", "{ *; };", as: .exportDynamicSymbolList,
      rule: "what a list covers is added",
      differences: [
        .gold: .rejects("unknown option")
      ]),
    Row(
      "quoted pattern", #"{ "foo*"; bar; };"#, as: .exportDynamicSymbolList,
      rule: "quotes make one name: no symbol has this",
      differences: [
        .gold: .rejects("unknown option"),
        .lld: .keeps(["bar", "foo", "foo\\_a", "foo_a", "foo_b"]),
        .mold: .keeps(["bar", "foo", "foo\\_a", "foo_a", "foo_b"]),
      ]),
    Row(
      "C++ pattern", #"{ extern "C++" { ns::*; }; };"#, as: .exportDynamicSymbolList,
      rule: "a pattern covers what the name stands for",
      differences: [
        .gold: .rejects("unknown option")
      ]),
    Row(
      "C++ name", #"{ extern "C++" { "ns::g()"; }; bar; };"#, as: .exportDynamicSymbolList,
      rule: "quotes make one demangled name",
      differences: [
        .gold: .rejects("unknown option")
      ]),
    Row(
      "two lists", "{ foo; }; { bar; };", as: .exportDynamicSymbolList,
      rule: "lists are one list",
      differences: [
        .gold: .rejects("unknown option"),
        .lld: .rejects("EOF expected, but got {"),
        .mold: .rejects("trailing garbage token"),
      ]),
    Row(
      "empty list", "{ };", as: .exportDynamicSymbolList,
      rule: "a list may be empty, as for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in dynamic list"),
        .gold: .rejects("unknown option"),
      ]),
    Row(
      "negated by !", "{ foo_[!a]; };", as: .exportDynamicSymbolList,
      rule: "[!a] is fnmatch(3), as for GNU ld",
      differences: [
        .gold: .rejects("unknown option"),
        .mold: .keeps(["foo_a"]),
      ]),
    Row(
      "global section", "{ global: foo; };", as: .exportDynamicSymbolList,
      rule: "sections belong to version scripts",
      differences: [
        .lld: .keeps(["foo"])
      ]),
  ]
}
