// The families. To add one, add an entry: prefixes and names as `nm -D` of the library shows them,
// C++ namespaces, and how the sonames of its libraries begin. Of several families that could have a
// name, the one that knows more of it has it; among equals, the first.

/// The families and the question whose a set of names is.
public enum FamilyTable {
  /// The family of more than half of `names`; nil if there is none.
  public static func family(of names: [ArraySlice<UInt8>]) -> Family? {
    var counts = [Int](repeating: 0, count: all.count)
    for name in names {
      if let place = index.place(of: name) { counts[place] += 1 }
    }
    guard let most = counts.max(), most * 2 > names.count,
      let place = counts.firstIndex(of: most)
    else { return nil }
    return all[place]
  }

  /// The families of which `names` may be a copy: those with a hallmark among them, and those whose
  /// names need none.
  public static func families(in names: some Sequence<ArraySlice<UInt8>>) -> FamilyIndex {
    let (all, hallmarks) = (all, hallmarks)
    var isPresent = all.map { $0.hallmarks.isEmpty }
    for name in names {
      hallmarks.forEach(at: name) { place in
        guard !isPresent[place] else { return }
        isPresent[place] = all[place].hallmarks.contains { name.starts(with: $0) }
      }
    }
    return FamilyIndex(zip(all, isPresent).filter(\.1).map(\.0))
  }

  private static let index = FamilyIndex(all)

  private static let hallmarks: Beginnings = {
    var beginnings = Beginnings()
    for (place, family) in all.enumerated() {
      for hallmark in family.hallmarks { beginnings.insert(hallmark, place) }
    }
    return beginnings
  }()

  /// Every family.
  public static let all: [Family] = [
    Family(
      "dbus", "D-Bus", prefixes: ["dbus_", "_dbus_"], sonames: ["libdbus-1.so"]),
    Family(
      "sqlite3", "SQLite", prefixes: ["sqlite3"], sonames: ["libsqlite3.so", "libsqlcipher.so"]),
    openssl,
    Family(
      "gnutls", "GnuTLS or Nettle", prefixes: ["gnutls_", "_gnutls_", "nettle_", "_nettle_"],
      namespaces: ["gnutls"],
      sonames: ["libgnutls", "libnettle", "libhogweed"]),
    Family(
      "mbedtls", "Mbed TLS", prefixes: ["mbedtls_", "psa_"], sonames: ["libmbed"]),
    Family(
      "zlib", "zlib",
      prefixes: ["deflate", "inflate", "gz", "crc32_", "adler32_", "_tr_", "zng_", "uncompress"],
      names: [
        "crc32", "adler32", "compress", "compress2", "compressBound", "compressBound_z",
        "compress_z", "compress2_z", "get_crc_table", "zError", "zlibCompileFlags", "zlibVersion",
        "zcalloc", "zcfree", "z_errmsg", "zlibng_version", "longest_match",
      ],
      hallmarks: ["deflate", "inflate", "crc32", "adler32", "zlibVersion"],
      sonames: ["libz.so", "libz-ng.so"]),
    Family(
      "zstd", "Zstandard", prefixes: ["ZSTD_", "ZSTDMT_", "ZDICT_", "HUF_", "FSE_", "HIST_"],
      names: ["COVER_selectDict", "divsufsort", "divbwt"], sonames: ["libzstd.so"]),
    Family(
      "lzma", "liblzma", prefixes: ["lzma_"], sonames: ["liblzma.so"]),
    Family(
      "bzip2", "bzip2", prefixes: ["BZ2_", "bz_internal_error"], sonames: ["libbz2.so"]),
    Family(
      "lz4", "LZ4", prefixes: ["LZ4"], sonames: ["liblz4.so"]),
    Family(
      "brotli", "Brotli", prefixes: ["Brotli", "_kBrotli"], sonames: ["libbrotli"]),
    Family(
      "protobuf", "Protocol Buffers",
      prefixes: ["descriptor_table_google_2f", "scc_info_", "upb_", "_upb_"],
      namespaces: ["google::protobuf"], sonames: ["libprotobuf", "libprotoc", "libupb"]),
    Family(
      "abseil", "Abseil", prefixes: ["AbslInternal"], namespaces: ["absl"],
      sonames: ["libabsl_"]),
    Family(
      "grpc", "gRPC", prefixes: ["grpc_", "gpr_", "census_"], namespaces: ["grpc", "grpc_core"],
      sonames: ["libgrpc", "libgpr.so", "libaddress_sorting.so"]),
    Family(
      "llvm", "LLVM", prefixes: ["LLVM", "clang_", "lto_", "thinlto_", "Remark", "Polly"],
      namespaces: ["llvm", "clang", "lld", "lldb", "lldb_private", "mlir", "polly"],
      hallmarks: ["LLVM", "_ZN4llvm", "_ZN5clang", "clang_", "lto_"],
      sonames: ["libLLVM", "libclang", "libLTO.so", "libRemarks", "liblldb", "LLVM"]),
    Family(
      "libstdc++", "libstdc++ or libgcc",
      prefixes: [
        "__cxa_", "__gxx_", "__gcc_personality_", "_Unwind_", "__register_frame",
        "__deregister_frame", "_Znw", "_Zna", "_Zdl", "_Zda", "_ZGTt", "_ITM_",
        "__emutls_", "__atomic_",
      ],
      names: ["__dynamic_cast", "_txnal_sanity_check"],
      namespaces: [
        "St", "Sa", "Sb", "Ss", "Si", "So", "Sd", "__gnu_cxx", "__cxxabiv1", "__gnu_debug",
        "__gnu_norm", "__gnu_parallel",
      ],
      sonames: ["libstdc++.so", "libgcc_s.so", "libsupc++"]),
    Family(
      "libc++", "libc++", prefixes: ["__libcpp_"],
      namespaces: ["St3__1", "St6__ndk1", "St4__Cr", "St16nested_exception"],
      sonames: ["libc++.so", "libc++abi.so"]),
    Family(
      "llhttp", "llhttp", prefixes: ["llhttp_"], sonames: ["libllhttp"]),
    Family(
      "nghttp2", "nghttp2", prefixes: ["nghttp2_", "nghttp3_", "ngtcp2_"],
      sonames: ["libnghttp", "libngtcp2"]),
    Family("curl", "curl", prefixes: ["curl_", "Curl_"], sonames: ["libcurl"]),
    Family(
      "ssh2", "libssh2", prefixes: ["libssh2_", "_libssh2_"], sonames: ["libssh2.so"]),
    Family(
      "git2", "libgit2", prefixes: ["git_", "git2_"], hallmarks: ["git_libgit2_"],
      sonames: ["libgit2.so"]),
    Family(
      "freetype", "FreeType", prefixes: ["FT_", "FTC_", "TT_", "ft_", "_FT_"],
      hallmarks: ["FT_"],
      sonames: ["libfreetype.so"]),
    Family(
      "harfbuzz", "HarfBuzz", prefixes: ["hb_", "_hb_"], sonames: ["libharfbuzz"]),
    Family("png", "libpng", prefixes: ["png_"], sonames: ["libpng"]),
    Family(
      "jpeg", "libjpeg",
      prefixes: [
        "jpeg_", "jinit_", "jcopy_", "jsimd_", "jpeg12_", "jpeg16_", "tjInit", "tj3", "tjCompress",
        "tjDecompress", "tjFree", "tjAlloc", "tjGet", "tjBuf", "tjPlane", "tjTransform", "tjEncode",
      ],
      names: ["jround_up", "jdiv_round_up", "jzero_far", "jpeg_std_error"],
      sonames: ["libjpeg", "libturbojpeg"]),
    Family(
      "expat", "Expat",
      prefixes: ["XML_", "_INTERNAL_", "XmlInit", "XmlGet", "XmlParse", "XmlUtf"],
      hallmarks: ["XML_Parse"],
      sonames: ["libexpat"]),
    Family(
      "libxml2", "libxml2 or libxslt",
      prefixes: ["xml", "__xml", "html", "__html", "docb", "__docb", "xslt", "exslt", "xlink"],
      names: [
        "UTF8ToHtml", "UTF8Toisolat1", "isolat1ToUTF8", "inputPush", "inputPop", "namePush",
        "namePop", "nodePush", "nodePop", "valuePush", "valuePop", "__oldXMLWDcompatibility",
        "__htmlDefaultSAXHandler", "__docbDefaultSAXHandler",
      ],
      hallmarks: ["xmlFree", "xmlMalloc", "xmlParse", "xmlNew", "xslt", "htmlParse"],
      sonames: ["libxml2.so", "libxslt.so", "libexslt.so"]),
    Family(
      "readline", "readline or libedit",
      prefixes: ["rl_", "_rl_", "_hs_", "history_", "el_", "tok_", "rltty_"],
      names: [
        "readline", "add_history", "using_history", "clear_history", "where_history",
        "remove_history", "stifle_history", "unstifle_history", "next_history", "previous_history",
        "current_history", "read_history", "write_history", "append_history",
        "readline_internal_char",
        "readline_internal_setup", "readline_internal_teardown", "tilde_expand",
        "tilde_expand_word", "history", "history_w", "emacs_meta_keymap", "emacs_standard_keymap",
        "vi_insertion_keymap", "vi_movement_keymap",
      ],
      hallmarks: ["readline", "rl_insert", "el_init"],
      sonames: ["libreadline.so", "libhistory.so", "libedit.so", "libeditline"]),
    ncurses,
    Family("libuv", "libuv", prefixes: ["uv_", "uv__"], sonames: ["libuv.so"]),
    Family(
      "libev", "libev or libevent",
      prefixes: ["ev_", "event_", "evbuffer_", "bufferevent_", "evhttp_", "evdns_", "evutil_"],
      hallmarks: ["event_base_", "ev_run", "ev_loop", "evbuffer_"],
      sonames: ["libev.so", "libevent"]),
    Family("lua", "Lua", prefixes: ["lua", "luaL_", "lj_"], sonames: ["liblua"]),
    Family(
      "x11", "X11", prefixes: ["X", "_X", "xcb_", "_xcb_", "xkb_"],
      hallmarks: ["XOpenDisplay", "xcb_connect", "xkb_context_"],
      sonames: ["libX", "libxcb", "libxkb"]),
    Family(
      "glib", "GLib", prefixes: ["g_", "_g_", "glib_"],
      hallmarks: ["g_malloc", "g_object_new", "g_once_init_"],
      sonames: ["libglib-2.0", "libgobject-2.0", "libgio-2.0", "libgmodule-2.0", "libgthread-2.0"]),
    Family(
      "python", "Python", prefixes: ["Py", "_Py", "PyInit_"], sonames: ["libpython"]),
    Family("tcl", "Tcl or Tk", prefixes: ["Tcl", "Tk"], sonames: ["libtcl", "libtk"]),
    Family("ffi", "libffi", prefixes: ["ffi_"], sonames: ["libffi.so"]),
    Family("pcre", "PCRE", prefixes: ["pcre_", "pcre2_", "_pcre"], sonames: ["libpcre"]),
    Family(
      "icu", "ICU",
      prefixes: [
        "u_", "uloc_", "ulocimp_", "ucnv_", "ucol_", "ubrk_", "ucal_", "udat_", "udata_", "unum_",
        "unumf_", "ures_", "uset_", "uprv_", "utext_", "utrans_", "ubidi_", "ucase_", "uregex_",
        "usearch_", "unorm", "ucptrie_", "utf8_", "ustr_", "uhash_",
      ],
      namespaces: ["6icu_"],
      hallmarks: ["u_errorName", "u_charType", "u_init", "ucnv_open", "ucol_open"],
      sonames: ["libicui18n", "libicuuc"]),
    Family("xxhash", "xxHash", prefixes: ["XXH"], sonames: ["libxxhash"]),
    Family("xmlsec", "XML Security", prefixes: ["xmlSec"], sonames: ["libxmlsec"]),
    Family("boost", "Boost", namespaces: ["boost"], sonames: ["libboost_"]),
    Family(
      "elfutils", "libelf or libdw",
      prefixes: ["elf_", "gelf_", "elf32_", "elf64_", "dwarf_", "dwfl_", "dwelf_"],
      hallmarks: ["elf_version", "elf_begin", "gelf_", "dwarf_begin", "dwfl_begin"],
      sonames: ["libelf.so", "libdw.so"]),
    Family(
      "bfd", "binutils",
      prefixes: ["bfd_", "_bfd_", "elf_link_", "coff_", "cplus_demangle", "htab_", "obstack_"],
      hallmarks: ["bfd_", "_bfd_"],
      sonames: ["libbfd"]),
    Family(
      "unwind", "libunwind",
      prefixes: [
        "unw_", "__libunwind_", "_U_dyn_", "_ULx86", "_ULaarch64", "_ULarm", "_ULppc", "_Ux86",
        "_Uaarch64", "_Uarm", "_Uppc", "_Us390", "_Uriscv", "_UCD_", "_UPT_",
      ],
      sonames: ["libunwind"]),
  ]

  private static let openssl = Family(
    "openssl", "OpenSSL, AWS-LC or BoringSSL",
    prefixes: [
      "SSL_", "TLS_", "DTLS_", "TLSv1_", "DTLSv1_", "SSLv23_", "EVP_", "OPENSSL_", "OpenSSL",
      "CRYPTO_", "X509", "ASN1_", "BIO_", "BN_", "RSA_", "DSA_", "DH_", "EC_", "ECDSA_", "ECDH_",
      "ECPARAMETERS_", "ECPKPARAMETERS_", "ERR_", "PEM_", "PKCS1", "PKCS5_", "PKCS7_", "PKCS8_",
      "PKCS12_", "OBJ_", "RAND_", "SHA1_", "SHA224", "SHA256_", "SHA384", "SHA512", "MD4_", "MD5_",
      "RIPEMD160", "WHIRLPOOL", "MDC2", "AES_", "DES_", "RC2_", "RC4", "RC5_", "BF_", "CAST_",
      "IDEA_", "SEED_", "Camellia_", "ChaCha20_", "HMAC", "CMAC_", "SIPHASH", "CMS_", "OCSP_",
      "TS_", "ESS_", "UI_", "ENGINE_", "CONF_", "NCONF_", "_CONF_", "OSSL_", "ossl_", "i2d_",
      "d2i_", "i2a_", "a2i_", "a2d_", "i2o_", "o2i_", "i2t_", "i2b_", "b2i_", "i2s_", "s2i_",
      "i2v_", "v2i_", "v3_", "GENERAL_NAME", "GENERAL_SUBTREE", "ASYNC_", "BUF_", "SCT_", "CTLOG_",
      "CT_", "SRP_", "POLICY_", "NAME_CONSTRAINTS_", "AUTHORITY_", "DIST_POINT", "CRL_DIST_POINTS_",
      "PROXY_", "NETSCAPE_", "PROFESSION_", "ADMISSION", "NAMING_AUTHORITY", "SXNET", "SMIME_",
      "DSO_", "COMP_", "LHASH", "OTHERNAME_", "EDIPARTYNAME_", "EXTENDED_KEY_USAGE_", "PBE2PARAM_",
      "PBEPARAM_", "PBKDF2PARAM_", "ISSUING_DIST_POINT_", "ISSUER_SIGN_TOOL_", "TLS_FEATURE_",
      "CBB_", "CBS_", "bn_", "aws_lc_", "AWSLC_", "FIPS_", "BORINGSSL_", "SPAKE2_", "ED25519_",
      "X25519", "POLY1305", "STORE_", "TXT_DB_", "ERR_load_", "MODES_", "EC_GROUP", "BASIC_",
      "ACCESS_DESCRIPTION_", "CERTIFICATEPOLICIES_", "USERNOTICE_", "NOTICEREF_", "POLICYINFO_",
      "POLICYQUALINFO_", "DISPLAYTEXT_", "DIRECTORYSTRING_", "conf_",
    ],
    names: [
      "SHA1", "SHA256", "MD4", "MD5", "BN_new", "err_free_strings_int", "sk_pop_free_ex",
    ],
    namespaces: ["bssl"],
    hallmarks: ["EVP_", "SSL_new", "BN_new", "ERR_get_error"],
    sonames: ["libcrypto", "libssl.so", "libssl-", "libdecrepit", "libtls.so"])

  private static let ncurses = Family(
    "ncurses", "ncurses",
    prefixes: [
      "_nc_", "slk_", "scr_", "tget", "tiget", "mvw", "mvadd", "mvin", "mvget", "mvdel", "mvhline",
      "mvvline", "mvprintw", "mvscanw", "mvcur", "mvchgat", "wadd", "wattr", "wbkg", "wborder",
      "wchgat", "wclear", "wclr", "wcolor_set", "wcursyncup", "wdel", "wecho", "wenclose", "werase",
      "wget", "whline", "winch", "winn", "wins", "winw", "win_w", "wmove", "wmouse", "wnoutrefresh",
      "wprintw", "wredrawln", "wrefresh", "wresize", "wscanw", "wscrl", "wsetscrreg", "wstand",
      "wsync", "wtimeout", "wtouchln", "wunctrl", "wvline", "vw_", "vwprintw", "vwscanw", "vidattr",
      "vid_", "vidputs", "define_key", "key_", "keybound", "keyname", "keyok", "curses_", "curs_",
      "def_prog", "def_shell", "reset_prog", "reset_shell", "init_pair", "init_color",
      "init_extended", "extended_", "color_", "pair_", "alloc_pair", "free_pair", "find_pair",
      "term_", "attron", "attroff", "attrset", "attr_on", "attr_off", "attr_set", "use_", "is_term",
      "is_w", "is_c", "is_s",
      "is_l", "is_k", "is_n", "is_i", "is_p", "has_", "set_term", "set_tab", "set_esc", "tparm",
      "tiparm", "update_panels", "new_form", "new_menu", "new_panel", "set_menu", "set_form",
    ],
    names: [
      "initscr", "endwin", "isendwin", "newterm", "newwin", "newpad", "delwin", "delscreen",
      "subwin", "subpad", "derwin", "dupwin", "doupdate", "refresh", "stdscr", "curscr", "newscr",
      "acs_map", "LINES", "COLS", "TABSIZE", "COLORS", "COLOR_PAIRS", "ESCDELAY", "cur_term",
      "ttytype", "boolnames", "boolcodes", "boolfnames", "numnames", "numcodes", "numfnames",
      "strnames", "strcodes", "strfnames", "BC", "PC", "UP", "ospeed", "tputs", "tgoto", "putp",
      "setupterm", "restartterm", "set_curterm", "del_curterm", "cbreak", "nocbreak", "echo",
      "noecho", "raw", "noraw", "nl", "nonl", "halfdelay", "intrflush", "keypad", "meta", "nodelay",
      "notimeout", "typeahead", "qiflush", "noqiflush", "beep", "flash", "getmouse", "ungetmouse",
      "mousemask", "mouseinterval", "baudrate", "erasechar", "killchar", "longname", "termname",
      "termattrs", "start_color", "can_change_color", "assume_default_colors", "resizeterm",
      "resize_term", "napms", "savetty", "resetty", "unctrl", "filter", "nofilter", "ripoffline",
      "clearok", "idcok", "idlok", "immedok", "leaveok", "scrollok", "setscrreg", "touchline",
      "touchwin", "untouchwin", "overlay", "overwrite", "copywin", "prefresh", "pnoutrefresh",
      "pechochar", "redrawwin", "getwin", "putwin", "ungetch", "flushinp", "delay_output", "addch",
      "addstr", "addnstr", "addchstr", "addchnstr", "insch", "insstr", "insnstr", "inch", "instr",
      "innstr", "inchstr", "inchnstr", "delch", "deleteln", "insertln", "insdelln", "move", "clear",
      "erase", "clrtobot", "clrtoeol", "timeout", "bkgd", "bkgdset", "border", "box", "hline",
      "vline", "standout", "standend", "printw", "scanw", "getch", "getstr", "getnstr", "mvderwin",
    ],
    hallmarks: ["initscr", "setupterm", "tputs", "stdscr"],
    sonames: ["libncurses", "libtinfo", "libtic", "libtermcap"])
}
