// A C++ runtime linked into the file (`-static-libstdc++`) shares exceptions, type information and
// unwinding with every C++ library of the process. With its names gone, an exception from a
// library meets the wrong personality routine and the program aborts. Type information of the
// program's own classes is compared by address in libc++ and may be shared with a library; the
// file alone cannot say that it is not.
//
// Source: Itanium C++ ABI, "Virtual Tables", "RTTI" and "Exception Handling" (mangled prefixes).

extension Rule {
  static let cxxRuntime = Rule(
    id: "cxx-runtime",
    reason: "C++ runtime, unwinder or type information, which libraries share with the program",
    names: NamePatterns(prefixes: [
      "__cxa_", "__gxx_personality_", "__gcc_personality_", "_Unwind_", "__register_frame",
      "__deregister_frame", "_ZSt", "_ZNSt", "_ZNKSt", "_ZTI", "_ZTS", "_ZTV", "_ZN10__cxxabiv1",
      "_ZNK10__cxxabiv1", "_ZN9__gnu_cxx", "_ZNK9__gnu_cxx",
    ]))
}
