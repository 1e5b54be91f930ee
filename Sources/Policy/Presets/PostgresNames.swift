// What PostgreSQL's server offers to extensions: its whole inside, under no common prefix.
//
// Made from the names that both the server of PostgreSQL 15 exports and its headers
// (postgresql-server-dev) mention, shortened to prefixes that none of the libraries has which are
// often vendored, with whole names where no such prefix exists and a contrib module needs them.

extension PresetTable {
  static let postgresNames = words(
    """
    AcquireExternalFD Add* After* Agg* AllocSetContextCreateInternal AllocateDir
    AllocateFile Alter* Apply* Array* Async_Notify AtEO* AtPrepare_* AtSub* Auto* Backend*
    Background* Barrier* BaseBackupAddTarget Begin* BlessTupleDesc Boot* Buf* Build* Cache*
    CallerFInfoFunctionCall2 Catalog* Check* CleanQuerytext ClientAuthentication_hook
    ClosePipeStream CloseTransientFile CommandCounterIncrement Commit* Condition*
    ConfigReloadPending CopyErrorData CopyFromErrorCallback Count* CreateDestReceiver
    CreateExecutorState CreateExprContext CreateShared* CreateTemplateTupleDesc CreateTuple*
    CritSectionCount CurTransactionContext CurrentMemoryContext CurrentResourceOwner DataDir
    DateStyle Datum* Decode* DecrTupleDescRefCount Define* DeleteExpandedObject Direct*
    Drop* EOH_flatten_into EOH_get_flat_size EmitErrorReport EnableQueryId Encode* End*
    EnsurePortalSnapshotExists Estimate* Eval* Event* Exec* Explain* ExprEvalPushStep Fetch*
    File* Flush* Forget* Free* Function* GUC_check_errdetail_string GenericXLogAbort
    GenericXLogFinish GenericXLogRegisterBuffer GenericXLogStart Geqo_* Get* Gin* Global*
    Handle* Heap* Idle* IndexFreeSpaceMapVacuum IndexGetRelation Init* InputFunctionCall
    Insert* Instr* InterruptHoldoffCount InterruptPending IntervalStyle Invalidate*
    IsCatalogRelationOid IsUnderPostmaster IsValidJsonNumber ItemPointerCompare
    ItemPointerEquals Jsonb* LWLock* Local* Lock* Log* Lookup* MainLWLockArray Make* Mark*
    Memory* Multi* MyAuxProcType MyDatabaseId MyLatch MyProc MyProcPid MyProcPort
    MyStartTime NBuffers NameListToString NewExplainState NewGUCNestLevel NextCopyFrom Oid*
    OpenPipeStream OpenTransientFile Output* PGSemaphore* PG_exception_stack Page* Parallel*
    Parse* Path* PgArch* PinPortal PopActiveSnapshot Portal* Post* Pre* PrimaryConnInfo
    Proc* PushActiveSnapshot QTN* RI_* Range* ReThrowError Read* Record* RecoveryInProgress
    Register* Relation* Release* RelidByRelfilenode RelnameGetRelid Remove* Rename* Reorder*
    Replication* Request* Reset* Resolve* Resource* Restore* RmgrNotFound RmgrTable
    RollbackAndReleaseCurrentSubTransaction RunObject* SHM* SPI_* SS_* Scan* Search* Send*
    Serialize* Set* Shared* Shmem* Shutdown* SignalHandlerForConfigReload
    SignalHandlerForShutdownRequest Simple* Slru* Snap* SpGist* SplitIdentifierString
    Standby* Start* Strategy* Sync* SysCacheGetAttr TTSOpsBufferHeapTuple TTSOpsHeapTuple
    TTSOpsMinimalTuple TTSOpsVirtual TestForOldSnapshot_impl TimestampDifferenceMilliseconds
    TopMemoryContext TopTransactionContext TopTransactionResourceOwner Transaction*
    TransferExpandedObject Tuple* Two* Type* Unlock* UnpinPortal Unregister* Update*
    UtfToLocal Vacuum* Wait* Wal* Win* XLog* Xact* _bt_* _hash_* accumArrayResult
    aclcheck_error addRange* add_int_reloption add_local_* add_new_columns_to_pathtarget
    add_path add_reloption_kind add_row_identity_var add_size add_to_flat_tlist adjust_*
    appendBinaryStringInfo appendString* application_name array_* arraycontjoinsel
    arraycontsel assign_* autovacuum_* bbsink_* be_* before_shmem_exit binary_* binaryheap_*
    bit_* bitcmp biteq bitge bitgt bitle bitlt bloom_* bms_* bool_* boot_* bpchar_*
    bpcharcmp bpchareq bpcharge bpchargt bpcharle bpcharlt brin* btboolcmp btcharcmp
    btfloat4cmp btfloat8cmp btint2cmp btint4cmp btint8cmp btnamecmp btoidcmp btree_*
    bttextcmp build_* bytea_* byteacmp byteaeq byteage byteagt byteale bytealt
    cancel_before_shmem_exit canonicalize_path cash_* change* check_* cidr_* circle_*
    clamp_row_est clauselist_selectivity close_* cluster_name coerce_* compare_* compute_*
    construct_* contain_* convert_* copyObjectImpl copy_file copy_pathtarget core_yylex
    cost_* cpu_operator_cost cpu_tuple_cost create_* cstring_* current_query database_*
    date_* datum* deconstruct_* defGet* default_* detoast_external_attr die disable_* dist_*
    do_* domain_check downcase_truncate_identifier dshash_* dsm_* durable_rename
    eclass_useful_for_merging enable_* end_MultiFuncCall enlargeStringInfo enum_* equal
    err_generic_string errcode errcode_for_file_access errcontext_msg errdetail errdetail_*
    errfinish errhidecontext errhidestmt errhint errmsg errmsg_internal errmsg_plural
    error_context_stack errposition errstart errstart_cold escape_json estimate_*
    execute_attr_map_slot execute_attr_map_tuple expand* expr* extra_float_digits extract_*
    find_all_inheritors find_base_rel find_join_rel find_rendezvous_variable
    float4_cmp_internal float4in float8_* float8in_internal float8out_internal float_*
    fmgr_* forkname_to_number format_* free_attrmap free_attstatsslot fsm_* fsync_fname
    fsync_fname_ext func_* function_parse_error_transpose gen_random_uuid generate_*
    generic_* genericcostestimate geqo_* getExtensionOfObject getObject* getType*
    get_agg_clause_costs get_attname get_attnum get_attstatsslot get_base_element_type
    get_baserel_parampathinfo get_call_expr_argtype get_call_result_type get_collation_oid
    get_database_name get_database_oid get_element_type get_extension_oid get_fn_*
    get_func_* get_function_sibling_type get_index_* get_namespace_name
    get_namespace_name_or_temp get_object_* get_op_* get_opfamily_member
    get_partition_ancestors get_plan_rowmark get_rel_* get_relation_* get_relkind_objtype
    get_restriction_variable get_role_oid get_sortgrouplist_exprs
    get_sortgroupref_clause_noerr get_sortgroupref_tle get_tablespace_*
    get_translated_update_targetlist get_tsearch_config_filename get_typcollation
    get_typlenbyval get_typlenbyvalalign get_typsubscript get_typtype geterrposition
    getinternalerrposition getmissingattr gin* gist* grouping_is_sortable gtsquery_*
    gtsvector_* has_any_* has_column_* has_database_* has_fn_opclass_options has_foreign_*
    has_function_* has_language_* has_privs_of_role has_schema_* has_sequence_* has_server_*
    has_table_* has_tablespace_* has_type_* hash_* have_* heap_* identify_opfamily_groups
    in_error_recursion_trouble in_range_* index_* inet_* initArrayResult initStringInfo
    init_MultiFuncCall init_local_reloptions init_toast_snapshot int2_* int4_*
    int64_to_numeric int8_* internalerrposition internalerrquery interval_* intset_* inv_*
    is_publishable_relation jit_* join_* json_* jsonb_* jsp* lappend lappend_int lappend_oid
    latin2mic latin2mic_with_table lcons libpqsrv_is_valid_proxy_option line_* list_* load_*
    local2local log_* logicalrep_* lookup_* lowerstr lowerstr_with_len lseg_* macaddr8_*
    macaddr_* maintenance_work_mem make* map_* mask_* mic2latin mic2latin_with_table min_*
    multi_* multirange_* multixact_* namein needs_fmgr_hook network_* nextval
    nocache_index_getattr nocachegetattr numeric_* object_access_hook oldSnapshotControl
    old_snapshot_threshold on_* op_* pairingheap_* palloc palloc0 palloc_extended parallel_*
    parse_* parser_errposition partition_* path_* pathkeys_contained_in pchomp
    per_MultiFuncCall percentile_* pfree pgBufferUsage pgStat* pgWalUsage pg_* pglz_*
    pgstat_* pkglib_path plain_crypt_verify planner_hook pnstrdup point_* poly_*
    post_parse_analyze_hook pq_* pqsignal pre_format_elog_string preprocess_*
    proc_exit_inprogress process_* procsignal_sigusr1_handler prsd_* psprintf pstrdup
    pub_collist_to_bitmapset pull_* pushJsonbValue qsort_arg quote_* range_* raw_parser
    rbt_* read_local_xlog_page_no_wait readstoplist record* recovery* regexp_* register_*
    relation_* repalloc replication_* replorigin_* report_invalid_encoding
    report_untranslatable_char reservoir_get_next_S reservoir_init_selection_state
    resetStringInfo resolve_polymorphic_argtypes row_* s_lock sampler_random_fract
    sampler_random_init_state scanner_* scram_* searchstoplist secure_* select_* seq_*
    set_baserel_size_estimates set_config_option set_errcontext_domain setup_* shm_*
    shmem_request_hook shmem_startup_hook show_* simple_* slot_getsomeattrs_int smgrexists
    smgrimmedsync smgrnblocks smgropen smgrread smgrsetowner smgrtruncate2 smgrwrite spg*
    ssl_* standard_* standby_* statext_* str_tolower stringToNode strip_implicit_coercions
    strlcpy sts_* superuser superuser_arg syncrep_* systable_* t_isalpha_unbounded
    t_isalpha_with_len t_isdigit_cstr t_isdigit_unbounded t_isdigit_with_len t_isspace_cstr
    t_isspace_unbounded table_* tbm_* textToQualifiedNameList text_* texteq tidin tidout
    time_* timestamp_* timestamptz_* timetz_* tlist_member to_* toast_* transform*
    truncate_identifier try_relation_open ts_* tsearch_readline tsearch_readline_begin
    tsearch_readline_end tsquery_* tsvector_* tuplesort_* tuplestore_* typeStringToTypeName
    type_* typenameTypeIdAndMod unicode_* unpack_sql_state untransformRelOptions update_*
    uuid_cmp uuid_in vac_* vacuum_* varbit_* varstr_cmp varstr_levenshtein
    varstr_levenshtein_less_equal visibilitymap_* wait_result_to_str wal_* window_* work_mem
    xact_* xlog_* xml_*
    """)
}
