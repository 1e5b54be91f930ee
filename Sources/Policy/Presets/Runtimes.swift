// Names that the runtime environment of any program looks up: debuggers, allocators, sanitizers,
// compilers and linkers with plugins. Many of them rules keep as well; a preset says so in a
// policy, where it also holds with --force.

extension PresetTable {
  static let runtimes: [Preset] = [
    Preset(
      "jit-debug", "program that registers code made at run time with a debugger",
      keeps: ["__jit_debug_descriptor", "__jit_debug_register_code"],
      evidence: "gdb manual, \"JIT Compilation Interface\"."),
    Preset(
      "malloc", "allocator that replaces the C library's",
      keeps: words(
        """
        malloc free calloc realloc reallocarray memalign aligned_alloc posix_memalign valloc
        pvalloc malloc_usable_size cfree free_sized free_aligned_sized malloc_trim mallopt
        mallinfo mallinfo2 malloc_stats __libc_malloc __libc_free __libc_calloc __libc_realloc
        __libc_memalign __libc_valloc __libc_pvalloc __posix_memalign
        """),
      evidence: "glibc manual, \"Replacing malloc\"; glibc's malloc/Versions."),
    Preset(
      "operator-new", "program or library that replaces operator new and delete",
      keeps: ["_Znw*", "_Zna*", "_Zdl*", "_Zda*"],
      evidence: """
        ISO C++, [new.delete]: replaceable; Itanium C++ ABI, "Operator Encodings".
        """),
    Preset(
      "sanitizer", "program with the runtime of a sanitizer, coverage or profile in it",
      keeps: words(
        """
        __asan_* __hwasan_* __lsan_* __msan_* __tsan_* __ubsan_* __rtsan_* __memprof_*
        __dfsan_* dfsan_* __dfsw_* __dfso_* __nsan_* __tysan_* tysan_* __cfi_*
        __safestack_* __get_unsafe_stack_* __scudo_*
        __sanitizer_* __sancov_* __interceptor_* ___interceptor_* __interception_*
        __llvm_profile_* __llvm_ctx_profile_* __llvm_write_custom_profile __llvm_gcov_*
        __llvm_gcda_* llvm_gcda_* llvm_gcov_* __gcov_* __xray_*
        LLVMFuzzer* __afl_* __cmplog_*
        Annotate* WTFAnnotate* RunningOnValgrind ValgrindSlowdown
        """),
      evidence: """
        compiler-rt's include/sanitizer, lib/interception/interception.h, and what the archives \
        of LLVM 21 define; AFL++'s afl-compiler-rt.o.c; libgcc's libgcov-interface.c. The last \
        four are ThreadSanitizer's (tsan_interface_ann.cpp); all others, and what a runtime \
        intercepts, the rule sanitizer-runtime keeps, too. In every file built for checks across \
        libraries, the runtime looks for __cfi_check (lib/cfi/cfi.cpp).
        """),
    Preset(
      "crt", "program: what its start files define, and what the C library looks up in it",
      keeps: words(
        """
        _IO_stdin_used __gmon_start__ __data_start data_start _end end _edata edata _etext etext
        __bss_start _init _fini environ _environ __environ __progname __progname_full
        program_invocation_name program_invocation_short_name
        """) + ["__global_pointer$"],
      evidence: """
        glibc's csu/init.c and elf/rtld.c, its data in stdlib/Versions; ld's default script; \
        environ(7), end(3).
        """),
    Preset(
      "gcc-plugin", "plugin of GCC",
      keeps: ["plugin_init", "plugin_is_GPL_compatible"],
      evidence: "GCC Internals, \"Plugins\"; gcc/plugin.cc (try_init_one_plugin)."),
    Preset(
      "ld-plugin", "plugin of the linker, ar and nm",
      keeps: ["onload"],
      evidence: """
        plugin-api.h; bfd/plugin.c and ld/plugin.c look it up, and liblto_plugin.so defines it.
        """),
    Preset(
      "llvm-plugin", "plugin of LLVM's pass manager: opt, clang -fpass-plugin",
      keeps: ["llvmGetPassPluginInfo"],
      evidence: "llvm/Passes/PassPlugin.h; lib/Passes/PassPlugin.cpp (PassPlugin::Load)."),
  ]
}
