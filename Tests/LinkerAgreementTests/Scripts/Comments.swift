// And what is none.

import Policy
import TestSupport

extension Row {
  static let comments: [Row] = [
    Row(
      "hash", "# c\n{ global: foo; # { bar;\n local: *; };#e",
      rule: "# begins a comment to the end of the line"),
    Row(
      "slash and star", "/* c */ V1 /* { */ { global: foo; /* ; */ local: *; /* a /* b */ };",
      rule: "/* */ is a comment and does not nest"),
    Row(
      "comment behind a name", "{ global: foo/* c */; local: *; };",
      rule: "a comment ends a name; for lld and mold it is a part of one",
      differences: [
        .lld: .rejects("; expected, but got c"),
        .mold: .rejects("expected ';'"),
      ]),
    Row(
      "two slashes first", "// c\n{ global: foo; local: *; };",
      rule: "// begins no comment; GNU ld skips it with a warning and reads a version",
      differences: [
        .bfd: .keeps(["foo"])
      ]),
    Row(
      "two slashes", "{ global: foo; // c\n local: *; };",
      rule: "// begins no comment"),
    Row(
      "endless comment", "{ global: foo; local: *; }; /* c",
      rule: "a comment has to end"),
  ]
}
