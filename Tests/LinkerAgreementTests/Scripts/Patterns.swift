// Wildcards, quotes and escapes.

import Policy
import TestSupport

extension Row {
  static let patterns: [Row] = [
    Row(
      "question mark", "{ global: foo_?; local: *; };",
      rule: "? is one character"),
    Row(
      "set", "{ global: foo_[ab]; local: *; };",
      rule: "[] is one character of some"),
    Row(
      "range", "{ global: foo_[a-b]; local: *; };",
      rule: "[] is one character of some"),
    Row(
      "star in the middle", "{ global: f*_b; local: *; };",
      rule: "* is any run of characters"),
    Row(
      "several stars", "{ global: *o*_*; local: *; };",
      rule: "* is any run of characters"),
    Row(
      "negated by !", "{ global: foo_[!a]; local: *; };",
      rule: "[!a] is fnmatch(3), as for GNU ld",
      differences: [
        .gold: .rejects("syntax error, unexpected '!'"),
        .mold: .keeps(["foo_a"]),
      ]),
    Row(
      "negated by ^", "{ global: foo_[^a]; local: *; };",
      rule: "[^a] is what all read"),
    Row(
      "bracket in a set", "{ global: []f]oo; local: *; };",
      rule: "] is a member if it is first, as for fnmatch(3)",
      differences: [
        .mold: .keeps([])
      ]),
    Row(
      "open bracket", "{ global: foo[; local: *; };",
      rule: "an error that two linkers report, and two would silently read as no match",
      differences: [
        .bfd: .keeps([]),
        .gold: .keeps([]),
      ]),
    Row(
      "backward range", "{ global: foo_[b-a]; local: *; };",
      rule: "an error that two linkers report, and two would silently read as no match",
      differences: [
        .bfd: .keeps([]),
        .gold: .keeps([]),
      ]),
    Row(
      "quoted name", #"{ global: "foo_a"; local: *; };"#,
      rule: "quotes make one name"),
    Row(
      "quoted star", #"{ global: "st*r"; local: *; };"#,
      rule: "quotes make one name, of whatever characters",
      differences: [
        .lld: .keeps(["st*r", "stxr"]),
        .mold: .keeps(["st*r", "stxr"]),
      ]),
    Row(
      "quoted pattern", #"{ global: "foo*"; local: *; };"#,
      rule: "quotes make one name: no symbol has this",
      differences: [
        .lld: .keeps(["foo", "foo\\_a", "foo_a", "foo_b"]),
        .mold: .keeps(["foo", "foo\\_a", "foo_a", "foo_b"]),
      ]),
    Row(
      "quoted * global", #"{ global: "*"; local: foo*; };"#,
      rule: "quotes make one name",
      differences: [
        .mold: .demotes([])
      ]),
    Row(
      "quoted * local", #"{ local: "*"; };"#,
      rule: "quotes make one name",
      differences: [
        .gold: .keeps([]),
        .lld: .keeps([]),
        .mold: .keeps([]),
      ]),
    Row(
      "escaped star", #"{ global: st\*r; local: *; };"#,
      rule: "a backslash takes the next character literally",
      differences: [
        .gold: .rejects("invalid character"),
        .mold: .keeps([]),
      ]),
    Row(
      "escaped letter", #"{ global: foo\_a; local: *; };"#,
      rule: "a backslash takes the next character literally",
      differences: [
        .gold: .rejects("invalid character"),
        .lld: .keeps(["foo\\_a"]),
        .mold: .keeps(["foo\\_a"]),
      ]),
    Row(
      "escape in a pattern", #"{ global: fo\o_*; local: *; };"#,
      rule: "a backslash takes the next character literally",
      differences: [
        .gold: .rejects("invalid character"),
        .mold: .keeps([]),
      ]),
    Row(
      "backslash in quotes", #"{ global: "foo\_a"; local: *; };"#,
      rule: "quotes make one name: a backslash is one of its characters"),
    Row(
      "quotes over two lines", "{ global: \"fo\no\"; foo_a; local: *; };",
      rule: "quotes end at the next quote",
      differences: [
        .gold: .rejects("invalid character")
      ]),
    Row(
      "empty quotes", #"{ global: ""; foo; local: *; };"#,
      rule: "quotes make one name: no symbol has this"),
    Row(
      "backslash at the end", #"{ global: foo\; local: *; };"#,
      rule: "a backslash has to take something",
      differences: [
        .bfd: .keeps([]),
        .lld: .keeps([]),
        .mold: .keeps([]),
      ]),
  ]
}
