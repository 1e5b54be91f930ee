// A C++ runtime linked into the file (`-static-libstdc++`) shares exceptions, type information and
// unwinding with every C++ library of the process. With its names gone, an exception from a
// library meets the wrong personality routine and the program aborts. The static variables of an
// inline function (`_ZZ`, guards `_ZGVZ`) stay with the function.
//
// Source: Itanium C++ ABI, "Virtual Tables", "RTTI" and "Exception Handling" (mangled prefixes;
// Sa Sb Ss Si So Sd abbreviate allocator, basic_string, string and the streams).

extension Rule {
  static let cxxRuntime = Rule(
    id: "cxx-runtime",
    subject: "the C++ runtime, the unwinder",
    reason: "C++ runtime or unwinder, which libraries share with the program",
    names: NameForms(
      names: ["__dynamic_cast"],
      prefixes: [
        "__cxa_", "__gxx_personality_", "__gcc_personality_", "_Unwind_", "__register_frame",
        "__deregister_frame", "_ZSt", "_ZNSt", "_ZNKSt", "_ZNSa", "_ZNKSa", "_ZNSb", "_ZNKSb",
        "_ZNSs", "_ZNKSs", "_ZNSi", "_ZNKSi", "_ZNSo", "_ZNKSo", "_ZNSd", "_ZNKSd", "_ZGVNSt",
        "_ZTISt", "_ZTSSt", "_ZTVSt", "_ZTTSt", "_ZTINSt", "_ZTSNSt", "_ZTVNSt", "_ZTTNSt",
        "_ZTIN10__cxxabiv1", "_ZTSN10__cxxabiv1", "_ZTVN10__cxxabiv1", "_ZN10__cxxabiv1",
        "_ZNK10__cxxabiv1", "_ZN9__gnu_cxx", "_ZNK9__gnu_cxx", "_ZZSt", "_ZZNSt", "_ZZNKSt",
        "_ZGVZSt", "_ZGVZNSt", "_ZGVZNKSt",
      ]))
}
