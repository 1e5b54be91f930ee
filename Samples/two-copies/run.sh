#!/bin/bash
# run.sh [DIRECTORY]: two releases of one small library in one process. Needs gcc and GNU ld.
set -eu

here=$(dirname "$(realpath "$0")")
# shellcheck source=../lib.sh
. "$here/../lib.sh"
workspace "$@"

library=libjournal.so.2
archive=$build/libjournal.a

compile -DJOURNAL_RELEASE=2 -shared -fPIC "$here/journal.c" -o "$build/$library" -Wl,-soname,"$library"
compile -DJOURNAL_RELEASE=1 -c "$here/journal.c" -o "$build/journal.o"
rm -f "$archive"
ar rcs "$archive" "$build/journal.o"

compile -shared -fPIC "$here/worker.c" -o "$build/libworker.so" -l:"$library"
compile -shared -fPIC "$here/plugin.c" -o "$build/plugin.so" -l:"$library"
compile "$here/main.c" -o "$build/program" "$archive" -lworker -Wl,-rpath-link,"$build"

story two-copies "$build/program" "$library" "$archive" 1

conclude
