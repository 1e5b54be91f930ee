// What a name may have without quotes.

import Policy
import TestSupport

extension Row {
  static let characters: [Row] = [
    Row(
      "dash and dollar", "{ global: we-ird; dol$lar; local: *; };",
      rule: "- and $ are characters of names"),
    Row(
      "two colons", "{ global: x::y; local: *; };",
      rule: "two colons are characters of names"),
    Row(
      "odd names in quotes", #"{ global: "a b"; "p+q"; "7up"; "t~d"; "e=q"; local: *; };"#,
      rule: "quotes take any character"),
    Row(
      "tilde", "{ global: t~d; local: *; };",
      rule: "~ is a character of names for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected '~'"),
      ]),
    Row(
      "plus", "{ global: p+q; local: *; };",
      rule: "+ is a character of names for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected '+'"),
      ]),
    Row(
      "equals", "{ global: e=q; local: *; };",
      rule: "= is a character of names for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected '='"),
      ]),
    Row(
      "digit first", "{ global: 7up; local: *; };",
      rule: "GNU ld skips the digit with a warning; lld and mold read the name",
      differences: [
        .bfd: .keeps([]),
        .gold: .rejects("syntax error, unexpected INTEGER"),
      ]),
    Row(
      "tilde first", "{ global: ~foo; local: *; };",
      rule: "GNU ld skips the ~ with a warning; lld and mold read the name",
      differences: [
        .bfd: .keeps(["foo"]),
        .gold: .rejects("syntax error, unexpected '~'"),
      ]),
    Row(
      "colons first", "{ global: ::foo; bar; local: *; };",
      rule: "lld and mold read the name",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected ':'"),
      ]),
    Row(
      "slash", "{ global: foo/bar; local: *; };",
      rule: "lld and mold read the name",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected '/'"),
      ]),
    Row(
      "one colon", "{ global: a:b; local: *; };",
      rule: "one colon ends a keyword",
      differences: [
        .lld: .keeps([]),
        .mold: .keeps([]),
      ]),
    Row(
      "version in the name", "{ global: foo@V1; local: *; };",
      rule: "@ is no character of names"),
    Row(
      "comma", "{ global: foo, bar; local: *; };",
      rule: "patterns end with a semicolon"),
    Row(
      "parentheses", #"{ global: extern "C++" { ns::f(int); }; local: *; };"#,
      rule: "parentheses need quotes"),
    Row(
      "not ASCII", "{ global: foo; café; local: *; };",
      rule: "letters beyond ASCII need quotes; GNU ld skips them with a warning",
      differences: [
        .bfd: .keeps(["foo"])
      ]),
    Row(
      "byte order mark", "\u{feff}{ global: foo; local: *; };",
      rule: "a byte order mark is no token, as for GNU ld, which warns",
      differences: [
        .gold: .rejects("invalid character"),
        .lld: .rejects("{ expected, but got"),
        .mold: .rejects("expected '{'"),
      ]),
  ]
}
