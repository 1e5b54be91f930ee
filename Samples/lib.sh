# What the samples share: a place to build in, a compiler call, ways to run a command and hold it to
# what it should say, and the story that some tell: a program crashes as linked, its embedded symbols
# are demoted, it works.
# shellcheck shell=bash

export LC_ALL=C # sort and comm must agree on the order of names
ulimit -c 0     # some samples crash on purpose

SYMDEMOTE=${SYMDEMOTE:-$(realpath "${BASH_SOURCE[0]%/*}/..")/.build/static/release/symdemote}
results=()

fail() {
    printf 'FAILED %s\n' "$*" >&2
    exit 1
}

# workspace [DIRECTORY]: sets $build; without a directory it is a temporary one.
workspace() {
    command -v "$SYMDEMOTE" >/dev/null || fail "no symdemote at $SYMDEMOTE; build it or set SYMDEMOTE"
    if [ $# -gt 0 ]; then
        mkdir -p "$1"
        build=$(realpath "$1")
    else
        build=$(mktemp -d)
        trap 'rm -rf "$build"' EXIT
    fi
}

# compile ARGUMENT...: GNU ld is asked for by name, because the other linkers do not leak.
compile() {
    gcc -O2 -Wall -Wextra -fuse-ld=bfd -L"$build" -Wl,-rpath,"\$ORIGIN" "$@"
}

# watch PROGRAM: runs it; sets $ending to its exit status or the signal that killed it, and
# leaves what the loader bound in PROGRAM.bindings.<pid>, which even a crash does not lose.
watch() {
    local status=0 said
    rm -f "$1".bindings.*
    said=$(timeout 60 env LD_DEBUG=bindings LD_DEBUG_OUTPUT="$1.bindings" "$1" 2>&1) || status=$?
    printf '%s\n' "$said" | sed 's/^/    /'
    ending=$status
    if [ "$status" -gt 128 ]; then
        ending=SIG$(kill -l "$((status - 128))")
    fi
}

# bound PROGRAM LIBRARY: the names by which LIBRARY was bound to PROGRAM, one per binding.
bound() {
    grep -hF "/$2 [0] to $1 [0]: normal symbol" "$1".bindings.* | sed "s/.*\`//; s/'.*//" | sort
}

# copied PROGRAM: data the program holds for its libraries; they have to bind to it.
copied() {
    readelf -rW "$1" | awk '$3 == "R_X86_64_COPY" { sub(/@.*/, "", $5); print $5 }' | sort
}

# captured PROGRAM LIBRARY: the bound names that are the library's own business.
captured() {
    comm -23 <(bound "$1" "$2" | uniq) <(copied "$1")
}

# traced PROGRAM: what ld.so would bind at startup, by its own account; the program does not run.
traced() {
    local log
    log=$(mktemp -d)
    env LD_TRACE_LOADED_OBJECTS=1 LD_WARN=yes LD_BIND_NOW=1 LD_DEBUG=bindings \
        LD_DEBUG_OUTPUT="$log/log" "$1" >"$log/objects"
    # The kernel's functions are the loader's own business.
    sed -n 's/^ *[0-9]*:\t\(binding file .*\)/\1/p' "$log"/log.* | grep -v '^binding file linux-vdso' | sort
    rm -r "$log"
}

# story NAME PROGRAM LIBRARY ARCHIVE LEAST: LIBRARY is the system's copy of what PROGRAM has
# linked in from ARCHIVE; as linked, PROGRAM captures at least LEAST of its names.
story() {
    local name=$1 program=$2 library=$3 archive=$4 least=$5
    local before bindings_before bindings_after names predicted

    printf '%s, as linked:\n' "$name"
    watch "$program"
    before=$ending
    bindings_before=$(bound "$program" "$library" | wc -l)
    printf '  ended with %s; bindings from %s to the program: %s\n' "$before" "$library" "$bindings_before"
    [ "$before" = SIGSEGV ] || fail "$name: the program as linked should end with SIGSEGV"
    [ "$(captured "$program" "$library" | wc -l)" -ge "$least" ] ||
        fail "$name: the program as linked should capture at least $least names of $library"

    printf '%s, diagnosed:\n' "$name"
    "$SYMDEMOTE" audit --exit-zero "$program" | sed 's/^/    /' || fail "$name: symdemote audit ended with $?"
    predicted=$("$SYMDEMOTE" bindings --after --demote-from="$archive" --format=ld-debug "$program" 2>/dev/null) ||
        fail "$name: symdemote bindings ended with $?"

    printf '%s, after symdemote apply --demote-from=%s:\n' "$name" "${archive##*/}"
    "$SYMDEMOTE" apply --demote-from="$archive" "$program" || fail "$name: symdemote apply ended with $?"
    [[ -n $predicted && $predicted = "$(traced "$program")" ]] ||
        fail "$name: the loader binds otherwise than symdemote bindings --after said"
    printf '  %s bindings at startup, each as symdemote bindings --after said\n' "$(wc -l <<<"$predicted")"
    watch "$program"
    bindings_after=$(bound "$program" "$library" | wc -l)
    printf '  ended with %s; bindings from %s to the program: %s\n' "$ending" "$library" "$bindings_after"
    [ "$ending" = 0 ] || fail "$name: the demoted program should end with 0"
    names=$(captured "$program" "$library")
    [ -z "$names" ] || fail "$name: $library is still bound to the program by" "${names//$'\n'/ }"

    results+=("$name: before=$before bindings-before=$bindings_before after=$ending bindings-after=$bindings_after")
}

# told STATUS COMMAND...: runs COMMAND, shows it and what it says, leaves that in $said, and fails
# unless it ends with STATUS.
told() {
    local wanted=$1 status=0 line=$2 word
    shift
    [ "$line" != "$SYMDEMOTE" ] || line=symdemote
    for word in "${@:2}"; do
        [[ $word != *[[:space:]]* ]] || word="'$word'"
        line+=" $word"
    done
    printf '  $ %s\n' "$line"
    said=$("$@" 2>&1) || status=$?
    [ -z "$said" ] || printf '%s\n' "$said" | sed 's/^/    /'
    [ "$status" = "$wanted" ] || fail "$line ended with $status, not with $wanted"
}

# heard TEXT...: fails unless the last command said each TEXT.
heard() {
    local text
    for text in "$@"; do
        [[ $said == *"$text"* ]] || fail "this should have been said: $text"
    done
}

# unheard TEXT...: fails if the last command said any TEXT.
unheard() {
    local text
    for text in "$@"; do
        [[ $said != *"$text"* ]] || fail "this should not have been said: $text"
    done
}

# exports FILE: what nm says that it exports, each with its letter and version.
exports() {
    nm -D --extern-only --defined-only "$1" | cut -d' ' -f2- | sort
}

# conclude: one line per story, for machines.
conclude() {
    printf '%s\n' "${results[@]}"
}

# loader_says PROGRAM ARGUMENT: what ld.so binds while PROGRAM runs, one binding a line; PROGRAM may
# fail. Lazily if $lazy is set.
loader_says() {
    local log status=0
    log=$(mktemp -d)
    if [ -n "$lazy" ]; then
        LD_DEBUG=bindings LD_DEBUG_OUTPUT="$log/log" "$1" "$2" >"$log/said" 2>&1 || status=$?
    else
        LD_BIND_NOW=1 LD_DEBUG=bindings LD_DEBUG_OUTPUT="$log/log" "$1" "$2" >"$log/said" 2>&1 || status=$?
    fi
    [ "$status" = 0 ] || [ "$status" = 127 ] || fail "$1 $2 ended with $status: $(cat "$log/said")"
    sed -n 's/^ *[0-9]*:\t\(binding file .*\)/\1/p' "$log"/log.*
    # The loader gives up with "OBJECT: symbol lookup error: OBJECT: undefined symbol: NAME".
    sed -n 's/^.*symbol lookup error: \(.*\): \(undefined symbol: .*\)/\2\t(\1)/p' "$log/said"
    rm -r "$log"
}

# in_short NAMES: bindings of NAMES (alternatives of a regular expression), shortened.
in_short() {
    sed -nE -e "s/^binding file (\S+) \[([0-9]+)\] to (\S+) \[([0-9]+)\]: \S+ symbol \`($1)'.*/\5: \1[\2] -> \3[\4]/p" \
        -e "s/^undefined symbol: ($1)(, version \S+)?\t\((.*)\)/\1: \3 -> nothing/p" |
        sed -E 's/\[0\]//g; s/(: |> )[^ ]*\//\1/g' | sort
}

# situation TITLE NAMES PROGRAM ARGUMENT OPTION...: what NAMES are bound to, by the model with the
# options and by the loader with the argument, side by side; they must agree.
situation() {
    local title=$1 names=$2 program=$3 argument=$4 lazy="" model loader
    shift 4
    [[ " $* " != *" --lazy "* ]] || lazy=1
    model=$("$SYMDEMOTE" bindings "$program" --format=ld-debug "$@" 2>/dev/null | in_short "$names")
    loader=$(loader_says "$program" "$argument" | in_short "$names")
    printf '\n%s\n' "$title"
    printf '  %-44s %s\n' "the model" "the loader"
    paste -d '\t' <(printf '%s\n' "$model") <(printf '%s\n' "$loader") |
        while IFS=$'\t' read -r left right; do printf '  %-44s %s\n' "$left" "$right"; done
    [[ -n $model && $model = "$loader" ]] || fail "$title: the model and the loader differ"
    results+=("$title: $(printf '%s\n' "$model" | wc -l) bindings, the same in both")
}

# lines PROGRAM REFERRER DEFINER: how many names REFERRER takes from DEFINER when PROGRAM runs.
lines() {
    local lazy=""
    loader_says "$1" "" | grep -cE "^binding file \S*$2 \[0\] to $3 \[0\]: \S+ symbol \`($names)'" || true
}
