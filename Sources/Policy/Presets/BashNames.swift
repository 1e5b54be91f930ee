// What bash offers to loadable builtins: names without a common prefix.
//
// The exports of bash 5.2 that its headers for loadable builtins mention, shortened to prefixes
// that none of the libraries has which are often vendored, and whole names where a loadable builtin
// needs them. Readline's names are not among them: those are the leak.

extension PresetTable {
  static let bashNames = words(
    """
    absolute_* adjust_shell_level alias_* all_* ansic_* ansicstr arith_* array_* assign_*
    assoc_* base_pathname bash_* bg_* bind_* break_* builtin_* caller_* can_optimize_* cd_*
    check_* cleanup_the_pipeline close_* colon_* command_* compgen_* complete_* compopt_*
    continue_* convert_* coproc_* copy_function_* current_command_* current_user declare_*
    default_* delete_* dequote_* describe_* dirs_* discard_* disown_* dispose_* do_*
    dollar_* enable_* err_readonly eval_* exec_* execute_* executing_* exit_shell expand_*
    export_* extract_* false_* fc_* fg_* file_* find_global_* find_or_make_array_variable
    find_shell_* find_variable find_variable_* flush_* fmtulong fnx_* fsleep get_current_*
    get_group_* get_job_* get_string_value getopts_* global_* hash_* help_* ifs_*
    indirection_* initialize_job_* initialize_shell_* internal_* interrupt_* itos job_*
    jobs_* kill_* last_* lcurrent legal_* let_* line_* list_* local_* locale_decpoint
    locale_utf8locale logout_* loptend make_* map_* mapfile_* match_* maybe_make_* nameref_*
    no_* nohup_* num_* optimize_* parse_* parser_* pop_* popd_* print_var_* printf_*
    procsub_* push_* pushd_* pwd_* quote_* read_octal read_tty_* reader_loop readonly_*
    reap_* remember_* remove_quoted_* reset_internal_getopt restore_* return_* run_*
    running_* save_* set_current_* set_default_* set_dollar_* set_pipestatus_* set_ppid
    set_var_* sh_backslash_* sh_canonpath sh_chkwrite sh_contains_* sh_getopt sh_getopt_*
    sh_invalidid sh_invalidnum sh_mktmpdir sh_mktmpfd sh_optarg sh_optind sh_readonly
    sh_realpath shell_* shift_* shopt_* show_* sigterm_* sigwinch_* skip_* source_* stop_*
    string_list_* strip_* strlist_* strvec_* subshell_* suspend_* sv_* terminate_*
    terminating_signal termsig_* test_* the_* this_* throw_to_top_level times_* top_* trap_*
    tt_* ttfd_* type_* uconvert ulimit_* umask_* unalias_* unbind_* unlink_* unset_*
    unwind_* utf8_mbsmbchar valid_* var_* variable_* wait_* word_* xmalloc xrealloc xtrace_*
    zgetline
    """)
}
