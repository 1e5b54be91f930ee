// Servers, each with a module of the distribution. None listens to the network: they are asked
// through sockets in the test's folder, or through standard input.

import Foundation
import TestSupport

extension HostStory {
  /// How to begin a command that refuses to run as root.
  private static let asPostgres =
    geteuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups" : "env"

  /// A database of PostgreSQL, as it is made, to copy from.
  private static let database = Result {
    let folder = try TemporaryFolder()
    try mustRun(
      "sh",
      [
        "-c",
        """
        chmod 755 "$0"; mkdir "$0/db"; [ "$(id -u)" != 0 ] || chown postgres "$0/db"; cd "$0"
        \(asPostgres) /usr/lib/postgresql/15/bin/initdb -D "$0/db" -A trust --no-sync -E UTF8 \
          --locale=C
        """, folder.url.path,
      ])
    return folder
  }

  static let servers = [
    HostStory(
      name: "PostgreSQL", host: "/usr/lib/postgresql/15/bin/postgres", hostPreset: "postgres-host",
      plugin: "/usr/lib/postgresql/15/lib/pg_trgm.so",
      // SQL names the C function, so it stays beside what the preset keeps.
      pluginPreset: ["--preset=postgres-extension", "--keep=similarity"],
      expected: "0.36363637 7 2\n"
    ) {
      try $0.shell(
        """
        rm -rf "$folder/db"; cp -a "$template" "$folder/db"
        cat >"$folder/script" <<END
        create function one(text, text) returns float4 language c as '$plugin', 'similarity'
        create function two(a int) returns int language plpgsql as 'begin return a + 4; end'
        create extension hstore
        select one('word', 'two words') as one
        select two(3) as two
        select array_length(akeys('a=>1,b=>2'), 1) as three
        END
        cd "$folder/db"
        \(asPostgres) "$host" --single -D "$folder/db" postgres <"$folder/script" 2>"$folder/log" \
          | sed -n 's/.*: \\(one\\|two\\|three\\) = "\\([^"]*\\)".*/\\2/p' | paste -sd ' '
        cat "$folder/log" >&2
        """, environment: ["template": try database.get().file("db").path])
    },
    HostStory(
      name: "nginx", host: "/usr/sbin/nginx", hostPreset: "nginx-host",
      plugin: "/usr/lib/nginx/modules/ngx_http_echo_module.so",
      pluginPreset: ["--preset=nginx-module"], expected: "echoed\nlua 42\n"
    ) {
      try $0.shell(
        """
        cat >"$folder/nginx.conf" <<END
        load_module $plugin;
        load_module /usr/lib/nginx/modules/ndk_http_module.so;
        load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;
        pid $folder/pid;
        error_log $folder/log;
        events {}
        http {
          access_log off;
          client_body_temp_path $folder/body; proxy_temp_path $folder/proxy;
          fastcgi_temp_path $folder/fastcgi; uwsgi_temp_path $folder/uwsgi;
          scgi_temp_path $folder/scgi;
          server {
            listen unix:$folder/socket;
            location /echo { echo echoed; }
            location /lua { content_by_lua_block { ngx.say("lua " .. 6 * 7) } }
          }
        }
        END
        rm -f "$folder/socket"
        "$host" -e "$folder/log" -c "$folder/nginx.conf" || exit
        for page in echo lua; do
          curl -s --max-time 5 --unix-socket "$folder/socket" "http://localhost/$page"
        done
        kill -QUIT "$(cat "$folder/pid")"
        """)
    },
    HostStory(
      name: "Apache httpd", host: "/usr/sbin/apache2", hostPreset: "apache-host",
      plugin: "/usr/lib/apache2/modules/mod_dav.so", pluginPreset: ["--preset=apache-module"],
      expected: "Syntax OK\ndav_module dav_fs_module ssl_module\n"
    ) {
      try $0.shell(
        """
        cat >"$folder/httpd.conf" <<END
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so
        LoadModule dav_module $plugin
        LoadModule dav_fs_module /usr/lib/apache2/modules/mod_dav_fs.so
        LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
        DefaultRuntimeDir $folder
        ErrorLog $folder/log
        ServerName localhost
        DavLockDB $folder/locks
        SSLCipherSuite HIGH
        END
        "$host" -t -f "$folder/httpd.conf" 2>&1 || exit
        "$host" -M -f "$folder/httpd.conf" | sed -n 's/^ *\\([ds][as].*_module\\) .*/\\1/p' | paste -sd ' '
        """)
    },
    HostStory(
      name: "Redis", host: "/usr/bin/redis-server", hostPreset: nil,
      plugin: "/usr/lib/redis/modules/redisearch.so", pluginPreset: ["--preset=redis-module"],
      expected: "OK 1 doc 3\n"
    ) {
      try $0.shell(
        """
        rm -f "$folder/socket" "$folder/pid"
        "$host" --port 0 --unixsocket "$folder/socket" --pidfile "$folder/pid" --daemonize yes \
          --save '' --dir "$folder" --logfile "$folder/log" --loadmodule "$plugin"
        ask() { redis-cli -s "$folder/socket" "$@"; }
        for try in 1 2 3 4 5 6 7 8 9 10; do ask ping >/dev/null 2>&1 && break; sleep 0.1; done
        { ask ft.create index schema title text
          ask ft.add index doc 1 fields title hello >/dev/null
          ask --raw ft.search index hello nocontent
          ask eval 'return 1 + 2' 0; } | paste -sd ' '
        ask shutdown nosave
        """)
    },
  ]
}
