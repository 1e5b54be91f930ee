// What PHP offers to extensions, beyond zend_* and php_*.
//
// The exports of PHP 8.2, shortened to prefixes that none of the libraries has which are often
// vendored, and whole names that the extensions of the distribution import.

extension PresetTable {
  static let phpNames = words(
    """
    OnUpdate* PHP_* __zend_* _call_user_function_impl _convert_to_string _ecalloc _efree
    _efree_* _emalloc _emalloc_* _erealloc _estrdup _estrndup _femalloc
    _is_numeric_string_ex _php_* _safe_* _try_* _zend_* add_assoc_* add_function add_index_*
    add_next_* add_property_* ap_* basic_globals bitwise_* cfg_* compile_* compiler_globals
    concat_function convert_* core_globals decrement_function destroy_* display_ini_entries
    div_function dtrace_* execute_ex executor_globals expand_* file_globals gc_*
    get_active_* get_binary_op highlight_file increment_* init_op_array instanceof_*
    is_numeric_str_function is_zend_ptr language_scanner_globals lex_scan make_*
    mod_function module_* mul_function mysqlnd_* object_* pcre_get_compiled_* pcre_globals
    php_* random_* rc_dtor_func realpath_cache_* rebuild_* reflection_* sapi_*
    shift_left_function shift_right_function smart_* spl_* std_object_handlers string_*
    sub_function ts_* tsrm_* var_* virtual_* zend_* zendparse zif_* zval_*
    """)
}
