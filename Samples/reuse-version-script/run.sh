#!/bin/bash
# run.sh [DIRECTORY]: a library has a version script that its build forgot to pass. symdemote reads
# the same script, and the finished library exports what it says. Needs gcc and GNU ld.
set -eu

here=$(dirname "$(realpath "$0")")
# shellcheck source=../lib.sh
. "$here/../lib.sh"
workspace "$@"

library=libcolour.so.1
cp "$here"/*.[ch] "$here"/build.sh "$here"/exports.map "$build"
cd "$build"
mkdir -p scripted

echo "exports.map says what libcolour exports; build.sh passes it on one system and not here."
sed 's/^/    /' exports.map
SYSTEM=FreeBSD ./build.sh "scripted/$library"
SYSTEM=Linux ./build.sh "$library"
compile painter.c -o painter -l:"$library"
diff <(exports "scripted/$library") <(exports "$library") | sed 's/^/    /' || true
exports "$library" | grep -q ' clamp$' || fail "without the script the library should export clamp"
! exports "scripted/$library" | grep -q ' clamp$' || fail "with the script it should not"

echo "So a program's own clamp answers the library's calls."
told 0 ./painter
heard "is #646464"

echo "Held against the script, the library fails."
told 1 "$SYMDEMOTE" check --keep-list=exports.map "$library"
heard "exports clamp: not allowed by exports.map:9: *" "exports average" "exports colour_debug"
unheard "exports colour_parse" "lacks"
told 0 "$SYMDEMOTE" check --keep-list=exports.map "scripted/$library"
heard "0 findings"

echo "An error in a script is shown where it is, and nothing is written."
sed 's/colour_mix;/colour_mix/' exports.map >broken.map
before=$(sha256sum <"$library")
told 2 "$SYMDEMOTE" apply --keep-list=broken.map "$library"
heard "broken.map:6:5: error: "
[ "$before" = "$(sha256sum <"$library")" ] || fail "the library should be as it was"

echo "Applied, the script makes of the finished library what the linker would have made."
told 0 "$SYMDEMOTE" apply --keep-list=exports.map "$library"
[ "$(exports "$library")" = "$(exports "scripted/$library")" ] ||
    fail "the exports should be those of the library linked with the script: $(exports "$library")"
exports "$library" | sed 's/^/    /'
told 0 "$SYMDEMOTE" check --keep-list=exports.map "$library"
heard "0 findings"
told 0 ./painter
heard "is #80c0e0"

results+=("reuse-version-script: exports=$(exports "$library" | wc -l) as-scripted=yes")
conclude
