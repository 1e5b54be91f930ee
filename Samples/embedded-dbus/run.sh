#!/bin/bash
# run.sh [DIRECTORY]: a program with libdbus linked in, in C and, where there is a rustc, in
# Rust. Needs gcc, GNU ld, pkg-config and libdbus-1-dev; no bus has to run.
set -eu

here=$(dirname "$(realpath "$0")")
# shellcheck source=../lib.sh
. "$here/../lib.sh"
workspace "$@"

libdir=$(pkg-config --variable=libdir dbus-1) || fail "embedded-dbus needs libdbus-1-dev"
archive=$libdir/libdbus-1.a
systemd=-l:libsystemd.so.0 # the archive calls it; libdbus-1.so.3 brings it, so no -dev package
read -ra dbus <<<"$(pkg-config --cflags dbus-1)"

compile "${dbus[@]}" -shared -fPIC "$here/toolkit.c" -o "$build/libtoolkit.so" -L"$libdir" -ldbus-1
compile "${dbus[@]}" -shared -fPIC "$here/driver.c" -o "$build/driver.so"
compile "${dbus[@]}" "$here/main.c" -o "$build/program-c" "$archive" -ltoolkit "$systemd"

# What the driver is answered must not depend on the machine.
export DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent/bus

story embedded-dbus/c "$build/program-c" libdbus-1.so.3 "$archive" 100

if rustc --version >/dev/null 2>&1; then
    rustc --edition=2021 "$here/main.rs" -o "$build/program-rust" -L native="$libdir" -L native="$build" \
        -C link-arg=-fuse-ld=bfd -C link-arg="$systemd" -C link-arg=-Wl,-rpath,"\$ORIGIN"
    story embedded-dbus/rust "$build/program-rust" libdbus-1.so.3 "$archive" 100
else
    results+=("embedded-dbus/rust: skipped, no rustc")
fi

conclude
