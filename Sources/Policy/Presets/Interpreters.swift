// Interpreters and what they load. A host is a program, or the shared library that holds the
// interpreter (libpython, libperl, libruby).

extension PresetTable {
  static let interpreters: [Preset] = [
    Preset(
      "python-host", "CPython: python3 or libpython3, for extension modules and embedders",
      keeps: ["Py*", "_Py*", "__Py*"],
      evidence: """
        Include/exports.h (PyAPI_FUNC, PyAPI_DATA) marks what is exported, and every name of it \
        begins so. What 641 extension modules for CPython 2.7 and 3.6 to 3.13 import from it, \
        C library data aside, is covered.
        """),
    Preset(
      "python-extension", "extension module of Python 3",
      keeps: ["PyInit_*", "PyInitU_*", "PyModExport_*", "PyModExportU_*", "_cffi_pypyinit_*"],
      evidence: """
        Python/importdl.c makes the name of the hook (_PyImport_LoadDynamicModuleWithSpec); \
        Python manual, "Defining extension modules"; PyModExport from 3.15 (PEP 793). The last one \
        is PyPy's, for modules that cffi made (cffi/recompiler.py).
        """),
    Preset(
      "node-host", "Node.js: node or libnode, for addons in C and C++",
      keeps: words(
        """
        napi_* node_api_* node_module_register uv_* c++:node::* c++:v8::* c++:cppgc::*
        """)
        + [
          "c++:vtable for v8::*", "c++:typeinfo for v8::*", "c++:typeinfo name for v8::*",
          "c++:vtable for node::*", "c++:typeinfo for node::*", "c++:typeinfo name for node::*",
          "c++:vtable for cppgc::*", "c++:typeinfo for cppgc::*",
          "c++:typeinfo name for cppgc::*",
        ],
      evidence: """
        Node.js manual, "C++ addons": an addon may use node.h, V8, libuv and what else is linked \
        into node; node_api.h, node.h, uv.h. OpenSSL, zlib, c-ares, ICU and the like are left out: \
        an addon that links to node's copies needs --keep for them.
        """),
    Preset(
      "node-addon", "addon of Node.js",
      keeps: [
        "napi_register_module_v[0-9]*", "node_api_module_get_api_version_v[0-9]*",
        "node_register_module_v[0-9]*",
      ],
      evidence: """
        node's src/node_binding.cc (DLOpen) looks them up; node_api.h (NAPI_MODULE_INIT), node.h \
        (NODE_MODULE_INIT).
        """),
    Preset(
      "perl-host", "Perl: perl or libperl, for XS modules and embedders",
      keeps: words(
        "Perl_* PerlIO* PL_* perl_* perlsio_* boot_* XS_* ASCII_TO_NEED NATIVE_TO_NEED"),
      evidence: """
        perl's makedef.pl writes the list of exports from embed.fnc, intrpvar.h and perlio.sym. \
        What 68 XS modules for perl 5.36 import from it is covered.
        """),
    Preset(
      "perl-extension", "XS module of Perl",
      keeps: ["boot_*"],
      evidence: """
        DynaLoader.pm (bootstrap) and XSLoader.pm (load) look up boot_ and the module's name.
        """),
    Preset(
      "ruby-host", "Ruby: ruby or libruby, for extensions in C",
      keeps: words(
        """
        rb_* ruby_* RUBY_* onig* Onig* Init_* InitVM_* st_* mjit_* strlcpy strlcat setproctitle
        eaccess explicit_bzero
        """),
      evidence: """
        include/ruby.h and include/ruby/missing.h, whose replacements of functions that the C \
        library lacks extensions import, too (date_core, pty: strlcpy); encodings and strscan \
        use Onigmo. What 96 extensions for Ruby 3.1 import from libruby is covered. mjit.h, to \
        Ruby 3.2, exports mjit_ names to the code that --mjit compiles.
        """),
    Preset(
      "ruby-extension", "extension of Ruby",
      keeps: ["Init_*", "InitVM_*", "ruby_abi_version"],
      evidence: """
        dln.c (dln_load) looks up Init_ and the file's name, and ruby_abi_version in development \
        versions.
        """),
    Preset(
      "lua-host", "Lua or LuaJIT: the interpreter, or a program with Lua in it, for Lua modules",
      keeps: ["lua_*", "luaL_*", "luaJIT_*", "luaopen_*"],
      evidence: """
        lua.h, lauxlib.h, lualib.h (LUA_API, LUALIB_API, LUAMOD_API), luajit.h. What the modules \
        lua-socket and lpeg for Lua 5.4 import is covered.
        """),
    Preset(
      "lua-module", "module for Lua in C",
      keeps: ["luaopen_*"],
      evidence: "loadlib.c (LUA_POF, loadfunc) looks up luaopen_ and the module's name."),
    Preset(
      "php-host", "PHP: php, php-fpm, php-cgi or libphp, for extensions",
      keeps: phpNames,
      evidence: """
        PHPAPI and ZEND_API of the headers in main, Zend, TSRM and ext, which have many prefixes. \
        What 25 extensions for PHP 8.2 import is covered.
        """),
    Preset(
      "php-extension",
      "extension of PHP or of its engine; besides, keep what other extensions import from it",
      keeps: words(
        """
        get_module _get_module extension_version_info _extension_version_info
        zend_extension_entry _zend_extension_entry
        php_* dom_* pdo_* mysqlnd_* _mysqlnd_* igbinary_*
        """),
      evidence: """
        ext/standard/dl.c (php_load_extension) and Zend/zend_extensions.c \
        (zend_load_extension_handle) look up the first six. Extensions import the others from \
        dom, pdo, mysqlnd, iconv, igbinary, msgpack and raphf; what 40 extensions for PHP 8.2 \
        import from each other is covered.
        """),
    Preset(
      "tcl-host", "Tcl and Tk: libtcl, libtk or a program with them in it",
      keeps: ["Tcl*", "tcl*", "Tk*", "tk*", "Ttk_*", "ttk*"],
      evidence: """
        tcl.h, tclDecls.h, tclPlatDecls.h, tclOO.h, tclInt.h and tk.h. Extensions that use stubs \
        take the table by pointer, others import the names.
        """),
    Preset(
      "tcl-extension", "extension of Tcl",
      keeps: [
        "[A-Z][!A-Z]*_Init", "[A-Z][!A-Z]*_SafeInit", "[A-Z][!A-Z]*_Unload",
        "[A-Z][!A-Z]*_SafeUnload",
      ],
      evidence: """
        generic/tclLoad.c (Tcl_LoadObjCmd) looks them up after the prefix of the package; load(n).
        """),
    Preset(
      "jni", "library with native methods for Java",
      keeps: ["JNI_OnLoad*", "JNI_OnUnload*", "Java_*"],
      evidence: """
        Java Native Interface Specification, "Resolving Native Method Names" and "The Invocation \
        API"; jni.h. With methods bound by RegisterNatives, JNI_OnLoad is all.
        """),
    Preset(
      "jvmti-agent", "agent of a Java virtual machine",
      keeps: ["Agent_OnLoad*", "Agent_OnAttach*", "Agent_OnUnload*"],
      evidence: """
        JVM Tool Interface, "Agent Start-Up" and "Agent Shutdown"; jvmti.h.
        """),
    Preset(
      "erlang-nif", "library of native functions or driver for Erlang",
      keeps: ["nif_init", "driver_init"],
      evidence: "erl_nif(3) (ERL_NIF_INIT), erl_driver(3) (DRIVER_INIT)."),
    Preset(
      "emacs-module", "dynamic module of Emacs",
      keeps: ["emacs_module_init", "plugin_is_GPL_compatible"],
      evidence: "Emacs' src/emacs-module.c (module-load) looks them up; emacs-module.h."),
  ]
}
