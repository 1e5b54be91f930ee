# Completions of symdemote for bash. Written by `make manual`.
# shellcheck shell=bash

# Below, `current` is the word before the cursor, `kept` what readline leaves of it as it is, and `lead`
# what stands in it before the value that is completed.

# Puts the words before the cursor into `words`, without the last, which is `current`. $1 is the end of
# it that readline replaces.
_symdemote_split() {
  local rest=$COMP_LINE place gap
  words=()
  for ((place = 0; place <= COMP_CWORD; place++)); do
    gap=${rest%%[![:space:]]*}
    [[ $place == 0 || -n $gap ]] && words+=('')
    words[-1]+=${COMP_WORDS[place]}
    rest=${rest#"$gap"}
    rest=${rest#"${COMP_WORDS[place]}"}
  done
  current=${words[-1]}
  unset 'words[-1]'
  # Without what stands behind the cursor.
  local behind=$((${#COMP_LINE} - ${#rest} - COMP_POINT))
  if ((behind >= ${#current})); then
    current=''
  elif ((behind > 0)); then
    current=${current:0:${#current}-behind}
  fi
  kept=${current%"$1"}
  # Within quotes readline replaces what stands behind the first.
  quote=''
  if [[ $kept == *[\"\'] ]]; then
    quote=${kept: -1}
    kept=${kept%?}
    current=$kept$1
  fi
}

# Leaves of each candidate, behind `lead`, what readline puts in place.
_symdemote_fit() {
  local place whole
  for place in "${!COMPREPLY[@]}"; do
    whole=$lead${COMPREPLY[place]}
    if [[ $whole == "$kept"* ]]; then
      COMPREPLY[place]=${whole#"$kept"}
    else
      unset "COMPREPLY[place]"
    fi
  done
}

# Offers the words $1.
_symdemote_offer() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "${current#"$lead"}")
  [[ ${COMPREPLY[0]-} == *[=:] ]] && compopt -o nospace 2>/dev/null
  _symdemote_fit
}

# Offers files, or with -d folders.
_symdemote_files() {
  local value=${current#"$lead"} place file
  # No shell does this behind a sign.
  [[ -n $lead && $value == \~/* ]] && value=$HOME${value#\~}
  mapfile -t COMPREPLY < <(compgen "${1:--f}" -- "$value")
  if [[ $kept == "$lead" || -n $quote ]]; then
    compopt -o filenames 2>/dev/null
  else
    # What readline replaces is no name of a file: what it does for files is done here.
    compopt -o nospace 2>/dev/null
    for place in "${!COMPREPLY[@]}"; do
      file=${COMPREPLY[place]}
      printf -v "COMPREPLY[place]" %q "$file"
      if [[ -d $file ]]; then COMPREPLY[place]+=/; else COMPREPLY[place]+=' '; fi
    done
  fi
  _symdemote_fit
}

# Offers the formats of lists $1, and files.
_symdemote_lists() {
  local value=${current#"$lead"} format formats
  for format in $1; do
    if [[ $value == "$format"* ]]; then
      lead+=$format
      _symdemote_files
      return
    fi
  done
  _symdemote_offer "$1"
  if ((${#COMPREPLY[@]} == 0)); then
    _symdemote_files
  else
    # What they begin with in common is a part of a format's name.
    formats=("${COMPREPLY[@]}")
    mapfile -t COMPREPLY < <(compgen -f -- "$value")
    _symdemote_fit
    COMPREPLY+=("${formats[@]}")
  fi
}

# Offers what the option $1 of the command $2 can be given.
_symdemote_value() {
  case $1 in
    --files-from) _symdemote_files ;;
    --color) _symdemote_offer 'auto always never' ;;
    --demote-from) _symdemote_files ;;
    --keep-from) _symdemote_files ;;
    --keep-list) _symdemote_lists 'list: dynamic-list: version-script: export-dynamic-symbol-list: libtool: apple: def: debian-symbols:' ;;
    --preset) _symdemote_offer 'alsa-plugin apache-host apache-module audit-library bash-builtin bash-host clap crt cryptsetup-token dri emacs-module erlang-nif gbm-backend gcc-plugin gconv-module gdk-pixbuf-loader gio-module glvnd gss-mechanism gstreamer gtk-module jit-debug jni jvmti-agent krb5-plugin ladspa ld-plugin libpurple-plugin llvm-plugin lua-host lua-module lv2 malloc mysql-plugin nginx-host nginx-module node-addon node-host nss opencl-icd openssl-engine openssl-provider operator-new pam perl-extension perl-host php-extension php-host pipewire pkcs11 postgres-extension postgres-host pulseaudio-module python-extension python-host qt-plugin redis-module ruby-extension ruby-host sanitizer sasl sqlite-extension tcl-extension tcl-host uwsgi-host uwsgi-plugin va-api-driver vdpau-driver vst3 vulkan-icd vulkan-layer weechat-plugin znc-module zsh-host zsh-module' ;;
    --with) _symdemote_files ;;
    --policy) _symdemote_files ;;
    --preload) _symdemote_files ;;
    --library-path) [[ ${current#"$lead"} == *:* ]] && lead=${current%:*}:; _symdemote_files -d ;;
    --sysroot) _symdemote_files -d ;;
    --ld-audit) _symdemote_files ;;
    --dlopen) [[ $current == *:* ]] || _symdemote_files ;;
    --dlmopen) [[ $current == *:* ]] || _symdemote_files ;;
    --dlclose) [[ $current == *:* ]] || _symdemote_files ;;
    --write) _symdemote_offer 'auto rename inplace' ;;
    --backup) _symdemote_offer 'none simple numbered existing' ;;
    --in) _symdemote_files ;;
    --output) _symdemote_files ;;
    --undo-file) _symdemote_files ;;
    --shard-records) _symdemote_files -d ;;
    --against) _symdemote_files ;;
    --ld-debug) _symdemote_files ;;
    --emit) _symdemote_offer 'list dynamic-list version-script exclude-libs' ;;
    --wheel-dir) _symdemote_files -d ;;
    --format)
      case $2 in
        exports) _symdemote_offer 'text json jsonl' ;;
        plan) _symdemote_offer 'text json jsonl' ;;
        apply) _symdemote_offer 'text json jsonl' ;;
        check) _symdemote_offer 'text json github sarif jsonl' ;;
        verify) _symdemote_offer 'text json' ;;
        diff) _symdemote_offer 'text json' ;;
        undo) _symdemote_offer 'text json' ;;
        bindings) _symdemote_offer 'text json ld-debug' ;;
        audit) _symdemote_offer 'text json github sarif dot mermaid html jsonl' ;;
        policy) _symdemote_offer 'text json' ;;
        explain) _symdemote_offer 'text json' ;;
        report) _symdemote_offer 'json jsonl' ;;
        wheel) _symdemote_offer 'text json' ;;
      esac
      ;;
  esac
}

_symdemote() {
  local current kept quote lead='' options command word option='' operands=0 only=''
  local -a words
  COMPREPLY=()
  _symdemote_split "$2"
  command=${words[1]-}

  if ((${#words[@]} == 1)); then
    _symdemote_offer 'exports plan apply check verify diff undo bindings audit policy explain report wheel help --help --version'
    return
  fi
  case $command in
    help)
      if ((${#words[@]} == 2)); then
        _symdemote_offer 'exports plan apply check verify diff undo bindings audit policy explain report wheel lists policy-file presets'
      elif ((${#words[@]} == 3)) && [[ ${words[2]} == presets ]]; then
        _symdemote_value --preset ''
      fi
      return
      ;;
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
    *) return ;;
  esac

  # What an option before it takes, and what stands behind --.
  for word in "${words[@]:2}"; do
    if [[ -n $option ]]; then
      option=''
    elif [[ -n $only || $word != -?* ]]; then
      ((++operands))
    else
      case $word in
        --) only=yes ;;
        --against | --call | --color | --demote | --demote-cxx | --demote-from | --demote-regex | --dlclose | --dlmopen | --dlopen | --dlsym | --emit | --explain | --files-from | --format | --in | --jobs | --keep | --keep-cxx | --keep-from | --keep-list | --keep-regex | --ld-audit | --ld-debug | --library-path | --output | --policy | --preload | --preset | --shard | --shard-records | --suffix | --sysroot | --undo-file | --wheel-dir | --with | --write) option=$word ;;
      esac
    fi
  done

  if [[ -n $option ]]; then
    _symdemote_value "$option" "$command"
  elif [[ -z $only && $current == --*=* ]]; then
    lead=${current%%=*}=
    _symdemote_value "${current%%=*}" "$command"
  elif [[ -z $only && $current == -* ]]; then
    _symdemote_offer "$options"
  elif [[ $command == explain ]] && ((operands == 0)); then
    : # the name of a symbol
  else
    _symdemote_files
  fi
}

complete -F _symdemote symdemote
