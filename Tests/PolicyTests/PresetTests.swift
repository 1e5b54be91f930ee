// The presets as a table: well formed, explained, and neither too narrow nor too wide. Whether a
// host works with its preset is tested with the host.

import Foundation
import Patterns
import Policy
import TestSupport
import Testing

@Suite struct PresetTests {
  /// For each preset, names that it keeps and names that it leaves; C++ names are mangled.
  static let examples: [String: (kept: String, left: String)] = [
    "alsa-plugin": (
      """
      _snd_pcm_pulse_open __snd_pcm_pulse_open_dlsym_pcm_001 conf_pulse_hook
      _snd_pcm_rate_speexrate_open_conf _snd_pcm_hook_ctl_elems_install snd_config_hook_load
      snd_func_getenv alsa_mixer_simple_init
      """, "snd_pcm_open pa_context_new pcm_src_open speex_resampler_init snd_pcm_install_hook"
    ),
    "apache-host": ("ap_hook_handler apr_hook_global_pool core_module unixd_config", "SSL_new"),
    "apache-module": (
      """
      ssl_module ap_proxy_define_worker proxy_hook_scheme_handler ap_cache_generate_name
      cache_server_conf ap_hook_session_load dav_push_error
      """, "ssl_cmd_SSLEngine SSL_new apr_pool_create nghttp2_session_new"
    ),
    "audit-library": ("la_version la_x86_64_gnu_pltenter la_symbind64", "lambda"),
    "bash-builtin": ("realpath_struct realpath_builtin_load", "realpath_builtin realpath"),
    "bash-host": ("builtin_error internal_getopt xmalloc list_optarg", "rl_bind_key readline"),
    "clap": ("clap_entry", "clap_entry_point"),
    "crt": ("_IO_stdin_used __environ _end __global_pointer$", "main environment"),
    "cryptsetup-token": ("cryptsetup_token_open_pin", "crypt_token_register"),
    "dri": (
      "__driDriverGetExtensions_iris amdgpu_winsys_create ac_init_shared_llvm_once",
      "driCreateScreen LLVMContextCreate"
    ),
    "emacs-module": ("emacs_module_init plugin_is_GPL_compatible", "vterm_new"),
    "erlang-nif": ("nif_init driver_init", "enif_make_int"),
    "gbm-backend": ("gbmint_get_backend", "gbm_create_device"),
    "gcc-plugin": ("plugin_init plugin_is_GPL_compatible", "plugin_init_extra"),
    "gconv-module": (
      """
      gconv gconv_init gconv_end __jis0208_to_ucs __jisx0213_to_ucs_main __ksc5601_hanja_to_ucs
      __cns11643l1_to_ucs4_tab __gb2312_to_ucs __isoir165_to_tab
      """, "iconv __gconv_open"
    ),
    "gdk-pixbuf-loader": ("fill_vtable fill_info", "rsvg_handle_new"),
    "gio-module": ("g_io_module_load g_io_gnutls_query g_module_unload", "g_io_channel_read"),
    "glvnd": ("__egl_Main __glx_Main", "eglInitialize"),
    "gstreamer": ("gst_plugin_desc gst_plugin_alsa_get_desc", "gst_alsa_open"),
    "gss-mechanism": (
      "gss_mech_initialize gss_mech_interposer gss_wrap gssspi_mech_invoke gssi_acquire_cred",
      "krb5_init_context gssint_mechglue_init"
    ),
    "gtk-module": ("gtk_module_init im_module_list pb_module_init", "gtk_im_module"),
    "jit-debug": ("__jit_debug_register_code", "__jit_debug"),
    "jni": ("JNI_OnLoad Java_org_sqlite_core_NativeDB_open_1utf8", "sqlite3_open JNI_CreateJavaVM"),
    "jvmti-agent": ("Agent_OnLoad Agent_OnLoad_jdwp", "JNI_OnLoad"),
    "krb5-plugin": (
      """
      kdcpreauth_spake_initvt service_locator kdb_function_table authdata_client_0
      profile_module_init
      """, "krb5_init_context krb5_db2_open profile_init SSL_new"
    ),
    "ladspa": ("ladspa_descriptor dssi_descriptor", "fftw_execute"),
    "ld-plugin": ("onload", "onload_handler"),
    "libpurple-plugin": ("purple_init_plugin", "purple_plugin_new"),
    "llvm-plugin": ("llvmGetPassPluginInfo", "LLVMContextCreate"),
    "lua-host": ("lua_pushnil luaL_ref luaopen_base luaJIT_setmode", "lj_str_new luaV_execute"),
    "lua-module": ("luaopen_socket_core", "lua_pushnil lpeg"),
    "lv2": ("lv2_descriptor lv2ui_descriptor lv2_dyn_manifest_open", "lv2_atom_forge"),
    "malloc": ("malloc posix_memalign malloc_usable_size", "mallocx je_malloc"),
    "mysql-plugin": (
      "_mysql_client_plugin_declaration_ _maria_plugin_declarations_", "mysql_init SSL_new"
    ),
    "nginx-host": ("ngx_palloc ngx_http_core_module", "pcre2_match_8 SSL_new lj_str_new"),
    "nginx-module": ("ngx_modules ndk_set_var_value", "ngx_http_echo_module luaL_ref"),
    "node-addon": (
      "napi_register_module_v1 node_register_module_v115", "napi_create_int32 sqlite3_open"
    ),
    "node-host": (
      """
      napi_create_int32 uv_loop_init _ZN2v87Isolate10GetCurrentEv
      _ZTVN2v811ArrayBuffer9AllocatorE _ZN4node10SignalExitEiP9siginfo_tPv
      """, "SSL_new inflate ares_init _ZN6icu_7211UnicodeSetC1Ev nghttp2_session_new"
    ),
    "nss": ("_nss_dns_gethostbyname4_r", "gethostbyname nss_dns"),
    "opencl-icd": (
      "clIcdGetPlatformIDsKHR clGetPlatformInfo clInitLayer clDeinitLayer clGetLayerInfo",
      "clBuildProgram"
    ),
    "openssl-engine": ("bind_engine v_check", "ENGINE_new"),
    "openssl-provider": ("OSSL_provider_init", "OSSL_PROVIDER_load"),
    "operator-new": ("_Znwm _ZdlPvm _ZnaRKSt9nothrow_t", "_ZN3fooC1Ev malloc"),
    "pam": ("pam_sm_authenticate", "pam_start"),
    "perl-extension": ("boot_List__Util", "XS_List__Util_sum"),
    "perl-host": ("Perl_newSV PL_thr_key PerlIO_stdout boot_DynaLoader", "dbopen gdbm_open"),
    "php-extension": (
      """
      get_module zend_extension_entry php_dom_create_object dom_node_class_entry
      pdo_throw_exception mysqlnd_connection_init _mysqlnd_get_client_stats igbinary_serialize
      """, "xdebug_globals xmlFree mysql_init"
    ),
    "php-host": (
      "zend_parse_arg php_info_print_table_row _emalloc spl_ce_RuntimeException executor_globals",
      "SSL_new xmlFree onig_new"
    ),
    "pipewire": ("pipewire__module_init spa_handle_factory_enum", "pw_context_new"),
    "pkcs11": (
      """
      C_GetFunctionList C_GetInterface NSC_GetFunctionList NSC_GetInterfaceList NSC_ModuleDBFunc
      FC_GetFunctionList FC_GetInterface NSS_ReturnModuleSpecData
      """, "C_Sign NSC_Sign FC_Sign sqlite3_open"
    ),
    "postgres-extension": ("Pg_magic_func _PG_init pg_finfo_hstore_in", "hstore_in"),
    "postgres-host": (
      "palloc errmsg heap_open SPI_connect GetUserId CurrentMemoryContext table_open",
      "SSL_new xmlNewDoc LZ4_compress ZSTD_compress inflate ldap_init"
    ),
    "pulseaudio-module": ("pa__init module_foo_LTX_pa__done", "pa_module_load"),
    "python-extension": (
      "PyInit__ssl PyInitU_xn PyModExport_spam _cffi_pypyinit__x", "SSL_new init_ssl"
    ),
    "python-host": ("PyLong_FromLong _Py_NoneStruct _PyArg_ParseTuple", "sqlite3_open XML_Parse"),
    "qt-plugin": ("qt_plugin_instance qt_plugin_query_metadata_v2", "qt_metacall"),
    "redis-module": ("RedisModule_OnLoad", "RedisModule_Alloc lua_pushnil"),
    "ruby-extension": ("Init_nokogiri", "xmlNewDoc Initialize"),
    "ruby-host": (
      "rb_str_new ruby_init onigenc_ascii_mbc_case_fold strlcpy mjit_call_p mjit_opts",
      "gmp_printf coroutine_transfer"
    ),
    "sanitizer": (
      """
      __asan_init __sanitizer_print_stack_trace __gcov_dump __cfi_slowpath_diag __cfi_check
      __dfsw_memcpy __dfso_memcpy __dfsan_load_label dfsan_set_label __nsan_init __tysan_check
      tysan_copy_types __afl_area_ptr __cmplog_rtn_hook __safestack_init
      __get_unsafe_stack_ptr __scudo_print_stats __llvm_ctx_profile_fetch LLVMFuzzerMutate
      AnnotateHappensBefore RunningOnValgrind
      """, "asan_init cfi_slowpath afl_custom_init __llvm_retpoline_r11"
    ),
    "sasl": ("sasl_server_plug_init sasl_canonuser_init", "_plug_strdup"),
    "sqlite-extension": ("sqlite3_extension_init sqlite3_csv_init", "sqlite3_open"),
    "tcl-extension": ("Sqlite3_Init Tls_SafeInit", "SHA1_Init MD5_Init"),
    "tcl-host": ("Tcl_Eval TclOO_NewMethod tclStubsPtr Tk_Init", "mp_add inflate"),
    "uwsgi-host": ("uwsgi_log event_queue_wait", "json_loads yajl_parse"),
    "uwsgi-plugin": (
      "python_plugin uwsgi_cr_set_hooks corerouter_close_peer uwsgi_opt_corerouter",
      "PyInit_uwsgi uwsgi_wsgi_handler"
    ),
    "va-api-driver": ("__vaDriverInit_1_17 radeon_drm_winsys_create", "vaInitialize"),
    "vdpau-driver": (
      "vdp_imp_device_create_x11 nouveau_drm_screen_create", "vdp_device_create_x11"
    ),
    "vst3": ("GetPluginFactory ModuleEntry ModuleExit", "png_create_read_struct"),
    "vulkan-icd": ("vk_icdGetInstanceProcAddr", "vkCmdDraw"),
    "vulkan-layer": ("vkNegotiateLoaderLayerInterfaceVersion vkGetDeviceProcAddr", "vkCmdDraw"),
    "weechat-plugin": ("weechat_plugin_init weechat_plugin_name", "weechat_irc_plugin"),
    "zsh-host": ("zwarnnam getsparam paramtab addmodulefd", "tgetent pcre_compile"),
    "zsh-module": ("boot_ setup_ features_ enables_", "setupterm boot_zle"),
    "znc-module": ("ZNCModuleEntry", "_ZN7CModuleD1Ev"),
  ]

  @Test func namesAreUniqueSortedAndWellFormed() {
    let names = PresetTable.all.map(\.name)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
      #expect(PresetTable.preset(named: name)?.name == name)
    }
    #expect(PresetTable.preset(named: "no-such-preset") == nil)
  }

  @Test func everyPresetIsExplainedInALine() {
    for preset in PresetTable.all {
      #expect(!preset.title.isEmpty && !preset.title.contains("\n"), "\(preset.name)")
      #expect(preset.title.count <= 90, "\(preset.name)")
      #expect(preset.evidence.hasSuffix("."), "\(preset.name)")
      #expect(!preset.evidence.contains("  "), "\(preset.name)")
    }
  }

  @Test func noPatternIsEverythingOrSaidTwice() throws {
    for preset in PresetTable.all {
      #expect(!preset.keeps.isEmpty && Set(preset.keeps).count == preset.keeps.count)
      for clause in try preset.clauses() {
        #expect(clause.intent == .keep && !clause.isRequired)
        #expect(clause.rank != .everything, "\(clause.text)")
      }
      for keep in preset.keeps {
        // A pattern without a fixed part of some length would keep what nobody meant.
        #expect(keep.count { $0.isLetter } >= 2, "\(preset.name): \(keep)")
      }
    }
  }

  @Test func clausesSayWhereTheyComeFrom() throws {
    let preset = try #require(PresetTable.preset(named: "lua-module"))
    #expect(try preset.clauses().map(\.text) == ["preset lua-module: luaopen_*"])
    let location = SourceLocation(file: "app.policy", line: 3, column: 1)
    let clauses = try preset.clauses(text: "--preset=lua-module", at: location)
    #expect(clauses.map(\.source) == ["app.policy:3: --preset=lua-module: luaopen_*"])
  }

  @Test func examplesCoverTheTable() {
    #expect(Set(Self.examples.keys) == Set(PresetTable.all.map(\.name)))
  }

  @Test(arguments: PresetTable.all.map(\.name))
  func keepsItsOwnAndLeavesTheRest(_ name: String) throws {
    let preset = try #require(PresetTable.preset(named: name))
    let selectors = try preset.clauses().map(\.selector)
    let example = try #require(Self.examples[name])
    for kept in example.kept.split(whereSeparator: \.isWhitespace) {
      #expect(try covered(String(kept), by: selectors), "\(name) leaves \(kept)")
    }
    for left in example.left.split(whereSeparator: \.isWhitespace) {
      #expect(try !covered(String(left), by: selectors), "\(name) keeps \(left)")
    }
  }

  private func covered(_ name: String, by selectors: [Selector]) throws -> Bool {
    let bytes = Array(name.utf8)
    let demangled = Demangler.demangle(bytes[...]) ?? bytes
    return try selectors.contains { selector in
      let subject = selector.subject == .demangled ? demangled : bytes
      return switch selector.pattern {
      case .exact(let wanted): wanted == subject
      case .glob(let glob): glob.matches(subject[...])
      case .regex(let expression): try expression.matches(subject[...])
      case .members(let names): names.contains(subject[...])
      case .everything: true
      }
    }
  }

  /// The example policies: one for each preset, which uses it.
  @Test func everyPresetHasAnExamplePolicy() throws {
    let folder = projectFolder.appendingPathComponent("Samples/policies")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(files) == Set(PresetTable.all.map { "\($0.name).policy" }))
    for preset in PresetTable.all {
      let path = folder.appendingPathComponent("\(preset.name).policy")
      let bytes = [UInt8](try Data(contentsOf: path))
      let lines = try readPolicyFile(SourceText(name: path.path, bytes: bytes)).flatMap(\.lines)
      #expect(
        lines.contains { $0.keyword == .preset && $0.value == Array(preset.name.utf8) },
        "\(preset.name)")
      #expect(lines.contains { $0.intent == .demote }, "\(preset.name)")
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasPrefix("# "), "\(preset.name)")
    }
  }
}
