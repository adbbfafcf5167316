#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# gupcheck report, show and export from the outside: exit status, what goes to which stream.
set -u
probe=$(dirname "$GUPCHECK")/probe
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
n=0
fail=0

check() { # TEXT, STATUS
	n=$((n + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		sed 's/^/# /' "$tmp/out" "$tmp/err" | head -20
		fail=1
	fi
}

run() { # EXPECTED STATUS, ARGUMENTS...
	want=$1
	shift
	"$GUPCHECK" "$@" >"$tmp/out" 2>"$tmp/err"
	have=$?
	[ "$have" -eq "$want" ] || echo "# exit status $have, not $want: $*"
	[ "$have" -eq "$want" ]
}

one_error_line() { # TEXT
	[ ! -s "$tmp/out" ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q "$1" "$tmp/err"
}

echo 1..18
run 2 report && one_error_line "'gup.db'.*run gupcheck scan"
check "a missing database" $?
run 2 report --db "$tmp" && one_error_line "it is a folder"
check "a folder in place of the database" $?

"$probe" import gup.db d 40 2 >/dev/null || echo "# cannot make the database"
run 0 report && [ ! -s "$tmp/err" ] && grep -q '^THE REST  *\.  ' "$tmp/out" &&
	! grep -q "$(printf '\033')" "$tmp/out"
check "the table, without colours in a pipe" $?
run 0 report --run 1 && grep -q 'run 1 of' "$tmp/out" && run 0 report && grep -q 'run 2 of' "$tmp/out"
check "an earlier run and the last one" $?
run 1 report --findings && [ "$(grep -c ' warning: .*\[mixed-release\]$' "$tmp/out")" -eq 40 ] &&
	[ "$(grep -c ' note: ' "$tmp/out")" -eq 80 ]
check "findings in compiler form give exit status 1" $?
run 1 report --by rule && grep -q '^mixed-release  *40 ' "$tmp/out"
check "findings by rule" $?
run 0 report --findings --only no/such/folder && [ ! -s "$tmp/out" ] && grep -q "no file in 'no/such/folder'" "$tmp/err"
check "no findings give exit status 0" $?
run 0 report --format json && python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
assert d["schema"] == 1 and len(d["sites"]) == 40 and len(d["findings"]) == 40
ids = {s["id"] for s in d["sites"]}
assert len(ids) == 40 and all(f["site"] in ids for f in d["findings"])
assert all(set(s["seen_by"]) <= {"cocci", "clang", "sparse"} for s in d["sites"])
' "$tmp/out"
check "JSON is whole and consistent" $?
cp "$tmp/out" "$tmp/json"
run 0 export && cmp -s "$tmp/out" "$tmp/json"
check "export gives the same" $?
run 0 report --format csv && python3 -c '
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="")))
assert len(rows) == 40 and all(r["subsystem"] == "THE REST" for r in rows)
' "$tmp/out"
check "CSV is read back by a CSV reader" $?
run 2 report --format xml && one_error_line "'xml'" && run 2 report --status no &&
	one_error_line "'no'" && run 2 report --run x && one_error_line "'x'" &&
	run 2 report --run 99 && one_error_line 99 && run 2 report extra && one_error_line "'extra'" &&
	run 2 report --no-such-option && one_error_line "no-such-option"
check "wrong options, one line each" $?
run 0 report --since 1 && grep -q '^total  *\.  ' "$tmp/out" && run 0 report --since 1 --findings && [ ! -s "$tmp/out" ] &&
	run 0 report --since 1 --format csv && [ "$(wc -l <"$tmp/out")" -eq 1 ]
check "nothing is new since an equal run" $?
"$GUPCHECK" diff --write-baseline "$tmp/base" && grep -v '/f7\.c ' "$tmp/base" >"$tmp/base7" &&
	run 1 report --findings --baseline "$tmp/base7" && [ "$(grep -c 'warning:' "$tmp/out")" -eq 1 ] &&
	run 1 report --findings --baseline "$tmp/base7" --only drivers/d7 && run 0 report --findings --baseline "$tmp/base7" --only drivers/d8
check "only what is not in a list" $?
run 0 report --by maintainer && grep -q '^(no maintainer)  ' "$tmp/out" && run 0 report --by case --format csv &&
	grep -q '^case,unconverted' "$tmp/out" && run 0 report --by case --format md && grep -q '^| case | unconverted' "$tmp/out" &&
	run 0 report --run 6.12 && run 0 report --run 6.12.117 && run 2 report --run 6.1 && one_error_line "no run of Linux 6.1"
check "by maintainer and case; a run by its version" $?
id=$(python3 -c '
import json, sys
print(next(
    s["id"] for s in json.load(open(sys.argv[1]))["sites"] if s["path"] == "drivers/d7/f7.c"))' "$tmp/json")
run 0 show "$id" && grep -q "^site $id$" "$tmp/out" && run 0 show "$(echo "$id" | cut -c4-20)"
check "show by fingerprint, whole or in part" $?
run 0 show drivers/d7/f7.c:8 && grep -q "^site $id$" "$tmp/out" &&
	run 0 show mixed-release@drivers/d7/f7.c:9 && grep -q '^finding f1-' "$tmp/out" &&
	! grep -q '^site s1' "$tmp/out"
check "show by place, by rule and place" $?
run 2 show zzzz && one_error_line zzzz && run 2 show s1 && one_error_line "too short" &&
	run 2 show && one_error_line "which site"
check "show of what is not there" $?
"$GUPCHECK" report >/dev/full 2>"$tmp/err"
[ $? -eq 2 ] && [ "$(wc -l <"$tmp/err")" -eq 1 ]
check "a full disk under the output" $?
exit $fail
