# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the scripts of this folder; to be sourced.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cache=${GUP_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/gupcheck}
export GUP_CACHE=$cache
# what a tree, its object directory and a scan may take, and what all packages together take
tree_gb=6
packages_gb=4

say() {
	printf '%s\n' "gupcheck: $*" >&2
}

# fail WHAT-AND-WHY: one line, exit status 2
fail() {
	say "$*"
	exit 2
}

# first_line FILE PATTERN: the first line that matches, for a message; else the last line
first_line() {
	local line
	line=$(grep -m 1 -E -e "$2" "$1" || tail -n 1 "$1")
	printf '%s' "${line:0:300}"
}

# need_disk FOLDER GB WHAT: is there room?  The folder need not exist yet.
need_disk() {
	local dir=$1 free
	while [ ! -d "$dir" ]; do
		dir=$(dirname "$dir")
	done
	free=$(df -Pk "$dir" | awk 'NR == 2 { print int($4 / 1048576) }')
	[ "$free" -ge "$2" ] || fail "too little disk for $3: $dir has $free GB free, $2 GB are needed"
}

# as_root COMMAND...: run it as root or with sudo
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo -n "$@"
	fi
}

# make_cache: the cache folder, writable
make_cache() {
	mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] ||
		fail "cannot write the cache folder '$cache': set GUP_CACHE to another one"
}

# with_lock NAME COMMAND...: two scripts at once do not do the same set-up twice
with_lock() {
	local name=$1
	shift
	(
		flock 9
		"$@"
	) 9>"$cache/$name.lock"
}

# build TARGET...: with ninja's own progress on a terminal, silent otherwise
build() {
	local log=$cache/build.log
	if [ -t 2 ]; then
		ninja -C "$root" "$@" >&2 || fail "the build failed: see above"
	elif ! ninja -C "$root" --quiet "$@" >"$log" 2>&1; then
		cat "$log" >&2
		fail "the build failed: see above"
	fi
}
