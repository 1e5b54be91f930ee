# Completions of symdemote for fish. Written by `make manual`.

set -g __symdemote_commands exports plan apply check verify diff undo bindings audit policy explain report wheel help

function __symdemote_needs_command
    set -l words (commandline -opc)
    test (count $words) -eq 1
end

function __symdemote_has_command
    set -l words (commandline -opc)
    test (count $words) -gt 1; and contains -- $words[2] $argv
end

function __symdemote_needs_topic
    set -l words (commandline -opc)
    test (count $words) -eq 2; and test $words[2] = help
end

function __symdemote_needs_preset
    set -l words (commandline -opc)
    test (count $words) -eq 3; and test "$words[2..3]" = 'help presets'
end

# The first operand of explain.
function __symdemote_needs_symbol
    __symdemote_has_command explain; or return
    set -l words (commandline -opc)
    for word in $words[3..]
        string match -q -- '-*' "$word"; or return
    end
end

function __symdemote_behind_colon
    set -l word (commandline -ct)
    string match -q -- '*:*' "$word"
end

complete -c symdemote -n __symdemote_needs_command -f -a exports -d 'list what files export'
complete -c symdemote -n __symdemote_needs_command -f -a plan -d 'show what apply would do, and write nothing'
complete -c symdemote -n __symdemote_needs_command -f -a apply -d 'demote the selected exports'
complete -c symdemote -n __symdemote_needs_command -f -a check -d 'find exports that a policy does not allow, and those it misses'
complete -c symdemote -n __symdemote_needs_command -f -a verify -d 'check every table of a file against every other'
complete -c symdemote -n __symdemote_needs_command -f -a diff -d 'compare the exports of two files'
complete -c symdemote -n __symdemote_needs_command -f -a undo -d 'put back what apply --undo-file recorded'
complete -c symdemote -n __symdemote_needs_command -f -a bindings -d 'show what each reference of a process is bound to'
complete -c symdemote -n __symdemote_needs_command -f -a audit -d 'find libraries that use another object\'s copy, and the cure'
complete -c symdemote -n __symdemote_needs_command -f -a policy -d 'turn a policy into a linker\'s input, or suggest one'
complete -c symdemote -n __symdemote_needs_command -f -a explain -d 'say why one symbol is kept or demoted, and how to change that'
complete -c symdemote -n __symdemote_needs_command -f -a report -d 'merge the reports of the shards of a run'
complete -c symdemote -n __symdemote_needs_command -f -a wheel -d 'demote in the ELF files of Python wheels'
complete -c symdemote -n __symdemote_needs_command -f -a help -d 'say more about a command or a topic'
complete -c symdemote -n __symdemote_needs_command -f -l help -d 'print what commands there are'
complete -c symdemote -n __symdemote_needs_command -f -l version -d 'print the version'
complete -c symdemote -n '__symdemote_has_command help' -f
complete -c symdemote -n __symdemote_needs_symbol -f
complete -c symdemote -n __symdemote_needs_topic -f -a lists -d 'the formats that --keep-list reads'
complete -c symdemote -n __symdemote_needs_topic -f -a policy-file -d 'the lines of a file for --policy'
complete -c symdemote -n __symdemote_needs_topic -f -a presets -d 'what --preset keeps, and the evidence it rests on'
complete -c symdemote -n __symdemote_needs_topic -f -a exports -d 'list what files export'
complete -c symdemote -n __symdemote_needs_topic -f -a plan -d 'show what apply would do, and write nothing'
complete -c symdemote -n __symdemote_needs_topic -f -a apply -d 'demote the selected exports'
complete -c symdemote -n __symdemote_needs_topic -f -a check -d 'find exports that a policy does not allow, and those it misses'
complete -c symdemote -n __symdemote_needs_topic -f -a verify -d 'check every table of a file against every other'
complete -c symdemote -n __symdemote_needs_topic -f -a diff -d 'compare the exports of two files'
complete -c symdemote -n __symdemote_needs_topic -f -a undo -d 'put back what apply --undo-file recorded'
complete -c symdemote -n __symdemote_needs_topic -f -a bindings -d 'show what each reference of a process is bound to'
complete -c symdemote -n __symdemote_needs_topic -f -a audit -d 'find libraries that use another object\'s copy, and the cure'
complete -c symdemote -n __symdemote_needs_topic -f -a policy -d 'turn a policy into a linker\'s input, or suggest one'
complete -c symdemote -n __symdemote_needs_topic -f -a explain -d 'say why one symbol is kept or demoted, and how to change that'
complete -c symdemote -n __symdemote_needs_topic -f -a report -d 'merge the reports of the shards of a run'
complete -c symdemote -n __symdemote_needs_topic -f -a wheel -d 'demote in the ELF files of Python wheels'
complete -c symdemote -n __symdemote_needs_preset -f -a 'alsa-plugin apache-host apache-module audit-library bash-builtin bash-host clap crt cryptsetup-token dri emacs-module erlang-nif gbm-backend gcc-plugin gconv-module gdk-pixbuf-loader gio-module glvnd gss-mechanism gstreamer gtk-module jit-debug jni jvmti-agent krb5-plugin ladspa ld-plugin libpurple-plugin llvm-plugin lua-host lua-module lv2 malloc mysql-plugin nginx-host nginx-module node-addon node-host nss opencl-icd openssl-engine openssl-provider operator-new pam perl-extension perl-host php-extension php-host pipewire pkcs11 postgres-extension postgres-host pulseaudio-module python-extension python-host qt-plugin redis-module ruby-extension ruby-host sanitizer sasl sqlite-extension tcl-extension tcl-host uwsgi-host uwsgi-plugin va-api-driver vdpau-driver vst3 vulkan-icd vulkan-layer weechat-plugin znc-module zsh-host zsh-module'
complete -c symdemote -n '__symdemote_has_command exports plan apply check audit' -l recursive -d 'take the ELF files below each FILE that is a folder; links are not followed'
complete -c symdemote -n '__symdemote_has_command exports plan apply check audit' -l files-from -r -F -d 'take the files that LIST names, one a line (-: standard input)'
complete -c symdemote -n '__symdemote_has_command exports plan apply check audit' -l null -d 'names in LIST end with a zero byte, not with the line'
complete -c symdemote -n '__symdemote_has_command exports plan apply check audit wheel' -l jobs -x -d 'work on N files at once (by default as many as there are processors)'
complete -c symdemote -n '__symdemote_has_command exports plan apply check audit' -l shard -x -d 'work on every Nth file only, from the Kth on; `symdemote report` merges what N shards say'
complete -c symdemote -n '__symdemote_has_command exports plan apply' -l format -x -a 'text json jsonl' -d 'how to print the result (by default text)'
complete -c symdemote -n '__symdemote_has_command exports plan apply check verify diff undo bindings audit policy explain report wheel' -l color -x -a 'auto always never' -d 'when to use colour: at a terminal (auto), always or never'
complete -c symdemote -n '__symdemote_has_command exports plan apply check verify diff undo bindings audit policy explain report wheel' -l help -d 'print this help'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l demote -x -d 'demote the exports with this name or pattern (* ? [a-z] [!a]), NAME@VERSION or @VERSION'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l keep -x -d 'keep the exports with this name or pattern'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l demote-regex -x -d 'demote the exports whose whole name the Perl regular expression matches'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l keep-regex -x -d 'keep the exports whose whole name the Perl regular expression matches'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l demote-cxx -x -d 'demote the exports whose demangled C++ or Rust name matches: ns::*'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l keep-cxx -x -d 'keep the exports whose demangled C++ or Rust name matches'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l demote-from -r -F -d 'demote every name that LIB defines: LIB.a, LIB.so, an object file, a soname, or a pkg-config package'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l keep-from -r -F -d 'keep every name that LIB defines'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l keep-list -r -F -a 'list: dynamic-list: version-script: export-dynamic-symbol-list: libtool: apple: def: debian-symbols:' -d 'keep the names in FILE; `symdemote help lists` tells the formats'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l preset -x -a 'alsa-plugin apache-host apache-module audit-library bash-builtin bash-host clap crt cryptsetup-token dri emacs-module erlang-nif gbm-backend gcc-plugin gconv-module gdk-pixbuf-loader gio-module glvnd gss-mechanism gstreamer gtk-module jit-debug jni jvmti-agent krb5-plugin ladspa ld-plugin libpurple-plugin llvm-plugin lua-host lua-module lv2 malloc mysql-plugin nginx-host nginx-module node-addon node-host nss opencl-icd openssl-engine openssl-provider operator-new pam perl-extension perl-host php-extension php-host pipewire pkcs11 postgres-extension postgres-host pulseaudio-module python-extension python-host qt-plugin redis-module ruby-extension ruby-host sanitizer sasl sqlite-extension tcl-extension tcl-host uwsgi-host uwsgi-plugin va-api-driver vdpau-driver vst3 vulkan-icd vulkan-layer weechat-plugin znc-module zsh-host zsh-module' -d 'keep what plugins of a kind need; `symdemote help presets` lists the kinds'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l colliding -d 'demote the exports that another library of the process defines, too'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings explain wheel' -l with -r -F -d '--colliding looks at LIB, or the libraries below DIR, as well'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l all -d 'demote every export that nothing keeps'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l policy -r -F -d 'read selections from FILE; `symdemote help policy-file` tells how'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l strict -d 'what matches no export is an error, and nothing is written'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l force -d 'demote even where a safety rule objects; each name is listed'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l preload -r -F -d 'load LIB first, as LD_PRELOAD does'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l library-path -x -a '(__fish_complete_directories (commandline -ct))' -d 'search DIRS, with colons between them, as LD_LIBRARY_PATH does'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l sysroot -x -a '(__fish_complete_directories (commandline -ct))' -d 'find libraries, ld.so.cache and the loader below DIR'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l ld-audit -r -F -d 'load the auditor LIB, as LD_AUDIT does'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l lazy -d 'PLT slots bind at their first --call, not when their object is loaded'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel; and not __symdemote_behind_colon' -l dlopen -r -F -d 'then open LIB; flags: local global deepbind nodelete noload lazy now from=OBJECT'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel; and __symdemote_behind_colon' -l dlopen -x -d 'then open LIB; flags: local global deepbind nodelete noload lazy now from=OBJECT'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel; and not __symdemote_behind_colon' -l dlmopen -r -F -d 'then open LIB in a new namespace, or in ns=N'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel; and __symdemote_behind_colon' -l dlmopen -x -d 'then open LIB in a new namespace, or in ns=N'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel; and not __symdemote_behind_colon' -l dlclose -r -F -d 'then close LIB'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel; and __symdemote_behind_colon' -l dlclose -x -d 'then close LIB'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l dlsym -x -d 'then look NAME up; flags: default next handle=LIB from=OBJECT ns=N'
complete -c symdemote -n '__symdemote_has_command plan apply check bindings audit policy explain wheel' -l call -x -d 'then call NAME for the first time through the PLT of OBJECT (with --lazy)'
complete -c symdemote -n '__symdemote_has_command plan apply undo' -l write -x -a 'auto rename inplace' -d 'replace the file in one step (auto, rename), or write into it, which is not atomic (inplace)'
complete -c symdemote -n '__symdemote_has_command plan apply undo wheel' -l preserve-dates -d 'keep the file\'s times of access and change'
complete -c symdemote -n '__symdemote_has_command plan apply undo wheel' -l allow-privileged -d 'edit setuid and setgid files and those with capabilities, too'
complete -c symdemote -n '__symdemote_has_command plan apply undo wheel' -l allow-signed -d 'edit files whose signature (IMA, EVM, fs-verity) then does not fit, too'
complete -c symdemote -n '__symdemote_has_command plan apply undo wheel' -l backup -f -a 'none simple numbered existing' -d 'keep a copy of what is replaced: none, simple, numbered or existing, as cp does'
complete -c symdemote -n '__symdemote_has_command plan apply undo wheel' -l suffix -x -d 'end the name of a simple backup with SUFFIX, not ~'
complete -c symdemote -n '__symdemote_has_command plan apply check policy explain' -l in -r -F -d 'also try the demotion in the process of PROGRAM, which loads FILE'
complete -c symdemote -n '__symdemote_has_command plan apply check policy explain' -l no-process -d 'do not look at the process of an executable, only at FILE itself'
complete -c symdemote -n '__symdemote_has_command plan apply wheel' -l convert-relocations -d 'make relocations against local symbols name none, as for loaders that look them up by name'
complete -c symdemote -n '__symdemote_has_command plan apply wheel' -l remove -d 'take local symbols that nothing names out of .dynsym, and their names with them'
complete -c symdemote -n '__symdemote_has_command plan apply wheel' -l symtab -d 'also make the entries of .symtab local that stand for local dynamic symbols, as nm shows them'
complete -c symdemote -n '__symdemote_has_command plan apply' -l output -r -F -d 'leave FILE alone and write the result to OUT'
complete -c symdemote -n '__symdemote_has_command plan apply' -l undo-file -r -F -d 'record in the new file U what `symdemote undo` needs'
complete -c symdemote -n '__symdemote_has_command plan apply' -l shard-records -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder in which the shards of one `apply` record what files were; empty, and theirs alone'
complete -c symdemote -n '__symdemote_has_command plan apply wheel' -l verbose -d 'list every symbol, where groups are shown because there are many'
complete -c symdemote -n '__symdemote_has_command apply wheel' -l dry-run -d 'do as `symdemote plan` does: show, write nothing'
complete -c symdemote -n '__symdemote_has_command check audit' -l exit-zero -d 'exit with 0 although there are findings'
complete -c symdemote -n '__symdemote_has_command check' -l format -x -a 'text json github sarif jsonl' -d 'how to print the result (by default text)'
complete -c symdemote -n '__symdemote_has_command verify' -l against -r -F -d 'also check that nothing but a demotion lies between ORIGINAL and FILE'
complete -c symdemote -n '__symdemote_has_command verify diff undo policy explain wheel' -l format -x -a 'text json' -d 'how to print the result (by default text)'
complete -c symdemote -n '__symdemote_has_command undo' -l undo-file -r -F -d 'the record that `apply` made; required'
complete -c symdemote -n '__symdemote_has_command bindings' -l after -d 'show the process as it would be after `apply`'
complete -c symdemote -n '__symdemote_has_command bindings' -l changes -d 'show only the bindings that `apply` would change'
complete -c symdemote -n '__symdemote_has_command bindings' -l loader-lookups -d 'also show the names that the loader looks up for itself'
complete -c symdemote -n '__symdemote_has_command bindings' -l format -x -a 'text json ld-debug' -d 'how to print the result (by default text)'
complete -c symdemote -n '__symdemote_has_command audit policy' -l with -r -F -d 'also find what LIB, or a library below DIR, would lose to the program if it were opened'
complete -c symdemote -n '__symdemote_has_command audit' -l ld-debug -r -F -d 'diagnose what LD_DEBUG=bindings wrote to LOG instead of what the model says'
complete -c symdemote -n '__symdemote_has_command audit' -l explain -x -d 'tell who defines NAME, who asks for it and where it is found, before and after the cure'
complete -c symdemote -n '__symdemote_has_command audit' -l format -x -a 'text json github sarif dot mermaid html jsonl' -d 'how to print the result (by default text)'
complete -c symdemote -n '__symdemote_has_command policy' -l emit -x -a 'list dynamic-list version-script exclude-libs' -d 'list what stays exported, for the linker that makes FILE; list is symdemote\'s own form'
complete -c symdemote -n '__symdemote_has_command policy' -l suggest -d 'write a policy from what an audit of each FILE finds'
complete -c symdemote -n '__symdemote_has_command report' -l merge -d 'put the reports of all shards of a run together; required'
complete -c symdemote -n '__symdemote_has_command report' -l format -x -a 'json jsonl' -d 'how to print the result (by default json)'
complete -c symdemote -n '__symdemote_has_command wheel' -l in -r -F -d 'also try the demotion in the process of PROGRAM, which loads a file of WHEEL'
complete -c symdemote -n '__symdemote_has_command wheel' -l no-process -d 'look at each file of WHEEL alone, not at the processes that load it'
complete -c symdemote -n '__symdemote_has_command wheel' -l output -r -F -d 'leave WHEEL alone and write the result to OUT'
complete -c symdemote -n '__symdemote_has_command wheel' -l wheel-dir -x -a '(__fish_complete_directories (commandline -ct))' -d 'leave WHEEL alone and write the result to DIR, under its own name'
