#!/bin/bash
# run.sh [-j WORKERS] [-n SHARDS] [-S HOSTS] [FOLDER...]: one run over a tree, in shards that GNU parallel
# hands to workers, says what one run says. Without a FOLDER, a copy of a few hundred files of this
# system is taken, and also edited. Needs parallel.
#
#   -S HOSTS  the workers are hosts, as `parallel --sshlogin` has them: -S 4/one,8/two,: means four
#             shards at once on host one, eight on two, and some here. Each host has symdemote and the
#             same FOLDERs under the same names; what they say comes back over ssh, and nothing else.
set -eu

here=$(dirname "$(realpath "$0")")
# shellcheck source=../lib.sh
. "$here/../lib.sh"

shards=6 workers=3 hosts=
while getopts j:n:S: option; do
    case $option in
    j) workers=$OPTARG ;;
    n) shards=$OPTARG ;;
    S) hosts=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
workspace # in a temporary folder
command -v parallel >/dev/null || fail "GNU parallel is needed"

# spread NAME COMMAND...: runs symdemote COMMAND in every shard; the reports are $build/NAME.K.jsonl. A
# shard's exit status is in its report, and the worst of all is that of the merged one. {1} is K; each
# word is quoted for the shell at the other end.
spread() {
    local name=$1
    shift
    parallel ${hosts:+--sshlogin "$hosts"} --jobs "$workers" --will-cite --quote \
        --results "$build/$name.{1}.jsonl" \
        "$SYMDEMOTE" "$@" "--shard={1}/$shards" --format=jsonl --jobs=1 ::: $(seq "$shards") \
        >/dev/null 2>&1 || true
}

# compared NAME COMMAND...: the shards of a command, and the command itself, must say the same.
compared() {
    local name=$1 merged=0 whole=0 files
    shift
    spread "$name" "$@"
    "$SYMDEMOTE" report --merge "$build/$name".*.jsonl >"$build/$name.merged" 2>"$build/$name.errors" || merged=$?
    "$SYMDEMOTE" "$@" --format=json >"$build/$name.whole" 2>/dev/null || whole=$?
    cmp "$build/$name.merged" "$build/$name.whole" ||
        fail "$name: the shards say something else: $(cat "$build/$name.errors")"
    # A tool that says nothing says the same.
    [ -s "$build/$name.whole" ] || fail "$name: nothing was said"
    [ "$merged" = "$whole" ] || fail "$name: the shards end with $merged, one run with $whole"
    files=$(grep -c '^      "path": ' "$build/$name.whole") || fail "$name: no file was told of"
    printf '%s: %s files in %s shards, exit status %s: the same as one run\n' "$name" "$files" "$shards" "$whole"
    results+=("$name: shards=$shards files=$files same=yes")
}

if [ $# -gt 0 ]; then
    compared exports exports --recursive "$@"
    compared audit audit --recursive "$@"
    compared plan plan --all --recursive "$@"
    conclude
    exit
fi

# A system in small: programs, and the libraries that they find beside them.
tree=$build/tree
mkdir -p "$tree/bin" "$tree/lib"
find /usr/bin -maxdepth 1 -type f -size -300k -perm -111 | sort | head -n 120 | xargs cp -pt "$tree/bin"
find /usr/lib -path '*-linux-gnu/lib[a-t]*.so.*' -type f -size -600k | sort | head -n 80 | xargs cp -pt "$tree/lib"
for file in "$tree"/lib/*; do
    soname=$(readelf -d "$file" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
    [ -z "$soname" ] || [ -e "$tree/lib/$soname" ] || ln -s "${file##*/}" "$tree/lib/$soname"
done

compared exports exports --recursive "$tree"
compared audit audit --recursive --library-path="$tree/lib" "$tree"

# Edits: what one file becomes may matter to another, which another shard has. Before a shard edits a file
# it records what that was, in a folder that all shards have.
demotion=(apply --all --library-path="$tree/lib" --recursive "$tree")
cp -a "$tree" "$build/original"
whole=0 merged=0
"$SYMDEMOTE" "${demotion[@]}" --format=json >"$build/apply.whole" 2>/dev/null || whole=$?
mv "$tree" "$build/expected"
mv "$build/original" "$tree"
mkdir "$build/records"
spread apply "${demotion[@]}" --shard-records="$build/records"
"$SYMDEMOTE" report --merge "$build"/apply.*.jsonl >"$build/apply.merged" 2>"$build/apply.errors" || merged=$?
cmp "$build/apply.merged" "$build/apply.whole" ||
    fail "apply: the shards say something else: $(cat "$build/apply.errors")"
[ "$merged" = "$whole" ] || fail "apply: the shards end with $merged, one run with $whole"
diff -r "$build/expected" "$tree" || fail "apply: the shards made something else of the files"
edited=$(find "$build/records" -type f | wc -l)
[ "$edited" -gt 0 ] || fail "apply: nothing was edited"
printf 'apply: %s files edited in %s shards: the same as one run makes of them\n' "$edited" "$shards"
results+=("apply: shards=$shards same=yes")

conclude
