// Names that the loader, the C library, debuggers or garbage collectors look up in the executable.
//
//   _IO_stdin_used          libc takes the old stdio ABI when it is missing (glibc csu, oldstdiofiles)
//   __global_pointer$       ld.so loads gp from it on riscv (glibc sysdeps/riscv/dl-machine.h)
//   data_start, _end, …     bounds of the executable's data, as conservative collectors read them
//   ps_…                    libthread_db calls them in the debugger (glibc nptl_db/proc_service.h)
//   __jit_debug_…           gdb's JIT interface (gdb manual, "JIT Compilation Interface")
//   ompt_start_tool         OpenMP runtimes (OpenMP specification, "Activating a First-Party Tool")
//   environ, __progname, …  data that libc sets up, if it was linked rather than copied
//   _init, _fini            musl's loader refers to them

extension Rule {
  static let runtimeLookup = Rule(
    id: "runtime-lookup",
    subject: "names that loader, libc, debuggers or collectors look up in a program",
    reason: "the loader, libc, a debugger or a collector looks this name up in the program",
    names: NameForms(
      names: [
        "_IO_stdin_used", "__global_pointer$", "__gmon_start__", "__data_start", "data_start",
        "_end", "end", "_edata", "edata", "_etext", "etext", "__bss_start", "_init", "_fini",
        "environ", "_environ", "__environ", "__progname", "__progname_full",
        "program_invocation_name", "program_invocation_short_name", "_r_debug",
        "__jit_debug_descriptor", "__jit_debug_register_code", "ompt_start_tool",
        "ps_pdread", "ps_pdwrite", "ps_ptread", "ps_ptwrite", "ps_lgetregs", "ps_lsetregs",
        "ps_lgetfpregs", "ps_lsetfpregs", "ps_lgetxregs", "ps_lsetxregs", "ps_lgetxregsize",
        "ps_getpid", "ps_get_thread_area", "ps_pglobal_lookup", "ps_pstop", "ps_pcontinue",
        "ps_lstop", "ps_lcontinue", "ps_plog",
      ]))
}
