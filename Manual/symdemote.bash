# Completions of symdemote for bash. Written by `make manual`.
# shellcheck shell=bash

# Puts what begins with $1 of the words $2 into COMPREPLY.
_symdemote_words() {
  mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1")
}

# Puts the files, or with -d the folders, that begin with $1 into COMPREPLY.
_symdemote_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "${2:--f}" -- "$1")
}

# Completes the value $2 of the option $1 of the command $3.
_symdemote_value() {
  case $1 in
          --files-from) _symdemote_files "$2" ;;
          --jobs) : ;;
          --shard) : ;;
          --color) _symdemote_words "$2" 'auto always never' ;;
          --demote) : ;;
          --keep) : ;;
          --demote-regex) : ;;
          --keep-regex) : ;;
          --demote-cxx) : ;;
          --keep-cxx) : ;;
          --demote-from) _symdemote_files "$2" ;;
          --keep-from) _symdemote_files "$2" ;;
          --keep-list) if [[ $2 == *:* ]]; then _symdemote_files "${2#*:}"; else _symdemote_files "$2"; mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W 'list: dynamic-list: version-script: export-dynamic-symbol-list: libtool: apple: def: debian-symbols:' -- "$2"); if [[ ${COMPREPLY[0]-} == *: ]]; then compopt -o nospace 2>/dev/null; fi; fi ;;
          --preset) _symdemote_words "$2" 'alsa-plugin apache-host apache-module audit-library bash-builtin bash-host clap crt cryptsetup-token dri emacs-module erlang-nif gbm-backend gcc-plugin gconv-module gdk-pixbuf-loader gio-module glvnd gss-mechanism gstreamer gtk-module jit-debug jni jvmti-agent krb5-plugin ladspa ld-plugin libpurple-plugin llvm-plugin lua-host lua-module lv2 malloc mysql-plugin nginx-host nginx-module node-addon node-host nss opencl-icd openssl-engine openssl-provider operator-new pam perl-extension perl-host php-extension php-host pipewire pkcs11 postgres-extension postgres-host pulseaudio-module python-extension python-host qt-plugin redis-module ruby-extension ruby-host sanitizer sasl sqlite-extension tcl-extension tcl-host uwsgi-host uwsgi-plugin va-api-driver vdpau-driver vst3 vulkan-icd vulkan-layer weechat-plugin znc-module zsh-host zsh-module' ;;
          --with) _symdemote_files "$2" ;;
          --policy) _symdemote_files "$2" ;;
          --preload) _symdemote_files "$2" ;;
          --library-path) _symdemote_files "$2" -d ;;
          --sysroot) _symdemote_files "$2" -d ;;
          --ld-audit) _symdemote_files "$2" ;;
          --dlopen) _symdemote_files "$2" ;;
          --dlmopen) _symdemote_files "$2" ;;
          --dlclose) _symdemote_files "$2" ;;
          --dlsym) : ;;
          --call) : ;;
          --write) _symdemote_words "$2" 'auto rename inplace' ;;
          --backup) _symdemote_words "$2" 'none simple numbered existing' ;;
          --suffix) : ;;
          --in) _symdemote_files "$2" ;;
          --output) _symdemote_files "$2" ;;
          --undo-file) _symdemote_files "$2" ;;
          --shard-records) _symdemote_files "$2" -d ;;
          --against) _symdemote_files "$2" ;;
          --ld-debug) _symdemote_files "$2" ;;
          --explain) : ;;
          --emit) _symdemote_words "$2" 'list dynamic-list version-script exclude-libs' ;;
          --wheel-dir) _symdemote_files "$2" -d ;;
          --format)
            case $3 in
              exports) _symdemote_words "$2" 'text json jsonl' ;;
              plan) _symdemote_words "$2" 'text json jsonl' ;;
              apply) _symdemote_words "$2" 'text json jsonl' ;;
              check) _symdemote_words "$2" 'text json github sarif jsonl' ;;
              verify) _symdemote_words "$2" 'text json' ;;
              diff) _symdemote_words "$2" 'text json' ;;
              undo) _symdemote_words "$2" 'text json' ;;
              bindings) _symdemote_words "$2" 'text json ld-debug' ;;
              audit) _symdemote_words "$2" 'text json github sarif dot mermaid html jsonl' ;;
              policy) _symdemote_words "$2" 'text json' ;;
              explain) _symdemote_words "$2" 'text json' ;;
              report) _symdemote_words "$2" 'json jsonl' ;;
              wheel) _symdemote_words "$2" 'text json' ;;
            esac
            ;;
      esac
}

_symdemote() {
  local current=${COMP_WORDS[COMP_CWORD]} before='' command=${COMP_WORDS[1]-} options='' word
  COMPREPLY=()
  ((COMP_CWORD > 0)) && before=${COMP_WORDS[COMP_CWORD - 1]}

  if ((COMP_CWORD == 1)); then
    _symdemote_words "$current" 'exports plan apply check verify diff undo bindings audit policy explain report wheel help --help --version'
    return
  fi
  if [[ $command == help ]]; then
    if ((COMP_CWORD == 2)); then
      _symdemote_words "$current" \
        'exports plan apply check verify diff undo bindings audit policy explain report wheel lists policy-file presets'
    elif ((COMP_CWORD == 3)) && [[ $before == presets ]]; then
      _symdemote_value --preset "$current" ''
    fi
    return
  fi

  # Behind --, everything is a file.
  for word in "${COMP_WORDS[@]:2:COMP_CWORD-2}"; do
    if [[ $word == -- ]]; then
      _symdemote_files "$current"
      return
    fi
  done

  # The value of an option: one word with it, or parted from it by a sign or by white space.
  if [[ $current == --*=* ]]; then
    local option=${current%%=*} place
    _symdemote_value "$option" "${current#*=}" "$command"
    for place in "${!COMPREPLY[@]}"; do COMPREPLY[place]="$option=${COMPREPLY[place]}"; done
    return
  fi
  if [[ $current == '=' && $before == --* ]]; then
    _symdemote_value "$before" '' "$command"
    return
  fi
  if [[ $before == '=' ]] && ((COMP_CWORD > 2)); then
    _symdemote_value "${COMP_WORDS[COMP_CWORD - 2]}" "$current" "$command"
    return
  fi
  # A list behind its format, or flags behind a library.
  if [[ $current == ':' || $before == ':' ]]; then
    _symdemote_files "${current#:}"
    return
  fi
  case $before in
    --against | --call | --color | --demote | --demote-cxx | --demote-from | --demote-regex | --dlclose | --dlmopen | --dlopen | --dlsym | --emit | --explain | --files-from | --format | --in | --jobs | --keep | --keep-cxx | --keep-from | --keep-list | --keep-regex | --ld-audit | --ld-debug | --library-path | --output | --policy | --preload | --preset | --shard | --shard-records | --suffix | --sysroot | --undo-file | --wheel-dir | --with | --write)
      _symdemote_value "$before" "$current" "$command"
      return
      ;;
  esac

  if [[ $current == -* ]]; then
    case $command in
          exports) options='--recursive --files-from= --null --jobs= --shard= --format= --color= --help' ;;
          plan) options='--demote= --keep= --demote-regex= --keep-regex= --demote-cxx= --keep-cxx= --demote-from= --keep-from= --keep-list= --preset= --colliding --with= --all --policy= --strict --force --recursive --files-from= --null --jobs= --shard= --preload= --library-path= --sysroot= --ld-audit= --lazy --dlopen= --dlmopen= --dlclose= --dlsym= --call= --write= --preserve-dates --allow-privileged --allow-signed --backup= --suffix= --in= --no-process --convert-relocations --remove --symtab --output= --undo-file= --shard-records= --verbose --format= --color= --help' ;;
          apply) options='--demote= --keep= --demote-regex= --keep-regex= --demote-cxx= --keep-cxx= --demote-from= --keep-from= --keep-list= --preset= --colliding --with= --all --policy= --strict --force --recursive --files-from= --null --jobs= --shard= --preload= --library-path= --sysroot= --ld-audit= --lazy --dlopen= --dlmopen= --dlclose= --dlsym= --call= --write= --preserve-dates --allow-privileged --allow-signed --backup= --suffix= --in= --no-process --convert-relocations --remove --symtab --output= --undo-file= --shard-records= --dry-run --verbose --format= --color= --help' ;;
          check) options='--demote= --keep= --demote-regex= --keep-regex= --demote-cxx= --keep-cxx= --demote-from= --keep-from= --keep-list= --preset= --colliding --with= --all --policy= --strict --force --recursive --files-from= --null --jobs= --shard= --preload= --library-path= --sysroot= --ld-audit= --lazy --dlopen= --dlmopen= --dlclose= --dlsym= --call= --in= --no-process --exit-zero --format= --color= --help' ;;
          verify) options='--against= --format= --color= --help' ;;
          diff) options='--format= --color= --help' ;;
          undo) options='--write= --preserve-dates --allow-privileged --allow-signed --backup= --suffix= --undo-file= --format= --color= --help' ;;
          bindings) options='--demote= --keep= --demote-regex= --keep-regex= --demote-cxx= --keep-cxx= --demote-from= --keep-from= --keep-list= --preset= --colliding --with= --all --policy= --strict --force --preload= --library-path= --sysroot= --ld-audit= --lazy --dlopen= --dlmopen= --dlclose= --dlsym= --call= --after --changes --loader-lookups --format= --color= --help' ;;
          audit) options='--demote= --keep= --demote-regex= --keep-regex= --demote-cxx= --keep-cxx= --demote-from= --keep-from= --keep-list= --preset= --colliding --all --policy= --strict --force --recursive --files-from= --null --jobs= --shard= --preload= --library-path= --sysroot= --ld-audit= --lazy --dlopen= --dlmopen= --dlclose= --dlsym= --call= --with= --ld-debug= --explain= --exit-zero --format= --color= --help' ;;
          policy) options='--demote= --keep= --demote-regex= --keep-regex= --demote-cxx= --keep-cxx= --demote-from= --keep-from= --keep-list= --preset= --colliding --all --policy= --strict --force --preload= --library-path= --sysroot= --ld-audit= --lazy --dlopen= --dlmopen= --dlclose= --dlsym= --call= --emit= --suggest --in= --no-process --with= --format= --color= --help' ;;
          explain) options='--demote= --keep= --demote-regex= --keep-regex= --demote-cxx= --keep-cxx= --demote-from= --keep-from= --keep-list= --preset= --colliding --with= --all --policy= --strict --force --preload= --library-path= --sysroot= --ld-audit= --lazy --dlopen= --dlmopen= --dlclose= --dlsym= --call= --in= --no-process --format= --color= --help' ;;
          report) options='--merge --format= --color= --help' ;;
          wheel) options='--demote= --keep= --demote-regex= --keep-regex= --demote-cxx= --keep-cxx= --demote-from= --keep-from= --keep-list= --preset= --colliding --with= --all --policy= --strict --force --preload= --library-path= --sysroot= --ld-audit= --lazy --dlopen= --dlmopen= --dlclose= --dlsym= --call= --in= --no-process --convert-relocations --remove --symtab --output= --wheel-dir= --preserve-dates --allow-privileged --allow-signed --backup= --suffix= --jobs= --dry-run --verbose --format= --color= --help' ;;
      esac
    _symdemote_words "$current" "$options"
    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
    return
  fi
  _symdemote_files "$current"
}

complete -F _symdemote symdemote
