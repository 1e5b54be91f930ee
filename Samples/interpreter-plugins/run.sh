#!/bin/bash
# run.sh [DIRECTORY]: an interpreter exports its interface to plugins and, by the way, a library that
# is linked in. A policy closes the leak and leaves the interface. Needs gcc and GNU ld.
set -eu

here=$(dirname "$(realpath "$0")")
# shellcheck source=../lib.sh
. "$here/../lib.sh"
workspace "$@"

library=libtext.so.2
archive=libtext.a
policy=interpreter.policy
program=("./interpreter" "load ./words.so" "length café" "about café")

compile -DTEXT_RELEASE=2 -shared -fPIC "$here/text.c" -o "$build/$library" -Wl,-soname,"$library"
compile -DTEXT_RELEASE=1 -c "$here/text.c" -o "$build/text.o"
compile -shared -fPIC "$here/words.c" -o "$build/words.so" -l:"$library"
cp "$here/$policy" "$build"
cd "$build"
rm -f "$archive"
ar rcs "$archive" text.o
# interpreter OUTPUT OPTION...: the interpreter as its build links it, or with other options.
interpreter() {
    local output=$1
    shift
    compile "$here/interpreter.c" -o "$output" "$archive" "$@"
}
interpreter interpreter -rdynamic
cp interpreter as-linked

echo "As linked, the plugin counts bytes: $library is there, and the interpreter answers for it."
told 0 "${program[@]}"
heard "plugin: text release 1, 5 characters" "interpreter: text release 1, 5 bytes"
unheard "release 2"
told 1 "$SYMDEMOTE" audit --dlopen=./words.so interpreter
heard "$library" "text_begins" "cure"

echo "$policy says what the interpreter is meant to export:"
sed 's/^/    /' "$policy"

echo "Held against it, the build fails, and the interface is not what it complains about."
told 1 "$SYMDEMOTE" check --policy="$policy" --dlopen=./words.so interpreter
heard "exports text_length: not allowed by $policy:2: all"
unheard "exports host_" "lacks"
told 1 "$SYMDEMOTE" plan --policy="$policy" --dlopen=./words.so interpreter
heard "-T text_length" " T host_define  # kept: $policy:6: keep host_define" \
    " T host_answer  # kept: $policy:3: keep host_*"
unheard "-T host_"
told 0 "$SYMDEMOTE" explain text_length --policy="$policy" --dlopen=./words.so interpreter
heard "outcome   demoted" "$policy:2: all" "interpreter -> $library"

echo "Applied, the leak is closed: the plugin counts characters, and still finds the interpreter."
told 0 "$SYMDEMOTE" apply --policy="$policy" --dlopen=./words.so interpreter
told 0 "${program[@]}"
heard "plugin: text release 2, 4 characters" "interpreter: text release 1, 5 bytes"
told 0 "$SYMDEMOTE" check --policy="$policy" --dlopen=./words.so interpreter
heard "0 findings"
[ "$(exports interpreter | grep -c ' host_')" = 2 ] || fail "the interface should be exported"
! exports interpreter | grep ' text_' || fail "the embedded library should not be exported"

echo "The mistake: hide everything, and forget who opens what."
told 0 "$SYMDEMOTE" apply --all --output=hidden as-linked
told 1 ./hidden "load ./words.so"
heard "undefined symbol: host_"
echo "The interface's exact name in the policy makes that a finding."
told 1 "$SYMDEMOTE" check --policy="$policy" hidden
heard "hidden: lacks host_define: required by $policy:6: keep host_define"
echo "Told of the plugin, symdemote keeps what it needs, and refuses to take it by name."
told 1 "$SYMDEMOTE" plan --all --dlopen=./words.so as-linked
heard "-T text_length" "host_define  # kept:" "[needed]"
unheard "-T host_define"
told 0 "$SYMDEMOTE" explain host_define --all --dlopen=./words.so as-linked
heard "a rule keeps it although a clause demotes it" "as-linked -> nothing" "--force"
told 3 "$SYMDEMOTE" apply --demote=host_define --dlopen=./words.so --output=refused as-linked
heard "[needed]"
[ ! -e refused ] || fail "what is refused should not be written"

echo "Who can link again gives the same policy to the linker, in its own words."
told 0 "$SYMDEMOTE" policy --emit=version-script --policy="$policy" --dlopen=./words.so as-linked
printf '%s\n' "$said" >exports.map
told 0 "$SYMDEMOTE" policy --emit=dynamic-list --policy="$policy" --dlopen=./words.so as-linked
printf '%s\n' "$said" >exports.list
interpreter by-script -rdynamic -Wl,--version-script=exports.map
interpreter by-list -Wl,--dynamic-list=exports.list
for relinked in by-script by-list; do
    told 0 "$SYMDEMOTE" check --policy="$policy" --dlopen=./words.so "$relinked"
    [ "$(exports "$relinked")" = "$(exports interpreter)" ] ||
        fail "$relinked should export what symdemote left: $(exports "$relinked")"
    told 0 "./$relinked" "${program[@]:1}"
    heard "plugin: text release 2, 4 characters"
done

results+=("interpreter-plugins: exports=$(exports as-linked | wc -l) after=$(exports interpreter | wc -l)\
 by-script=$(exports by-script | wc -l) by-list=$(exports by-list | wc -l)")
conclude
