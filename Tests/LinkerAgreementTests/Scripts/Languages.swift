// C++ names, and Rust names.

import Policy
import TestSupport

extension Row {
  static let languages: [Row] = [
    Row(
      "namespace", #"{ global: extern "C++" { ns::*; }; local: *; };"#,
      rule: "a pattern covers what the name stands for"),
    Row(
      "one function", #"{ global: extern "C++" { "ns::f(int)"; }; local: *; };"#,
      rule: "quotes make one demangled name, with its parameters"),
    Row(
      "pattern of a function", #"{ global: extern "C++" { ns::f*; }; local: *; };"#,
      rule: "a pattern covers all overloads"),
    Row(
      "class", #"{ global: extern "C++" { ns::S::*; }; local: *; };"#,
      rule: "members, constructors and destructors"),
    Row(
      "constructor", #"{ global: extern "C++" { "ns::S::S()"; }; local: *; };"#,
      rule: "all variants of a constructor are one demangled name"),
    Row(
      "destructor", #"{ global: extern "C++" { "ns::S::~S()"; }; local: *; };"#,
      rule: "all variants of a destructor are one demangled name"),
    Row(
      "destructor without quotes", #"{ global: extern "C++" { ns::S::~S*; }; local: *; };"#,
      rule: "~ is a character of names for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected '~'"),
      ]),
    Row(
      "operator", #"{ global: extern "C++" { "ns::S::operator+=(int)"; }; local: *; };"#,
      rule: "quotes make one demangled name"),
    Row(
      "conversion", #"{ global: extern "C++" { "ns::S::operator int() const"; }; local: *; };"#,
      rule: "quotes make one demangled name"),
    Row(
      "index operator", #"{ global: extern "C++" { "ns::S::operator[](int)"; }; local: *; };"#,
      rule: "quotes make one demangled name, brackets and all",
      differences: [
        .mold: .keeps([])
      ]),
    Row(
      "star operator", #"{ global: extern "C++" { "ns::S::operator*()"; }; local: *; };"#,
      rule: "quotes make one demangled name, stars and all"),
    Row(
      "index operator without quotes",
      #"{ global: extern "C++" { ns::S::operator\[\]*; }; local: *; };"#,
      rule: "a backslash takes the next character literally",
      differences: [
        .gold: .rejects("invalid character"),
        .mold: .rejects("invalid version pattern"),
      ]),
    Row(
      "vtable and type information",
      #"{ global: extern "C++" { "vtable for ns::S"; "typeinfo for ns::S"; }; local: *; };"#,
      rule: "special names have words"),
    Row(
      "pattern of special names", #"{ global: extern "C++" { *ns::S; }; local: *; };"#,
      rule: "special names have words"),
    Row(
      "type information", #"{ global: extern "C++" { typeinfo?name?for*; }; local: *; };"#,
      rule: "special names have words"),
    Row(
      "function template", #"{ global: extern "C++" { "int ns::t<int>(int)"; }; local: *; };"#,
      rule: "a template has its result type"),
    Row(
      "pattern of a template", #"{ global: extern "C++" { *ns::t*; }; local: *; };"#,
      rule: "a template has its result type"),
    Row(
      "nested template",
      #"{ global: extern "C++" { "ns::Box<ns::Box<int> >::put(ns::Box<int>)"; }; local: *; };"#,
      rule: "brackets that close together have a space between"),
    Row(
      "ABI tag", #"{ global: extern "C++" { "ns::tagged[abi:v2]()"; }; local: *; };"#,
      rule: "quotes make one demangled name, with its ABI tag; mold takes the brackets for a set",
      differences: [
        .mold: .keeps([])
      ]),
    Row(
      "long parameters",
      #"{ global: extern "C++" { "ns::h(unsigned long, char const*)"; }; local: *; };"#,
      rule: "quotes make one demangled name"),
    Row(
      "name without parameters", #"{ global: extern "C++" { cppfree; "ns::g"; }; local: *; };"#,
      rule: "a function has its parameters"),
    Row(
      "mangled name in a C++ block", #"{ global: extern "C++" { _ZN2ns1gEv; }; local: *; };"#,
      rule: "a mangled name is not what it stands for"),
    Row(
      "C++ name outside a block", #"{ global: ns::g*; "ns::g()"; local: *; };"#,
      rule: "outside a block the name counts"),
    Row(
      "mangled pattern", "{ global: _ZN2ns1S*; local: *; };",
      rule: "outside a block the name counts"),
    Row(
      "C name in a C++ block", #"{ global: extern "C++" { foo; }; local: *; };"#,
      rule: "a name that is not mangled stands for itself; for gold for nothing",
      differences: [
        .gold: .keeps([])
      ]),
    Row(
      "C pattern in a C++ block", #"{ global: extern "C++" { ba?; }; local: *; };"#,
      rule: "a name that is not mangled stands for itself; for gold for nothing",
      differences: [
        .gold: .keeps([])
      ]),
    Row(
      "C block", #"{ global: extern "C" { foo; ba*; }; local: *; };"#,
      rule: "in a C block the name counts"),
    Row(
      "no semicolon at the end of a block",
      #"{ global: extern "C++" { ns::f*; "ns::g()" }; local: *; };"#,
      rule: "the last semicolon of a block may be left out"),
    Row(
      "star in a C++ block", #"{ local: extern "C++" { *; }; };"#,
      rule: "* is every name, in whatever language",
      differences: [
        .mold: .demotes([])
      ]),
    Row(
      "global star in a C++ block", #"{ global: extern "C++" { *; }; local: foo*; };"#,
      rule: "* weighs least, in whatever language"),
    Row(
      "block among names", #"{ global: foo; extern "C++" { ns::g*; }; bar; local: *; };"#,
      rule: "after a block the name counts again"),
    Row(
      "C++ within C", #"{ global: extern "C" { extern "C++" { ns::g*; }; foo; }; local: *; };"#,
      rule: "blocks nest",
      differences: [
        .lld: .rejects(#"; expected, but got "C++""#)
      ]),
    Row(
      "C within C++", #"{ global: extern "C++" { extern "C" { foo; }; ns::g*; }; local: *; };"#,
      rule: "blocks nest",
      differences: [
        .lld: .rejects(#"; expected, but got "C""#)
      ]),
    Row(
      "no semicolon after a nested block",
      #"{ global: extern "C++" { ns::g*; extern "C" { foo; } }; local: *; };"#,
      rule: "the last semicolon of a block may be left out, after a block, too",
      differences: [
        .lld: .rejects(#"; expected, but got "C""#),
        .mold: .rejects("expected ';'"),
      ]),
    Row(
      "no semicolon in nested blocks",
      #"{ global: extern "C" { extern "C++" { extern "C" { foo } } }; local: *; };"#,
      rule: "the last semicolon of a block may be left out, after a block, too",
      differences: [
        .lld: .rejects(#"; expected, but got "C++""#),
        .mold: .rejects("expected ';'"),
      ]),
    Row(
      "no semicolon between nested block and name",
      #"{ global: extern "C++" { extern "C" { foo; } ns::g*; }; local: *; };"#,
      rule: "only the last semicolon of a block may be left out"),
    Row(
      "local C++ block", #"{ local: extern "C++" { "ns::g()"; ns::in*; }; };"#,
      rule: "a pattern covers what the name stands for",
      differences: [
        .mold: .demotes([])
      ]),
    Row(
      "C++ on both sides",
      #"{ global: extern "C++" { ns::S::*; }; local: extern "C++" { ns::*; }; };"#,
      rule: "of two patterns the global one decides",
      differences: [
        .mold: .demotes([])
      ]),
    Row(
      "quoted C++ pattern",
      #"{ global: extern "C++" { "vtable for ns::*"; "ns::g()"; }; local: *; };"#,
      rule: "quotes make one demangled name: no symbol has this",
      differences: [
        .mold: .keeps(["_ZN2ns1gEv", "_ZTVN2ns1SE"])
      ]),
    Row(
      "Rust", #"{ global: extern "C++" { mycrate::new; }; local: *; };"#,
      rule: "Rust names are demangled",
      differences: [
        .mold: .keeps([])
      ]),
    Row(
      "older Rust", #"{ global: extern "C++" { mycrate::old; }; local: *; };"#,
      rule: "Rust names are demangled, without their hash; lld and mold take them for C++",
      differences: [
        .lld: .keeps([]),
        .mold: .keeps([]),
      ]),
    Row(
      "small letters", #"{ global: extern "c++" { ns::g*; }; local: *; };"#,
      rule: "a language in small letters, as for GNU ld",
      differences: [
        .gold: .rejects("unrecognized version script language"),
        .lld: .rejects("Unknown language"),
        .mold: .rejects(#"expected '"C++"'"#),
      ]),
    Row(
      "other language", #"{ global: extern "D" { ns::*; }; local: *; };"#,
      rule: "C and C++"),
    Row(
      "Java", #"{ global: foo; extern "Java" { nowhere; }; local: *; };"#,
      rule: "C and C++; nothing demangles Java any more",
      differences: [
        .bfd: .keeps(["foo"]),
        .gold: .keeps(["foo"]),
      ]),
    Row(
      "language without quotes", "{ global: extern C { foo; }; local: *; };",
      rule: "a language needs quotes",
      differences: [
        .gold: .keeps(["foo"])
      ]),
    Row(
      "empty block", #"{ global: foo; extern "C++" { }; local: *; };"#,
      rule: "a block may be empty, as for lld and mold",
      differences: [
        .bfd: .rejects("syntax error in VERSION script"),
        .gold: .rejects("syntax error, unexpected '}'"),
      ]),
    Row(
      "no semicolon after a block", #"{ global: extern "C++" { ns::*; } local: *; };"#,
      rule: "a semicolon ends a block"),
    Row(
      "label within a block", #"{ extern "C++" { global: ns::g*; local: *; }; };"#,
      rule: "a section holds blocks, not the other way round",
      differences: [
        .mold: .keeps(["_ZN2ns1gEv"])
      ]),
  ]
}
