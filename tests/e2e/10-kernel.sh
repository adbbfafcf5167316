#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Two real kernels, scanned whole into one database: complete, agreed upon by both engines,
# incremental, resumable, and shown by every command.
. "$(dirname "$0")/../plan/lib.sh"

here=$src/tests/e2e
table=$src/analyzer/api/gup_api.tbl
db=$tmp/gup.db

kernel() { # VERSION: sets tree, obj and state
	tree=$cache/trees/linux-source-$1
	obj=$cache/obj/$1-x86_64
	state=$tmp/state-$1
}
scan() { # [OPTION]...: scans the kernel; sets status and took (ms)
	start=$(date +%s%N)
	"$gup" scan "$@" -O "$obj" --state "$state" --db "$db" "$tree" >"$tmp/out" 2>"$tmp/err"
	status=$?
	took=$((($(date +%s%N) - start) / 1000000))
}
sql() { # QUERY
	sqlite3 -batch -noheader -separator '	' "$db" "$1"
}
facts() { # FIND-EXPRESSION...: how many units' facts match
	find "$state/facts" -name '*.gir' "$@" 2>/dev/null | wc -l
}
comment() { # FILE
	sed 's/^/# /' "$1"
}

# Every acquire call that an independent reader of the text finds is a site, and no other call
# is, but what clang alone sees: a call that a macro's body makes.
check_complete() { # VERSION RUN
	"$src/tests/cocci/count_calls.py" acquire "$table" "$tree" >"$tmp/want"
	sql "SELECT path, line, api FROM site_list WHERE run = $2" | sort >"$tmp/sites"
	sql "SELECT path, line, api FROM site_list WHERE run = $2 AND seen_by = 2" | sort >"$tmp/clang"
	sort "$tmp/want" | comm -23 - "$tmp/sites" >"$tmp/diff"
	[ -s "$tmp/want" ] && [ ! -s "$tmp/diff" ]
	report $? "$1: each of the $(wc -l <"$tmp/want") acquire calls in the text is a site" "$tmp/diff"
	sort "$tmp/want" | comm -13 - "$tmp/sites" | comm -23 - "$tmp/clang" >"$tmp/diff"
	[ ! -s "$tmp/diff" ]
	report $? "$1: each of the $(wc -l <"$tmp/sites") sites is such a call, or clang sees it in a macro ($(wc -l <"$tmp/clang"))" "$tmp/diff"
}

# Where clang read the unit cleanly, both engines saw the same calls, except for those that the
# preprocessor removes; removed they must be, by the compiler's own word.
check_agree() { # VERSION RUN WHAT LIST-VIEW CONDITION
	sql "SELECT count(*) FROM $4 l JOIN unit_list u USING (run, path)
		WHERE run = $2 AND u.trust = 'clean' AND ($5)" >"$tmp/all"
	sql "SELECT path, line, api FROM $4 l JOIN unit_list u USING (run, path)
		WHERE run = $2 AND u.trust = 'clean' AND seen_by & 3 = 1 AND ($5)" >"$tmp/cocci"
	sql "SELECT path, line, api FROM $4 l JOIN unit_list u USING (run, path)
		WHERE run = $2 AND u.trust = 'clean' AND seen_by & 3 = 2 AND ($5)" >"$tmp/diff"
	"$here/compiled_out.py" "$state" "$tree" <"$tmp/cocci" >>"$tmp/diff" || echo "preprocessing failed" >>"$tmp/diff"
	[ "$(cat "$tmp/all")" -gt 0 ] && [ ! -s "$tmp/diff" ]
	report $? "$1: cocci and clang agree on $(cat "$tmp/all") $3 in clean units, $(wc -l <"$tmp/cocci") compiled out" "$tmp/diff"
	comment "$tmp/cocci"
}

check_run() { # VERSION
	run=$(sql "SELECT run FROM latest_runs WHERE tree = '$tree'")
	[ -n "$run" ] || run=0
	check_complete "$1" "$run"
	check_agree "$1" "$run" "acquire calls" site_list 1
	users=$(awk '!/^#/ && $2 == "release" && $11 == "user" { printf "%s\047%s\047", sep, $1; sep = ", " }' "$table")
	check_agree "$1" "$run" "releases of user pages" release_list "api IN ($users)"

	# shellcheck disable=SC2046 # three numbers
	set -- "$1" $(sql "SELECT sum(functions), sum(touching), sum(unknown_nodes) FROM unit_list WHERE run = $run")
	sql "SELECT path, text FROM notices WHERE run_id = $run AND kind = 'unknown-node'" >"$tmp/diff"
	[ "${3:-0}" -gt 1000 ] && [ "$4" -eq 0 ] && [ ! -s "$tmp/diff" ]
	report $? "$1: $4 unknown nodes in the $3 of $2 functions that touch page references" "$tmp/diff"
	echo "# $1: $(sql "SELECT trust || ': ' || count(*) FROM unit_list WHERE run = $run GROUP BY trust" | tr '\n' ' ')units; $(
		sql "SELECT count(*) FROM finding_list WHERE run = $run") findings; sites by status: $(
		sql "SELECT status || ' ' || count(*) FROM site_list WHERE run = $run GROUP BY status" | tr '\n' ' ')"
	sql "SELECT path, reason FROM unit_list WHERE run = $run AND
		(trust = 'recovered' OR trust = 'not-parsed' AND reason NOT LIKE 'other architecture: %' AND reason NOT LIKE 'option off: CONFIG_%')" >"$tmp/diff"
	[ ! -s "$tmp/diff" ]
	report $? "$1: every unit of the configuration was read without an error, every other file has a reason" "$tmp/diff"
	check_triage "$1" "$run"
}

# Every finding at default confidence was read by hand, and at least four of five are true.
check_triage() { # VERSION RUN
	read=$src/tests/triage/$1.tsv
	sql "SELECT fingerprint, path, line, function, rule FROM finding_list
		WHERE run = $2 AND confidence >= 0.7" | sort >"$tmp/found"
	cut -f1 "$read" | sort | join -t '	' -v 2 - "$tmp/found" >"$tmp/diff"
	[ -s "$tmp/found" ] && [ ! -s "$tmp/diff" ]
	report $? "$1: each of the $(wc -l <"$tmp/found") findings has a verdict in tests/triage" "$tmp/diff"
	sort "$read" | join -t '	' -o 1.5,1.2,1.4,1.6 - "$tmp/found" >"$tmp/diff"
	true=$(grep -c '^true' "$tmp/diff")
	[ $((true * 5)) -ge $((4 * $(wc -l <"$tmp/diff"))) ]
	report $? "$1: $true of the $(wc -l <"$tmp/diff") findings that were read are true, at least 80%" "$tmp/diff"
}

# A first kernel, without those that join.
kernel 6.1
scan --no-join
[ $status -le 1 ]
report $? "6.1: scanned from nothing ($((took / 1000)) s): $(head -1 "$tmp/out")" "$tmp/err"
check_run 6.1

# A second one, killed half-way.
kernel 6.12
"$gup" scan -O "$obj" --state "$state" --db "$db" "$tree" >"$tmp/out" 2>"$tmp/err" &
pid=$!
while kill -0 $pid 2>/dev/null && [ "$(facts)" -lt 30 ]; do
	sleep 0.2
done
kill -9 $pid
wait $pid 2>/dev/null
# What it had started ends with it.
flock -w 20 "$state/lock" true
report $? "6.12: after kill -9 nothing goes on in the state folder"
touch "$tmp/killed"
had=$(facts)
[ "$(sql 'SELECT count(*) FROM runs')" -eq 1 ] && [ "$(sql 'PRAGMA integrity_check')" = ok ] &&
	"$gup" report --db "$db" --format json >"$tmp/json" 2>"$tmp/err" &&
	"$here/report_keys.py" "$cache/trees/linux-source-6.1" <"$tmp/json" >>"$tmp/err"
report $? "the database holds the last complete run" "$tmp/err"
sleep 1
scan
kept=$(facts ! -newer "$tmp/killed")
[ $status -le 1 ] && [ "$had" -ge 25 ] && [ "$kept" -ge $((had - 10)) ]
report $? "6.12: the next scan completes ($((took / 1000)) s), with $kept of the $had units done before: $(head -1 "$tmp/out")" "$tmp/err"
[ "$(sql 'SELECT count(*) FROM latest_runs')" -eq 2 ]
report $? "both kernels are in the database"
check_run 6.12

# Nothing changed.
touch "$tmp/mark"
sleep 0.05
scan
[ $status -le 1 ] && [ "$(sql 'SELECT count(*) FROM runs')" -eq 2 ] && [ -z "$(find "$state/facts" "$state/cocci" -newer "$tmp/mark" -name '*.[gt]*')" ] &&
	ninja -C "$state" -n | grep -q 'no work to do'
report $? "6.12: a scan with nothing changed makes no run, ninja has no work" "$tmp/err"
echo "# 6.12: scan with nothing changed: $took ms"

# The same inputs, linked twice.
for i in 1 2; do
	"$gup" link --state "$state" --db "$tmp/link$i.db" 2>"$tmp/err" && "$gup" export --db "$tmp/link$i.db" |
		sed -E 's/"finished": *"[^"]*"/"finished": ""/; s/"run": *\{ *"id": *[0-9]+/"run": {"id": 0/' >"$tmp/link$i.json"
done
[ -s "$tmp/link1.json" ] && cmp -s "$tmp/link1.json" "$tmp/link2.json"
report $? "two links of the same facts give the same JSON" "$tmp/err"
"$gup" export --db "$db" --tree "$tree" >"$tmp/json" 2>"$tmp/err"
python3 - "$tmp/json" "$tmp/link1.json" <<'P'
import json, sys
a, b = (json.load(open(f)) for f in sys.argv[1:])
sys.exit(a['sites'] != b['sites'] or a['findings'] != b['findings'])
P
report $? "and that of the scan" "$tmp/err"

# Every way to show it.
"$gup" report --db "$db" --tree "$tree" >"$tmp/out" 2>"$tmp/err"
[ $? -eq 0 ] && [ ! -s "$tmp/err" ] && grep -q 'MEMORY MANAGEMENT' "$tmp/out" && grep -q '0 unknown nodes' "$tmp/out"
report $? "report: a table of subsystems and the coverage" "$tmp/err"
"$gup" report --db "$db" --tree "$tree" --format json >"$tmp/json" 2>"$tmp/err" &&
	"$here/report_keys.py" "$tree" <"$tmp/json" >"$tmp/diff"
report $? "report --format json: every key of the contract, every place is in the tree" "$tmp/diff"
"$gup" report --db "$db" --tree "$tree" --format md >"$tmp/out" 2>"$tmp/err"
[ $? -eq 0 ] && grep -q '^| *MEMORY MANAGEMENT *|' "$tmp/out"
report $? "report --format md" "$tmp/err"
"$gup" report --db "$db" --tree "$tree" --format csv >"$tmp/out" 2>"$tmp/err" &&
	python3 -c '
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="")))
sites = json.load(open(sys.argv[2]))["sites"]
sys.exit([(r["path"], r["line"]) for r in rows] != [(s["path"], str(s["line"])) for s in sites])' "$tmp/out" "$tmp/json"
report $? "report --format csv: the sites of the JSON" "$tmp/err"
"$gup" report --db "$db" --tree "$tree" --findings >"$tmp/out" 2>"$tmp/err"
grep -q -E '^[^ :]+:[0-9]+:[0-9]+: warning: .* \[[a-z-]+\]$' "$tmp/out"
report $? "report --findings: warnings as a compiler's" "$tmp/err"

# The caret's line is the one of the source.
shows() { # ID PATH LINE
	"$gup" show --db "$db" --tree "$tree" "$1" >"$tmp/out" 2>"$tmp/err" &&
		sed -n "$3s/^[[:space:]]*//p" "$tree/$2" >"$tmp/line" && [ -s "$tmp/line" ] &&
		grep -q -F -e "$(cat "$tmp/line")" "$tmp/out" && grep -q -F "$2:$3" "$tmp/out"
}
for what in site finding; do
	# shellcheck disable=SC2046 # three words
	set -- $(sql "SELECT fingerprint, path, line FROM ${what}_list
		WHERE run = (SELECT run FROM latest_runs WHERE tree = '$tree') ORDER BY confidence DESC, path, line LIMIT 1")
	shows "$@"
	report $? "show of a $what prints the line of the source ($2:$3)" "$tmp/out"
done

# For 40-versions.sh and tests/sparse, which need not scan them again.
if [ -n "${TMPDIR-}" ]; then
	sqlite3 "$db" ".backup '$TMPDIR/two-kernels.db'"
	mkdir "$TMPDIR/state-6.12" && cp -r "$state/facts" "$state/plan.tsv" "$TMPDIR/state-6.12/"
fi

# One file changed: a tree of links with real copies of five units, flags as kbuild gave them.
farm=$tmp/farm
units='mm/gup.c mm/process_vm_access.c mm/memory.c mm/mempolicy.c mm/rmap.c'
mkdir "$farm"
for top in "$tree"/*; do
	ln -s "$top" "$farm"
done
rm "$farm/mm"
cp -as "$tree/mm" "$farm/mm"
find "$farm/mm" -type l -name '*.c' -delete
for unit in $units; do
	rm -f "$farm/$unit"
	cp "$tree/$unit" "$farm/$unit" || exit 1
done
# shellcheck disable=SC2086 # words
python3 - "$state" "$farm" $units >"$tmp/cc.json" <<'P'
import json, sys
state, farm, units = sys.argv[1], sys.argv[2], sys.argv[3:]
entries = []
for line in open(f'{state}/plan.tsv'):
    column = line.rstrip('\n').split('\t')
    if column[0] == 'unit' and column[1] in units:
        cwd, *flags = open(f'{state}/args/{column[4]}.args').read().splitlines()
        source = f'{farm}/{column[1]}'
        entries.append({'directory': cwd, 'file': source,
                        'arguments': ['clang-19', *flags, '-c', source]})
json.dump(entries, sys.stdout)
P
state=$tmp/state-farm
part() {
	touch "$tmp/mark"
	sleep 0.05
	"$gup" scan --state "$state" --db "$tmp/farm.db" --compile-commands "$tmp/cc.json" "$farm" >"$tmp/out" 2>"$tmp/err"
	status=$?
}
part
whole=$(facts)
[ $status -le 1 ] && [ "$whole" -eq 5 ]
report $? "a part of 6.12 by a compile database: $whole units, $(head -1 "$tmp/out")" "$tmp/err"
printf '/* one more line */\n' >>"$farm/mm/gup.c"
part
[ $status -le 1 ] && [ "$(facts -newer "$tmp/mark")" -eq 1 ] && [ "$(facts -newer "$tmp/mark" -name 'gup.c-*')" -eq 1 ]
report $? "one changed file extracts one unit ($(facts -newer "$tmp/mark") of $whole)" "$tmp/err"
part
[ $status -le 1 ] && [ "$(facts -newer "$tmp/mark")" -eq 0 ]
report $? "and none the next time" "$tmp/err"
finish
