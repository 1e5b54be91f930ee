#!/bin/bash
# run.sh [DIRECTORY]: the scopes in which glibc looks names up, each in a tiny process: as the
# model has it, and as the loader says it. Needs gcc and GNU ld.
set -eu

here=$(dirname "$(realpath "$0")")
# shellcheck source=../lib.sh
. "$here/../lib.sh"
workspace "$@"

library() { # library NAME ARGUMENT...: lib<NAME>.so from <NAME>.c
    local name=$1
    shift
    compile -shared -fPIC "$here/$name.c" -o "$build/lib$name.so" "$@"
}

library world
library helper
library plugin -lhelper
library late
library other
library member -Wl,-z,nodelete
library owner -lmember -lother
compile "$here/main.c" -o "$build/program" -lworld -ldl

cd "$build"
names='greeting|name|own|hello'

situation "one global scope" "$names" ./program ""
situation "RTLD_LOCAL: the global scope, then the plugin's" "$names" ./program local --dlopen=./libplugin.so
situation "RTLD_LOCAL | RTLD_DEEPBIND: the plugin's, then the global scope" "$names" \
    ./program deepbind --dlopen=./libplugin.so:deepbind
situation "RTLD_GLOBAL: what comes later finds the plugin's names" "$names" \
    ./program global --dlopen=./libplugin.so:global --dlopen=./liblate.so
situation "dlmopen: a namespace of its own, without the program and its libraries" "$names" \
    ./program namespace --dlmopen=./libplugin.so
situation "NODELETE: stays when its owner is closed, without the owner's scope" 'early|later' \
    ./program nodelete --lazy --dlopen=./libowner.so --dlopen=./libmember.so:noload \
    --call=early:from=libmember.so --dlclose=./libmember.so --dlclose=./libowner.so \
    --call=later:from=libmember.so

conclude
