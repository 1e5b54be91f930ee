#!/bin/bash
# run.sh [DIRECTORY]: RTLD_DEEPBIND settles where a library looks names up when that library is
# loaded. One that is there already stays as it is. Needs gcc and GNU ld.
set -eu

here=$(dirname "$(realpath "$0")")
# shellcheck source=../lib.sh
. "$here/../lib.sh"
workspace "$@"

compile -shared -fPIC "$here/journal.c" -o "$build/libjournal.so"
compile -shared -fPIC -DUSER=toolkit "$here/user.c" -o "$build/libtoolkit.so" -ljournal
compile -shared -fPIC -DUSER=driver "$here/user.c" -o "$build/driver.so" -ljournal
# The toolkit is needed for what it does, not for a symbol; GNU ld sees that it leads to the journal
# and exports the program's copy.
compile "$here/program.c" "$here/journal.c" -o "$build/early" -Wl,--no-as-needed -ltoolkit
compile "$here/program.c" "$here/journal.c" -o "$build/late" -rdynamic

cd "$build"
names='journal|open_journal'

situation "the journal comes with the driver: RTLD_DEEPBIND keeps it from the program's copy" \
    "$names" ./late "" --dlopen=./driver.so:deepbind
situation "the journal was there before: RTLD_DEEPBIND does nothing for it" \
    "$names" ./early "" --dlopen=./driver.so:deepbind

[ "$(lines ./late libjournal.so ./late)" = 0 ] || fail "late-deepbind: the driver's journal should be its own"
[ "$(lines ./early libjournal.so ./early)" = 1 ] || fail "late-deepbind: the journal should be the program's"

conclude
