#!/bin/bash
# symdemote.sh - a step of makepkg's tidying: demotes what $pkgname.symdemote beside the PKGBUILD says.
#
# makepkg sources this file with the other ones in its folder `tidy`, and runs their functions in the order
# of the files' names, in the folder of each package. After strip.sh is as good as before it: neither build-id
# nor debug link depends on what is changed here.

[[ -n "$LIBMAKEPKG_TIDY_SYMDEMOTE_SH" ]] && return
LIBMAKEPKG_TIDY_SYMDEMOTE_SH=1

LIBRARY=${LIBRARY:-'/usr/share/makepkg'}

# shellcheck source=/dev/null
source "$LIBRARY/util/error.sh"
# shellcheck source=/dev/null
source "$LIBRARY/util/message.sh"
# shellcheck source=/dev/null
source "$LIBRARY/util/option.sh"

packaging_options+=('symdemote')
tidy_modify+=('tidy_symdemote')

# The folders of the libraries that this build has installed so far: those of the package itself come
# first, since `.` sorts before `/`.
symdemote_library_path() {
	# shellcheck disable=SC2154 # makepkg's own variable
	find . "$pkgdirbase" -type f -name '*.so*' -printf '%h\n' | grep -v : | LC_ALL=C sort -u | paste -s -d : -
}

tidy_symdemote() {
	# shellcheck disable=SC2154 # makepkg's own variables
	local policy="$startdir/$pkgname.symdemote"
	if check_option "symdemote" "n" || [[ ! -f $policy ]]; then
		return 0
	fi
	msg2 "$(gettext "Demoting leaked symbols...")"

	# fakeroot knows owners by inodes and does not see what a static program does: a new file would lose
	# its owner.
	local arguments=("--policy=$policy" '--write=inplace')
	local path
	path=$(symdemote_library_path)
	[[ -z $path ]] || arguments+=("--library-path=$path")
	local status=0
	# shellcheck disable=SC2154 # a PKGBUILD may set it
	symdemote apply "${arguments[@]}" "${_symdemote_options[@]}" --recursive -- . || status=$?
	if (( status )); then
		error "$(gettext "symdemote ended with exit status %s on %s")" "$status" "$pkgname"
		exit "$E_PACKAGE_FAILED"
	fi
}
