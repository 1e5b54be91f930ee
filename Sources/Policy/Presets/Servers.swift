// Servers and their modules.

extension PresetTable {
  static let servers: [Preset] = [
    Preset(
      "postgres-host", "PostgreSQL: postgres, for extensions in C",
      keeps: postgresNames,
      evidence: """
        The headers below the folder that `pg_config --includedir-server` prints. What the 81 \
        modules of PostgreSQL 15 and its contrib import is covered, and three in four of the names \
        that the headers declare: for another extension, say --dlopen=EXTENSION.so as well.
        """),
    Preset(
      "postgres-extension",
      "extension of PostgreSQL; keep also the C functions that its SQL or another module names",
      keeps: ["Pg_magic_func", "_PG_*", "pg_finfo_*"],
      evidence: """
        src/backend/utils/fmgr/dfmgr.c looks up Pg_magic_func, _PG_init and _PG_fini, \
        replication/logical/logical.c _PG_output_plugin_init, postmaster/pgarch.c \
        _PG_archive_module_init; fmgr.c pg_finfo_ and the name of a function, and the function. \
        Modules look up functions of each other by load_external_function (hstore_plpython: \
        hstoreUpgrade, PLyObject_AsString).
        """),
    Preset(
      "nginx-host", "nginx, for dynamic modules",
      keeps: ["ngx_*"],
      evidence: """
        nginx's headers in src: every external name begins so. What the modules echo, lua and ndk \
        for nginx 1.22 import from it is covered.
        """),
    Preset(
      "nginx-module", "dynamic module of nginx",
      keeps: ["ngx_modules", "ngx_module_names", "ngx_module_order", "ndk_*"],
      evidence: """
        src/core/nginx.c (ngx_load_module) looks up the first three; modules based on the \
        development kit import ndk_ names from that module.
        """),
    Preset(
      "apache-host", "Apache httpd: apache2 or httpd, for modules",
      keeps: words("ap_* apr_* apu_* unixd_* core_* mpm_* *_module"),
      evidence: """
        httpd's server/exports.c, made by build/make_exports.awk from its headers and those of APR \
        and APR-util. What 119 modules for httpd 2.4 import from it is covered.
        """),
    Preset(
      "apache-module", "module of Apache httpd",
      keeps: ["*_module", "ap_*", "proxy_*", "cache_*", "dav_*"],
      evidence: """
        modules/core/mod_so.c (load_module) looks up the name in the LoadModule directive, by \
        convention NAME_module. Modules import from mod_proxy, mod_cache, mod_session and mod_dav; \
        what 119 modules for httpd 2.4 import from each other is covered.
        """),
    Preset(
      "redis-module", "module of Redis or Valkey",
      keeps: [
        "RedisModule_OnLoad", "RedisModule_OnUnload", "ValkeyModule_OnLoad",
        "ValkeyModule_OnUnload",
      ],
      evidence: """
        src/module.c (moduleLoad, moduleUnload) looks them up. The server needs no preset: modules \
        take its functions by pointer (redismodule.h, RedisModule_GetApi).
        """),
    Preset(
      "uwsgi-host", "uWSGI, for plugins",
      keeps: words(
        """
        uwsgi_* uwsgi bind_* emperor_* event_* http_* proto_* socket_* async_* create_*
        generate_socket_name escape_shell_arg gzheader init_magic_table log_request magic_sub
        proxy1_parse register_gateway
        """),
      evidence: "uwsgi.h. What the 67 plugins of uWSGI 2.0 import from it is covered."),
    Preset(
      "uwsgi-plugin", "plugin of uWSGI",
      keeps: ["*_plugin", "corerouter_*", "uwsgi_corerouter_*", "uwsgi_cr_*", "uwsgi_opt_*"],
      evidence: """
        core/plugins.c (uwsgi_load_plugin) looks up NAME_plugin. The routers (http, fastrouter) \
        import the others from the plugin corerouter; what 67 plugins of uWSGI 2.0 import from \
        each other is covered.
        """),
    Preset(
      "mysql-plugin", "plugin of the server or client of MySQL or MariaDB",
      keeps: words(
        """
        _mysql_plugin_interface_version_ _mysql_sizeof_struct_st_plugin_
        _mysql_plugin_declarations_ _maria_plugin_interface_version_
        _maria_sizeof_struct_st_plugin_ _maria_plugin_declarations_
        _mysql_client_plugin_declaration_
        """),
      evidence: """
        sql/sql_plugin.cc (plugin_dl_add), and client_plugin.c of the client library, where the \
        five plugins of libmariadb3 define the last.
        """),
    Preset(
      "znc-module", "module of ZNC",
      keeps: ["ZNCModuleEntry"],
      evidence: """
        src/Modules.cpp (CModules::OpenModule) looks it up; all 54 modules of ZNC 1.8 define it.
        """),
  ]
}
