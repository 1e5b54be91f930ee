// Versions, and several of them.

import Policy
import TestSupport

extension Row {
  static let nodes: [Row] = [
    Row(
      "two versions", "V1 { global: foo; }; V2 { global: bar; local: *; } V1;",
      rule: "a name stays whatever version it is given"),
    Row(
      "several dependencies", "V1 { global: foo; }; V2 { global: bar; }; V3 { local: *; } V1 V2;",
      rule: "dependencies do not matter to what stays",
      differences: [
        .lld: .rejects("; expected, but got V2"),
        .mold: .rejects("expected ';'"),
      ]),
    Row(
      "unknown dependency", "V1 { global: foo; local: *; } V0;",
      rule: "dependencies do not matter to what stays",
      differences: [
        .bfd: .rejects("unable to find version dependency"),
        .gold: .rejects("internal error"),
      ]),
    Row(
      "dependency on a later node", "V2 { global: bar; local: *; } V1; V1 { global: foo; };",
      rule: "dependencies do not matter to what stays",
      differences: [
        .bfd: .rejects("unable to find version dependency")
      ]),
    Row(
      "local in the first node", "V1 { local: *; }; V2 { global: foo; } V1;",
      rule: "nodes are one list"),
    Row(
      "empty nodes", "V1 { }; V2 { } V1; V3 { local: *; } V2;",
      rule: "a node may say nothing"),
    Row(
      "patterns in two nodes, global later", "V1 { local: foo*; }; V2 { global: foo_*; };",
      rule: "of two patterns the global one decides, whichever node is first",
      differences: [
        .mold: .demotes(["foo", "foo\\_a", "foo_a", "foo_b"])
      ]),
    Row(
      "patterns in two nodes, global first", "V1 { global: foo*; }; V2 { local: foo_*; };",
      rule: "of two patterns the global one decides; for gold and lld the later node does",
      differences: [
        .gold: .demotes(["foo_a", "foo_b"]),
        .lld: .demotes(["foo_a", "foo_b"]),
      ]),
    Row(
      "name on both sides, global first", "V1 { global: foo; }; V2 { local: foo; };",
      rule: "a contradiction, and an error for GNU ld",
      differences: [
        .gold: .demotes([]),
        .lld: .demotes([]),
        .mold: .demotes(["foo"]),
      ]),
    Row(
      "name on both sides, local first", "V1 { local: foo; }; V2 { global: foo; };",
      rule: "a contradiction, and an error for GNU ld",
      differences: [
        .gold: .demotes(["foo"]),
        .lld: .demotes(["foo"]),
        .mold: .demotes([]),
      ]),
    Row(
      "name in two versions", "V1 { global: foo; }; V2 { global: foo; local: *; } V1;",
      rule: "a name stays whatever version it is given"),
    Row(
      "same version twice", "V1 { global: foo; }; V1 { local: *; };",
      rule: "nodes are one list",
      differences: [
        .bfd: .rejects("duplicate version tag"),
        .gold: .rejects("multiple definition of"),
      ]),
    Row(
      "two anonymous nodes", "{ global: foo; }; { local: *; };",
      rule: "a node without a name has to be the only one",
      differences: [
        .gold: .keeps(["foo"]),
        .mold: .keeps(["foo"]),
      ]),
    Row(
      "anonymous node, then a version", "{ global: foo; }; V1 { local: *; };",
      rule: "a node without a name has to be the only one",
      differences: [
        .gold: .keeps(["foo"]),
        .mold: .keeps(["foo"]),
      ]),
    Row(
      "version, then anonymous node", "V1 { global: foo; }; { local: *; };",
      rule: "a node without a name has to be the only one",
      differences: [
        .gold: .keeps(["foo"]),
        .mold: .keeps(["foo"]),
      ]),
    Row(
      "dots and digits in a version", "LIBFOO_1.0.2 { global: foo; local: *; };",
      rule: "a version is a name with dots"),
    Row(
      "version of a number", "1.0 { global: foo; local: *; };",
      rule: "a version does not matter to what stays",
      differences: [
        .gold: .rejects("syntax error, unexpected INTEGER")
      ]),
    Row(
      "version with a dash", "V-1 { global: foo; local: *; };",
      rule: "a version does not matter to what stays"),
    Row(
      "version in quotes", #""V1" { global: foo; local: *; };"#,
      rule: "a version does not matter to what stays"),
    Row(
      "mangled name local, C++ name global later",
      #"V1 { local: _ZN2ns1gEv; }; V2 { global: extern "C++" { "ns::g()"; }; };"#,
      rule: "of two names the global one decides; for the linkers the first node does",
      differences: [
        .bfd: .demotes(["_ZN2ns1gEv"]),
        .gold: .demotes(["_ZN2ns1gEv"]),
        .lld: .demotes(["_ZN2ns1gEv"]),
        .mold: .demotes(["_ZN2ns1gEv"]),
      ]),
  ]
}
