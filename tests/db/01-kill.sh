#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# kill -9 at any moment of an import: the database holds every run that was reported as done,
# each one whole, and nothing of the one that was cut off.
set -u
probe=$(dirname "$GUPCHECK")/probe
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
db=$tmp/gup.db
sites=300
kills=50
fail=0

sql() {
	sqlite3 -batch -noheader "$db" "$1"
}

ok() { # NUMBER, TEXT, STATUS
	if [ "$3" -eq 0 ]; then
		echo "ok $1 - $2"
	else
		echo "not ok $1 - $2"
		fail=1
	fi
}

echo 1..5
"$probe" import "$db" first "$sites" 1 >"$tmp/done"
ok 1 "a first run is imported" $?
[ $fail -eq 0 ] || exit 1

bad=0
cut=0
i=0
while [ $i -lt $kills ]; do
	i=$((i + 1))
	"$probe" import "$db" "r$i" "$sites" 1000 >>"$tmp/done" &
	pid=$!
	# Between 0 and 0.4 s; the multiplier spreads the moments evenly.
	sleep "$(awk -v i=$i 'BEGIN { printf "%.4f", ((i * 61) % 101) / 101 * 0.4 }')"
	kill -9 $pid
	wait $pid 2>/dev/null
	[ -e "$db-wal" ] || [ -e "$db-journal" ] && cut=$((cut + 1))
	runs=$(sql 'SELECT count(*) FROM runs')
	[ "$runs" -ge "$(wc -l <"$tmp/done")" ] || {
		echo "# kill $i: $runs runs, $(wc -l <"$tmp/done") were reported as done"
		bad=1
	}
done
ok 2 "after $kills kills ($cut of them inside of a write) no run that was done is missing" $bad

[ "$(sql "SELECT count(*) FROM runs r WHERE (SELECT count(*) FROM sites WHERE run_id = r.id) != $sites
	OR (SELECT count(*) FROM findings WHERE run_id = r.id) != $sites
	OR (SELECT count(*) FROM releases WHERE run_id = r.id) != 20 * $sites")" = 0 ]
ok 3 "each of the $(sql 'SELECT count(*) FROM runs') runs is whole" $?

[ "$(sql 'PRAGMA integrity_check')" = ok ] && [ -z "$(sql 'PRAGMA foreign_key_check')" ]
ok 4 "the database is sound" $?

"$probe" import "$db" last "$sites" 1 >/dev/null && [ ! -e "$db-wal" ] && [ ! -e "$db-journal" ]
ok 5 "the next import works and leaves a single file" $?
exit $fail
