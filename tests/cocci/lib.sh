# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the tests in this folder: TAP lines and the calls that the examples want.
src=${GUPCHECK_SRC:?}
cache=${GUP_CACHE:-$HOME/.cache/gupcheck}
table=$src/analyzer/api/gup_api.tbl
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0 fail=0
export LC_ALL=C

report() { # STATUS TEXT [FILE-TO-SHOW-ON-FAILURE]
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		[ -z "${3-}" ] || sed 's/^/# /' "$3" | head -30
		fail=1
	fi
}

# `path<TAB>line<TAB>column<TAB>callee<TAB>function[<TAB>own]` of each `want:` in the files; the
# column (from 0) is that of the first `callee(` in the line.
wanted() { # FILE...
	awk '{
		at = index($0, "// want: ")
		if (!at)
			next
		split(substr($0, at + 9), w, " ")
		printf "%s\t%d\t%d\t%s\t%s%s\n", FILENAME, FNR, index($0, w[1] "(") - 1, w[1], w[2],
			w[3] ? "\t" w[3] : ""
	}' "$@"
}

# Names of the table with a role, one a line.
names() { # ROLE
	awk -v role="$1" '!/^#/ && $2 == role { print $1 }' "$table"
}
