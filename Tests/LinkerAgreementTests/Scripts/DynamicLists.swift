// `--dynamic-list`: what it adds to the exports of a program.

import Policy
import TestSupport

extension Row {
  static let lists: [Row] = [
    Row(
      "name", "{ foo; };", as: .dynamicList,
      rule: "what a list names is added"),
    Row(
      "pattern", "{ foo*; };", as: .dynamicList,
      rule: "what a list covers is added"),
    Row(
      "everything", "{ *; };", as: .dynamicList,
      rule: "what a list covers is added"),
    Row(
      "several", "{ foo; ba?; data; };", as: .dynamicList,
      rule: "what a list covers is added"),
    Row(
      "nowhere", "{ foo; nowhere; };", as: .dynamicList,
      rule: "a name that no symbol has adds nothing"),
    Row(
      "quoted name", #"{ "foo_a"; "a b"; };"#, as: .dynamicList,
      rule: "quotes make one name"),
    Row(
      "quoted pattern", #"{ "foo*"; bar; };"#, as: .dynamicList,
      rule: "quotes make one name: no symbol has this",
      differences: [
        .lld: .keeps(["bar", "foo", "foo\\_a", "foo_a", "foo_b"]),
        .mold: .keeps(["bar", "foo", "foo\\_a", "foo_a", "foo_b"]),
      ]),
    Row(
      "C++ pattern", #"{ extern "C++" { ns::*; }; };"#, as: .dynamicList,
      rule: "a pattern covers what the name stands for"),
    Row(
      "C++ name", #"{ extern "C++" { "ns::g()"; }; bar; };"#, as: .dynamicList,
      rule: "quotes make one demangled name"),
    Row(
      "no semicolon at the end of a block", #"{ extern "C++" { "ns::g()" }; bar; };"#,
      as: .dynamicList,
      rule: "the last semicolon of a block may be left out",
      differences: [
        .mold: .rejects("expected ';'")
      ]),
    Row(
      "C++ within C", #"{ extern "C" { extern "C++" { ns::g*; }; foo; }; };"#, as: .dynamicList,
      rule: "blocks nest",
      differences: [
        .lld: .rejects(#"; expected, but got "C++""#)
      ]),
    Row(
      "no semicolon after a nested block", #"{ extern "C++" { extern "C" { foo; } }; bar; };"#,
      as: .dynamicList,
      rule: "the last semicolon of a block may be left out, after a block, too",
      differences: [
        .lld: .rejects(#"; expected, but got "C""#),
        .mold: .rejects("expected ';'"),
      ]),
    Row(
      "C name in a C++ block", #"{ extern "C++" { foo; }; };"#, as: .dynamicList,
      rule: "a name that is not mangled stands for itself; for gold for nothing",
      differences: [
        .gold: .keeps([])
      ]),
    Row(
      "two lists", "{ foo; }; { bar; };", as: .dynamicList,
      rule: "lists are one list",
      differences: [
        .lld: .rejects("EOF expected, but got {"),
        .mold: .rejects("trailing garbage token"),
      ]),
    Row(
      "empty list", "{ };", as: .dynamicList,
      rule: "a list may be empty, as for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in dynamic list"),
        .gold: .rejects("syntax error, unexpected '}'"),
      ]),
    Row(
      "keywords as names", "{ global; local; };", as: .dynamicList,
      rule: "a keyword is one only before a colon"),
    Row(
      "extern as a name", "{ extern; };", as: .dynamicList,
      rule: "extern is a keyword only before a language",
      differences: [
        .lld: .rejects("Unknown language"),
        .mold: .rejects(#"expected '"C++"'"#),
      ]),
    Row(
      "negated by !", "{ foo_[!a]; };", as: .dynamicList,
      rule: "[!a] is fnmatch(3), as for GNU ld",
      differences: [
        .gold: .rejects("syntax error, unexpected '!'"),
        .mold: .keeps(["foo_a"]),
      ]),
    Row(
      "negated by ^", "{ foo_[^a]; };", as: .dynamicList,
      rule: "[^a] is what all read"),
    Row(
      "escape", #"{ fo\o; };"#, as: .dynamicList,
      rule: "a backslash takes the next character literally",
      differences: [
        .gold: .rejects("invalid character"),
        .lld: .keeps([]),
        .mold: .keeps([]),
      ]),
    Row(
      "tilde", "{ t~d; };", as: .dynamicList,
      rule: "~ is a character of names for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in dynamic list"),
        .gold: .rejects("syntax error, unexpected '~'"),
      ]),
    Row(
      "comments", "# c\n{ foo; /* bar; */ };", as: .dynamicList,
      rule: "comments are those of version scripts"),
    Row(
      "global section", "{ global: foo; };", as: .dynamicList,
      rule: "sections belong to version scripts",
      differences: [
        .lld: .keeps(["foo"])
      ]),
    Row(
      "local section", "{ foo; local: *; };", as: .dynamicList,
      rule: "sections belong to version scripts"),
    Row(
      "version", "V1 { foo; };", as: .dynamicList,
      rule: "versions belong to version scripts"),
    Row(
      "dependency", "{ foo; } V1;", as: .dynamicList,
      rule: "versions belong to version scripts"),
    Row(
      "empty file", "", as: .dynamicList,
      rule: "a file has a list"),
    Row(
      "no semicolon in a list", "{ foo };", as: .dynamicList,
      rule: "a semicolon ends a pattern"),
    Row(
      "no semicolon after a list", "{ foo; }", as: .dynamicList,
      rule: "a semicolon ends a list"),
    Row(
      "only a semicolon", "{ ; };", as: .dynamicList,
      rule: "a semicolon ends one pattern"),
  ]
}
