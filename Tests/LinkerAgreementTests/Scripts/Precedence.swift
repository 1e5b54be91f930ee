// Which of several patterns that cover a name decides.

import Policy
import TestSupport

extension Row {
  static let precedence: [Row] = [
    Row(
      "name over local pattern", "{ global: foo_a; local: foo*; };",
      rule: "a name outweighs a pattern"),
    Row(
      "local name over pattern", "{ global: foo*; local: foo_a; };",
      rule: "a name outweighs a pattern; for mold the first pattern decides",
      differences: [
        .mold: .demotes([])
      ]),
    Row(
      "pattern over star", "{ global: foo*; local: *; };",
      rule: "a pattern outweighs *"),
    Row(
      "local pattern over star", "{ global: *; local: foo*; };",
      rule: "a pattern outweighs *"),
    Row(
      "global pattern over local", "{ global: foo*; local: foo_*; };",
      rule: "of two patterns the global one decides"),
    Row(
      "global pattern over wider local", "{ global: foo_*; local: foo*; bar; };",
      rule: "of two patterns the global one decides"),
    Row(
      "same pattern on both sides", "{ global: foo*; local: foo*; };",
      rule: "of two patterns the global one decides"),
    Row(
      "star on both sides", "{ global: *; local: *; };",
      rule: "of two * the global one decides",
      differences: [
        .gold: .rejects("wildcard match appears as both"),
        .lld: .keeps([]),
        .mold: .keeps([]),
      ]),
    Row(
      "two stars", "{ global: *; local: **; };",
      rule: "** is a pattern like others, and outweighs *"),
    Row(
      "two stars global", "{ global: **; local: *; };",
      rule: "** is a pattern like others, and outweighs *"),
    Row(
      "local name over global star", "{ global: *; local: foo; };",
      rule: "a name outweighs *"),
    Row(
      "same name on both sides", "{ global: foo; local: foo; };",
      rule: "a contradiction; GNU ld would keep the name, gold rejects it",
      differences: [
        .bfd: .demotes([]),
        .lld: .demotes(["foo"]),
        .mold: .demotes(["foo"]),
      ]),
    Row(
      "C++ name against mangled name",
      #"{ global: extern "C++" { "ns::g()"; }; local: _ZN2ns1gEv; };"#,
      rule: "of two names the global one decides",
      differences: [
        .gold: .demotes(["_ZN2ns1gEv"]),
        .lld: .demotes(["_ZN2ns1gEv"]),
      ]),
    Row(
      "mangled name over C++ pattern", #"{ global: _ZN2ns1gEv; local: extern "C++" { ns::*; }; };"#,
      rule: "a name outweighs a pattern, in whatever language",
      differences: [
        .mold: .demotes([])
      ]),
    Row(
      "C++ name over mangled pattern", #"{ global: extern "C++" { "ns::g()"; }; local: _ZN*; };"#,
      rule: "a name outweighs a pattern, in whatever language"),
    Row(
      "C++ pattern against mangled pattern", #"{ global: extern "C++" { ns::*; }; local: _ZN*; };"#,
      rule: "of two patterns the global one decides"),
    Row(
      "mangled pattern against C++ pattern", #"{ global: _ZN*; local: extern "C++" { ns::*; }; };"#,
      rule: "of two patterns the global one decides"),
  ]
}
