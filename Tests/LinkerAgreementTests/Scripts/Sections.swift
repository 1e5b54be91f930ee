// `global:` and `local:`, and names that are spelt so.

import Policy
import TestSupport

extension Row {
  static let sections: [Row] = [
    Row(
      "local first", "{ local: *; global: foo; };",
      rule: "sections come in any order, as for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected GLOBAL"),
      ]),
    Row(
      "names before local", "{ foo; local: *; };",
      rule: "what has no label is global",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected LOCAL"),
      ]),
    Row(
      "names before global", "{ foo; global: bar; local: *; };",
      rule: "what has no label is global",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected GLOBAL"),
      ]),
    Row(
      "two global sections", "{ global: foo; global: bar; local: *; };",
      rule: "sections are one list",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected GLOBAL"),
      ]),
    Row(
      "two local sections", "{ global: foo*; local: ba*; local: *; };",
      rule: "sections are one list",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected LOCAL"),
      ]),
    Row(
      "global after local", "{ global: foo; local: *; global: bar; };",
      rule: "sections are one list",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected GLOBAL"),
      ]),
    Row(
      "empty global section", "{ global: local: *; };",
      rule: "a section may be empty, as for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected LOCAL"),
      ]),
    Row(
      "empty local section", "{ global: foo; local: };",
      rule: "a section may be empty, as for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected '}'"),
      ]),
    Row(
      "keywords as global names", "{ global: global; local; local: *; };",
      rule: "a keyword is one only before a colon",
      differences: [
        .gold: .rejects("syntax error, unexpected GLOBAL")
      ]),
    Row(
      "keyword as local name", "{ local: local; };",
      rule: "a keyword is one only before a colon",
      differences: [
        .gold: .rejects("syntax error, unexpected LOCAL")
      ]),
    Row(
      "extern as a name", "{ global: extern; local: *; };",
      rule: "extern is a keyword only before a language",
      differences: [
        .lld: .rejects("Unknown language"),
        .mold: .rejects(#"expected '"C++"'"#),
      ]),
    Row(
      "quoted keywords", #"{ global: "global"; "local"; "extern"; local: *; };"#,
      rule: "quotes make a name"),
  ]
}
