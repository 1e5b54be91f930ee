// Interpreters and shells, each with an extension of the distribution.

import Foundation
import TestSupport

extension HostStory {
  static let all = interpreters + servers

  static let interpreters = [
    HostStory(
      name: "CPython", host: "/usr/bin/python3.11", hostPreset: "python-host",
      plugin: "/usr/lib/python3.11/lib-dynload/_json.cpython-311-x86_64-linux-gnu.so",
      pluginPreset: ["--preset=python-extension"], expected: "\"a\" 3 5\n"
    ) {
      try $0.shell(
        """
        "$host" -c 'import sys; sys.path.insert(0, sys.argv[1])
        import _json, _ctypes, ctypes, bz2, sqlite3
        assert _json.__file__.startswith(sys.argv[1])
        print(_json.encode_basestring("a"),
          sqlite3.connect(":memory:").execute("select 1 + 2").fetchone()[0],
          ctypes.CDLL(None).abs(-5))' "$plugins"
        """, environment: ["PYTHONHOME": "/usr", "PYTHONDONTWRITEBYTECODE": "1"])
    },
    HostStory(
      name: "Perl", host: "/usr/bin/perl", hostPreset: "perl-host",
      plugin: "/usr/lib/x86_64-linux-gnu/perl-base/auto/List/Util/Util.so",
      pluginPreset: ["--preset=perl-extension"], expected: "6 3 [1,2] 2\n"
    ) {
      try $0.shell(
        """
        mkdir -p "$folder/auto/List/Util"; cp "$plugin" "$folder/auto/List/Util/Util.so"
        cp /usr/lib/x86_64-linux-gnu/perl-base/List/Util.pm "$folder/auto/List"
        mkdir -p "$folder/List"; cp "$folder/auto/List/Util.pm" "$folder/List"
        "$host" "-I$folder" -MList::Util=sum -MPOSIX -MJSON::XS -MDBI -e '
          my $db = DBI->connect("dbi:Sponge:") or die;
          my $rows = $db->prepare("x", { rows => [[1], [2]], NAME => ["a"] });
          print sum(1, 2, 3), " ", floor(3.7), " ", encode_json([1, 2]), " ",
            scalar @{ $rows->fetchall_arrayref }, "\\n"'
        """)
    },
    HostStory(
      name: "Ruby", host: "/usr/lib/x86_64-linux-gnu/libruby-3.1.so.3.1", hostPreset: "ruby-host",
      plugin: "/usr/lib/x86_64-linux-gnu/ruby/3.1.0/date_core.so",
      pluginPreset: ["--preset=ruby-extension"], program: "/usr/bin/ruby3.1",
      expected: "2024-02-29 [1] 900150\n"
    ) {
      try $0.shell(
        """
        LD_LIBRARY_PATH="${host%/*}" ruby3.1 --disable-gems "-I$plugins" -e '
          require "date"; require "json"; require "digest"
          puts "#{Date.new(2024, 2, -1)} #{JSON.generate([1])} #{Digest::MD5.hexdigest("abc")[0, 6]}"'
        """)
    },
    HostStory(
      name: "Lua", host: "/usr/bin/lua5.4", hostPreset: "lua-host",
      plugin: "/usr/lib/x86_64-linux-gnu/lua/5.4/lpeg.so",
      pluginPreset: ["--preset=lua-module"], expected: "4\ttrue\n"
    ) {
      try $0.shell(
        """
        LUA_CPATH="$plugins/?.so;;" "$host" -e '
          print(require "lpeg".match(require "lpeg".P "abc", "abcd"), require "socket".gettime() > 0)'
        """)
    },
    HostStory(
      name: "PHP", host: "/usr/bin/php8.2", hostPreset: "php-host",
      plugin: "/usr/lib/php/20220829/ctype.so", pluginPreset: ["--preset=php-extension"],
      expected: "true 3 2460311\n"
    ) {
      try $0.shell(
        """
        "$host" -n -d "extension=$plugin" -d extension=tokenizer -d extension=calendar -r '
          echo json_encode(ctype_alpha("abc")), " ", count(token_get_all("<?php 1;")), " ",
            gregoriantojd(1, 1, 2024), "\\n";'
        """)
    },
    HostStory(
      name: "zsh", host: "/usr/bin/zsh", hostPreset: "zsh-host",
      plugin: "/usr/lib/x86_64-linux-gnu/zsh/5.9/zsh/mathfunc.so",
      pluginPreset: ["--preset=zsh-module"], expected: "3. 1 6\n"
    ) {
      try $0.shell(
        """
        mkdir -p "$folder/zsh"; cp "$plugin" "$folder/zsh"
        "$host" -f -c 'module_path=($1 $module_path)
          zmodload zsh/mathfunc zsh/datetime zsh/stat zsh/parameter zsh/zutil || exit
          print $((sqrt(9))) $((EPOCHSECONDS > 0)) ${#${(f)"$(print -l 1 2 3 4 5 6)"}}' sh "$folder"
        """)
    },
    HostStory(
      name: "bash", host: "/bin/bash", hostPreset: "bash-host", plugin: "/usr/lib/bash/realpath",
      pluginPreset: ["--preset=bash-builtin"], expected: "/usr\n3.5\n"
    ) {
      try $0.shell(
        """
        "$host" -c 'enable -f "$plugin" realpath && realpath /usr/bin/..
          enable -f /usr/lib/bash/seq seq && seq -s . 3 2 5'
        """)
    },
  ]
}
