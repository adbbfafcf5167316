# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the tests in this folder: TAP lines, runs of the program, questions to a database.
gup=${GUPCHECK:?}
probe=$(dirname "$gup")/probe
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
n=0 fail=0
export LC_ALL=C

report() { # STATUS TEXT
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		cat "$tmp/out" "$tmp/err" 2>/dev/null | sed 's/^/# /' | head -20
		fail=1
	fi
}

finish() {
	echo "1..$n"
	exit $fail
}

run() { # EXPECTED STATUS, ARGUMENTS...
	want=$1
	shift
	"$gup" "$@" >"$tmp/out" 2>"$tmp/err"
	have=$?
	[ $have -eq "$want" ] || echo "# exit status $have, not $want: $*"
	[ $have -eq "$want" ]
}

refused() { # TEXT: one line on standard error, nothing on standard output
	[ ! -s "$tmp/out" ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q -- "$1" "$tmp/err"
}

sql() { # DATABASE, QUERY
	sqlite3 -batch -noheader -separator ' ' "$1" "$2"
}

sound() { # DATABASE
	[ "$(sql "$1" 'PRAGMA integrity_check')" = ok ] && [ -z "$(sql "$1" 'PRAGMA foreign_key_check')" ] &&
		[ ! -e "$1-wal" ] && [ ! -e "$1-journal" ]
}

# What a database says, without the numbers of its rows.
content() { # DATABASE
	sql "$1" "SELECT t.path, version, arch, digest, finished FROM runs r JOIN trees t ON t.id = tree_id ORDER BY 1, 2, 3, 4, 5;
		SELECT r.finished, l.* FROM (SELECT fingerprint, path, line, status, run FROM site_list) l JOIN runs r ON r.id = l.run
			ORDER BY r.tree_id IS NULL, r.version, r.digest, r.finished, l.fingerprint" | sed 's/ [0-9]*$//'
	sql "$1" "SELECT r.version, r.digest, f.fingerprint, f.rule, f.path, f.line FROM finding_list f JOIN runs r ON r.id = f.run ORDER BY 1, 2, 3;
		SELECT * FROM (SELECT fingerprint, what, note, reviewer, made FROM reviews) ORDER BY 1;
		SELECT r.version, r.digest, c.fingerprint, c.kind, c.outcome, c.target, c.longterm, c.reason, c.subject, c.made, k.text
			FROM conversions c LEFT JOIN conversion_checks k ON k.conversion_id = c.id JOIN runs r ON r.id = c.run_id ORDER BY 1, 2, 3, 4, c.made, k.seq"
}
