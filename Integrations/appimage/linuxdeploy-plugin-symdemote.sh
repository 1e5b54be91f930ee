#!/bin/sh
# Input plugin of linuxdeploy: demotes in the programs and libraries of an AppDir. linuxdeploy runs it after
# it has copied, stripped and given RPATHs, and before an output plugin packs the AppDir.
#
# SYMDEMOTE_POLICY names a policy, SYMDEMOTE_ARGS has options of `symdemote apply`, separated by blanks.
set -euf

usage() {
  echo "usage: ${0##*/} --appdir DIR | --plugin-api-version | --plugin-type" >&2
  exit "$1"
}

appdir=
while [ $# -gt 0 ]; do
  case $1 in
  --plugin-api-version)
    echo 0
    exit
    ;;
  --plugin-type)
    echo input
    exit
    ;;
  --appdir)
    [ $# -gt 1 ] || usage 2
    appdir=$2
    shift
    ;;
  --appdir=*) appdir=${1#--appdir=} ;;
  --help) usage 0 ;;
  *) usage 2 ;;
  esac
  shift
done
[ -n "$appdir" ] || usage 2
if [ ! -d "$appdir" ]; then
  echo "${0##*/}: there is no folder $appdir" >&2
  exit 2
fi
[ -z "${NO_SYMDEMOTE:-}" ] || exit 0

# shellcheck disable=SC2086 # words
set -- ${SYMDEMOTE_ARGS:-}
[ -z "${SYMDEMOTE_POLICY:-}" ] || set -- --policy="$SYMDEMOTE_POLICY" "$@"
if [ $# -eq 0 ]; then
  echo "${0##*/}: set SYMDEMOTE_POLICY or SYMDEMOTE_ARGS, or NO_SYMDEMOTE" >&2
  exit 2
fi

# What lies elsewhere (AppRun, hooks) belongs to the AppImage, and not to the program.
set -- "$@" --
count=$#
for folder in "$appdir/usr/bin" "$appdir/usr/lib" "$appdir/usr/lib32" "$appdir/usr/lib64" \
  "$appdir/usr/libexec" "$appdir/usr/sbin" "$appdir/usr/plugins"; do
  # lib64 is most often another name of lib.
  [ ! -h "$folder" ] || continue
  [ ! -d "$folder" ] || set -- "$@" "$folder"
done
if [ $# -eq "$count" ]; then
  echo "${0##*/}: $appdir has neither usr/bin nor usr/lib" >&2
  exit 2
fi
exec "${SYMDEMOTE:-symdemote}" apply --recursive "$@"
