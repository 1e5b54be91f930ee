// Variables of the C library that a program sets by defining them: argp prints the program's
// `argp_program_version`, obstacks call its `obstack_alloc_failed_handler`. libc.so refers to them
// by name, and a definition in the program comes first. Demoted, the program goes on setting its
// own, and libc reads another.
//
// Source: the data symbols that glibc 2.36 exports under a public version (its Versions files),
// and musl's where they differ; the family of malloc hooks is kept with it.

extension Rule {
  static let cLibraryData = Rule(
    id: "c-library-data",
    subject:
      "variables of the C library that a program sets by defining them "
      + "(`argp_program_version`, `optarg`)",
    reason: "a variable of the C library: libc reads and writes it wherever it is defined first",
    names: NameForms(
      names: [
        "argp_program_version", "argp_program_version_hook", "argp_program_bug_address",
        "argp_err_exit_status", "error_message_count", "error_one_per_line",
        "error_print_progname", "obstack_alloc_failed_handler", "obstack_exit_failure", "_obstack",
        "optarg", "optind", "opterr", "optopt", "optreset", "re_syntax_options",
        "re_max_failures", "rexecoptions", "loc1", "loc2", "locs", "getdate_err", "mallwatch",
        "stdin", "stdout", "stderr", "_IO_2_1_stdin_", "_IO_2_1_stdout_", "_IO_2_1_stderr_",
        "_IO_list_all", "_IO_file_jumps", "_IO_wfile_jumps", "tzname", "__tzname", "timezone",
        "__timezone", "daylight", "__daylight", "signgam", "__signgam", "sys_errlist",
        "_sys_errlist", "sys_nerr", "_sys_nerr", "sys_siglist", "_sys_siglist", "sys_sigabbrev",
        "h_errlist", "h_nerr", "h_errno", "_res", "_res_hconf", "rpc_createerr", "svc_fdset",
        "svc_max_pollfd", "svc_pollfd", "svcauthdes_stats", "_null_auth", "__rcmd_errstr",
        "__check_rhosts_file", "in6addr_any", "in6addr_loopback", "_nl_msg_cat_cntr",
        "_nl_default_dirname", "_nl_domain_bindings", "_libc_intl_domainname", "__curbrk",
        "__morecore", "__after_morecore_hook", "__malloc_initialize_hook", "__malloc_hook",
        "__realloc_hook", "__free_hook", "__memalign_hook", "__libc_single_threaded",
        "__fpu_control", "__ctype_b", "__ctype32_b", "__ctype_tolower", "__ctype32_tolower",
        "__ctype_toupper", "__ctype32_toupper", "__key_encryptsession_pk_LOCAL",
        "__key_decryptsession_pk_LOCAL", "__key_gendes_LOCAL",
      ]))
}
