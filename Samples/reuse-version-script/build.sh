#!/bin/bash
# build.sh OUTPUT: how libcolour is built. Whoever wrote this needed the script where they worked.
set -eu

case ${SYSTEM:-$(uname -s)} in
FreeBSD) script=("-Wl,--version-script=${0%/*}/exports.map") ;;
*) script=() ;; # and nobody noticed
esac

gcc -O2 -fPIC -shared -fuse-ld=bfd -Wall -Wextra "${0%/*}/colour.c" "${0%/*}/parts.c" \
    -Wl,-soname,libcolour.so.1 -o "$1" "${script[@]}"
