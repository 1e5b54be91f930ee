// Instrumented libraries call the runtime that the executable carries (`__asan_init`), and the
// runtime replaces C library functions by exporting interceptors of their names. Control flow
// integrity across libraries goes the other way as well: the runtime walks the symbol table of each
// loaded file for `__cfi_check` (compiler-rt's lib/cfi/cfi.cpp), and takes a file without one for
// unchecked.

internal import ELFModel

extension Rule {
  static let sanitizerRuntime = Rule(
    id: "sanitizer-runtime",
    subject: "sanitizer, coverage and profile runtimes, and what they intercept",
    reason: "instrumented libraries find the sanitizer, coverage or profile runtime by this name"
  ) { image in
    let runtime = image.symbols {
      runtimeNames.match(nameAt: $1.nameOffset, of: image.strings.table)
    }
    let intercepted = NameSet(runtime.compactMap { interceptedFunction(image.name(of: $0)) })
    guard intercepted.count > 0 else { return runtime }
    return image.symbols { index, _ in
      runtime.contains(index) || intercepted.contains(image.name(of: index))
    }
  }

  private static let runtimeNames = NamePatterns(prefixes: sanitizerRuntimePrefixes)

  /// The preset sanitizer keeps the same names: Policy is no door of this room, so that a test
  /// compares the two lists.
  static let sanitizerRuntimePrefixes = [
    "__asan_", "__hwasan_", "__lsan_", "__msan_", "__tsan_", "__ubsan_", "__rtsan_", "__memprof_",
    "__dfsan_", "dfsan_", "__dfsw_", "__dfso_", "__nsan_", "__tysan_", "tysan_", "__cfi_",
    "__safestack_", "__get_unsafe_stack_", "__scudo_",
    "__sanitizer_", "__sancov_", "__interceptor_", "___interceptor_", "__interception_",
    "__llvm_profile_", "__llvm_ctx_profile_", "__llvm_write_custom_profile", "__llvm_gcov_",
    "__llvm_gcda_", "llvm_gcda_", "llvm_gcov_", "__gcov_", "__xray_",
    "LLVMFuzzer", "__afl_", "__cmplog_",
  ]

  /// The function that the interceptor `name` stands in for.
  private static func interceptedFunction(_ name: ArraySlice<UInt8>) -> [UInt8]? {
    for prefix in ["___interceptor_", "__interceptor_trampoline_", "__interceptor_"]
    where name.starts(with: prefix.utf8) {
      return Array(name.dropFirst(prefix.utf8.count))
    }
    return nil
  }
}
